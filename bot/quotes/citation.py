"""A sentence that is shown, and where it stands: what answers and briefings cite by. Pure data."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands.

    Attributes:
        number: 1-based, as shown in `[n]`.
        source: Path of the file relative to the corpus folder.
        content_hash: SHA-256 (hex) of the file that the quote was checked against.
        start: First character of the quote in the decoded file.
        end: One past its last character.
        first_line: 1-based line in which the quote starts.
        last_line: 1-based line in which it ends, inclusive.
        quote: The file's own words, verbatim.
        language: ISO 639-1 code of the quote.
        title: The article's title.
        outlet: Who published it, if known.
        published: When, if known.
        translation: The quote in the asker's language, by a language model; None where there is none.
        url: Where the article itself is to be read (http or https), if known.
        added: The day on which the article's content came in (UTC), if known.
        highlights: Half-open character ranges in `quote` that answer, in order; empty where not known.
        author: Who wrote the article, if it says so.
        page: 1-based page on which the quote starts, where the text was extracted from a file with pages.
    """

    number: int
    source: str
    content_hash: str
    start: int
    end: int
    first_line: int
    last_line: int
    quote: str
    language: str
    title: str
    outlet: str | None = None
    published: date | None = None
    translation: str | None = None
    url: str | None = None
    added: date | None = None
    highlights: tuple[tuple[int, int], ...] = ()
    author: str | None = None
    page: int | None = None


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
