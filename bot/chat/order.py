"""Updates side by side, but what happens to one message in the order in which it happened.

A question and its edits are handled one after the other, and so is what is said of the bot coming and going in a chat;
nothing else waits for anything.
"""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.chat.visitors import message_of

Key = tuple[int, int]


class InOrder(BaseUpdateProcessor):
    """Handles up to so many updates at once."""

    def __init__(self, max_concurrent_updates: int = 256) -> None:
        super().__init__(max_concurrent_updates)
        self._last: dict[Key, asyncio.Event] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update once the one before it about the same message is done."""
        key, done = _key(update), asyncio.Event()
        if key is None:
            await coroutine
            return
        before, self._last[key] = self._last.get(key), done
        try:
            if before is not None:
                await before.wait()
            await coroutine
        finally:
            done.set()
            if self._last.get(key) is done:
                del self._last[key]

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""


def _key(update: object) -> Key | None:
    """Give what an update is about: a message, or whether the bot is in a chat; None where order does not matter."""
    if not isinstance(update, Update):
        return None
    if (change := update.my_chat_member) is not None:
        return change.chat.id, 0
    message = message_of(update)
    return (message.chat.id, message.message_id) if message else None
