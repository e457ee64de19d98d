"""One connection to the catalogue per thread, opened when a thread first asks and again when the edition changes."""

import threading
from pathlib import Path

from ingest.catalogue import Catalogue


class Connections:
    """Catalogues for reading; those of threads that have ended stay open until `close`."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._own = threading.local()
        self._open: list[Catalogue] = []

    def catalogue(self, edition: Path) -> Catalogue:
        """Give this thread's connection to an edition.

        Raises:
            IndexError_: The edition is not there, or cannot be read.
        """
        own = self._own
        if getattr(own, "edition", None) != edition:
            catalogue = Catalogue.open(edition)
            with self._guard:
                if hasattr(own, "edition"):
                    self._open.remove(own.catalogue)
                    own.catalogue.close()
                self._open.append(catalogue)
            own.edition, own.catalogue = edition, catalogue
        opened: Catalogue = own.catalogue
        return opened

    def close(self) -> None:
        """Close the connections of all threads; harmless when repeated."""
        with self._guard:
            for catalogue in self._open:
                catalogue.close()
            self._open = []
            self._own = threading.local()
