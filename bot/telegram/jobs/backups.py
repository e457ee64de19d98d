"""Backups beside whatever else the bot does: made when one is due, the oldest removed, and admins told if it fails.

They are told once, and again when it works. Nothing is removed before the clock has gone evenly for a while.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from telegram import Bot

from bot.backup.rotation import is_due, kept_in, make
from bot.monitoring.recorder import BACKUPS, LAST_BACKUP, Recorder
from bot.settings import BotSettings
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.jobs.clock_check import ClockCheck
from ingest.errors import BackupError

_AGAIN = timedelta(hours=1)
"""After a backup failed, until it is tried again."""

logger = logging.getLogger(__name__)


class Backups:
    """The job that makes them; one at a time, which may take longer than from one run to the next."""

    def __init__(
        self,
        settings: BotSettings,
        notices: AdminNotices,
        now: Callable[[], datetime],
        clock: ClockCheck,
        recorder: Recorder,
    ) -> None:
        self._settings, self._notices, self._now, self._clock = settings, notices, now, clock
        self._every, self._recorder = timedelta(hours=settings.backup_every_hours), recorder
        self._task: asyncio.Task[None] | None = None
        self._next: datetime | None = None
        self._told = False
        if settings.backup_dir is not None:
            recorder.read(LAST_BACKUP, lambda: _last(settings.backup_dir))

    async def run_once(self, bot: Bot) -> None:
        """Begin one, if it is due and none is under way."""
        trusted = self._clock.trusts(self._now())
        if self._settings.backup_dir is None or (self._task is not None and not self._task.done()):
            return
        if self._next is None or self._now() >= self._next or self._next - self._now() > _AGAIN:
            self._task = asyncio.create_task(self._back_up(bot, trusted), name="backup")

    async def _back_up(self, bot: Bot, trusted: bool) -> None:
        try:
            made = await asyncio.to_thread(self._made, trusted)
        except (BackupError, OSError) as error:
            await self._failed(bot, error)
            return
        self._next = None
        if made is not None:
            logger.info("The backup %s is made.", made.name)
            self._recorder.count(BACKUPS, outcome="made")
            if self._told:
                self._told = False
                await self._notices.say(bot, "backup.works")

    def _made(self, trusted: bool) -> Path | None:
        folder = self._settings.backup_dir
        if folder is None or not is_due(kept_in(folder), self._now(), self._every):
            return None
        return make(self._settings, self._now(), prune=trusted)

    async def _failed(self, bot: Bot, error: Exception) -> None:
        self._next = self._now() + _AGAIN
        logger.error("No backup could be made: %s", error)
        self._recorder.count(BACKUPS, outcome="failed")
        if not self._told:
            self._told = await self._notices.say(bot, "backup.failed", reason=str(error))


def _last(folder: Path | None) -> dict[str, float]:
    kept = kept_in(folder) if folder is not None else []
    return {"": kept[-1].made_at.timestamp()} if kept else {}
