"""Retention: what is older than answers are kept is removed, a little in each run until there is no more.

Nothing is removed before the clock has gone evenly for a while: what looks old may be the clock.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from telegram import Bot

from bot.memory import AsyncMemory
from bot.telegram.jobs.clock_check import ClockCheck

_AT_ONCE = 500
"""Rows of a table that one transaction removes."""
_SELDOM = timedelta(hours=1)

logger = logging.getLogger(__name__)


class Retention:
    """The job that removes old answers."""

    def __init__(self, memory: AsyncMemory, now: Callable[[], datetime], keep: timedelta, clock: ClockCheck) -> None:
        """Take, besides the memory and what tells the time, for how long answers are kept; zero is for ever."""
        self._memory, self._now, self._keep, self._clock = memory, now, keep, clock
        self._next: datetime | None = None

    async def run_once(self, _: Bot) -> None:
        """Remove some; once there is no more, look again after an hour."""
        now = self._now()
        if not self._clock.trusts(now) or not self._keep or (self._next is not None and now < self._next):
            return
        await self._memory.spending.forget(now)
        await self._memory.model_use.forget(now)
        more = await self._memory.retention.remove(now - self._keep, _AT_ONCE)
        if more:
            logger.info("Answers older than %d days are being removed.", self._keep.days)
        self._next = None if more else now + _SELDOM
