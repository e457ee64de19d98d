"""Has Chroma filled again in the background, by a process that otherwise only reads.

Takes settings. One attempt at a time, and the next not before a while: a server may be away for hours, and whoever is
ingesting sees to it anyway. Knows nothing of who asks.
"""

import logging
import sqlite3
import threading
import time

from ingest.errors import IndexError_, IndexLocked
from ingest.index.index_writer import mend_vectors
from ingest.settings import CorpusSettings

AGAIN_AFTER = 30.0
"""Seconds from one attempt to the next."""

_GRACE = 10.0

log = logging.getLogger(__name__)


class VectorRepair:
    """Safe to use from several threads."""

    def __init__(self, settings: CorpusSettings) -> None:
        self._settings = settings
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._next = 0.0

    def mend(self, *, anew: bool) -> None:
        """Begin an attempt, unless there is one or was one a moment ago; returns at once."""
        with self._guard:
            busy = self._thread is not None and self._thread.is_alive()
            if busy or time.monotonic() < self._next:
                return
            self._next = time.monotonic() + AGAIN_AFTER
            self._thread = threading.Thread(target=self._try, kwargs={"anew": anew}, name="mend vectors", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait a little for an attempt to end; what is cut short is discarded by the next one."""
        if self._thread is not None:
            self._thread.join(_GRACE)

    def _try(self, *, anew: bool) -> None:
        try:
            mend_vectors(self._settings, anew=anew)
        except IndexLocked:
            log.info("Another process is writing the index, and will mend its vectors.")
        except (IndexError_, sqlite3.Error) as error:
            log.warning("The vectors cannot be filled in again yet: %s", error)
        else:
            log.info("The vectors are filled in again.")
