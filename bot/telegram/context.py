"""Who is there: the person and the chat behind an update, as far as the bot remembers them.

Takes Updates, gives Visitors; the guard meets each once and leaves the Visitor in the Context for the handlers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram import Chat as TelegramChat
from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import CallbackContext, ExtBot

from bot.memory import AsyncMemory, Chat, Person
from bot.telegram.addressing import Me
from bot.texts import Texts

_NORWEGIAN = {"no": "nb", "nn": "nb"}
Data = dict[Any, Any]
Clock = Callable[[], datetime]
"""Tells the time, aware."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person in one chat.

    Attributes:
        person: None where Telegram does not say who: anonymous administrators and channels that write in groups.
        chat: The chat.
        private: It is the person's own chat with the bot.
        client: Language tag of the person's Telegram, if known.
    """

    person: Person | None
    chat: Chat
    private: bool
    client: str | None = None

    @property
    def chosen(self) -> str | None:
        """The language chosen by `/language`: the group's before the person's own."""
        own = self.person.language if self.person else None
        return own if self.private else self.chat.language or own

    @property
    def texts(self) -> Texts:
        """What the bot says here."""
        return Texts(self.chosen, self.client)

    def texts_about(self, language: str) -> Texts:
        """What the bot says around an answer in `language`: in that, if it speaks it, unless another was chosen."""
        return Texts(self.chosen, language, self.client)

    @property
    def hint(self) -> str | None:
        """ISO 639-1 code of the person's Telegram, a prior for short questions."""
        code = (self.client or "").split("-")[0].lower()
        return _NORWEGIAN.get(code, code) or None


class Context(CallbackContext[ExtBot[None], Data, Data, Data]):
    """What handlers get beside the update.

    Attributes:
        visitor: Who is there; set by the guard before any handler runs.
    """

    visitor: Visitor


def chat_of(update: Update) -> TelegramChat | None:
    """Give the chat that an update comes from, also where its message has become inaccessible."""
    query = update.callback_query
    if query is not None:
        return query.message.chat if query.message else None
    return update.effective_chat


def person_of(update: Update) -> User | None:
    """Give the person behind an update; None where Telegram names a placeholder for a chat that speaks."""
    user = update.effective_user
    return None if user is None or (user.is_bot and speaks_as_chat(update)) else user


def speaks_as_chat(update: Update) -> bool:
    """Tell whether a group, by an anonymous administrator, or a channel wrote the message."""
    message = message_of(update)
    return message is not None and message.sender_chat is not None


def message_of(update: Update) -> Message | None:
    """Give the message that somebody wrote or edited; None for taps and everything else."""
    return update.message or update.edited_message


class Visitors:
    """Meets people, with the memory's help."""

    def __init__(self, memory: AsyncMemory) -> None:
        self._memory = memory

    async def meet(self, update: Update) -> Visitor | None:
        """Give the Visitor behind an update; None where there is no chat."""
        if update.inline_query is not None:
            return await self._meet_typing(update.inline_query.from_user)
        chat, user = chat_of(update), person_of(update)
        if chat is None:
            return None
        known = await self._memory.chats.get(chat.id)
        person = await self._memory.people.get(user.id) if user else None
        return Visitor(person, known, chat.type == ChatType.PRIVATE, user.language_code if user else None)

    async def _meet_typing(self, user: User) -> Visitor:
        """Give who types an inline query, as in their own chat with the bot.

        Telegram does not say in which chat they type, and what they get is for them alone until they send it.
        """
        known, person = await self._memory.chats.get(user.id), await self._memory.people.get(user.id)
        return Visitor(person, known, True, user.language_code)


async def note_language(memory: AsyncMemory, visitor: Visitor) -> None:
    """Remember, of whoever decides what the bot says unasked, which language it is to speak then."""
    if not visitor.private:
        await memory.chats.note_spoken(visitor.chat.id, visitor.texts.language)
    elif visitor.person and visitor.client:
        await memory.people.note_client(visitor.person.id, visitor.client)


def me_of(context: Context) -> Me:
    """Say who the bot is."""
    return Me(context.bot.id, context.bot.username or "")


def utc_now() -> datetime:
    """Give the machine's time, aware."""
    return datetime.now(UTC)
