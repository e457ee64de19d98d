"""What admins are told without having asked: who would like to be let in, and what went wrong.

Each in the admin's own language, with a button that lets in; an admin who blocked the bot is passed over.
"""

import asyncio
import logging
from datetime import UTC, datetime

from telegram import Bot, Chat, InlineKeyboardButton, User
from telegram.error import TelegramError

from bot.chat.access import Access
from bot.chat.delivery import Delivery, Spot
from bot.chat.formatting import Reply, keyboard, words
from bot.memory import Chats, Memory, People
from bot.texts import Texts, shorten

_NAME = 80

logger = logging.getLogger(__name__)


class Announcer:
    """Tells the admins."""

    def __init__(self, access: Access, memory: Memory, delivery: Delivery) -> None:
        self._access, self._memory, self._delivery = access, memory, delivery

    async def person(self, bot: Bot, user: User) -> None:
        """Announce a stranger, once."""
        await self._tell(bot, self._memory.people, "access.request", name_of(user), user.id)

    async def group(self, bot: Bot, chat: Chat) -> None:
        """Announce a group that nobody let in, once."""
        await self._tell(bot, self._memory.chats, "access.request_group", chat.title or str(chat.id), chat.id)

    async def _tell(self, bot: Bot, known: People | Chats, key: str, name: str, number: int) -> None:
        admins = self._access.admin_ids.union(await asyncio.to_thread(self._memory.people.admins)) - {number}
        # While there is nobody to tell, the stranger does not count as announced.
        if not admins or not await asyncio.to_thread(known.announce, number, datetime.now(UTC)):
            return
        for admin in sorted(admins):
            person = await asyncio.to_thread(self._memory.people.get, admin)
            texts = Texts(person.language, person.client)
            button = InlineKeyboardButton(texts.text("access.admit"), callback_data=f"admit:{number}")
            text = texts.text(key, name=shorten(name, _NAME), id=str(number))
            await self._write(bot, admin, Reply(words(text, texts).pages, keyboard([button])))

    async def say(self, bot: Bot, key: str, **values: str) -> None:
        """Tell every admin something."""
        for admin in sorted(self._access.admin_ids.union(await asyncio.to_thread(self._memory.people.admins))):
            person = await asyncio.to_thread(self._memory.people.get, admin)
            texts = Texts(person.language, person.client)
            await self._write(bot, admin, words(texts.text(key, **values), texts))

    async def _write(self, bot: Bot, admin: int, reply: Reply) -> None:
        try:
            await self._delivery.send(bot, Spot(admin), reply)
        except TelegramError as error:
            logger.warning("Admin %d cannot be told: %s", admin, error.message)


def name_of(user: User) -> str:
    """Name a person as others see them."""
    return f"{user.full_name} (@{user.username})" if user.username else user.full_name
