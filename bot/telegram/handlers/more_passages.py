"""The button "More passages": what was found beside the cited sentences, as a message of its own below the answer."""

import asyncio

from telegram import Update

from bot.memory import Memory
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.api.taps import acknowledge
from bot.telegram.context import Context
from bot.telegram.views.answer import further_passages
from bot.telegram.views.callback_data import read_tap


class MorePassages:
    """The handler of that button; works for every member of the chat, and after a restart."""

    def __init__(self, memory: Memory, sender: Sender) -> None:
        self._memory, self._sender = memory, sender

    async def on_tap(self, update: Update, context: Context) -> None:
        """Show the passages, or say that the answer is no longer known."""
        query, visitor = update.callback_query, context.visitor
        tap = read_tap(query.data) if query else None
        if query is None or tap is None or query.message is None:
            return
        stored = await asyncio.to_thread(self._memory.answers.get, tap.answer_id)
        if stored is None or stored.chat_id != query.message.chat.id:
            await query.answer(visitor.texts.text("passage.forgotten"), show_alert=True)
            return
        texts = visitor.texts_about(stored.answer.language)
        reply = further_passages(stored.answer, texts, stored.id)
        if reply is None:  # the question was edited, and its answer is another one now
            await query.answer(texts.text("answer.no_further"), show_alert=True)
            return
        await acknowledge(query)
        spot = Spot(stored.chat_id, stored.topic, query.message.message_id)
        await self._sender.send(context.bot, spot, reply)
