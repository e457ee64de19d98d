"""Tapped buttons: read and checked as the registry says, before any feature sees them; and how each is replied to.

Takes an Update and a Callback of `bot.telegram.callbacks`, gives a Tap, or says to whoever tapped why there is none.
"""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.error import BadRequest

from bot.memory import AsyncMemory, StoredAnswer, StoredBriefing
from bot.telegram.access import Access
from bot.telegram.api.administrators import objection
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.callbacks import ButtonSubject, Callback, Presser
from bot.telegram.context import Context
from bot.telegram.views.briefing import read_briefing
from bot.telegram.views.reply import Reply
from bot.texts import Live

Subject = TypeVar("Subject", StoredAnswer, StoredBriefing, None)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tap(Generic[Subject]):
    """A press of a button by somebody who may.

    Attributes:
        callback: Which button.
        values: What its data holds.
        query: Telegram's word for the press.
        message: The message that the button stands under; it may be too old for Telegram to show.
        subject: What the button is about: the answer or briefing, kept and of this chat.
    """

    callback: Callback
    values: tuple[str, ...]
    query: CallbackQuery
    message: MaybeInaccessibleMessage
    subject: Subject

    @property
    def number(self) -> int:
        """The last value, of a button whose last value is a number."""
        return int(self.values[-1])

    @property
    def person(self) -> int:
        """The id of who tapped."""
        return self.query.from_user.id

    async def acknowledge(self, text: str | None = None) -> None:
        """Stop the button's spinner, with a word if there is one to say; too late is no harm."""
        try:
            await self.query.answer(text)
        except BadRequest as error:
            logger.info("A tap was acknowledged too late: %s", error.message)

    async def alert(self, text: str) -> None:
        """Say something that has to be closed."""
        await self.query.answer(text, show_alert=True)

    async def show_instead(self, sender: Sender, reply: Reply, context: Context) -> None:
        """Show a reply in the message whose button was tapped."""
        topic = self.message.message_thread_id if isinstance(self.message, Message) else None
        await sender.revise(context.bot, Spot(self.message.chat.id, topic), [self.message.message_id], reply)


def _sources(subject: StoredAnswer | StoredBriefing) -> Iterator[str]:
    """Name the articles that an answer or a briefing shows; what its chat does not see any more is not shown again."""
    if isinstance(subject, StoredAnswer):
        yield from (cited.source for cited in subject.answer.citations)
        yield from (passage.source for passage in subject.answer.passages)
    elif briefing := read_briefing(subject.content):
        yield from (cited.source for entry in briefing.entries for cited in entry.citations)


OnTap = Callable[[Tap[Any], Context], Awaitable[None]]
"""A method of a feature that handles a button."""


class TapChecks:
    """What stands between a press and the feature that handles it."""

    def __init__(self, memory: AsyncMemory, access: Access) -> None:
        self._memory, self._access = memory, access

    def before(self, callback: Callback, handle: OnTap) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        """Give a handler that lets through presses of one button: by whoever may, about what is still kept."""

        async def on_tap(update: Update, context: Context) -> None:
            if (tap := await self._checked(callback, update, context)) is not None:
                await handle(tap, context)

        on_tap.__name__ = callback.handler  # Of all buttons' handlers one is told from another by it.
        return on_tap

    async def _checked(self, callback: Callback, update: Update, context: Context) -> Tap[Any] | None:
        query = update.callback_query
        values = callback.read(query.data) if query else None
        if query is None or values is None or query.message is None:
            return None
        subject: Any = None
        refusal: str | None = None
        if callback.about is not ButtonSubject.NOTHING:
            subject = await self._subject(callback.about, int(values[0]), query.message.chat.id)
            seen = subject is not None and self._access.collections.shows(_sources(subject))
            refusal = None if seen else context.visitor.texts.text("passage.forgotten")
        tap = Tap(callback, values, query, query.message, subject)
        if refusal := refusal or await self._refusal(tap, context):
            await tap.alert(refusal)
            return None
        return tap

    async def _subject(self, about: ButtonSubject, number: int, chat_id: int) -> StoredAnswer | StoredBriefing | None:
        """Give what a button is about; None if that is not kept any more, or belongs to another chat."""
        if about is ButtonSubject.ANSWER:
            answer = await self._memory.answers.get(number)
            return answer if answer and answer.chat_id == chat_id else None
        briefing = await self._memory.ledger.get(number)
        return briefing if briefing and briefing.place.chat_id == chat_id else None

    async def _refusal(self, tap: Tap[Any], context: Context) -> str | None:
        """Say why whoever tapped may not; None if they may."""
        callback, visitor = tap.callback, context.visitor
        if callback.presser is Presser.GROUP_ADMIN:
            return await objection(tap.person, visitor, context, callback.refusal)
        may = (
            callback.presser is Presser.ANYBODY
            or (callback.presser is Presser.OWNER and tap.number == tap.person)
            or (callback.presser is Presser.EDITOR and self._access.is_editor(visitor))
            or (callback.presser is Presser.BOT_ADMIN and visitor.private and self._access.is_admin(visitor))
        )
        return None if may else visitor.texts.text(callback.refusal, command=Live(callback.instead))
