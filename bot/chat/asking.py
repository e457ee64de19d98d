"""A message that asks, an answer below it; an edited question, an edited answer.

Takes what was addressed to the bot, gives it to the answerer in a thread, keeps the answer and shows it.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from telegram import Message, Update

from bot.answers.answer import Answer, Question, Turn
from bot.answers.following import turn_of
from bot.chat.addressing import Me, answers, asking_command, command_in, is_private, question_in, words_of
from bot.chat.delivery import Delivery, spot_of
from bot.chat.formatting import reply_to, words
from bot.chat.presence import typing
from bot.chat.progress import stages
from bot.chat.visitors import Context, Visitor
from bot.chat.workers import Workers
from bot.memory import Memory, StoredAnswer
from bot.texts import Texts

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

logger = logging.getLogger(__name__)


class Asking:
    """The handlers of questions."""

    def __init__(
        self, answerer: "Answerer", memory: Memory, delivery: Delivery, workers: Workers, conversation: timedelta
    ) -> None:
        self._answerer, self._memory, self._conversation = answerer, memory, conversation
        self._delivery, self._workers = delivery, workers

    async def on_message(self, update: Update, context: Context) -> None:
        """Answer a message that asks; help with one that cannot be read; leave talk among others alone."""
        if (message := update.message) is None:
            return
        me, texts = me_of(context), context.visitor.texts
        question = question_in(message, me)
        if question is None:
            if is_private(message):
                await self._delivery.send(
                    context.bot, spot_of(message), words(help_text(texts, asking_command(me, private=False)), texts)
                )
        elif command_in(message, me) and not question:
            usage = texts.text("ask.usage", ask=asking_command(me, private=is_private(message)))
            await self._delivery.send(context.bot, spot_of(message), words(usage, texts))
        elif is_private(message) and not question and _is_wordless(message):
            await self._explain_wordless(message, context)
        else:
            await self._answer(message, question, context)

    async def on_edit(self, update: Update, context: Context) -> None:
        """Answer an edited question anew, in the messages that held its answer; or for the first time."""
        if (message := update.edited_message) is None:
            return
        me = me_of(context)
        question = question_in(message, me)
        earlier = await asyncio.to_thread(self._memory.answers.find, message.chat.id, message.message_id)
        if question is None and earlier is not None and command_in(message, me) is None:
            question = words_of(message)
        if question and not (earlier and earlier.messages and earlier.answer.question == question):
            await self._answer(message, question, context, earlier)

    async def _answer(self, message: Message, text: str, context: Context, earlier: StoredAnswer | None = None) -> None:
        visitor, spot = context.visitor, spot_of(message)
        shown = earlier.messages if earlier else ()
        watched = spot if not shown else replace(spot, reply_to=None)  # an answer that is edited replaces no draft
        async with typing(context.bot, spot), stages(context.bot, watched, visitor) as tell:
            turns = await asyncio.to_thread(self._turns_before, message, context)
            answer = await self._workers.run(self._answerer.answer, _question(text, visitor, turns), tell)
        logger.info("Answered in chat %d in %.2f s%s.", spot.chat_id, answer.seconds, _briefly(answer))
        stored = await asyncio.to_thread(
            self._memory.answers.save, spot.chat_id, spot.topic, message.message_id, answer
        )
        reply = reply_to(answer, visitor.texts_about(answer.language), stored)
        messages = await self._delivery.revise(context.bot, spot, shown, reply)
        await asyncio.to_thread(self._memory.answers.note_messages, stored, messages)

    def _turns_before(self, message: Message, context: Context) -> tuple[Turn, ...]:
        """Give what the message may lean on: the answer it replies to, or, in private, the last one if it is recent.

        In a group people talk across one another, so that only a reply says what is meant.
        """
        spot, to = spot_of(message), message.reply_to_message
        if to is not None and answers(message, me_of(context)):
            before = self._memory.answers.shown_in(spot.chat_id, to.message_id)
        elif is_private(message) and to is None:
            since = datetime.now(UTC) - self._conversation
            before = self._memory.answers.latest(spot.chat_id, spot.topic, since, message.message_id)
        else:
            before = None
        turn = turn_of(before.answer) if before else None
        return (turn,) if turn else ()

    async def _explain_wordless(self, message: Message, context: Context) -> None:
        if message.media_group_id is None:  # An album comes as many messages; one of them has the caption, if any.
            texts = context.visitor.texts
            await self._delivery.send(context.bot, spot_of(message), words(texts.text("ask.only_text"), texts))


def me_of(context: Context) -> Me:
    """Say who the bot is."""
    return Me(context.bot.id, context.bot.username or "")


def help_text(texts: Texts, ask: str = "/ask") -> str:
    """Give the page that explains everything; `ask` is the command that reaches the bot in a group."""
    return texts.text(
        "help.text",
        brief="/brief",
        subscribe="/subscribe",
        unsubscribe="/unsubscribe",
        watching="/watching",
        ask=ask,
        sources="/sources",
        corpus="/corpus",
        language="/language",
        forget="/forget",
        help="/help",
    )


def _question(text: str, visitor: Visitor, earlier: tuple[Turn, ...]) -> Question:
    return Question(text, visitor.chosen, visitor.hint, earlier)


def _is_wordless(message: Message) -> bool:
    """Tell whether it is a picture, a voice, a place … without a word under it."""
    return message.text is None and message.caption is None


def _briefly(answer: Answer) -> str:
    notices = [notice.value for notice in answer.notices]
    return "".join(f", {what}" for what in ["declined" if answer.abstained else "", *notices] if what)
