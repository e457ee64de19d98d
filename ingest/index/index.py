"""The index as the bot reads it, while another process may be writing it.

Takes vectors, ids and sources; gives StoredPassages and StoredArticles, and only of articles that are whole and alive:
whatever Chroma finds is looked up in the catalogue. Call `refresh` before each question. Safe to use from several
threads; knows nothing of questions or of how scores are made.
"""

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.article import Article
from ingest.errors import IndexMissing, StoreUnavailable
from ingest.index import article_texts, conditional_search, editions, tallies, vectors
from ingest.index.catalogue import Catalogue, Names, StoredArticle, StoredPassage
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.connections import Connections
from ingest.index.damage_check import expect_whole
from ingest.index.index_writer import check_embedder, check_setting
from ingest.index.locks import chroma_files
from ingest.index.tallies import Tally
from ingest.index.vector_repair import VectorRepair
from ingest.index.vector_store import Store, StorePlace
from ingest.index.vector_views import MENDABLE, VectorView, close_if_done, trouble_of
from ingest.settings import CorpusSettings

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder

PATIENCE = 60.0
"""Seconds a reader waits for others to be done with Chroma's files; a batch of 2,000 is written in a few."""

log = logging.getLogger(__name__)


class Index:
    """The current edition of the index, read only.

    Raises:
        IndexMissing: Nothing was ingested yet.
        ModelMismatch: The index was made with another embedding model.
        IndexError_: The catalogue is damaged or out of reach.

    While Chroma cannot be asked (it is damaged, its server is away, the last ingestion died while it wrote) every
    vector in the catalogue is looked at instead, and Chroma is filled again in the background; see `trouble`.
    """

    def __init__(self, settings: CorpusSettings) -> None:
        self._settings = settings
        self._folder = editions.folder(settings.data_dir)
        self._connections = Connections()
        self._guard, self._opening = threading.Lock(), threading.Lock()
        self._view: VectorView | None = None
        self._closed = False
        self._vector_repair = VectorRepair(settings)
        expect_whole(self._now().connection)
        self.refresh()

    def close(self) -> None:
        """Let go of everything; harmless when repeated."""
        with self._opening:
            self._closed = True
            self._show(None)
        self._vector_repair.close()
        self._connections.close()

    def refresh(self) -> int:
        """Take notice of what other processes wrote; costs well under a millisecond when that is nothing.

        Returns:
            The generation, which grows whenever anything in the index changes.
        """
        edition = self._edition()
        generation = self._connections.catalogue(edition).generation()
        if not self._shows(edition, generation):
            with self._opening:
                if not self._shows(edition, generation):
                    self._reopen(edition)
        elif self._view is not None and self._view.trouble:
            self._vector_repair.mend(anew=self._view.trouble not in MENDABLE)
        return generation

    def trouble(self) -> str | None:
        """Say in a sentence why Chroma cannot be asked, if it cannot."""
        view = self._view
        return view.trouble if view else None

    def check(self, embedder: "Embedder") -> None:
        """Refuse a model other than the one that made the index.

        Raises:
            ModelMismatch: The text holds the command that mends it.
        """
        check_embedder(self._now().state(), embedder)

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
        catalogue = self._now()
        few = conditions and conditional_search.is_few(*map(catalogue.count_passages, (conditions, EVERYTHING)))
        if not self.trouble() and not few:
            with contextlib.suppress(StoreUnavailable):
                return self._nearest(vector, per_language, conditions)
            # The collections may have been replaced under our feet: once more with those of now.
            with self._opening:
                self._reopen(self._edition())
            try:
                return self._nearest(vector, per_language, conditions)
            except StoreUnavailable as error:
                self._give_up(error)
        found = conditional_search.nearest(catalogue.connection, vector, per_language, conditions)
        return _found(catalogue, found, conditions)

    def _nearest(
        self, vector: NDArray[np.float32], per_language: int, conditions: Conditions
    ) -> list[tuple[StoredPassage, float]]:
        wanted = conditional_search.WIDE if conditions else per_language
        with self._leased() as view:
            near = {
                language: view.store.nearest(language, vector, wanted)
                for language in view.languages
                if view.store is not None
            }
        catalogue = self._now()
        if conditions:
            near = conditional_search.among(catalogue.connection, near, per_language, conditions)
        return _found(catalogue, {key: cosine for found in near.values() for key, cosine in found}, conditions)

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

    def narrowed(self, conditions: Conditions) -> Conditions:
        """Give conditions for whoever asks the lexicon itself; where some of an index is not shown, with those."""
        return conditions

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

    def newer(self, source: str) -> StoredArticle | None:
        """Give the newest version of an article that was replaced, and None for any other."""
        return self._now().newer(source)

    def replaced(self) -> dict[str, str]:
        """Give the source of each article of which there is a newer version, by content hash."""
        return self._now().replaced()

    def article_at(self, url: str) -> StoredArticle | None:
        """Give the newest article of this address, if the index holds one."""
        return self._now().article_at(url)

    def _edition(self) -> Path:
        edition = editions.current(self._folder)
        if edition is None:
            raise IndexMissing("Nothing was ingested yet; run `python -m ingest`.")
        return edition

    def _now(self) -> Catalogue:
        return self._connections.catalogue(self._edition())

    def _shows(self, edition: Path, generation: int) -> bool:
        view = self._view
        return view is not None and view.edition == edition and view.generation >= generation

    def _reopen(self, edition: Path) -> None:
        """Open Chroma as it is now beside the view in use, and then take its place."""
        if self._closed:
            raise StoreUnavailable("The index was closed.")
        catalogue, local = self._connections.catalogue(edition), self._settings.chroma_url is None
        if local and self._view is not None and catalogue.state().dirty:
            return  # it is being written; what we have is older, but whole
        with chroma_files(self._folder, PATIENCE) if local else contextlib.nullcontext():
            state = catalogue.state()
            check_setting(state, self._settings)
            if local and state.dirty and self._view is not None:
                return
            place, languages = StorePlace(edition, state.store, self._settings.chroma_url), catalogue.languages()
            if not local and self._view is not None and self._view.store and self._view.store.place == place:
                # A server shows what was written, so the connection stays.
                self._view.generation, self._view.languages = state.generation, languages
                return
            view = VectorView(edition, state.generation, languages, None, trouble_of(state, place))
            if not view.trouble:
                try:
                    view.store = self._open_store(place, languages, state.dimension)
                except StoreUnavailable as error:
                    view.trouble = str(error)
        self._show(view)
        if view.trouble:
            self._have_mended(view.trouble)

    def _give_up(self, error: StoreUnavailable) -> None:
        """Do without a Chroma that opens and does not answer."""
        view = self._view
        if self._closed or view is None:
            raise error
        if not view.trouble:
            self._show(VectorView(view.edition, view.generation, view.languages, None, str(error)))
            self._have_mended(str(error))

    def _have_mended(self, trouble: str) -> None:
        log.warning("%s Until it is mended, the vectors of the catalogue are looked at one by one.", trouble)
        self._vector_repair.mend(anew=trouble not in MENDABLE)

    def _open_store(self, place: StorePlace, languages: list[str], dimension: int) -> Store | None:
        if not languages:
            return None
        store = Store.open(place)
        try:
            store.warm(languages, dimension)
        except BaseException:
            store.close()
            raise
        return store

    def _show(self, view: VectorView | None) -> None:
        with self._guard:
            before, self._view = self._view, view
            if before is not None:
                before.retired = True
                close_if_done(before)

    @contextlib.contextmanager
    def _leased(self) -> Iterator[VectorView]:
        with self._guard:
            view = self._view
            if view is None:
                raise StoreUnavailable("The index was closed.")
            view.users += 1
        try:
            yield view
        finally:
            with self._guard:
                view.users -= 1
                close_if_done(view)

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
    catalogue: Catalogue, cosines: Mapping[str, float], conditions: Conditions
) -> list[tuple[StoredPassage, float]]:
    alive = catalogue.passages_by_key(cosines, conditions)
    return sorted(((alive[key], cosines[key]) for key in alive), key=lambda hit: (-hit[1], hit[0].id))
