"""Lost briefings: what was claimed and never settled is given up after a while, and the admins are told, once.

Nothing is given up before the clock has gone evenly for a while: what looks long ago may be the clock, and a briefing
that another process is just sending would be called lost.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from telegram import Bot

from bot.memory import AsyncMemory, BriefingState, StoredBriefing
from bot.memory.ledger import WATCHED
from bot.monitoring.recorder import BRIEFINGS, SILENT, Recorder
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.jobs.clock_check import ClockCheck

logger = logging.getLogger(__name__)


class LostBriefings:
    """The job that gives them up."""

    def __init__(
        self,
        memory: AsyncMemory,
        notices: AdminNotices,
        now: Callable[[], datetime],
        clock: ClockCheck,
        recorder: Recorder = SILENT,
    ) -> None:
        self._memory, self._notices, self._now, self._clock = memory, notices, now, clock
        self._recorder = recorder

    async def run_once(self, bot: Bot) -> None:
        """Give up what was claimed too long ago."""
        now = self._now()
        if self._clock.trusts(now):
            for lost in await self._memory.ledger.lose(now):
                await self._say(bot, lost)

    async def _say(self, bot: Bot, lost: StoredBriefing) -> None:
        self._recorder.count(BRIEFINGS, state=BriefingState.LOST.value)
        chat, occasion = lost.place.chat_id, lost.occasion
        logger.error("The message %d for chat %d (%s) was never settled: it is lost.", lost.id, chat, occasion)
        title = (await self._memory.chats.get(chat)).title or str(chat)
        key = "watch.lost" if lost.subject.startswith(WATCHED) else "brief.lost"
        await self._notices.say(bot, key, chat=title, occasion=occasion)
