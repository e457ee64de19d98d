"""A tap on a condition: the same question is asked again without it, and answered below.

Takes the button's answer from the database, so that it works for every member of the chat and after a restart. The
answer that bore the button stays as it is.
"""

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Question
from bot.answers.chips import chips
from bot.memory import AsyncMemory, StoredAnswer
from bot.telegram.api.model_budget import ModelBudget, whom
from bot.telegram.api.progress_drafts import stages
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.api.taps import Tap
from bot.telegram.api.typing_indicator import typing
from bot.telegram.context import Context
from bot.telegram.views.answer import reply_to

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

logger = logging.getLogger(__name__)


class ConditionButtons:
    """The handler of the buttons that take a condition off."""

    def __init__(self, answerer: "Answerer", memory: AsyncMemory, sender: Sender, model_budget: ModelBudget) -> None:
        self._answerer, self._memory = answerer, memory
        self._sender, self._model_budget = sender, model_budget

    async def on_drop(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Ask again without a condition, or say that the answer no longer has it."""
        stored, kind = tap.subject, _kind(tap, context)
        if kind is None:
            await tap.alert(context.visitor.texts.text("passage.forgotten"))
            return
        await tap.acknowledge()
        await self._ask(stored, kind, Spot(stored.chat_id, stored.topic, tap.message.message_id), context)

    async def _ask(self, stored: StoredAnswer, kind: str, spot: Spot, context: Context) -> None:
        visitor, before = context.visitor, stored.answer
        question = Question(
            before.understood, visitor.chosen, visitor.hint or before.language, ignored=(*before.ignored, kind)
        )
        async with typing(context.bot, spot), stages(context.bot, spot, visitor) as tell:

            def ask(quote_only: bool) -> Answer:
                return self._answerer.answer(replace(question, quote_only=quote_only), tell)

            answer = await self._model_budget.run(whom(visitor), ask)
        logger.info("Answered again in chat %d without its %s.", spot.chat_id, kind)
        kept = await self._memory.answers.save(spot.chat_id, spot.topic, None, answer)
        reply = reply_to(answer, visitor.texts_about(answer.language), kept)
        messages = await self._sender.revise(context.bot, spot, (), reply)
        await self._memory.answers.note_messages(kept, messages)


def _kind(tap: Tap[StoredAnswer], context: Context) -> str | None:
    """Give the kind of the condition that a button stands for, by its 1-based place."""
    shown = chips(tap.subject.answer.conditions, context.visitor.texts)
    return shown[tap.number - 1].kind if 0 < tap.number <= len(shown) else None
