"""Preview and Person: drive the preview from a test, or from `command`, as people would.

    async with Preview() as preview:
        ...                                             # start a bot with preview.base_url and preview.token
        aicha = preview.user("Aicha", language="ar")
        asked = await aicha.says("متى يفتح المصنع؟")
        answer = await preview.answer_to(asked)
        tapped = await aicha.taps(answer, "1")
        await preview.settled(application)              # nothing is left to do

Nothing here sleeps: every wait ends with the Happening that it waits for, or with TimeoutError.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from types import TracebackType
from typing import Any, Protocol, Self

from bot.preview import acting
from bot.preview.clock import Clock, MovableClock, StoppedClock
from bot.preview.entities import Formatted
from bot.preview.feed import Kind
from bot.preview.limits import FloodGate
from bot.preview.server import PreviewServer
from bot.preview.service import Service
from bot.preview.state import (
    Button,
    CallbackQuery,
    Chat,
    ChatKind,
    InlineQuery,
    Message,
    Standing,
    StoredFile,
    Topic,
    User,
)
from bot.preview.updates import Updates
from bot.preview.world import BOT_ID, World

TOKEN = f"{BOT_ID}:AAH{'preview' * 4}0000"
"""Well-formed, and valid only here."""
BOT_USERNAME = "kilde_bot"
_PATIENCE = 10.0
"""Seconds that a test waits for something that should come."""


class HasQueue(Protocol):
    """The part of telegram.ext.Application that tells whether it is done."""

    @property
    def update_queue(self) -> asyncio.Queue[Any]:
        """What it still has to handle."""
        ...


class Preview:
    """A local stand-in for Telegram with its people; see the module.

    Args:
        port: 0 for any that is free.
        token: Of the bot.
        limits: Refuse more than one message a second per chat and twenty a minute per group.
        privacy: The bot's privacy mode, for groups made from now on.
        clock: Stamps messages and counts limits.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        limits: bool = False,
        privacy: bool = True,
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or MovableClock()
        bot = User(int(token.split(":")[0]), "Kilde", BOT_USERNAME, is_bot=True)
        self.world = World(self.clock, bot)
        self.world.bot.privacy = privacy
        updates = Updates(lambda update_id: self.world.publish(Kind.READ, subject=update_id))
        self.service = Service(self.world, updates, FloodGate(self.clock, enabled=limits))
        self._server = PreviewServer(self.service, token, port)
        self._people: dict[str, Person] = {}

    async def __aenter__(self) -> Self:
        await self._server.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.__aexit__(kind, error, trace)

    @property
    def base_url(self) -> str:
        """The value for TELEGRAM_BASE_URL."""
        return self._server.base_url

    @property
    def token(self) -> str:
        """The value for TELEGRAM_BOT_TOKEN."""
        return self._server.token

    @property
    def page_url(self) -> str:
        """The address of the page."""
        return f"{self.base_url}/"

    @property
    def bot(self) -> User:
        """The bot as people see it."""
        return self.world.bot.user

    # People and chats

    def user(self, name: str, *, language: str = "en", username: str = "") -> "Person":
        """The person of that name; made on first mention."""
        if name not in self._people:
            user = self.world.add_user(name, language, username or name.lower())
            self._people[name] = Person(self, user)
        return self._people[name]

    def chat(
        self,
        title: str,
        *,
        members: Iterable["Person"] = (),
        admins: Iterable["Person"] = (),
        topics: Iterable[str] = (),
        kind: ChatKind = ChatKind.SUPERGROUP,
        bot: Standing = Standing.MEMBER,
    ) -> Chat:
        """A new group with the bot in it; with `topics` it is a forum. The first of `admins` owns it."""
        leading = [person.user for person in admins]
        standings = {person.id: Standing.MEMBER for person in members}
        standings |= {user.id: Standing.ADMINISTRATOR for user in leading}
        standings |= {user.id: Standing.OWNER for user in leading[:1]}
        names = list(topics)
        chat = self.world.add_group(title, standings | {self.bot.id: bot}, kind, forum=bool(names))
        for name in names:
            self.world.add_topic(chat, name, leading[0] if leading else self.bot)
        return chat

    def topic(self, chat: Chat, name: str) -> Topic:
        """The topic of that name."""
        return next(topic for topic in chat.topics.values() if topic.name == name)

    def messages(self, chat: Chat, *, by_bot: bool | None = None) -> list[Message]:
        """What stands in a chat, oldest first; with `by_bot` only the bot's, or only people's."""
        messages = self.world.messages[chat.id].values()
        return [message for message in messages if by_bot in {None, message.sender.is_bot}]

    def current(self, message: Message) -> Message:
        """The message as it is now, edits included; KeyError if it was deleted."""
        return self.world.messages[message.chat_id][message.id]

    # Waiting

    async def until(self, condition: Callable[[], bool], *, seconds: float = _PATIENCE) -> None:
        """Return once `condition()` holds.

        Raises:
            TimeoutError: It did not within `seconds`.
        """
        await self.world.feed.until(condition, seconds)

    async def next_message(self, chat: Chat, *, after: Message | int = 0, seconds: float = _PATIENCE) -> Message:
        """The first message of the bot in `chat` after the given one."""
        last = after.id if isinstance(after, Message) else after

        def found() -> list[Message]:
            return [message for message in self.messages(chat, by_bot=True) if message.id > last]

        await self.until(lambda: bool(found()), seconds=seconds)
        return found()[0]

    async def answer_to(self, message: Message, *, seconds: float = _PATIENCE) -> Message:
        """The bot's first message in the same chat and topic after `message`."""

        def found() -> list[Message]:
            later = self.messages(self.world.chats[message.chat_id], by_bot=True)
            return [other for other in later if other.id > message.id and other.thread_id == message.thread_id]

        await self.until(lambda: bool(found()), seconds=seconds)
        return found()[0]

    async def settled(self, application: HasQueue | None = None, *, seconds: float = _PATIENCE) -> None:
        """Return once the bot has fetched all updates and, if `application` is given, has handled them."""
        async with asyncio.timeout(seconds):
            await self.service.updates.delivered()
            if application is not None:
                await application.update_queue.join()

    async def until_polled(self, *, seconds: float = _PATIENCE) -> None:
        """Return once the bot has asked for updates."""
        async with asyncio.timeout(seconds):
            await self.service.updates.polling.wait()

    def advance(self, by: timedelta) -> None:
        """Move the clock ahead; it must be one that can."""
        if not isinstance(self.clock, MovableClock | StoppedClock):
            raise TypeError("This clock cannot be moved.")
        self.clock.advance(by)

    def reset(self) -> None:
        """An empty world; a running bot stays connected."""
        self._people.clear()
        self.service.reset()


