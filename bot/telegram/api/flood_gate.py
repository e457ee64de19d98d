"""The gate: how many updates of one sender are taken in a minute, before anything is done about them.

Whoever is faster is told so once; what comes on top is left out, unheard and unstored, until the minute has passed.
"""

from collections import deque
from collections.abc import Callable
from enum import Enum
from time import monotonic

A_MINUTE = 120
"""More than anybody types or taps; enough to forward a hundred messages at once."""
_WINDOW = 60.0
_REMEMBERED = 2000


class FloodVerdict(Enum):
    """What is to become of an update."""

    TAKEN = "taken"
    TOLD = "told"
    """It is the first that is too much."""
    LEFT_OUT = "left out"


class FloodGate:
    """Counts updates by sender."""

    def __init__(self, most: int = A_MINUTE, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._clock = most, clock
        self._taken: dict[int, deque[float]] = {}
        self._told: set[int] = set()

    def judge(self, sender: int) -> FloodVerdict:
        """Count an update of a sender, and say what is to become of it."""
        now = self._clock()
        if len(self._taken) > _REMEMBERED and sender not in self._taken:
            self._forget(now)
        taken = self._taken.setdefault(sender, deque())
        while taken and taken[0] <= now - _WINDOW:
            taken.popleft()
        if len(taken) < self._most:
            taken.append(now)
            self._told.discard(sender)
            return FloodVerdict.TAKEN
        if sender in self._told:
            return FloodVerdict.LEFT_OUT
        self._told.add(sender)
        return FloodVerdict.TOLD

    def _forget(self, now: float) -> None:
        self._taken = {who: taken for who, taken in self._taken.items() if taken and taken[-1] > now - _WINDOW}
        self._told &= self._taken.keys()
