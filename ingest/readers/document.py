"""Document: what a reader makes of the bytes of one file, before cleaning.

For plain text the reference text is the decoded file. For any other kind it is what the reader extracted, made here
paragraph by paragraph; it is kept in the index, and quotations are found in it letter for letter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.article import LeftOut
from ingest.cleaning import BlockKind, TextBlock
from ingest.errors import UnreadableArticle
from ingest.readers.front_matter import FrontMatter

LONGEST = 5 * 1024 * 1024
"""Characters of the longest text that is extracted: as many as the largest plain file may have bytes."""

MOST_PARAGRAPHS = 50_000

PAGE = "\f"
"""Stands in the reference text where a page ends and the next one begins."""

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""A raised number refers to a note; behind a full stop it must not become part of a number."""

_BACK = " \u21a9\u21aa\ufe0e\ufe0f"
"""Ends a note, and leads back to its place in the text."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader understood it.

    Attributes:
        text: The reference text.
        blocks: Its paragraphs, headings and entries, in order.
        stated: What the file says about itself.
        top: What above the blocks says so.
        encoding: Python codec name with which the text was decoded; that of the reference text where it was extracted.
    """

    text: str
    blocks: list[TextBlock]
    stated: FrontMatter = field(default_factory=FrontMatter)
    top: tuple[LeftOut, ...] = ()
    encoding: str = "utf-8"


class DocumentWriter:
    """Writes a reference text: paragraphs with an empty line between them, and a form feed between pages."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._blocks: list[TextBlock] = []
        self._length, self._turns = 0, 0

    def __bool__(self) -> bool:
        """Tell whether there is any text yet."""
        return bool(self._blocks)

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    @property
    def first(self) -> str:
        """The first paragraph, "" where there is none."""
        return next((part for part in self._parts if part.strip()), "")

    def add(self, text: str, kind: BlockKind = BlockKind.TEXT, *, over_pages: bool = False) -> None:
        """Add a paragraph with its white space levelled; nothing if it has no text.

        Args:
            text: Its words.
            kind: What it is.
            over_pages: Form feeds in it are ends of pages, and stay.

        Raises:
            UnreadableArticle: It is more than is read of one file.
        """
        paragraph = level(text, over_pages=over_pages).rstrip(_BACK)
        if not paragraph:
            return
        gap = ("\n\n" if self._blocks else "") + PAGE * self._turns
        start = self._length + len(gap)
        self._parts += [gap, paragraph]
        self._length, self._turns = start + len(paragraph), 0
        self._blocks.append(TextBlock(start, self._length, kind))
        if self._length > LONGEST or len(self._blocks) > MOST_PARAGRAPHS:
            raise UnreadableArticle(self._source, "it holds more text than any article")

    def turn(self) -> None:
        """Begin the next page."""
        self._turns += 1

    def finish(self, stated: FrontMatter) -> Document:
        """Return what was written.

        Raises:
            UnreadableArticle: There is no text.
        """
        if not self._blocks:
            raise UnreadableArticle(self._source, "there is no text in it")
        return Document("".join(self._parts), self._blocks, stated)


def level(text: str, *, over_pages: bool = False) -> str:
    """Return a paragraph on one line, without control characters; form feeds stay only where they part pages."""
    text = _UNSEEN.sub("", text)
    if not over_pages:
        return " ".join(text.split())
    return PAGE.join(" ".join(part.split()) for part in text.split(PAGE)).strip()


def page_of(text: str, offset: int) -> int | None:
    """Return the 1-based page of a reference text on which a character stands; None if the text has no pages."""
    return 1 + text.count(PAGE, 0, offset) if PAGE in text else None


def paragraphs_of(text: str) -> Iterable[tuple[int, int]]:
    """Give the half-open ranges of the paragraphs of an extracted text."""
    start = 0
    for paragraph in text.split("\n\n"):
        stripped = paragraph.strip()
        begins = start + paragraph.find(stripped)
        yield begins, begins + len(stripped)
        start += len(paragraph) + 2
