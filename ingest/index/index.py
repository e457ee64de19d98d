"""The index as the bot reads it, while another process may be writing it.

Takes vectors, ids and sources; gives StoredPassages and StoredArticles, and only of articles that are whole and alive:
whatever is found is looked up in the catalogue. Call `refresh` before each question. Safe to use from several
threads; knows nothing of questions or of how scores are made.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.article import Article
from ingest.errors import IndexMissing, StoreUnavailable
from ingest.index import article_texts, conditional_search, editions, lexicon, tallies, vectors
from ingest.index.catalogue import Catalogue, Names, StoredArticle, StoredPassage
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.connections import Connections
from ingest.index.damage_check import expect_whole
from ingest.index.held_passages import FittingPassages, HeldPassages
from ingest.index.held_vectors import HeldVectors
from ingest.index.index_writer import check_embedder, check_setting
from ingest.index.lexicon import WeightedQuestion
from ingest.index.server_vectors import ServerVectors
from ingest.index.tallies import Tally
from ingest.settings import CorpusSettings

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder


class Index:
    """The current edition of the index, read only.

    Raises:
        IndexMissing: Nothing was ingested yet.
        ModelMismatch: The index was made with another embedding model.
        IndexError_: The catalogue is damaged or out of reach.

    Questions are compared with all vectors of the catalogue, held in memory from the first one on. Where there is a
    Chroma server, it is asked whatever no condition narrows, while it answers; see `trouble`.
    """

    def __init__(self, settings: CorpusSettings) -> None:
        self._settings = settings
        self._folder = editions.folder(settings.data_dir)
        self._connections = Connections()
        self._held, self._held_passages = HeldVectors(), HeldPassages()
        self._server = ServerVectors(settings) if settings.chroma_url else None
        self._closed, self._checked = False, (Path(), -1)
        expect_whole(self._now().connection)
        self.refresh()

    def close(self) -> None:
        """Let go of everything; harmless when repeated."""
        self._closed = True
        if self._server:
            self._server.close()
        self._held.clear()
        self._held_passages.clear()
        self._connections.close()

    def refresh(self) -> int:
        """Take notice of what other processes wrote; costs well under a millisecond when that is nothing.

        Returns:
            The generation, which grows whenever anything in the index changes.
        """
        edition = self._edition()
        catalogue = self._connections.catalogue(edition)
        generation = catalogue.generation()
        if self._checked != (edition, generation):
            check_setting(catalogue.state(), self._settings)
            self._checked = (edition, generation)
        if self._server:
            self._server.refresh(catalogue, edition, generation)
        return generation

    def trouble(self) -> str | None:
        """Say in a sentence why the Chroma server cannot be asked, if there is one that cannot."""
        return self._server.trouble() if self._server else None

    def check(self, embedder: "Embedder") -> None:
        """Refuse a model other than the one that made the index.

        Raises:
            ModelMismatch: The text holds the command that mends it.
        """
        check_embedder(self._now().state(), embedder)

    def warm(self) -> None:
        """Read what is compared into memory now, and not at the first question; some seconds for a million."""
        edition = self._edition()
        self._held_passages.update(self._connections.catalogue(edition), edition)
        if self._server is None:
            self._held.update(self._connections.catalogue(edition), edition)

    def nearest(
        self, vector: NDArray[np.float32], per_language: int, conditions: Conditions = EVERYTHING
    ) -> list[tuple[StoredPassage, float]]:
        """Find the passages nearest to a vector, so many of every language.

        Args:
            vector: Of shape (dimension,).
            per_language: How many to take from each language's collection.
            conditions: What their articles must be.

        Returns:
            Passages with their cosine, greatest first; one passage for each text, the oldest, where articles share it.
        """
        if self._closed:
            raise StoreUnavailable("The index was closed.")
        edition = self._edition()
        catalogue = self._connections.catalogue(edition)
        fitting = self._held_passages.fitting(catalogue, edition, conditions)
        if self._server and not conditions:
            near = self._server.nearest(catalogue, edition, vector, per_language)
            if near is not None:
                return _found(catalogue, near, fitting)
        blocks = self._held.update(catalogue, edition)
        among = fitting if conditions else None
        found = conditional_search.nearest(catalogue.connection, blocks, vector, per_language, among)
        return _found(catalogue, found, fitting)

    def with_words(
        self, weighted: WeightedQuestion, limit: int, conditions: Conditions = EVERYTHING
    ) -> list[StoredPassage]:
        """Find up to `limit` passages that share a question's rarer words in a language, likeliest first.

        Args:
            weighted: The question as that language's lexicon sees it.
            limit: How many.
            conditions: What their articles must be.
        """
        edition = self._edition()
        catalogue = self._connections.catalogue(edition)
        fitting = self._held_passages.fitting(catalogue, edition, conditions)
        fits = None if fitting.all else fitting.has
        return catalogue.passages(lexicon.candidates(catalogue.connection, weighted, limit, fits))

    def read(self) -> sqlite3.Connection:
        """Give this thread's own connection to the catalogue, for the lexicon; it cannot write."""
        return self._now().connection

    def passages(self, ids: Iterable[int]) -> list[StoredPassage]:
        """Give the passages with these ids, in their order; those that are gone are left out."""
        return self._now().passages(ids)

    def vectors(self, keys: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Give the vectors, shape (dimension,), under these passage keys; those that are gone are left out."""
        return vectors.of(self.read(), keys)

    def vectors_of(self, articles: Iterable[int]) -> Iterator[tuple[int, str, NDArray[np.float32]]]:
        """Give the vectors of whole articles as (id of the article, language of the passage, vector), in order."""
        return vectors.of_articles(self.read(), articles)

    def passages_of(self, source: str) -> list[StoredPassage]:
        """Give the passages of one article, in reading order."""
        return self._now().passages_of(source)

    def language_sums(self) -> dict[str, tuple[NDArray[np.float64], int]]:
        """Give per language the sum of its different vectors, shape (dimension,), and how many they are."""
        return self._now().language_sums()

    def articles(self, *, offset: int, limit: int) -> list[StoredArticle]:
        """Give a page of the articles, the last ingested first; those that came together, by date of publication."""
        return self._now().articles(offset, limit)

    def articles_fitting(self, conditions: Conditions, limit: int = -1) -> list[StoredArticle]:
        """Give the articles that fit, the last published first and the undated ones behind them."""
        return self._now().articles_fitting(conditions, limit)

    def names(self) -> Names:
        """Give who is named as publisher and author, which languages there are, and the span of dates."""
        return self._now().names()

    def count_articles(self) -> int:
        """Give the number of articles."""
        return self._now().count_articles()

    def tallies(self) -> list[Tally]:
        """Count the articles per day, language and outlet, oldest day first."""
        return tallies.tallies(self.read())

    def article(self, source: str) -> StoredArticle | None:
        """Give the article of this source, if the index holds it."""
        return self._now().article(source)

    def articles_with(self, hashes: Iterable[str]) -> list[StoredArticle]:
        """Give the articles whose files have one of these SHA-256 (hex), oldest first."""
        return self._now().articles_with(hashes)

    def article_with(self, content_hash: str) -> StoredArticle | None:
        """Give an article whose file has this SHA-256 (hex), if the index holds one."""
        return self._now().article_with(content_hash)

    def article_at(self, url: str) -> StoredArticle | None:
        """Give the newest article of this address, if the index holds one."""
        return self._now().article_at(url)

    def newer(self, source: str) -> StoredArticle | None:
        """Give the newest version of an article that was replaced, and None for any other."""
        return self._now().newer(source)

    def replaced(self) -> dict[str, str]:
        """Give the source of each article of which there is a newer version, by content hash."""
        return self._now().replaced()

    def _edition(self) -> Path:
        edition = editions.current(self._folder)
        if edition is None:
            raise IndexMissing("Nothing was ingested yet; run `python -m ingest`.")
        return edition

    def _now(self) -> Catalogue:
        return self._connections.catalogue(self._edition())

    def article_text(self, source: str) -> str:
        """Give the text to which all offsets of an article refer: its file's, or what was extracted from that.

        Raises:
            CorpusError: The index does not hold it, or the file is gone or is not what was ingested.
        """
        return article_texts.text_of(self._now(), self._settings.articles_dir, source)

    def as_extracted(self, source: str) -> Article | None:
        """Give an article whose text was extracted from its file, as it was read; None if the index has none such."""
        return article_texts.as_extracted(self._now(), source)


def _found(
    catalogue: Catalogue, cosines: Mapping[str, float], fitting: FittingPassages
) -> list[tuple[StoredPassage, float]]:
    alive = catalogue.passages_by_key(cosines, fitting.has)
    return sorted(((alive[key], cosines[key]) for key in alive), key=lambda hit: (-hit[1], hit[0].id))
