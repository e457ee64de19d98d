"""What the catalogue gives: articles and passages as they rest in the index, and the names that they bear."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from ingest.article import Article, Dating
from ingest.cleaning import NO_LINES, ShortLines
from ingest.passages import Passage
from ingest.sources.folder import FileStamp

ARTICLE = """a.id, a.source, a.title, a.language, a.outlet, a.published, a.url, a.content_hash, a.encoding,
    a.first_ingested, a.changed, a.passages, a.author, a.dated, a.reader,
    EXISTS (SELECT 1 FROM version v JOIN article n ON n.id = v.newer WHERE v.older = a.id) AS replaced"""
"""Columns of `article a`, in the order in which `article_of` reads them."""

PASSAGE = """p.id, a.source, p.ordinal, p.language, p.heading, p.text, p.start, p.stop, p.first_line, p.last_line,
    p.sentences, p.key"""
"""Likewise, of `passage p JOIN article a`."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An article ready to be switched in.

    Attributes:
        article: As read from its file.
        passages: In order.
        stamp: Of the file, from before it was read.
        splitter: Version of the splitter that cut it.
        lines: Its short lines, see `ingest.index.repetition`.
        repeated: The lines that counted as boilerplate when it was cut.
    """

    article: Article
    passages: tuple[Passage, ...]
    stamp: FileStamp
    splitter: int
    lines: ShortLines = NO_LINES
    repeated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article in the index; see `ingest.article.Article` for what is not said here.

    Attributes:
        id: Stays the same when the file is changed or moved; never used again.
        source: Path relative to the corpus folder.
        first_ingested: When its content first came into an index here (UTC).
        changed: When its present content came in (UTC).
        passages: How many passages it was cut into.
        replaced: There is a newer version of it.
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
    replaced: bool = False

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
    """A passage in the index.

    Attributes:
        id: Its row in the lexicon, never used again.
        key: The passage's own, kept so that it need not be computed.
    """

    id: int
    passage: Passage
    article: StoredArticle
    key: str


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


def article_of(row: Sequence[Any]) -> StoredArticle:
    """Read a row of `ARTICLE`."""
    id_, source, title, language, outlet, published, url, content_hash, encoding, first, changed, passages = row[:12]
    author, dated, reader, replaced = row[12:]
    return StoredArticle(
        id_,
        source,
        title,
        language,
        outlet,
        None if published is None else date.fromisoformat(published),
        url,
        content_hash,
        encoding,
        datetime.fromtimestamp(first / 1e6, UTC),
        datetime.fromtimestamp(changed / 1e6, UTC),
        passages,
        author,
        Dating(dated) if dated else None,
        reader,
        bool(replaced),
    )


def passage_of(row: Sequence[Any]) -> StoredPassage:
    """Read a row of `PASSAGE` and `ARTICLE`."""
    id_, source, ordinal, language, heading, text, start, stop, first_line, last_line, sentences, key = row[:12]
    spans = tuple((begin, end) for begin, end in json.loads(sentences))
    passage = Passage(source, ordinal, language, heading, text, start, stop, first_line, last_line, spans)
    return StoredPassage(id_, passage, article_of(row[12:]), key)
