"""The "typing" that people see while the bot works. A nicety: its failures are nobody's concern."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.api.sender import Spot

_EVERY = 4.0
"""Seconds; Telegram shows the action for five (core.telegram.org/bots/api#sendchataction)."""

_GRACE = 1.0
"""Seconds that an answer waits for a slow "typing" at most."""

logger = logging.getLogger(__name__)


@asynccontextmanager
async def typing(bot: Bot, spot: Spot, every: float = _EVERY) -> AsyncIterator[None]:
    """Show that the bot is typing for as long as the block takes."""
    done = asyncio.Event()
    task = asyncio.create_task(_keep_typing(bot, spot, every, done))
    try:
        yield
    finally:
        done.set()
        # A request that is cancelled while it connects leaves its socket open: it gets a moment to end by itself,
        # so that no "typing" arrives after the answer either.
        await asyncio.wait({task}, timeout=_GRACE)
        task.cancel()


async def _keep_typing(bot: Bot, spot: Spot, every: float, done: asyncio.Event) -> None:
    while not done.is_set():
        try:
            await bot.send_chat_action(spot.chat_id, ChatAction.TYPING, message_thread_id=spot.topic)
        except TelegramError as error:
            logger.debug("No typing shown in chat %d: %s", spot.chat_id, error.message)
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), every)
