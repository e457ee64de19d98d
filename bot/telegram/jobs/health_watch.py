"""Signs of life, served to whoever asks, and told to the admins: each trouble once, and when it is over.

A task of its own, since rounds that stand still are one of the troubles. A trouble in which no admin can be reached is
told once they can, if it lasts; the end of one that nobody heard of is not told.
"""

import asyncio
import contextlib
import logging
from time import monotonic

from telegram import Bot

from bot.monitoring.health import Sign
from bot.monitoring.monitor import Monitor
from bot.telegram.api.admin_notices import AdminNotices

TOLD = {
    "hearing": ("health.deaf", "health.hears"),
    "rounds": ("health.rounds_stand", "health.rounds_go"),
    "sources": ("health.sources_wait", "health.sources_in"),
}
"""The signs that admins are told of here, and what is said of the trouble and of its end."""
_AGAIN = 600.0
"""Seconds until what no admin could be told is tried again."""

logger = logging.getLogger(__name__)


class HealthWatch:
    """Looks every so many seconds."""

    def __init__(self, monitor: Monitor, notices: AdminNotices, seconds: float) -> None:
        self._health, self._server, self._notices, self._seconds = monitor.health, monitor.server, notices, seconds
        self._told, self._tried = set[str](), dict[str, float]()
        self._task: asyncio.Task[None] | None = None

    def start(self, bot: Bot) -> None:
        """Begin to look, and to serve where a port is set.

        Raises:
            SettingsError: The port cannot be listened on.
        """
        if self._server is not None:
            self._server.start()
        self._task = asyncio.create_task(self._watch(bot), name="health")

    async def stop(self) -> None:
        """Look and serve no more."""
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look_once(self, bot: Bot) -> None:
        """Tell what has become worse or better."""
        for sign in self._health.signs:
            if sign.name in TOLD:
                await self._look_at(bot, sign)

    async def _look_at(self, bot: Bot, sign: Sign) -> None:
        trouble = sign.trouble()
        if trouble and sign.name not in self._told and self._may_try(sign.name):
            logger.warning("%s", trouble)
            if await self._notices.say(bot, TOLD[sign.name][0]):
                self._told.add(sign.name)
        elif not trouble:
            self._tried.pop(sign.name, None)
            if sign.name in self._told:
                self._told.discard(sign.name)
                await self._notices.say(bot, TOLD[sign.name][1])

    def _may_try(self, name: str) -> bool:
        now = monotonic()
        if now < self._tried.get(name, now):
            return False
        self._tried[name] = now + _AGAIN
        return True

    async def _watch(self, bot: Bot) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self.look_once(bot)
            except Exception:
                logger.exception("The signs of life could not be looked at.")
