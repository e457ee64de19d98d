"""Redelivery: what was received and not handled to its end is taken up again, on start and by the scheduler.

Takes from the inbox, gives to the queue. What is too old is apologised for, and where a reply may have arrived that is
said, rather than the reply a second time.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from telegram import Bot

from bot.memory import Inbox, Unsettled
from bot.telegram.api.current_update import DOUBT, Why
from bot.telegram.api.update_queue import UpdateQueue
from bot.telegram.jobs.clock_check import ClockCheck

TOO_LATE = timedelta(hours=6)
"""Whoever asked so long ago has found another way, or asks again."""
_ANOTHERS = timedelta(minutes=5)
"""For so long an update may be in the hand of another process, where several serve one webhook."""
_KEPT = timedelta(days=2)
"""Telegram keeps an update for a day, so that it may be delivered again."""
_AT_ONCE, _REMOVED = 200, 500

logger = logging.getLogger(__name__)


class Redelivery:
    """The job that takes up what was not handled."""

    def __init__(
        self, inbox: Inbox, queue: UpdateQueue, now: Callable[[], datetime], clock: ClockCheck, alone: bool
    ) -> None:
        """Take, besides what it works with, whether Telegram gives updates to this process `alone`, as by polling."""
        self._inbox, self._queue, self._now, self._clock, self._alone = inbox, queue, now, clock, alone

    async def run_once(self, bot: Bot) -> None:
        """Take up what is due."""
        now = self._now()
        await self._queue.settle_rest()
        for unsettled in await asyncio.to_thread(self._inbox.unsettled, bot.id, now, _AT_ONCE):
            if not self._queue.holds(unsettled.receipt.update_id):
                await self._take_up(unsettled, now)
        if self._clock.trusts(now):
            await asyncio.to_thread(self._inbox.remove, now - _KEPT, _REMOVED)

    async def _take_up(self, unsettled: Unsettled, now: datetime) -> None:
        age = now - unsettled.received_at
        if unsettled.sending:
            until = now + (DOUBT if self._alone else _ANOTHERS)
            if await asyncio.to_thread(self._inbox.take_doubtful, unsettled.receipt, now, until):
                await self._queue.put_again(unsettled, Why.DOUBTFUL)
        elif self._alone or age > _ANOTHERS:
            logger.info("Update %d was not handled to its end: it is now.", unsettled.receipt.update_id)
            await self._queue.put_again(unsettled, Why.LATE if age > TOO_LATE else Why.AGAIN)
