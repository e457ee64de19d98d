"""Keeps Chroma in step with the catalogue, whatever kills the process.

Takes what a catalogue is to hold and writes Chroma first, the catalogue last. While Chroma is written the catalogue is
dirty; a process that finds it so, or finds Chroma gone or short, does not repair Chroma's files, which cannot be
trusted: it fills a new set of collections from the vectors in the catalogue and discards the old one.
"""

import contextlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ingest.errors import StoreUnavailable
from ingest.index import vectors
from ingest.index.catalogue import CatalogueState
from ingest.index.catalogue_writer import CatalogueEntry, CatalogueWriter
from ingest.index.locks import chroma_files
from ingest.index.vector_store import Store, StorePlace, delete, look, make_durable
from ingest.index.vectors import Vectors
from ingest.interrupts import uninterrupted
from ingest.passages import SPLITTER_VERSION

log = logging.getLogger(__name__)


class VectorSync:
    """Writes one edition's vectors; its holder has the writer's lock."""

    def __init__(self, catalogue: CatalogueWriter, edition: Path, url: str | None) -> None:
        self._catalogue, self._edition, self._url = catalogue, edition, url

    def mend(self, *, thoroughly: bool = False, anew: bool = False) -> None:
        """See to it that Chroma holds what the catalogue says.

        Args:
            anew: Fill the collections again whatever they look like: they could not be asked.
            thoroughly: Open Chroma and count, instead of looking at its files from outside only; a server is always
                asked.
        """
        state, counts = self._catalogue.state(), vectors.counts(self._catalogue.connection)
        if anew or state.dirty or state.url != self._url or (counts and not self._is_whole(state, counts, thoroughly)):
            log.warning("The vectors in Chroma are not complete; they are filled in again from the catalogue.")
            self._refill()
        self.discard()

    def _is_whole(self, state: CatalogueState, counts: Mapping[str, int], thoroughly: bool) -> bool:
        place = self._place(state.store)
        if self._url is None:
            with self._files():
                if state.files and look(place) != state.files:
                    return False
            if state.files and not thoroughly:
                return True
        if not (self._url or place.folder.is_dir()) or not self._holds(place, counts):
            return False
        with self._files():
            self._catalogue.set_files(look(place))
        return True

    def switch(self, entries: Sequence[CatalogueEntry], failed: Sequence[str], new: Mapping[str, Vectors]) -> None:
        """Write new vectors, then let the articles that need them take their places."""
        with uninterrupted():
            if not new:
                self._catalogue.switch(entries, failed, new)
                return
            with self._writing() as store:
                for language, found in new.items():
                    store.upsert(language, list(found), np.stack(list(found.values())))
                store.close()
                self._settle(store.place)
                self._catalogue.switch(entries, failed, new)

    def sweep(self) -> None:
        """Delete the vectors that no passage bears any more."""
        unused = self._catalogue.unused()
        if not unused:
            return
        with uninterrupted(), self._writing() as store:
            for language, keys in unused.items():
                store.delete(language, keys)
            store.close()
            self._settle(store.place)
            self._catalogue.forget(unused)

    def discard(self) -> None:
        """Delete the sets of collections that were given up."""
        for name in self._catalogue.discarded_stores():
            delete(self._place(name))
            self._catalogue.store_deleted(name)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Store]:
        """Open Chroma afresh for writing; nobody else has its files until the block ends."""
        with self._files(), Store.open(self._place(self._catalogue.state().store)) as store:
            self._catalogue.mark_dirty()
            yield store

    def _holds(self, place: StorePlace, counts: Mapping[str, int]) -> bool:
        try:
            with self._files(), Store.open(place) as store:
                return store.counts(counts) == counts
        except StoreUnavailable:
            if self._url is not None:
                raise  # a server that does not answer is not mended by writing to it
            return False

    def _refill(self) -> None:
        self.discard()
        place = self._place(self._catalogue.begin_store())
        if vectors.counts(self._catalogue.connection):
            with Store.open(place) as store:
                for language, keys, portion in vectors.portions(self._catalogue.connection):
                    store.upsert(language, keys, portion)
        self._settle(place)
        self._catalogue.adopt_store(place.name, self._url)

    def _settle(self, place: StorePlace) -> None:
        """Have what was written on the disk before the catalogue says so."""
        make_durable(place)
        self._catalogue.set_files(look(place))

    def _files(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext() if self._url else chroma_files(self._edition.parent)

    def _place(self, name: str) -> StorePlace:
        state = self._catalogue.state()
        notes: dict[str, str | int] = {"model": state.model, "dimension": state.dimension, "splitter": SPLITTER_VERSION}
        return StorePlace(self._edition, name, self._url, notes)
