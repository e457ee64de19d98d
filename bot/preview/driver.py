"""Preview: a local stand-in for Telegram that a test, or `command`, fills with people and drives.

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

from bot.preview.clock import Clock, MovableClock, StoppedClock
from bot.preview.errors import ApiError
from bot.preview.feed import Kind
from bot.preview.limits import FloodGate
from bot.preview.person import PATIENCE, Person
from bot.preview.server import PreviewServer
from bot.preview.service import Service
from bot.preview.state import Chat, ChatKind, Message, Standing, Topic, User
from bot.preview.updates import Updates
from bot.preview.world import BOT_ID, World

TOKEN = f"{BOT_ID}:AAH{'preview' * 4}0000"
"""Well-formed, and valid only here."""
BOT_USERNAME = "kilde_bot"


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
        privacy: The bot's privacy mode, for groups made from now on; Telegram gives it to every new bot.
        mentions: In privacy mode the bot is shown messages that name it; Telegram's own words differ on that.
        clock: Stamps messages and counts limits.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        limits: bool = False,
        privacy: bool = False,
        mentions: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or MovableClock()
        bot = User(int(token.split(":")[0]), "Kilde", BOT_USERNAME, is_bot=True)
        self.world = World(self.clock, bot)
        self.world.bot.privacy, self.world.bot.mentions = privacy, mentions
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

    def user(self, name: str, *, language: str = "en", username: str = "") -> Person:
        """The person of that name; made on first mention."""
        if name not in self._people:
            user = self.world.add_user(name, language, username or name.lower())
            self._people[name] = Person(self.service, user)
        return self._people[name]

    def chat(
        self,
        title: str,
        *,
        members: Iterable[Person] = (),
        admins: Iterable[Person] = (),
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

    def fail(self, method: str, error: ApiError, times: int = 1) -> None:
        """Refuse the next so many calls of a method, such as getUpdates or getChatMember, whatever they ask."""
        self.service.failures.setdefault(method.lower(), []).extend([error] * times)

    # Waiting

    async def until(self, condition: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
        """Return once `condition()` holds.

        Raises:
            TimeoutError: It did not within `seconds`.
        """
        await self.world.feed.until(condition, seconds)

    async def next_message(self, chat: Chat, *, after: Message | int = 0, seconds: float = PATIENCE) -> Message:
        """The first message of the bot in `chat` after the given one."""
        last = after.id if isinstance(after, Message) else after

        def found() -> list[Message]:
            return [message for message in self.messages(chat, by_bot=True) if message.id > last]

        await self.until(lambda: bool(found()), seconds=seconds)
        return found()[0]

    async def answer_to(self, message: Message, *, seconds: float = PATIENCE) -> Message:
        """The bot's first message in the same chat and topic after `message`."""

        def found() -> list[Message]:
            later = self.messages(self.world.chats[message.chat_id], by_bot=True)
            return [other for other in later if other.id > message.id and other.thread_id == message.thread_id]

        await self.until(lambda: bool(found()), seconds=seconds)
        return found()[0]

    async def settled(self, application: HasQueue | None = None, *, seconds: float = PATIENCE) -> None:
        """Return once the bot has fetched all updates and, if `application` is given, has handled them."""
        async with asyncio.timeout(seconds):
            await self.service.updates.delivered()
            if application is not None:
                await application.update_queue.join()

    async def until_polled(self, *, seconds: float = PATIENCE) -> None:
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
