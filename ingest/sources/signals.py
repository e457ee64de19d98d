"""Signals: when to look at the folder again, by what the operating system tells of it (watchfiles), else by the clock.

Network shares tell nothing, so the folder is looked at every few seconds anyway; a signal only makes that sooner. The
one door to watchfiles.
"""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

POLL = 4.0
"""Seconds between two looks at least; with SETTLED and the time that reading takes it keeps within ten."""

_GATHER = 300
"""Milliseconds in which what is told together is gathered."""

logger = logging.getLogger(__name__)


def signals(folder: Path, stop: threading.Event, poll: float = POLL) -> Iterator[None]:
    """Give a signal at once, then whenever something in the folder has changed or `poll` seconds have gone by.

    Args:
        folder: Whose sub-folders count too; it may be gone for a while.
        stop: Ends it.
        poll: Seconds.
    """
    yield
    while not stop.is_set():
        try:
            yield from _told(folder, stop, poll)
        except (OSError, RuntimeError) as error:
            logger.info("Changes of %s are not told (%s); it is looked at every %g s.", folder, error, poll)
        if not stop.wait(poll):
            yield


def _told(folder: Path, stop: threading.Event, poll: float) -> Iterator[None]:
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
    for _ in told:
        if stop.is_set() or not folder.is_dir():
            return
        yield
