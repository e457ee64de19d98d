"""Headings: which of an article's blocks say what the others are about.

Takes the text and the blocks that stay, gives them with their kinds, and the paragraphs to be indexed. A line without a
full stop may be a heading or a sentence; so only a headline, a heading that the file marks and a short question are
context alone, and every other is indexed as text too. Nothing is dropped here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.article import Paragraph
from ingest.cleaning.blocks import BlockKind, TextBlock
from ingest.cleaning.line_selection import lacks_stops
from ingest.cleaning.shapes import asks, ends_stopped, fold_line, has_heading_shape, plain_words

_LONGEST_LIST = 3
"""Neighbouring lines of heading shape from which on they are a list, a poem or a table, not headings."""
_SKIPPED = 2
"""Lines with a place and a date that may stand above the headline."""
_SECTION_WORDS, _HEADLINE_WORDS = 2, 3
"""Most words of a section's name above a headline, and fewest of a headline below one."""


def with_headings(text: str, blocks: Iterable[TextBlock]) -> list[TextBlock]:
    """Give every block its kind; all come back, in order.

    Args:
        text: The whole file.
        blocks: What is left after `line_selection.select`, those that the file marks as headings as BlockKind.HEADING.
    """
    blocks = list(blocks)
    lines = [text[block.start : block.end] for block in blocks]
    shaped = [
        block.kind is BlockKind.TEXT and has_heading_shape(line) for block, line in zip(blocks, lines, strict=True)
    ]
    stopless, runs = lacks_stops(lines), _runs(shaped)
    folded = [fold_line(line) if is_shaped else "" for line, is_shaped in zip(lines, shaped, strict=True)]
    often = {line for line, count in Counter(folded).items() if count > 1}
    kinds = [_marked(block, line) for block, line in zip(blocks, lines, strict=True)]
    for number in range(1, len(blocks) - 1):
        alone = runs[number] < _LONGEST_LIST and not stopless and folded[number] not in often
        if shaped[number] and alone and not _is_figure(lines[number + 1]):
            kinds[number] = BlockKind.HEADING if asks(plain_words(lines[number])) else BlockKind.SUBHEADING
    _mark_headline(kinds, shaped, lines)
    if kinds and kinds[-1] in (BlockKind.HEADING, BlockKind.SUBHEADING):  # it heads nothing
        kinds[-1] = BlockKind.TEXT
    if all(kind in (BlockKind.HEADING, BlockKind.SECTION) for kind in kinds[:-1]) and kinds:
        kinds[-1] = BlockKind.TEXT
    return [replace(block, kind=kind) for block, kind in zip(blocks, kinds, strict=True)]


def paragraphs(text: str, blocks: Iterable[TextBlock]) -> tuple[Paragraph, ...]:
    """Give every block that is text the nearest heading above it; a subheading is its own."""
    found: list[Paragraph] = []
    heading = ""
    for block in blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.SUBHEADING):
            heading = plain_words(text[block.start : block.end])
        if block.kind not in (BlockKind.HEADING, BlockKind.SECTION):
            found.append(Paragraph(block.start, block.end, heading))
    return tuple(found)


def _marked(block: TextBlock, line: str) -> BlockKind:
    """What the file says itself; a whole sentence that it marks as a heading is text as well."""
    if block.kind is BlockKind.HEADING and ends_stopped(plain_words(line)) and not asks(plain_words(line)):
        return BlockKind.SUBHEADING
    return block.kind


def _mark_headline(kinds: list[BlockKind], shaped: Sequence[bool], lines: Sequence[str]) -> None:
    """The first line may be the headline; or the name of a section, with the headline below it."""
    first = next((number for number, kind in enumerate(kinds[:_SKIPPED]) if kind is not BlockKind.LISTED), 0)
    if first + 1 >= len(lines) or not (shaped[first] or kinds[first] is BlockKind.HEADING):
        return
    kinds[first] = BlockKind.HEADING
    below = lines[first + 1 : first + 3]
    if (
        len(below) < 2
        or has_heading_shape(below[1])
        or not (shaped[first + 1] or kinds[first + 1] is BlockKind.HEADING)
    ):
        return
    if _names_section(lines[first], below[0]):
        kinds[first] = BlockKind.SECTION if len(_words(lines[first])) == 1 else BlockKind.LISTED
        kinds[first + 1] = BlockKind.HEADING


def _names_section(line: str, below: str) -> bool:
    """Tell whether a line is the name of a section above the headline: short, in capitals, or a path of sections."""
    words = len(_words(line))
    if len(_words(below)) < _HEADLINE_WORDS or len(below) <= len(line):
        return False
    capitals = line.isupper() and not below.isupper() and words <= 2 * _SECTION_WORDS
    return words <= _SECTION_WORDS or capitals or bool(re.search(r"\s[>|/›»]\s", line))


def _words(line: str) -> list[str]:
    return [word for word in plain_words(line).split() if any(map(str.isalnum, word))]


def _runs(shaped: Sequence[bool]) -> list[int]:
    """Count for each line the neighbouring lines of heading shape that it stands among, itself included."""
    return [length for is_shaped, run in groupby(shaped) for length in _repeated(len(list(run)), is_shaped)]


def _repeated(length: int, is_shaped: bool) -> list[int]:
    return [length if is_shaped else 0] * length


def _is_figure(line: str) -> bool:
    return not any(map(str.isalpha, line))
