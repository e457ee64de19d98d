"""Words of an article and where they stand: what answers and briefings show and cite by. Pure data."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words of an article, and where they stand.

    Attributes:
        source: Path of the file relative to the corpus folder.
        content_hash: SHA-256 (hex) of the file that they are from; None where that is not known.
        start: Their first character in the reference text; None where that is not known.
        first_line: 1-based line in which they start.
        last_line: 1-based line in which they end, inclusive.
        page: 1-based page on which they start, where the text was extracted from a file with pages.
        quote: The words, verbatim.
        language: ISO 639-1 code of them.
        translation: They in the asker's language, by a language model; None where there is none.
        highlights: Half-open character ranges in `quote` that answer, in order; empty where not known.
        title: The article's title.
        author: Who wrote the article, if it says so.
        outlet: Who published it, if known.
        published: When, if known.
        added: The day on which the article's content came in (UTC), if known.
        url: Where the article itself is to be read (http or https), if known.
    """

    source: str
    content_hash: str | None = None
    start: int | None = None
    first_line: int
    last_line: int
    page: int | None = None
    quote: str
    language: str
    translation: str | None = None
    highlights: tuple[tuple[int, int], ...] = ()
    title: str
    author: str | None = None
    outlet: str | None = None
    published: date | None = None
    added: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Quotation):
    """A quotation that stands in its file; made by those only who have seen it there (see `bot.quotes.citing`).

    Attributes:
        number: 1-based, as shown in `[n]`; 0 as long as it has none.
        content_hash: SHA-256 (hex) of the file that the quote was checked against.
        start: First character of the quote in the reference text.
        end: One past its last character.
    """

    number: int = 0
    content_hash: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer.

    Attributes:
        text: The sentence.
        citations: The numbers of the citations that carry it (at least one).
        highlights: Half-open character ranges in `text` that answer, in order; empty where not known.
    """

    text: str
    citations: tuple[int, ...]
    highlights: tuple[tuple[int, int], ...] = ()
