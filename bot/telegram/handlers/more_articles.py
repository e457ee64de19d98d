"""The button under a list of articles that holds more than fits: tells the next ones, as a message below the list."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.answer import Answer
from bot.answers.aside import rest_of
from bot.memory import AsyncMemory, StoredAnswer
from bot.telegram.api.model_budget import ModelBudget, whom
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.api.taps import Tap
from bot.telegram.api.typing_indicator import typing
from bot.telegram.context import Context
from bot.telegram.views.answer import reply_to

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer


class MoreArticles:
    """The handler of that button; works for every member of the chat, and after a restart."""

    def __init__(self, answerer: "Answerer", memory: AsyncMemory, sender: Sender, model_budget: ModelBudget) -> None:
        self._answerer, self._memory = answerer, memory
        self._sender, self._model_budget = sender, model_budget

    async def on_go_on(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Tell the next articles, or say that the list is no longer known."""
        stored, visitor = tap.subject, context.visitor
        rest = rest_of(stored.answer)
        if rest is None:  # the question was edited, and its answer is another one now
            await tap.alert(visitor.texts.text("passage.forgotten"))
            return
        await tap.acknowledge()
        spot = Spot(stored.chat_id, stored.topic, tap.message.message_id)

        def ask(quote_only: bool) -> Answer:
            return self._answerer.answer(replace(rest, quote_only=quote_only))

        async with typing(context.bot, spot):
            answer = await self._model_budget.run(whom(visitor), ask)
        kept = await self._memory.answers.save(spot.chat_id, spot.topic, None, answer)
        reply = reply_to(answer, visitor.texts_about(answer.language), kept)
        messages = await self._sender.revise(context.bot, spot, (), reply)
        await self._memory.answers.note_messages(kept, messages)
