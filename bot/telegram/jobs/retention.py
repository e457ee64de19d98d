"""Retention: what is older than it is kept is removed, a little in each run until there is no more.

Nothing is removed before the clock has gone evenly for a while: what looks old may be the clock.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from telegram import Bot

from bot.memory import Aging, AsyncMemory
from bot.settings import BotSettings
from bot.telegram.jobs.clock_check import ClockCheck

_AT_ONCE = 500
"""Rows of a table that one transaction removes."""
_SELDOM = timedelta(hours=1)

logger = logging.getLogger(__name__)


class RetentionJob:
    """The job that removes what is old."""

    def __init__(
        self, memory: AsyncMemory, now: Callable[[], datetime], settings: BotSettings, clock: ClockCheck
    ) -> None:
        """Take, besides the memory and what tells the time, the settings that say for how long each kind is kept."""
        self._memory, self._now, self._clock = memory, now, clock
        self._keep, self._usage = keep_of(settings), timedelta(days=settings.keep_usage_days)
        self._next: datetime | None = None

    async def run_once(self, _: Bot) -> None:
        """Remove some; once there is no more, look again after an hour."""
        now = self._now()
        if not self._clock.trusts(now) or (self._next is not None and now < self._next):
            return
        await self._memory.spending.forget(now)
        await self._memory.model_use.forget(now, self._usage)
        more = await self._memory.retention.remove({what: now - kept for what, kept in self._keep.items()}, _AT_ONCE)
        if more:
            logger.info("What is older than it is kept is being removed.")
        self._next = None if more else now + _SELDOM


def keep_of(settings: BotSettings) -> Mapping[Aging, timedelta]:
    """Read for how long each kind is kept; what is kept for ever is left out."""
    answers = settings.keep_answers_days
    days = {
        Aging.ANSWERS: answers,
        Aging.VOTES: answers if settings.keep_votes_days is None else settings.keep_votes_days,
        Aging.BRIEFINGS: answers if settings.keep_briefings_days is None else settings.keep_briefings_days,
        Aging.AUDIT: settings.keep_audit_days,
        Aging.STRANGERS: settings.keep_strangers_days,
    }
    return {what: timedelta(days=kept) for what, kept in days.items() if kept}
