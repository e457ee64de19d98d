"""Blocks in, Pages out: as many messages as it takes, each within Telegram's limit.

Breaks between blocks where it can; only a block that is too long for any message is broken itself, between its
lines, else between words, and never inside a letter with its marks.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.telegram.views.layout import Block, Line, Page, Run, units

MESSAGE_LIMIT = 4096
"""UTF-16 code units in a message after its entities are parsed (core.telegram.org/bots/api#sendmessage)."""
_MARKS = 8
"""Room for what directions may add to a piece: a mark for the line, two and a mark for each of its runs."""
_JOINERS = "\u200d\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def paginate(blocks: Iterable[Block], limit: int = MESSAGE_LIMIT) -> tuple[Page, ...]:
    """Lay the blocks on pages of at most `limit` code units, in order, without losing a word."""
    pages: list[Page] = []
    for block in blocks:
        for piece in cut(block, limit):
            longer = Page((*pages[-1].blocks, piece)) if pages else None
            if longer is not None and longer.length <= limit:
                pages[-1] = longer
            else:
                pages.append(Page((piece,)))
    return tuple(pages)


def cut(block: Block, limit: int) -> list[Block]:
    """Break a block into blocks of the same kind of at most `limit` code units; mostly there is nothing to do."""
    if block.length <= limit:
        return [block]
    pieces: list[Block] = []
    for line in (part for whole in block.lines for part in _cut_line(whole, limit)):
        longer = replace(block, lines=(*pieces[-1].lines, line)) if pieces else None
        if longer is not None and longer.length <= limit:
            pieces[-1] = longer
        else:
            pieces.append(replace(block, lines=(line,)))
    return pieces


def _cut_line(line: Line, limit: int) -> Iterator[Line]:
    """Break a line into lines of at most `limit` code units."""
    taken: list[Run] = []
    room = limit
    for run in line.runs:
        for piece in _cut_run(run, limit - _MARKS):
            size = units(piece.plain) + _MARKS
            if taken and size > room:
                yield Line(tuple(taken), line.direction)
                room, taken = limit, []
            taken.append(piece)
            room -= size
    yield Line(tuple(taken), line.direction)


def _cut_run(run: Run, limit: int) -> Iterator[Run]:
    """Break a run into runs whose text, dressed, has at most `limit` code units."""
    text = run.words
    while units(text) > limit - _MARKS:
        at = _breaking_point(text, limit - _MARKS)
        yield replace(run, text=text[:at].rstrip())
        text = text[at:].lstrip()
    if text:
        yield replace(run, text=text)


def _breaking_point(text: str, limit: int) -> int:
    """Give the number of characters that fit into `limit` code units, up to a space if one is near the end."""
    end = max(1, len(text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")))
    space = text.rfind(" ", end // 2, end)
    if space > 0:
        return space
    at = end
    while at > 1 and (unicodedata.category(text[at])[0] == "M" or text[at] in _JOINERS or text[at - 1] == _JOINERS[0]):
        at -= 1
    return at if at > 1 else end
