"""Masthead: what the first lines of an article say about it: date and title. Nothing is invented."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.article import LeftOut, Reason
from ingest.cleaning import BlockKind, TextBlock, plain_words
from ingest.cleaning.shapes import ends_stopped
from ingest.readers import stamps
from ingest.readers.datelines import dateline_end
from ingest.readers.stamps import Stamp, read_stamp
from ingest.text.sentences import sentences

TITLE_LENGTH = 120
"""Characters of the longest title, the … included."""

_DATE_LINES = 5
"""Blocks from the top among which a line with only a date says when the article was published."""
_SKIPPED = 4
"""Blocks from the top that may stand above the title."""
_TITLE_EDGE = " \t\r\n.,،؛;:–—-۔。।"


@dataclass(frozen=True, slots=True)
class DatedLines:
    """When an article was published, as its lines say.

    Attributes:
        published: The day, where they say it clearly.
        blocks: What stays, in order; a line with a place as Kind.LISTED, so that it is no title.
        left_out: The lines that say it and nothing else.
    """

    published: date | None
    blocks: list[TextBlock]
    left_out: list[LeftOut]


def dated(text: str, blocks: Sequence[TextBlock], language: str) -> DatedLines:
    """Read and take out the lines that say when an article was published or changed.

    A label decides wherever it stands. A date alone counts in the first five blocks, and only if no other line of the
    file is a date alone: several are a list of events.
    """
    read = [read_stamp(text[block.start : block.end], language) for block in blocks]
    alone = {number for number, stamp in enumerate(read) if stamp and stamp.kind is stamps.StampKind.BARE}
    several = len({read_day.day for number in alone if (read_day := read[number])}) > 1
    result = DatedLines(None, [], [])
    bare: date | None = None
    for number, (block, stamp) in enumerate(zip(blocks, read, strict=True)):
        early = number < _DATE_LINES and not several
        day, kept = _judged(block, stamp, early)
        if stamp and stamp.kind is stamps.StampKind.PUBLISHED:
            result = replace(result, published=result.published or day)
        else:
            bare = bare or day
        if kept:
            result.blocks.append(kept)
        if kept is None or kept.start > block.start:
            end = kept.start if kept else block.end
            result.left_out.append(LeftOut(block.start, end, Reason.STAMP))
    return replace(result, published=result.published or bare)


def _judged(block: TextBlock, stamp: Stamp | None, early: bool) -> tuple[date | None, TextBlock | None]:
    """Return the day that a block states, and what of the block stays."""
    if stamp is None or (stamp.kind is stamps.StampKind.BARE and not early):
        return None, block
    if stamp.kind is stamps.StampKind.PLACED:
        return (stamp.day if early else None), (replace(block, kind=BlockKind.LISTED) if early else block)
    if stamp.end < block.end - block.start:
        return stamp.day, replace(block, start=block.start + stamp.end)
    return stamp.day, None


def title_of(text: str, blocks: Sequence[TextBlock], language: str) -> str:
    """Return the heading at the top, else the first sentence without its dateline: 1 to 120 characters."""
    first = next((block for block in blocks[:_SKIPPED] if not _stands_above(text, block)), blocks[0])
    if first.kind not in (BlockKind.HEADING, BlockKind.SUBHEADING):
        start = dateline_end(text, first) or first.start
        beginning = text[start : min(first.end, start + 10 * TITLE_LENGTH)]
        spans = sentences(beginning, language)
        line = beginning[: spans[0][1]] if spans else beginning
    else:
        line = text[first.start : first.end]
    return shortened(plain_words(line).strip(_TITLE_EDGE) or line.strip() or text[first.start : first.end])


def _stands_above(text: str, block: TextBlock) -> bool:
    """Tell whether a block at the top is the name of a section, or a place and date."""
    return block.kind is BlockKind.SECTION or (
        block.kind is BlockKind.LISTED and not ends_stopped(text[block.start : block.end])
    )


def shortened(title: str) -> str:
    """Return a title of at most 120 characters, cut between words and ended with … where it was longer."""
    title = " ".join(title.split())
    if len(title) <= TITLE_LENGTH:
        return title
    cut = title[:TITLE_LENGTH]
    words = cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]
    return words.rstrip(_TITLE_EDGE) + "…"
