"""Article: one file of the corpus, read but not yet cut.

Takes nothing, knows nothing of files: `ingest.readers` makes Articles, `ingest.passages` cuts them. Offsets are
half-open character positions in `Article.text`. Of a plain text that is the whole file decoded (without its byte order
mark, line ends untouched), so that `text[start:end].encode(encoding)` stands in the file byte for byte; of any other
kind of file it is the reference text that a reader extracted.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum


class Dating(Enum):
    """Where an article's date of publication was read; an article without one is dated by when it was first seen."""

    STATED = "stated"
    """In what the file says about itself: front matter or metadata."""
    MASTHEAD = "masthead"
    """In the first lines of its text."""


class Reason(StrEnum):
    """Why a line is not the article."""

    FRONT_MATTER = "front matter"
    MAIL_HEADER = "mail header"
    MARKUP = "markup"
    DECORATION = "decoration"
    ADDRESS = "web address"
    LABEL = "label or button"
    TEASER = "teaser"
    TEASED = "headline below a teaser"
    PROMPT = "prompt"
    RIGHTS = "rights notice"
    CREDIT = "credit"
    NOTE = "note on a revision"
    STAMP = "date or time of publication"
    REPEATED = "repeated in articles of the outlet"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A half-open range of the file's text that does not reach the index."""

    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of lines that belongs to the article itself, after cleaning.

    Attributes:
        start: First character of the paragraph in `Article.text`.
        end: One past its last character; trailing white space is left out.
        heading: The nearest heading above it, or "".
    """

    start: int
    end: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read from its file.

    Attributes:
        source: Path relative to the corpus folder, with `/`; what a citation names.
        text: The whole file, decoded, or what was extracted from it; the reference for every offset.
        encoding: Python codec name with which `text` was decoded.
        content_hash: SHA-256 of the file's bytes, and of what is said beside it, in hex (`ingest.readers.beside`).
        title: From front matter, a heading or the first sentence; never invented, never empty.
        language: ISO 639-1 code ("ar", "nb", "en" …); "und" where it cannot be told.
        paragraphs: What remains after cleaning, in order; never empty.
        outlet: Who published it, where the file says so.
        published: Date of publication, where the file says so.
        url: Where it was published, from front matter.
        author: Who wrote it, from front matter.
        dated: Where `published` was read; None exactly where that is None.
        headings: What is context only: half-open ranges of the headline, headings and section names, in order.
        left_out: What is known not to be the article, in order; with headings and paragraphs it covers every line.
        reader: Name and version of the reader that extracted the text; "" where it is the file itself.
    """

    source: str
    text: str
    encoding: str
    content_hash: str
    title: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    outlet: str | None = None
    published: date | None = None
    url: str | None = None
    author: str | None = None
    dated: Dating | None = None
    headings: tuple[tuple[int, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    reader: str = ""
