"""Keeps Chroma in step with the catalogue, whatever kills the process.

A server, which readers ask, is given what is new before the catalogue says so. Chroma's files, which no reader needs,
are brought up to the catalogue once, at the end of a run: opening and writing them takes seconds for a large index,
however little is new. Until then they are `behind`. While they are written the catalogue is dirty; a process that finds
it so, or finds files gone or cut, does not repair them, since they cannot be trusted: it fills a new set of collections
from the vectors in the catalogue and discards the old one.
"""

import contextlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ingest.errors import StoreUnavailable
from ingest.index import vectors
from ingest.index.catalogue import CatalogueState
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.locks import chroma_files
from ingest.index.stored import CatalogueEntry
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
            thoroughly: Compare their keys, instead of looking at Chroma's files from outside only; of a server the
                counts are compared anyway.
            anew: Fill the collections again whatever they look like: they could not be asked.
        """
        state, counts = self._catalogue.state(), vectors.counts(self._catalogue.connection)
        if anew or state.dirty or state.url != self._url or (counts and self._is_damaged(state, counts)):
            self._fill_again()
        elif self._url is None and (thoroughly or state.behind or (counts and not state.files)):
            self._compare()
        self.discard()

    def _is_damaged(self, state: CatalogueState, counts: Mapping[str, int]) -> bool:
        place = self._place(state.store)
        if self._url is not None:
            with Store.open(place) as store:
                return store.counts(counts) != counts
        with self._files():  # Of an index that is new none has been written yet.
            return bool(state.files) and (not place.folder.is_dir() or look(place) != state.files)

    def switch(self, entries: Sequence[CatalogueEntry], failed: Sequence[str], new: Mapping[str, Vectors]) -> None:
        """Let articles take their places; a server has their vectors before, Chroma's files get them by `mend`."""
        with uninterrupted():
            if new and self._url is not None:
                with self._writing() as store:
                    for language, found in new.items():
                        store.upsert(language, list(found), np.stack(list(found.values())))
            self._catalogue.switch(entries, failed, new)

    def sweep(self) -> None:
        """Take the vectors that no passage bears any more out of use; Chroma's files lose them by `mend`."""
        unused = self._catalogue.unused()
        if not unused:
            return
        with uninterrupted():
            if self._url is not None:
                with self._writing() as store:
                    for language, keys in unused.items():
                        store.delete(language, keys)
            self._catalogue.forget(unused)

    def _compare(self) -> None:
        """Write what Chroma lacks and delete what it has beyond; whatever goes wrong there, fill it again."""
        try:
            with self._files(), Store.open(self._place(self._catalogue.state().store)) as store:
                self._level(store)
        except StoreUnavailable:
            self._fill_again()

    def _level(self, store: Store) -> None:
        connection = self._catalogue.connection
        held = {language: store.keys(language) for language in vectors.languages(connection)}
        wanted = vectors.rows(connection)
        lacking = sorted(wanted[key] for key in wanted.keys() - set().union(*held.values()))
        beyond = {language: keys - wanted.keys() for language, keys in held.items()}
        del held, wanted
        if lacking or any(beyond.values()):
            self._catalogue.mark_dirty()
        try:
            with uninterrupted():
                for language, keys in beyond.items():
                    if keys:
                        store.delete(language, sorted(keys))
            for start in range(0, len(lacking), vectors.PORTION):
                with uninterrupted():
                    for language, found in vectors.in_rows(
                        connection, lacking[start : start + vectors.PORTION]
                    ).items():
                        store.upsert(language, list(found), np.stack(list(found.values())))
        except (KeyboardInterrupt, SystemExit):
            self._leave(store, behind=True)
            raise
        self._leave(store, behind=False)

    def _leave(self, store: Store, *, behind: bool) -> None:
        with uninterrupted():
            store.close()
            self._settle(store.place)
            self._catalogue.mark_written(behind=behind)

    def discard(self) -> None:
        """Delete the sets of collections that were given up."""
        for name in self._catalogue.discarded_stores():
            delete(self._place(name))
            self._catalogue.store_deleted(name)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Store]:
        """Open the server's collections for writing."""
        with Store.open(self._place(self._catalogue.state().store)) as store:
            self._catalogue.mark_dirty()
            yield store

    def _fill_again(self) -> None:
        log.warning("The vectors in Chroma are not complete; they are filled in again from the catalogue.")
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
