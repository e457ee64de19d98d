"""/forget: the conversation starts afresh. The answers stay where they are, and so do their buttons."""

from telegram import Update

from bot.memory import AsyncMemory
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.context import Context
from bot.telegram.views.reply import words


class ForgetHandler:
    """The handler of /forget."""

    def __init__(self, memory: AsyncMemory, sender: Sender) -> None:
        self._memory, self._sender = memory, sender

    async def on_forget(self, update: Update, context: Context) -> None:
        """Let no later question lean on what was asked here until now."""
        if update.message:
            spot, texts = spot_of(update.message), context.visitor.texts
            await self._memory.answers.forget(spot.chat_id, spot.topic)
            await self._sender.send(context.bot, spot, words(texts.text("forget.done"), texts))
