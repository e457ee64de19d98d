"""What others need of an index: its articles, to show them, and its passages with their vectors, to compare them.

An Index fulfils both, and so does one that hides articles from a chat. Who needs a single method takes that instead.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.article import Article
from ingest.index.lexicon import WeightedQuestion
from ingest.index.stored import StoredArticle, StoredPassage
from ingest.index.tallies import Tally


class ArticleShelf(Protocol):
    """The articles."""

    def refresh(self) -> int:
        """Give the generation, which grows whenever anything in the index changes."""
        ...

    def trouble(self) -> str | None:
        """Say in a sentence why vectors cannot be asked, if they cannot."""
        ...

    def count_articles(self) -> int:
        """Say how many articles there are."""
        ...

    def articles(self, *, offset: int, limit: int) -> Sequence[StoredArticle]:
        """Give some of them, the last ingested first."""
        ...

    def tallies(self) -> Sequence[Tally]:
        """Count all of them, by day, language and outlet."""
        ...

    def article(self, source: str) -> StoredArticle | None:
        """Give the article of this source, if the index holds it."""
        ...

    def articles_with(self, hashes: Iterable[str]) -> Sequence[StoredArticle]:
        """Give those whose files have one of these SHA-256 (hex)."""
        ...

    def article_with(self, content_hash: str) -> StoredArticle | None:
        """Give an article whose file has this SHA-256 (hex), if the index holds one."""
        ...

    def article_at(self, url: str) -> StoredArticle | None:
        """Give the newest article of this address, if the index holds one."""
        ...

    def newer(self, source: str) -> StoredArticle | None:
        """Give the newest version of an article that was replaced, as far as who asks sees it."""
        ...

    def replaced(self) -> Mapping[str, str]:
        """Give the source of each article of which there is a newer version, by content hash, whoever sees that."""
        ...

    def article_text(self, source: str) -> str:
        """Give the reference text of an article; CorpusError where its file is gone or changed."""
        ...

    def as_extracted(self, source: str) -> Article | None:
        """Give an article whose text was extracted from its file, as it was read; None if the index has none such."""
        ...


class PassageIndex(Protocol):
    """The passages, their vectors and their words."""

    def refresh(self) -> int:
        """Give the generation, which grows whenever anything in the index changes."""
        ...

    def articles(self, *, offset: int, limit: int) -> Sequence[StoredArticle]:
        """Give some of the articles, the last ingested first."""
        ...

    def articles_with(self, hashes: Iterable[str]) -> Sequence[StoredArticle]:
        """Give the articles whose files have one of these SHA-256 (hex)."""
        ...

    def article_text(self, source: str) -> str:
        """Give the reference text of an article; CorpusError where its file is gone or changed."""
        ...

    def passages_of(self, source: str) -> Sequence[StoredPassage]:
        """Give the passages of an article in order."""
        ...

    def passages(self, ids: Iterable[int]) -> Sequence[StoredPassage]:
        """Give the passages with these ids."""
        ...

    def nearest(self, vector: NDArray[np.float32], per_language: int) -> Sequence[tuple[StoredPassage, float]]:
        """Find the passages nearest to a vector, so many of every language."""
        ...

    def with_words(self, weighted: WeightedQuestion, limit: int) -> Sequence[StoredPassage]:
        """Find passages by the words of a question in one language, likeliest first."""
        ...

    def vectors(self, keys: Iterable[str]) -> Mapping[str, NDArray[np.float32]]:
        """Give the vectors under these keys."""
        ...

    def vectors_of(self, articles: Iterable[int]) -> Iterator[tuple[int, str, NDArray[np.float32]]]:
        """Give the vectors of whole articles as (id of the article, language of the passage, vector), in order."""
        ...

    def language_sums(self) -> Mapping[str, tuple[NDArray[np.float64], int]]:
        """Give per language the sum of its vectors, and how many they are."""
        ...

    def read(self) -> sqlite3.Connection:
        """Give a connection for the lexicon."""
        ...
