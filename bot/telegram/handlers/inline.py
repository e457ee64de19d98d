"""Inline mode: `@bot question` in any chat, answered while it is typed; whoever typed it may send an answer there.

    keystrokes ──latest only, so many a minute──▶ Question, quoted only ──thread──▶ Answer ──view──▶ results

Only people whom the guard let in come here. No language model is asked: it would be paid for with every keystroke.
Nothing is stored, neither what was typed nor what was sent.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import InlineQuery, Message, Update
from telegram.ext import filters

from bot.answers.answer import Answer, Notice, Question
from bot.telegram.api.flood_gate import FloodGate, FloodVerdict
from bot.telegram.api.inline_offers import offer
from bot.telegram.api.latest_only import LatestOnly
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.context import Context, Visitor
from bot.telegram.views.inline import results_of
from bot.visibility.collection_rules import seen_by

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

A_MINUTE = 30
"""Searches for one person."""
_FEWEST_LETTERS = 3
_NO_CHAT = 0
"""Telegram does not say in which chat the answer will stand, so that it may hold only what every chat sees."""


class _OwnResult(filters.MessageFilter):
    """A message that somebody sent by way of this bot: its own words, which ask it nothing."""

    def filter(self, message: Message) -> bool:
        """Tell whether it is one."""
        return message.via_bot is not None and message.via_bot.id == message.get_bot().id


OWN_RESULT = _OwnResult()


class InlineHandler:
    """The handler of inline queries."""

    def __init__(self, answerer: "Answerer", thread_pool: ThreadPool) -> None:
        self._answerer, self._thread_pool = answerer, thread_pool
        self._latest, self._gate = LatestOnly(), FloodGate(A_MINUTE)

    async def on_inline(self, update: Update, context: Context) -> None:
        """Offer an answer to what was typed, unless something newer was."""
        query, visitor = update.inline_query, context.visitor
        if query is None:
            return
        if sum(map(str.isalnum, query.query)) < _FEWEST_LETTERS:
            await offer(query, [], visitor.texts, "inline.type")
            return
        answer = await self._latest.run(query.from_user.id, update.update_id, lambda: self._answer(query, visitor))
        if answer is None:
            return
        if isinstance(answer, str):
            await offer(query, [], visitor.texts, answer, kept=0)
            return
        texts = visitor.texts_about(answer.language)
        results = results_of(answer, texts)
        await offer(query, results, texts, None if answer.statements else "inline.nothing")

    async def _answer(self, query: InlineQuery, visitor: Visitor) -> Answer | str:
        """Answer in the articles' own words; or give the key of what is said instead."""
        if self._gate.judge(query.from_user.id) is not FloodVerdict.TAKEN:
            return "inline.hasty"
        question = Question(query.query, visitor.chosen, visitor.hint, quote_only=True)
        with seen_by(_NO_CHAT):
            answer = await self._thread_pool.run(self._answerer.answer, question)
        # That no model was asked is the rule here, and says nothing of a budget.
        return replace(answer, notices=tuple(it for it in answer.notices if it is not Notice.MODEL_SPENT))
