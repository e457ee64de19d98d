"""A Chroma server as a reader asks it, and what is done while it cannot be asked.

Takes vectors, gives keys with their cosine, or None where somebody else has to be asked; then it is filled again in the
background, unless another process writes. Safe to use from several threads; knows nothing of passages.
"""

import contextlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import StoreUnavailable
from ingest.index.catalogue import Catalogue
from ingest.index.vector_repair import VectorRepair
from ingest.index.vector_store import Store, StorePlace
from ingest.settings import CorpusSettings

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _View:
    """The server's collections of one generation; closed when another takes its place and its last user has gone."""

    place: StorePlace
    generation: int
    languages: list[str]
    store: Store | None
    trouble: str | None = None
    users: int = 0
    retired: bool = False

    def close_if_done(self) -> None:
        if self.retired and self.users == 0 and self.store is not None:
            self.store.close()
            self.store = None


class ServerVectors:
    """See the module."""

    def __init__(self, settings: CorpusSettings) -> None:
        self._url = settings.chroma_url
        self._guard, self._opening = threading.Lock(), threading.Lock()
        self._view: _View | None = None
        self._closed = False
        self._repair = VectorRepair(settings)

    def close(self) -> None:
        """Let go of everything; harmless when repeated."""
        with self._opening:
            self._closed = True
            self._show(None)
        self._repair.close()

    def trouble(self) -> str | None:
        """Say in a sentence why it cannot be asked, if it cannot."""
        view = self._view
        return view.trouble if view else None

    def refresh(self, catalogue: Catalogue, edition: Path, generation: int) -> None:
        """Take notice of what other processes wrote."""
        if not self._shows(edition, generation):
            with self._opening:
                if not self._shows(edition, generation):
                    self._reopen(catalogue, edition)
        elif self._view is not None and self._view.trouble:
            self._repair.mend(anew=True)

    def nearest(
        self, catalogue: Catalogue, edition: Path, vector: NDArray[np.float32], per_language: int
    ) -> dict[str, float] | None:
        """Give the keys nearest to a vector, so many of every language, with their cosine; None without an answer."""
        if self.trouble():
            return None
        with contextlib.suppress(StoreUnavailable):
            return self._ask(vector, per_language)
        # The collections may have been replaced under our feet: once more with those of now.
        with self._opening:
            self._reopen(catalogue, edition)
        try:
            return self._ask(vector, per_language)
        except StoreUnavailable as error:
            self._give_up(error)
        return None

    def _ask(self, vector: NDArray[np.float32], per_language: int) -> dict[str, float]:
        with self._leased() as view:
            if view.store is None:
                return {}
            found = (view.store.nearest(language, vector, per_language) for language in view.languages)
            return {key: cosine for near in found for key, cosine in near}

    def _shows(self, edition: Path, generation: int) -> bool:
        view = self._view
        return view is not None and view.place.edition == edition and view.generation >= generation

    def _reopen(self, catalogue: Catalogue, edition: Path) -> None:
        if self._closed:
            raise StoreUnavailable("The index was closed.")
        state, languages = catalogue.state(), catalogue.languages()
        place = StorePlace(edition, state.store, self._url)
        if self._view is not None and self._view.store and self._view.store.place == place:
            # A server shows what was written, so the connection stays.
            self._view.generation, self._view.languages = state.generation, languages
            return
        view = _View(place, state.generation, languages, None)
        try:
            view.store = _opened(place, languages, state.dimension)
        except StoreUnavailable as error:
            view.trouble = str(error)
        self._show(view)
        self._have_mended()

    def _give_up(self, error: StoreUnavailable) -> None:
        """Do without a server that opens and does not answer."""
        view = self._view
        if self._closed or view is None:
            raise error
        if not view.trouble:
            self._show(_View(view.place, view.generation, view.languages, None, str(error)))
            self._have_mended()

    def _have_mended(self) -> None:
        if trouble := self.trouble():
            log.warning("%s Until it is mended, the vectors of the catalogue are compared instead.", trouble)
            self._repair.mend(anew=True)

    def _show(self, view: _View | None) -> None:
        with self._guard:
            before, self._view = self._view, view
            if before is not None:
                before.retired = True
                before.close_if_done()

    @contextlib.contextmanager
    def _leased(self) -> Iterator[_View]:
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
                view.close_if_done()


def _opened(place: StorePlace, languages: list[str], dimension: int) -> Store | None:
    if not languages:
        return None
    store = Store.open(place)
    try:
        store.warm(languages, dimension)
    except BaseException:
        store.close()
        raise
    return store
