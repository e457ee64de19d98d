"""Signals: when to look at the folder again, by what the operating system tells of it (watchfiles), else by the clock.

Network shares tell nothing, so there is a signal every few seconds anyway; what is told makes that sooner, and says
where to look. The one door to watchfiles.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

POLL = 4.0
"""Seconds between two looks at least; with SETTLED and the time that reading takes it keeps within ten."""

_GATHER = 300
"""Milliseconds in which what is told together is gathered."""

logger = logging.getLogger(__name__)


Told = frozenset[str] | None
"""Names, relative to the folder, of what has come, gone or changed since the last signal; None: it may be anything."""


def signals(folder: Path, stop: threading.Event, poll: float = POLL) -> Iterator[Told]:
    """Give a signal at once, then whenever something in the folder has changed or `poll` seconds have gone by.

    Args:
        folder: Whose sub-folders count too; it may be gone for a while.
        stop: Ends it.
        poll: Seconds.
    """
    yield None
    while not stop.is_set():
        try:
            yield from _told(folder, stop, poll)
        except (OSError, RuntimeError) as error:
            logger.info("Changes of %s are not told (%s); it is looked at every %g s.", folder, error, poll)
        if not stop.wait(poll):
            yield None


def _told(folder: Path, stop: threading.Event, poll: float) -> Iterator[Told]:
    from watchfiles import watch

    told = watch(
        folder,
        watch_filter=None,
        debounce=_GATHER,
        stop_event=stop,
        rust_timeout=int(poll * 1000),
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    root, first = folder.resolve(), True
    for changes in told:
        if stop.is_set() or not folder.is_dir():
            return
        # What happened before changes were told is told by nobody.
        yield None if first else _names([path for _, path in changes], folder, root)
        first = False


def _names(paths: Iterable[str], *roots: Path) -> Told:
    found = set()
    for path in map(Path, paths):
        root = next((it for it in roots if path.is_relative_to(it)), None)
        if root is None:
            return None
        found.add("" if path == root else path.relative_to(root).as_posix())
    return frozenset(found)
