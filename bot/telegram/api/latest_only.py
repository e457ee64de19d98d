"""Latest only: of what one person asks in quick succession, the last is worked on, and one thing at a time.

Inline queries come with every keystroke. Each waits a moment; if the same person has asked something else by then, it
is left. What is in work when a newer one comes is finished, since a thread cannot be broken off, and thrown away.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

PAUSE = 0.4
"""Seconds of silence after which somebody seems to have typed to the end of a question, or to think about it."""
AT_ONCE = 4
"""People whose questions are worked on at once; there are other people who wait for a thread."""


class LatestOnly:
    """Runs what is the last of its person."""

    def __init__(self, pause: float = PAUSE, at_once: int = AT_ONCE) -> None:
        self._pause, self._places = pause, asyncio.Semaphore(at_once)
        self._last: dict[int, int] = {}
        self._turns: dict[int, asyncio.Lock] = {}

    async def run(self, person: int, number: int, work: Callable[[], Awaitable[T]]) -> T | None:
        """Give what `work` gives; None where something newer came before or meanwhile.

        What is newer has the greater number: updates are looked at side by side, and may get here in another order.
        """
        if self._last.get(person, number) > number:
            return None
        mine = self._last[person] = number
        try:
            await asyncio.sleep(self._pause)
            if not self._is_last(person, mine):
                return None
            async with self._turns.setdefault(person, asyncio.Lock()), self._places:
                done = await work() if self._is_last(person, mine) else None
            return done if self._is_last(person, mine) else None
        finally:
            if self._is_last(person, mine):
                del self._last[person]
                self._turns.pop(person, None)

    def _is_last(self, person: int, mine: int) -> bool:
        return self._last.get(person) == mine
