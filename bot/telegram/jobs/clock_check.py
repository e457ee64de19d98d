"""Is the clock to be trusted? Only where it has gone as evenly as the process's own for a while.

A machine that wakes with another year, and a time server that corrects it a minute later, must not make anything look
old enough to be removed. The process's own clock (`time.monotonic`) never jumps, and knows no date.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

CALM = timedelta(hours=1)
"""How long the clock must have gone evenly before anything is removed by it."""
_JITTER = timedelta(minutes=5)
"""What a correction, or a machine that slept, may add between two looks."""


class ClockCheck:
    """Compares the clock with the process's own, look by look."""

    def __init__(self, own: Callable[[], float] = monotonic, calm: timedelta = CALM) -> None:
        self._own, self._calm = own, calm
        self._even_since: float | None = None
        self._last: tuple[datetime, float] | None = None

    def trusts(self, now: datetime) -> bool:
        """Look at the clock; True if it has gone evenly for long enough. Never at the first look."""
        own = self._own()
        if self._last is None or abs((now - self._last[0]) - timedelta(seconds=own - self._last[1])) > _JITTER:
            self._even_since = own
        self._last = now, own
        return self._even_since is not None and own - self._even_since >= self._calm.total_seconds()
