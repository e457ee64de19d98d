"""The "typing" that people see while the bot works. A nicety: its failures are nobody's concern."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.chat.delivery import Spot

_EVERY = 4.0
"""Seconds; Telegram shows the action for five (core.telegram.org/bots/api#sendchataction)."""

logger = logging.getLogger(__name__)


@asynccontextmanager
async def typing(bot: Bot, spot: Spot, every: float = _EVERY) -> AsyncIterator[None]:
    """Show that the bot is typing for as long as the block takes."""
    task = asyncio.create_task(_keep_typing(bot, spot, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_typing(bot: Bot, spot: Spot, every: float) -> None:
    while True:
        try:
            await bot.send_chat_action(spot.chat_id, ChatAction.TYPING, message_thread_id=spot.topic)
        except TelegramError as error:
            logger.debug("No typing shown in chat %d: %s", spot.chat_id, error.message)
        await asyncio.sleep(every)
