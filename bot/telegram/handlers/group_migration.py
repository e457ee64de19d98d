"""A group that becomes a supergroup gets another id: what is remembered of it moves along."""

import logging

from telegram import Update

from bot.telegram.api.sender import Sender
from bot.telegram.context import Context

logger = logging.getLogger(__name__)


class GroupMigration:
    """The handler of Telegram's two messages about it: one in the old group, one in the new."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def on_move(self, update: Update, context: Context) -> None:
        """Move along; being told twice is harmless.

        This runs before the guard, for nobody in particular: what fails is logged, and told to nobody.
        """
        try:
            await self._follow(update)
        except Exception:
            logger.exception("Where a group has gone could not be remembered; sending there will show it.")

    async def _follow(self, update: Update) -> None:
        if (message := update.message) is None:
            return
        if message.migrate_to_chat_id is not None:
            await self._sender.follow(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is not None:
            await self._sender.follow(message.migrate_from_chat_id, message.chat.id)
