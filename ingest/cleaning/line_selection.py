"""Line selection: which blocks of a file are the article, and why each of the others is not.

Takes the text, the blocks that a reader found and the lines known to repeat, gives the blocks that stay and the ranges
left out with their reasons. Pure; nothing is altered, so every offset stays good. Together both cover every block.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.article import LeftOut, Reason
from ingest.cleaning.blocks import BlockKind, TextBlock
from ingest.cleaning.known import is_list_teaser, reason_of
from ingest.cleaning.phrases import phrases
from ingest.cleaning.repeats import is_repeated
from ingest.cleaning.shapes import ends_stopped, fold_line, has_heading_shape, has_letter

_LEAST_TEASED, _MOST_TEASED = 2, 12
"""Lines below a teaser that are taken for its headlines: one may be a subheading, many are no box."""
_STEM = 4
"""First letters by which a word of a headline is known again in the article."""
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?:\s*(?:am|pm))?", re.IGNORECASE)
_FEWEST_SHORT = 3


@dataclass(frozen=True, slots=True)
class Selected:
    """What stays and what does not, each in the order of the file."""

    kept: list[TextBlock]
    left_out: list[LeftOut]


def select(
    text: str, blocks: Iterable[TextBlock], repeated: frozenset[str] = frozenset(), outlet: str = ""
) -> Selected:
    """Part the article from what is known not to be it.

    Args:
        text: The whole file.
        blocks: What a reader found, in order.
        repeated: Short lines that other articles hold as well, see `repeats.repeated_lines`.
        outlet: Folded name under which this file's lines were counted.
    """
    blocks = list(blocks)
    lines = [text[block.start : block.end] for block in blocks]
    reasons = [_reason(block, line, repeated, outlet) for block, line in zip(blocks, lines, strict=True)]
    _spare_headline(reasons, lines)
    _mark_lone_clock(reasons, lines)
    for number in _teased(text, blocks, reasons, lines):
        reasons[number] = Reason.TEASED
    kept = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
    left = [LeftOut(block.start, block.end, reason) for block, reason in zip(blocks, reasons, strict=True) if reason]
    return Selected(kept, left)


def _reason(block: TextBlock, line: str, repeated: frozenset[str], outlet: str) -> Reason | None:
    if block.kind is BlockKind.MARKUP:
        return Reason.MARKUP
    return reason_of(line) or (Reason.REPEATED if is_repeated(line, repeated, outlet) else None)


def _spare_headline(reasons: list[Reason | None], lines: Sequence[str]) -> None:
    """Take no first line for a credit unless a headline follows it: "Photo: ..." and "By ..." begin headlines."""
    shown = [number for number, reason in enumerate(reasons) if reason is not Reason.MARKUP][:2]
    if len(shown) == 2 and reasons[shown[0]] is Reason.CREDIT and not has_heading_shape(lines[shown[1]]):
        reasons[shown[0]] = None


def _mark_lone_clock(reasons: list[Reason | None], lines: Sequence[str]) -> None:
    """A clock time alone says when the file was made, unless there are several, or something announces it."""
    clocks = [number for number, line in enumerate(lines) if _CLOCK.fullmatch(line.strip())]
    if len(clocks) == 1:
        before = clocks[0] - 1
        if before < 0 or reasons[before] or ends_stopped(lines[before]):
            reasons[clocks[0]] = Reason.STAMP


def _teased(
    text: str, blocks: Sequence[TextBlock], reasons: Sequence[Reason | None], lines: Sequence[str]
) -> Iterator[int]:
    """Give the numbers of the headlines of other articles that stand below a teaser, line by line."""
    if not any(reason is Reason.TEASER for reason in reasons) or lacks_stops(lines):
        return
    told = Counter(stem for line, reason in zip(lines, reasons, strict=True) if not reason for stem in _stems(line))
    for number, line in enumerate(lines):
        if reasons[number] is Reason.TEASER and is_list_teaser(line):
            below = list(islice(_below(text, blocks, reasons, lines, number), _MOST_TEASED + 1))
            own = Counter(stem for n in below for stem in _stems(lines[n]))
            headlines = [lines[n] for n in below]
            if _LEAST_TEASED <= len(below) <= _MOST_TEASED and all(told[stem] == count for stem, count in own.items()):
                yield from below if _may_be_listed(headlines) else ()


def _may_be_listed(headlines: Sequence[str]) -> bool:
    """Tell whether these may be headlines of other articles: no list has one twice, or one that corrects this one."""
    folded = [fold_line(line) for line in headlines]
    return len(set(folded)) == len(folded) and not any(map(_begins_correction, headlines))


def _begins_correction(line: str) -> bool:
    """Tell whether a line begins with "Update:", "Correction:" or the like: it speaks of the article it stands in."""
    label, colon, _ = line.replace("\uff1a", ":").partition(":")
    return bool(colon) and fold_line(label) in phrases("updated")


def _below(
    text: str, blocks: Sequence[TextBlock], reasons: Sequence[Reason | None], lines: Sequence[str], teaser: int
) -> Iterator[int]:
    """Give the lines of heading shape right below a teaser, up to a blank line or a line with a number."""
    for number in range(teaser + 1, len(blocks)):
        gap = text[blocks[number - 1].end : blocks[number].start]
        parted = number > teaser + 1 and len(gap.splitlines()) > 2
        if parted or reasons[number] or not has_heading_shape(lines[number]) or any(map(str.isdigit, lines[number])):
            return
        yield number


def _stems(line: str) -> set[str]:
    return {word[:_STEM] for word in fold_line(line).split() if len(word) >= _STEM}


def lacks_stops(lines: Sequence[str]) -> bool:
    """Tell whether a text is written without full stops, as Thai and much of Arabic are: then none says nothing."""
    spoken = [line for line in lines if has_letter(line)]
    long = [line for line in spoken if not has_heading_shape(line)]
    judged = long if long else spoken if len(spoken) >= _FEWEST_SHORT else []
    return sum(not ends_stopped(line) for line in judged) * 2 > len(judged)
