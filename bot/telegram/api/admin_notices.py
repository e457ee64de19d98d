"""What admins are told without having asked: who would like to be let in, and what went wrong.

Each in the admin's own language, with a button that lets in; an admin who blocked the bot is passed over.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

from telegram import Bot, Chat, InlineKeyboardButton, User
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.memory import AsyncMemory
from bot.memory.asynchronous import AsyncChats, AsyncPeople
from bot.telegram.access import Access
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.callbacks import ADMIT
from bot.telegram.views.reply import Reply, keyboard, words
from bot.texts import Texts, shorten

_NAME = 80
_PAUSE = 600.0
"""Seconds for which an admin who never started the bot, or blocked it, is not asked to let anybody in."""

logger = logging.getLogger(__name__)


class AdminNotices:
    """Tells the admins."""

    def __init__(self, access: Access, memory: AsyncMemory, sender: Sender) -> None:
        self._access, self._memory, self._sender = access, memory, sender
        self._underway: set[int] = set()
        self._unreachable: dict[int, float] = {}

    async def person(self, bot: Bot, user: User) -> None:
        """Announce a stranger, once."""
        await self._announce(bot, self._memory.people, "access.request", name_of(user), user.id)

    async def group(self, bot: Bot, chat: Chat) -> None:
        """Announce a group that nobody let in, once."""
        await self._announce(bot, self._memory.chats, "access.request_group", chat.title or str(chat.id), chat.id)

    def heard_of(self, admin: int) -> None:
        """Take note that an admin writes, and so can be written to again."""
        self._unreachable.pop(admin, None)

    async def say(self, bot: Bot, key: str, **values: str) -> bool:
        """Tell every admin something; tell whether any of them got to know."""
        return await self.tell(bot, lambda texts: words(texts.text(key, **values), texts))

    async def tell(self, bot: Bot, write: Callable[[Texts], Reply]) -> bool:
        """Send every admin a reply in their language; tell whether any of them got to know."""
        reached = False
        for admin, texts in await self._admins():
            reached |= await self._write(bot, admin, write(texts))
        return reached

    async def _announce(self, bot: Bot, known: AsyncPeople | AsyncChats, key: str, name: str, number: int) -> None:
        """Announce somebody who counts as announced once an admin has the message, not before."""
        if number in self._underway:
            return
        self._underway.add(number)
        try:
            if not await known.is_announced(number) and await self._request(bot, key, name, number):
                await known.note_announced(number, datetime.now(UTC))
        finally:
            self._underway.discard(number)

    async def _request(self, bot: Bot, key: str, name: str, number: int) -> bool:
        """Ask the admins to let somebody in; tell whether any of them got to know."""
        reached = False
        for admin, texts in await self._admins():
            if admin == number or self._unreachable.get(admin, 0.0) > monotonic():
                continue
            button = InlineKeyboardButton(texts.text("access.admit"), callback_data=ADMIT.data(number))
            text = texts.text(key, name=shorten(name, _NAME), id=str(number))
            reached |= await self._write(bot, admin, Reply(words(text, texts).pages, keyboard([button])))
        return reached

    async def _admins(self) -> list[tuple[int, Texts]]:
        """Give who the admins are, and what the bot says to each."""
        ids = sorted(self._access.admin_ids.union(await self._memory.people.admins()))
        people = [await self._memory.people.get(admin) for admin in ids]
        return [(person.id, Texts(person.language, person.client)) for person in people]

    async def _write(self, bot: Bot, admin: int, reply: Reply) -> bool:
        try:
            await self._sender.send(bot, Spot(admin), reply)
        except TelegramError as error:
            logger.warning("Admin %d cannot be told: %s", admin, error.message)
            if isinstance(error, Forbidden | BadRequest):
                self._unreachable[admin] = monotonic() + _PAUSE
            return False
        self.heard_of(admin)
        return True


def name_of(user: User) -> str:
    """Name a person as others see them."""
    return f"{user.full_name} (@{user.username})" if user.username else user.full_name
