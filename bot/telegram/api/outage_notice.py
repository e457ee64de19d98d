"""What people are told while the database cannot be written: their message is with Telegram, and is answered later.

Only those whom the settings let in; who else may come in stands in the database. Each chat is told once an outage.
"""

import asyncio
import logging
from time import monotonic

from telegram import Update
from telegram.error import TelegramError

from bot.telegram.access import Access
from bot.telegram.api.lifecycle import App
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.context import chat_of
from bot.telegram.views.reply import words
from bot.texts import Texts

_OVER = 120.0
"""Seconds without a failure after which the next one is another outage."""

logger = logging.getLogger(__name__)


class OutageNotice:
    """Tells each asker once."""

    def __init__(self, access: Access, sender: Sender, application: App) -> None:
        self._access, self._sender, self._application = access, sender, application
        self._told: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._last = -_OVER

    def tell(self, update: Update) -> None:
        """Tell whoever wrote an update that could not be written down; returns at once."""
        now = monotonic()
        if now - self._last > _OVER:
            self._told.clear()
        self._last = now
        chat = chat_of(update)
        if update.message is None or chat is None or chat.id in self._told or not self._access.opens_to(chat.id):
            return
        self._told.add(chat.id)
        task = asyncio.create_task(self._say(update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, update: Update) -> None:
        if update.message is None:
            return
        user = update.effective_user
        texts = Texts(None, user.language_code if user else None)
        reply = words(texts.text("error.written_down_later"), texts)
        try:
            await self._sender.send(self._application.bot, spot_of(update.message), reply)
        except TelegramError as error:
            logger.warning("Nobody can be told that the database fails: %s", error.message)
