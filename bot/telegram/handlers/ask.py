"""A message that asks, an answer below it; an edited question, an edited answer.

Takes what was addressed to the bot, gives it to the answerer in a thread, keeps the answer and shows it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from telegram import Message, Update

from bot.answers.answer import Answer, Question, Turn
from bot.answers.aside import more_of, rest_of, said_of_sources
from bot.answers.follow_ups import instead, turn_of
from bot.answers.progress import Tell
from bot.answers.smalltalk import ABOUT_THE_ANSWER, Manner, manner_of
from bot.memory import AsyncMemory, StoredAnswer
from bot.telegram.addressing import answers, asking_command, command_in, is_private, mentions, question_in, words_of
from bot.telegram.api.current_update import Why, current_update
from bot.telegram.api.model_budget import ModelBudget, whom
from bot.telegram.api.progress_drafts import stages
from bot.telegram.api.question_budget import may_ask
from bot.telegram.api.sender import Sender, Spot, spot_of
from bot.telegram.api.typing_indicator import typing
from bot.telegram.budgets import Budgets
from bot.telegram.context import Context, Visitor, me_of
from bot.telegram.handlers.welcome import Welcome
from bot.telegram.views.answer import reply_to
from bot.telegram.views.help_page import help_text
from bot.telegram.views.reply import words
from bot.texts import Live
from ingest.index.protocols import ArticleShelf

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

_USAGE = {"ask": "ask.usage", "topic": "topic.usage"}
"""What is said to a command that asks nothing."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answering:
    """What answers, and within which budgets of questions and of a language model."""

    answerer: "Answerer"
    model_budget: ModelBudget
    budgets: Budgets


