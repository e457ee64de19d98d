"""/forget: the conversation starts afresh. The answers stay where they are, and so do their buttons."""

import asyncio

from telegram import Update

from bot.chat.delivery import Delivery, spot_of
from bot.chat.formatting import words
from bot.chat.visitors import Context
from bot.memory import Memory


class Forgetting:
    """The handler of /forget."""

    def __init__(self, memory: Memory, delivery: Delivery) -> None:
        self._memory, self._delivery = memory, delivery

    async def on_forget(self, update: Update, context: Context) -> None:
        """Let no later question lean on what was asked here until now."""
        if update.message:
            spot, texts = spot_of(update.message), context.visitor.texts
            await asyncio.to_thread(self._memory.answers.forget, spot.chat_id, spot.topic)
            await self._delivery.send(context.bot, spot, words(texts.text("forget.done"), texts))
