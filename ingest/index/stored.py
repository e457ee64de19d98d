"""What the catalogue gives: articles and passages as they rest in the index, and the names that they bear."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from ingest.article import Dating
from ingest.passages import Passage


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article in the index; see `ingest.article.Article` for what is not said here.

    Attributes:
        id: Stays the same when the file is changed or moved; never used again.
        source: Path relative to the corpus folder.
        first_ingested: When its content first came into an index here (UTC).
        changed: When its present content came in (UTC).
        passages: How many passages it was cut into.
    """

    id: int
    source: str
    title: str
    language: str
    outlet: str | None
    published: date | None
    url: str | None
    content_hash: str
    encoding: str
    first_ingested: datetime
    changed: datetime
    passages: int
    author: str | None = None
    dated: Dating | None = None
    reader: str = ""

    @property
    def day(self) -> date:
        """When it was published; of an undated one when it was first seen, which is no earlier."""
        return self.published or self.added

    @property
    def added(self) -> date:
        """The day on which its content first came in (UTC)."""
        return self.first_ingested.date()


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage in the index; `id` is its row in the lexicon, never used again."""

    id: int
    passage: Passage
    article: StoredArticle


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage: half-open characters of the article's reference text."""

    stored: StoredPassage
    start: int
    end: int

    @cached_property
    def text(self) -> str:
        """Its words."""
        held = self.stored.passage
        return held.text[self.start - held.start : self.end - held.start]

    @property
    def source(self) -> str:
        """Its article's."""
        return self.stored.article.source

    @property
    def language(self) -> str:
        """ISO 639-1 code of its passage."""
        return self.stored.passage.language

    @property
    def opens(self) -> bool:
        """Whether it is the first of its article."""
        return self.stored.passage.ordinal == 0 and self.start == self.stored.passage.start


def sentences_of(stored: StoredPassage) -> list[Sentence]:
    """Give the sentences of a passage in order."""
    return [Sentence(stored, start, end) for start, end in stored.passage.sentences]


@dataclass(frozen=True, slots=True)
class Names:
    """What conditions can name.

    Attributes:
        outlets: Those that articles name.
        authors: Likewise.
        languages: ISO 639-1 codes of the articles.
        span: First and last date of publication; None where no article has one.
    """

    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    span: tuple[date, date] | None = None
