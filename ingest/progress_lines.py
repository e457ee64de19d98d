"""Progress for scripts: one JSON object a line, `{"files": …, "of": …, "passages": …, "seconds": …}`, now and then."""

import json
import time
from collections.abc import Callable
from typing import TextIO

from ingest.report import Progress

EVERY = 1.0
"""Seconds between two lines at least, but for the last file, which is always told."""


class ProgressLines:
    """Writes them; called with each sign of progress."""

    def __init__(self, to: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._to, self._clock = to, clock
        self._began, self._next = clock(), 0.0
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Write a line, unless one was written a moment ago or nothing is new."""
        now, ends = self._clock(), progress.files == progress.of
        if progress == self._last or (now < self._next and not ends):
            return
        self._last, self._next = progress, now + EVERY
        row = {"files": progress.files, "of": progress.of, "passages": progress.passages}
        print(json.dumps(row | {"seconds": round(now - self._began, 1)}), file=self._to, flush=True)
