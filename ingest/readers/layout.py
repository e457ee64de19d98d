"""Layout: where the paragraphs of a plain or a markdown text stand.

Takes decoded text and the offset where the body begins, gives trimmed blocks in order, whether they are the article or
not. A line is a paragraph, unless the file was wrapped at some column: then blank lines part the paragraphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.cleaning import Block, Kind

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]*(?:\r\n|[\r\n\u2028\u2029\x0b\x0c\x85]|\Z)")
_LIST_MARK = re.compile(r"(?:[-*+•‣▪·]|\d{1,3}[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:؟۔。！？։।][»”\"’')\]」』]*\Z")
_WIDEST, _NARROWEST = 100, 40
"""Columns at which people wrap text by hand; 72 to 80 is usual."""
_LEAST_LINES = 3

_FENCE = re.compile(r"(?:```|~~~)")
_RULE = re.compile(r"(?:[-*_=]\s*){3,}\Z|\|?[\s:|-]+\|[\s:|-]*\Z")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\Z", re.DOTALL)
_UNDERLINE = re.compile(r"(?:=+|-+)\Z")
_LINK_TARGET = re.compile(r"\[[^\]]+\]:\s*\S+")
_TAG_ONLY = re.compile(r"(?:<[^<>]*>\s*)+\Z|!\[[^\]]*\]\([^)]*\)\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    """What stands between `start` and `end`: trimmed, "" on a blank line."""


def plain(text: str, start: int) -> list[Block]:
    """Return the blocks of a plain text from `start` on; every list entry and every unwrapped line is one."""
    lines = list(_lines(text, start))
    return _joined(lines, wrapped=_is_wrapped(lines))


def markdown(text: str, start: int) -> list[Block]:
    """Return the blocks of a markdown text from `start` on; code, comments, rules and images are none."""
    lines = list(_markdown_lines(text, start))
    wrapped = all(len(line.text) <= _WIDEST + 20 for line in lines)
    blocks: list[Block] = []
    waiting: list[_Line] = []
    for line in lines:
        heading = _HEADING.match(line.text)
        if heading or (_UNDERLINE.match(line.text) and len(waiting) == 1):
            title = line if heading else waiting.pop()
            blocks += _joined(waiting, wrapped=wrapped)
            waiting = []
            if not heading or heading[1]:
                first, last = heading.span(1) if heading else (0, len(title.text))
                blocks.append(Block(title.start + first, title.start + last, Kind.HEADING))
        elif line.text == "" or _RULE.match(line.text) or _TAG_ONLY.match(line.text) or _LINK_TARGET.match(line.text):
            blocks += _joined(waiting, wrapped=wrapped)
            waiting = []
        else:
            waiting.append(line)
    return blocks + _joined(waiting, wrapped=wrapped)


def _lines(text: str, start: int) -> Iterator[_Line]:
    for match in _LINE.finditer(text, start):
        raw = match[0]
        stripped = raw.strip()
        begins = match.start() + len(raw) - len(raw.lstrip())
        yield _Line(begins, begins + len(stripped), stripped)


def _markdown_lines(text: str, start: int) -> Iterator[_Line]:
    """Lines outside of code fences and comments; what is inside counts as blank."""
    fence = ""
    comment = False
    for line in _lines(text, start):
        opened = _FENCE.match(line.text)
        hidden = bool(fence) or bool(opened) or comment or line.text.startswith("<!--")
        if opened and not comment:
            fence = "" if fence == opened[0] else fence or opened[0]
        elif not fence and (comment or line.text.startswith("<!--")):
            comment = "-->" not in line.text
        yield _Line(line.start, line.start, "") if hidden else line


def _is_wrapped(lines: list[_Line]) -> bool:
    """Tell whether most lines that another follows break off within a sentence, at a usual column."""
    inner = [a.text for a, b in pairwise(lines) if a.text and b.text]
    if len(inner) < _LEAST_LINES or max(map(len, inner)) > _WIDEST:
        return False
    broken = sum(len(line) >= _NARROWEST and not _SENTENCE_END.search(line) for line in inner)
    return broken * 2 > len(inner)


def _joined(lines: list[_Line], *, wrapped: bool) -> list[Block]:
    blocks: list[Block] = []
    grows = False
    for line in lines:
        mark = _LIST_MARK.match(line.text)
        if not line.text:
            grows = False
        elif line.text.startswith("|"):  # a row of a table
            blocks.append(Block(line.start, line.end, Kind.LISTED))
            grows = False
        elif mark:
            after_mark = line.start if mark[0][0].isdigit() else line.start + mark.end()  # "3. mars" is a date
            blocks.append(Block(after_mark, line.end, Kind.LISTED))
            grows = wrapped
        elif grows:
            blocks[-1] = Block(blocks[-1].start, line.end, blocks[-1].kind)
        else:
            blocks.append(Block(line.start, line.end))
            grows = wrapped
    return blocks