class Person:
    """One user of Telegram; what they do reaches the bot as updates."""

    def __init__(self, preview: Preview, user: User) -> None:
        self._preview = preview
        self._service = preview.service
        self.user = user

    @property
    def id(self) -> int:
        """Of the user, and of the private chat with the bot."""
        return self.user.id

    @property
    def private(self) -> Chat:
        """The private chat with the bot."""
        return self._preview.world.private_chat(self.user)

    async def says(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        topic: Topic | None = None,
        reply_to: Message | None = None,
        quote: str = "",
    ) -> Message:
        """Write to the bot, or in `chat`; what is too long goes in several messages, of which the last is returned."""
        message = Message(
            (chat or self.private).id,
            self.user,
            thread_id=topic.id if topic else reply_to.thread_id if reply_to else None,
            reply_to=reply_to.id if reply_to else None,
            quote=acting.quoted(reply_to, quote) if reply_to and quote else None,
        )
        return [acting.write(self._service, _with(message, part)) for part in acting.pieces(text)][-1]

    async def replies_to(self, message: Message, text: str, *, quote: str = "") -> Message:
        """Answer a message where it stands."""
        return await self.says(text, chat=self._preview.world.chats[message.chat_id], reply_to=message, quote=quote)

    async def edits(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        return acting.edit(self._service, self.user, self._preview.current(message), text)

    async def taps(self, message: Message, button: str | Button, *, answered: bool = True) -> CallbackQuery:
        """Tap a button, by what it says; returns once the bot has answered the query, unless not `answered`."""
        current = self._preview.current(message)
        wanted = button if isinstance(button, Button) else _button(current, button)
        query = acting.tap(self._service, self.user, current, wanted)
        if answered:
            await self._preview.until(lambda: query.answered)
        return query

    async def taps_stale(self, message: Message, data: str) -> CallbackQuery:
        """Tap a button that is no longer shown, as a client that lags behind does."""
        return acting.tap(self._service, self.user, message, Button("", data=data))

    async def reacts(self, message: Message, emoji: str) -> Message:
        """React; "" takes the reaction back."""
        return acting.react(self._service, self.user, self._preview.current(message), emoji)

    async def sends_file(
        self, name: str, content: bytes, *, media_type: str = "text/plain", caption: str = "", chat: Chat | None = None
    ) -> Message:
        """Send a document."""
        file: StoredFile = self._preview.world.store(name, media_type, content)
        return acting.write(self._service, Message((chat or self.private).id, self.user, Formatted(caption), file=file))

    async def asks_inline(self, text: str, *, chat: Chat | None = None) -> InlineQuery:
        """Type `@bot text`; returns once the bot has answered."""
        query = acting.ask_inline(self._service, self.user, chat or self.private, text)
        await self._preview.until(lambda: query.answered)
        return query

    async def chooses(self, query: InlineQuery, result_id: str) -> Message:
        """Send one of the results."""
        return acting.choose(self._service, query, result_id)

    async def blocks_bot(self) -> None:
        """Stop the bot in the private chat."""
        acting.set_blocked(self._service, self.private, blocked=True)

    async def sets_bot(self, chat: Chat, standing: Standing) -> None:
        """Add the bot to a group, promote it, or remove it."""
        acting.set_bot_standing(self._service, self.user, chat, standing)


def _with(message: Message, text: str) -> Message:
    return Message(
        message.chat_id,
        message.sender,
        Formatted(text),
        thread_id=message.thread_id,
        reply_to=message.reply_to,
        quote=message.quote,
    )


def _button(message: Message, label: str) -> Button:
    buttons = [button for row in message.keyboard for button in row]
    exact = [button for button in buttons if button.text == label]
    found = exact or [button for button in buttons if label in button.text]
    if not found:
        raise LookupError(f"No button says {label!r}; there are {[button.text for button in buttons]}.")
    return found[0]
