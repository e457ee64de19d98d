"""Markdown: where the paragraphs, headings and entries of a markdown text stand.

Takes decoded text and the offset where the body begins, gives blocks in order like `ingest.readers.text_layout`. Closed
code fences, comments, rules and link targets are markup; what only begins like one of them is text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.cleaning import BlockKind, TextBlock
from ingest.cleaning.known import reason_of
from ingest.cleaning.shapes import ends_stopped, has_heading_shape
from ingest.readers.text_layout import TextLine, goes_on, joined, lines_of, prose, width, wrap_column

_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)\Z")
_RULE = re.compile(r"(?:[-*_=]\s*){3,}\Z|\|?[\s:|-]+\|[\s:|-]*\Z")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\Z", re.DOTALL)
_UNDERLINE = re.compile(r"(?:=+|-+)\Z")
_LINK_TARGET = re.compile(
    r"\[[^\]^][^\]]*\]:\s*<?(?:[a-z][a-z+.-]*:|/|#|\./|\.\./|www\.|[\w.-]+\.\w{2,}/)\S*>?(?:\s+[\"'(][^\"')]*[\"')])?\Z",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\[\^[^\]]{1,40}\]:\s+(?=\S)")
_TAGS = re.compile(r"(?:<[^<>]*>\s*)+\Z")
_TAGS_BEFORE, _TAGS_BEHIND = re.compile(r"(?:<[^<>]*>\s*)+"), re.compile(r"(?:\s*</[^<>]*>)+\Z")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)\Z")
_CAPTION_WORDS = 4
"""Words from which on what stands for an image is a caption, and text."""
_WHOLE_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)\Z")
_WIDEST = 120
_READ = 200
"""Characters from the end of a line among which closing tags are looked for."""
_FENCES_TRIED = 100
"""Later fences among which the one that closes a fence is looked for."""


def markdown(text: str, start: int) -> list[TextBlock]:
    """Return the blocks of a markdown text from `start` on; lines right below each other are one paragraph.

    A line that by itself is known not to be the article is none with its neighbours, unless it was wrapped.
    """
    lines = [_stripped(line) for line in _without_fences(list(_without_comments(text, start)))]
    wrapped = all(width(line.text) <= _WIDEST for line in lines if " " in line.text)
    column = wrap_column(lines)

    def joins(before: str, line: str) -> bool:
        return wrapped and (goes_on(before, line, column) or not (reason_of(before) or reason_of(line)))

    blocks: list[TextBlock] = []
    waiting: list[TextLine] = []
    for line in lines:
        heading = None if line.markup else _HEADING.match(line.text)
        underlined = _underlines(line, waiting)
        if not heading and not underlined and line.text and not _is_markup(line):
            waiting.append(line)
            continue
        title = waiting.pop() if underlined else None
        blocks += joined(waiting, joins)
        waiting = []
        if title:
            blocks += [
                TextBlock(title.start, title.end, BlockKind.HEADING),
                TextBlock(line.start, line.end, BlockKind.MARKUP),
            ]
        elif heading and heading[1]:
            blocks.append(TextBlock(line.start + heading.start(1), line.start + heading.end(1), BlockKind.HEADING))
        elif line.text:
            blocks.append(TextBlock(line.start, line.end, BlockKind.MARKUP))
    return [_narrowed(text, block) for block in blocks + joined(waiting, joins)]


def _underlines(line: TextLine, waiting: Sequence[TextLine]) -> bool:
    """Tell whether a line of dashes makes a heading of the one line above it, which is no sentence."""
    if len(waiting) != 1 or line.markup or not _UNDERLINE.match(line.text):
        return False
    return not ends_stopped(waiting[0].text) and has_heading_shape(waiting[0].text)


def _is_markup(line: TextLine) -> bool:
    return line.markup or any(form.match(line.text) for form in (_RULE, _TAGS, _LINK_TARGET))


def _without_comments(text: str, start: int) -> Iterator[TextLine]:
    """Lines, cut where comments stand; the comments are markup, and one that is never closed is text."""
    hidden = list(_comments(text, start))
    first = 0
    for line in lines_of(text, start):
        while first < len(hidden) and hidden[first][1] <= line.start:
            first += 1
        last = first
        while last < len(hidden) and hidden[last][0] < line.end:
            last += 1
        yield from _cut(text, line, hidden[first:last]) if last > first else (line,)


def _comments(text: str, start: int) -> Iterator[tuple[int, int]]:
    while (start := text.find("<!--", start)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        yield start, end + 3
        start = end + 3


def _cut(text: str, line: TextLine, hidden: Sequence[tuple[int, int]]) -> Iterator[TextLine]:
    start = line.start
    for first, last in hidden:
        yield from _piece(text, start, max(start, first))
        yield TextLine(max(start, first), min(line.end, last), "<!-- -->", markup=True)
        start = max(start, min(line.end, last))
    yield from _piece(text, start, line.end)


def _piece(text: str, start: int, end: int) -> Iterator[TextLine]:
    raw = text[start:end]
    if raw.strip():
        start += len(raw) - len(raw.lstrip())
        yield TextLine(start, start + len(raw.strip()), raw.strip())


def _without_fences(lines: list[TextLine]) -> Iterator[TextLine]:
    """Lines with the code between closed fences marked as such; sentences between bare fences stay text."""
    number = 0
    bare = [n for n, line in enumerate(lines) if not line.markup and line.text and not line.text.strip(line.text[0])]
    while number < len(lines):
        closed = _closing(lines, number, bare)
        if closed:
            inside = lines[number + 1 : closed]
            yield replace(lines[number], markup=True)
            coded = bool(lines[number].text.strip("`~ ")) or not prose([line for line in inside if line.text])
            yield from (replace(line, markup=coded and bool(line.text)) for line in inside)
            yield replace(lines[closed], markup=True)
            number = closed
        else:
            yield lines[number]
        number += 1


def _closing(lines: Sequence[TextLine], number: int, bare: Sequence[int]) -> int:
    """Return the number of the line that closes the fence on this one, 0 if it is no fence or never closed."""
    opened = None if lines[number].markup else _FENCE.match(lines[number].text)
    if not opened:
        return 0
    mark = opened["mark"]
    after = bisect_right(bare, number)
    return next((later for later in bare[after : after + _FENCES_TRIED] if lines[later].text.startswith(mark)), 0)


def _stripped(line: TextLine) -> TextLine:
    """A line without the tags around its text."""
    if line.markup or "<" not in line.text or _TAGS.match(line.text):
        return line
    before, behind = _TAGS_BEFORE.match(line.text), _TAGS_BEHIND.search(line.text, max(0, len(line.text) - _READ))
    first = before.end() if before else 0
    last = behind.start() if behind else len(line.text)
    return TextLine(line.start + first, line.start + last, line.text[first:last]) if first < last else line


def _narrowed(text: str, block: TextBlock) -> TextBlock:
    """A block without what markdown puts around its words: a link's target, an image's, a footnote's mark."""
    if block.kind is BlockKind.MARKUP:
        return block
    raw = text[block.start : block.end]
    image = _IMAGE.match(raw)
    if image:
        told = len(image[1].split()) >= _CAPTION_WORDS
        return (
            TextBlock(block.start + image.start(1), block.start + image.end(1))
            if told
            else replace(block, kind=BlockKind.MARKUP)
        )
    link = _WHOLE_LINK.match(raw)
    if link and "://" not in link[1]:
        return replace(block, start=block.start + link.start(1), end=block.start + link.end(1))
    note = _FOOTNOTE.match(raw)
    return replace(block, start=block.start + note.end(), kind=BlockKind.LISTED) if note else block
