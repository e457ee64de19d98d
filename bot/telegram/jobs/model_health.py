"""Whether the language model can be used, told to the admins where it cannot: each of two reasons once an hour."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from telegram import Bot

from bot.telegram.api.admin_notices import AdminNotices
from ingest.errors import LanguageModelFailed, LanguageModelRefused

SELDOM = timedelta(hours=1)
"""So often at most an admin hears of the same trouble."""


class Troubled(Protocol):
    """What is needed of the language model."""

    def pop_trouble(self) -> LanguageModelFailed | None:
        """Give why it could not be used, the last time since this was asked."""
        ...


class ModelHealth:
    """The job that asks the language model how it has been."""

    def __init__(self, model: Troubled | None, notices: AdminNotices, now: Callable[[], datetime]) -> None:
        self._model, self._notices, self._now = model, notices, now
        self._told: dict[str, datetime] = {}

    async def run_once(self, bot: Bot) -> None:
        """Tell the admins what went wrong since the last time, unless they know."""
        trouble = self._model.pop_trouble() if self._model else None
        if trouble is None:
            return
        key = "model.refused" if isinstance(trouble, LanguageModelRefused) else "model.unreachable"
        now, told = self._now(), self._told.get(key)
        if told is None or abs(now - told) >= SELDOM:  # a clock that was put back must not silence it for days
            self._told[key] = now
            await self._notices.say(bot, key, reason=str(trouble))