class AskHandler:
    """The handlers of questions.

    Attributes:
        welcoming: What is said to whoever asks none.
    """

    def __init__(
        self,
        answering: Answering,
        memory: AsyncMemory,
        sender: Sender,
        *,
        index: ArticleShelf,
        conversation: timedelta,
        proposals: bool = False,
    ) -> None:
        """Take the index of which examples are made, how long a conversation lasts, and if articles may be proposed."""
        self._wordless = "ask.only_text_or_propose" if proposals else "ask.only_text"
        self._answering, self._memory, self._conversation = answering, memory, conversation
        self._sender = sender
        self.welcome = Welcome(index, sender, self.ask_below)

    async def on_message(self, update: Update, context: Context) -> None:
        """Answer a message that asks; help with one that cannot be read; leave talk among others alone."""
        if (message := update.message) is None:
            return
        me, texts = me_of(context), context.visitor.texts
        question = question_in(message, me)
        if question is None:
            if is_private(message):
                await self._sender.send(
                    context.bot, spot_of(message), words(help_text(texts, asking_command(me, private=False)), texts)
                )
        elif (command := command_in(message, me)) and not question:
            name = asking_command(me, private=is_private(message), name=command.name)
            usage = texts.text(_USAGE[command.name], command=name)
            await self._sender.send(context.bot, spot_of(message), words(usage, texts))
        elif is_private(message) and not question and _is_wordless(message):
            await self._explain_wordless(message, context)
        elif not await self._answer_aside(message, question, context):
            await self._answer(message, question, context)

    async def on_spoken(self, message: Message, text: str, context: Context) -> None:
        """Answer what somebody said in a voice message as if they had typed it; the answer says what was understood."""
        if not await self._answer_aside(message, text, context):
            await self._answer(message, text, context)

    async def ask_below(self, spot: Spot, text: str, context: Context) -> None:
        """Answer a question that nobody typed, below the message of a spot; it leans on nothing."""
        await self._answer_at(spot, text, context, ())

    async def on_edit(self, update: Update, context: Context) -> None:
        """Answer an edited question anew, in the messages that held its answer; or for the first time."""
        if (message := update.edited_message) is None:
            return
        me = me_of(context)
        question = question_in(message, me)
        earlier = await self._memory.answers.find(message.chat.id, message.message_id)
        if question is None and earlier is not None and command_in(message, me) is None:
            question = words_of(message)
        if question and not (earlier and earlier.messages and earlier.answer.question == question):
            await self._answer(message, question, context, earlier)

    async def _answer_aside(self, message: Message, text: str, context: Context) -> bool:
        """Answer what is no question to the articles: a polite word, or what is asked about the answer above."""
        manner = manner_of(text)
        if manner is None or (manner is Manner.LINK and not is_private(message)):
            return False
        texts = context.visitor.texts
        if manner is Manner.THANKS and not is_private(message):
            return True  # In a group nobody waits for a word to that.
        if manner is Manner.GREETING and not is_private(message) and not mentions(message, me_of(context)):
            return True
        if manner not in ABOUT_THE_ANSWER:
            await self.welcome.answer_politely(message, manner, texts, context)
            return True
        above = await self._answer_before(message, context)
        if above is None or not above.answer.statements:
            return False
        if manner is not Manner.MORE:
            said = said_of_sources(manner, above.answer, texts)
            await self._sender.send(context.bot, spot_of(message), words(said, texts))
        elif rest := rest_of(above.answer, text):
            told = await self._make(rest, context.visitor, lambda _: None)
            await self._show(spot_of(message), replace(told, follows=above.answer.understood), context)
        elif more := more_of(above.answer, text):
            await self._show(spot_of(message), more, context)
        else:
            await self._sender.send(context.bot, spot_of(message), words(texts.text("aside.no_more"), texts))
        return True

    async def _answer(self, message: Message, text: str, context: Context, earlier: StoredAnswer | None = None) -> None:
        turns = await self._turns_before(message, context)
        shown, spoken = earlier.messages if earlier else (), message.voice is not None
        await self._answer_at(spot_of(message), text, context, turns, shown, spoken=spoken)

    async def _answer_at(
        self,
        spot: Spot,
        text: str,
        context: Context,
        turns: tuple[Turn, ...],
        shown: Sequence[int] = (),
        *,
        spoken: bool = False,
    ) -> None:
        visitor = context.visitor
        if (made := await self._made_before(spot, text)) is not None:
            await self._show(spot, made, context, shown)
            return
        if not await may_ask(self._answering.budgets, spot, context, self._sender):
            return
        watched = spot if not shown else replace(spot, reply_to=None)  # an answer that is edited replaces no draft
        async with typing(context.bot, spot), stages(context.bot, watched, visitor) as tell:
            question = instead(_question(text, visitor, turns))
            answer = await self._make(question, visitor, tell)
        if question.text != text:
            answer = replace(answer, question=text, rewritten=answer.rewritten or question.text)
        if spoken:
            answer = replace(answer, rewritten=answer.rewritten or text)
        logger.info("Answered in chat %d in %.2f s%s.", spot.chat_id, answer.seconds, _briefly(answer))
        await self._show(spot, answer, context, shown)

    async def _made_before(self, spot: Spot, text: str) -> Answer | None:
        """Give the answer that was made already, where it could only not be sent."""
        hand = current_update()
        if hand is None or hand.why is not Why.AGAIN or spot.reply_to is None:
            return None
        stored = await self._memory.answers.find(spot.chat_id, spot.reply_to)
        unsent = stored is not None and not stored.messages and stored.answer.question == text
        return stored.answer if stored is not None and unsent else None

    async def _make(self, question: Question, visitor: Visitor, tell: Tell) -> Answer:
        """Have the question answered, without a language model where there is nothing left to spend on it."""
        answerer = self._answering.answerer

        def answer(quote_only: bool) -> Answer:
            return answerer.answer(replace(question, quote_only=quote_only), tell)

        return await self._answering.model_budget.run(whom(visitor), answer)

    async def _show(self, spot: Spot, answer: Answer, context: Context, shown: Sequence[int] = ()) -> None:
        """Keep an answer and show it below the question, in the messages that show an earlier one, if any."""
        visitor = context.visitor
        stored = await self._memory.answers.save(spot.chat_id, spot.topic, spot.reply_to, answer)
        reply = reply_to(answer, visitor.texts_about(answer.language), stored)
        messages = await self._sender.revise(context.bot, spot, shown, reply)
        await self._memory.answers.note_messages(stored, messages)

    async def _turns_before(self, message: Message, context: Context) -> tuple[Turn, ...]:
        """Give what the message may lean on: the answer it replies to, or, in private, the last one if it is recent.

        In a group people talk across one another, so that only a reply says what is meant.
        """
        before = await self._answer_before(message, context)
        turn = turn_of(before.answer) if before else None
        return (turn,) if turn else ()

    async def _answer_before(self, message: Message, context: Context) -> StoredAnswer | None:
        """Give the answer that a message replies to, or, in private, the last one if it is recent."""
        spot, to = spot_of(message), message.reply_to_message
        if to is not None and answers(message, me_of(context)):
            return await self._memory.answers.shown_in(spot.chat_id, to.message_id)
        if is_private(message) and to is None:
            since = datetime.now(UTC) - self._conversation
            return await self._memory.answers.latest(spot.chat_id, spot.topic, since, message.message_id)
        return None

    async def _explain_wordless(self, message: Message, context: Context) -> None:
        if message.media_group_id is None:  # An album comes as many messages; one of them has the caption, if any.
            texts = context.visitor.texts
            said = texts.text(self._wordless, add=Live("/add"))
            await self._sender.send(context.bot, spot_of(message), words(said, texts))


def _question(text: str, visitor: Visitor, earlier: tuple[Turn, ...]) -> Question:
    return Question(text, visitor.chosen, visitor.hint, earlier)


def _is_wordless(message: Message) -> bool:
    """Tell whether it is a picture, a voice, a place … without a word under it."""
    return message.text is None and message.caption is None


def _briefly(answer: Answer) -> str:
    notices = [notice.value for notice in answer.notices]
    return "".join(f", {what}" for what in ["declined" if answer.abstained else "", *notices] if what)
