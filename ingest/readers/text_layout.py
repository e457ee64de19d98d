"""Text layout: where the paragraphs of a plain text stand.

Takes decoded text and the offset where the body begins, gives trimmed blocks in order, whether they are the article or
not; every line that is not blank stands in one. A line is a paragraph, unless the file was wrapped at some column: then
a line goes on in the next one as long as that one's first word had no room in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

from ingest.cleaning import BlockKind, TextBlock

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]*(?:\r\n|[\r\n\u2028\u2029\x0b\x0c\x85]|\Z)")
_LIST_MARK = re.compile(r"(?:[-*+•‣▪·]|\d{1,3}[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:؟۔。！？։।][»”\"’')\]」』]*\Z")
_WIDEST, _NARROWEST = 130, 36
"""Columns at which people wrap text; 72 to 80 is usual. A Chinese or Japanese character takes two."""
_LEAST_LINES = 3
_RAGGED, _RAGGED_IDEOGRAPHS = 3, 12
"""Columns by which a wrapped line may fall short of its file's widest one, on top of the word that had no room."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line without the white space around it.

    Attributes:
        start: Its first character in the text.
        end: One past the last.
        text: What stands between, "" on a blank line.
        markup: No text at all, but code, a rule or the like.
    """

    start: int
    end: int
    text: str
    markup: bool = False


def plain(text: str, start: int) -> list[TextBlock]:
    """Return the blocks of a plain text from `start` on; every list entry and every unwrapped line is one."""
    found = list(lines_of(text, start))
    column = wrap_column(found)
    return joined(found, lambda before, line: column > 0 and goes_on(before, line, column))


def lines_of(text: str, start: int) -> Iterator[TextLine]:
    """Give the lines of a text from `start` on, blank ones too."""
    for match in _LINE.finditer(text, start):
        raw = match[0]
        stripped = raw.strip()
        begins = match.start() + len(raw) - len(raw.lstrip())
        yield TextLine(begins, begins + len(stripped), stripped)


def wrap_column(lines: Iterable[TextLine]) -> int:
    """Return the column at which most lines break off within a sentence, 0 if the text is not wrapped."""
    pairs = [(a, b) for a, b in pairwise(lines) if _may_wrap(a.text) and b.text]
    column = max((width(a.text) for a, _ in pairs), default=0)
    if len(pairs) < _LEAST_LINES or not _NARROWEST <= column <= _WIDEST:
        return 0
    broken = sum(_is_full(a.text, b.text, column) and not _SENTENCE_END.search(a.text) for a, b in pairs)
    return column if broken * 2 > len(pairs) else 0


def joined(lines: Iterable[TextLine], goes_on: Callable[[str, str], bool]) -> list[TextBlock]:
    """Return the blocks that lines make; `goes_on` tells whether a line continues the one before it."""
    blocks: list[TextBlock] = []
    before: TextLine | None = None
    for line in lines:
        mark = _LIST_MARK.match(line.text)
        if not line.text or line.markup:
            before = None
            if line.markup:
                blocks.append(TextBlock(line.start, line.end, BlockKind.MARKUP))
        elif line.text.startswith("|"):  # a row of a table
            blocks.append(TextBlock(line.start, line.end, BlockKind.LISTED))
            before = None
        elif mark:
            after_mark = line.start if mark[0][0].isdigit() else line.start + mark.end()  # "3. mars" is a date
            blocks.append(TextBlock(after_mark, line.end, BlockKind.LISTED))
            before = line
        else:
            if before and goes_on(before.text, line.text):
                blocks[-1] = TextBlock(blocks[-1].start, line.end, blocks[-1].kind)
            else:
                blocks.append(TextBlock(line.start, line.end))
            before = line
    return blocks


def width(text: str) -> int:
    """Return the columns that a text takes."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(c) in "WF") for c in text)


def goes_on(before: str, line: str, column: int) -> bool:
    """Tell whether a line of a text wrapped at this column (0 where it is not) continues the one before it."""
    if not _may_wrap(before) or not _may_wrap(line):
        return False
    return _is_full(before, line, column) or (line[:1].islower() and not _SENTENCE_END.search(before))


def _may_wrap(text: str) -> bool:
    """Tell whether a line has a place to break: an address has none, and would make the widest line."""
    return bool(text) and (" " in text or "://" not in text)


def _is_full(text: str, following: str, column: int) -> bool:
    """Tell whether the first word of the following line had no room in this one."""
    word = following.split(maxsplit=1)[0]
    unspaced = width(word[:1]) > 1
    spare = _RAGGED_IDEOGRAPHS if unspaced else _RAGGED + 1 + width(word)
    return column - spare < width(text) <= column + _RAGGED


def prose(lines: Sequence[TextLine]) -> bool:
    """Tell whether lines are sentences rather than code: words of letters, and full stops."""
    text = " ".join(line.text for line in lines)
    letters = sum(character.isalpha() or character.isspace() or character in ".,’'" for character in text)
    ends = sum(bool(_SENTENCE_END.search(line.text)) for line in lines)
    return (
        bool(text) and letters * 10 >= len(text) * 9 and len(text.split()) >= 4 * len(lines) and ends * 2 >= len(lines)
    )
