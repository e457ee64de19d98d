"""One connection to the catalogue per thread, opened when a thread first asks and again when the edition changes."""

import threading
import weakref
from pathlib import Path

from ingest.index.catalogue import Catalogue


class Connections:
    """Catalogues for reading; a thread that ends gives its own back."""

    def __init__(self, hidden: tuple[str, ...] = ()) -> None:
        """Take the folders whose articles the catalogues are not to show."""
        self._hidden = hidden
        self._guard = threading.Lock()
        self._own = threading.local()
        # Only the thread itself keeps its catalogue: with its end the connection is closed.
        self._open: dict[int, weakref.finalize[[], Catalogue]] = {}
        self._opened = 0

    def __len__(self) -> int:
        """Count the open connections."""
        return sum(connection.alive for connection in list(self._open.values()))

    def catalogue(self, edition: Path) -> Catalogue:
        """Give this thread's connection to an edition.

        Raises:
            IndexError_: The edition is not there, or cannot be read.
        """
        own = self._own
        if getattr(own, "edition", None) != edition:
            catalogue = Catalogue.open(edition, self._hidden)
            if hasattr(own, "edition"):
                self._give_back(own.number)
            own.number = self._keep(catalogue)
            own.edition, own.catalogue = edition, catalogue
        opened: Catalogue = own.catalogue
        return opened

    def close(self) -> None:
        """Close the connections of all threads; harmless when repeated."""
        with self._guard:
            connections, self._open = list(self._open.values()), {}
            self._own = threading.local()
        for connection in connections:
            connection()

    def _keep(self, catalogue: Catalogue) -> int:
        with self._guard:
            self._open = {number: connection for number, connection in self._open.items() if connection.alive}
            self._opened += 1
            self._open[self._opened] = weakref.finalize(catalogue, catalogue.connection.close)
            return self._opened

    def _give_back(self, number: int) -> None:
        with self._guard:
            connection = self._open.pop(number, None)
        if connection is not None:
            connection()
