"""Replies out: sent, edited, and sent again without markup where Telegram refuses it.

Takes a bot, a Spot and a Reply, gives the ids of the messages. Knows nothing of answers; remembers nothing but where
a group has moved.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest

from telegram import Bot, ForceReply, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.memory import AsyncMemory
from bot.telegram.addressing import topic_of
from bot.telegram.api.muted_chats import MutedChats, is_muted
from bot.telegram.views.layout import Page
from bot.telegram.views.reply import Reply

Markup = InlineKeyboardMarkup | ForceReply | None
_PLAIN = LinkPreviewOptions(is_disabled=True)
_UNCHANGED = "message is not modified"
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")
_REFUSED = ("can't parse entities", "entity", "entities")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reply goes.

    Attributes:
        chat_id: The chat.
        topic: Its forum topic, or None.
        reply_to: The message it answers, or None.
    """

    chat_id: int
    topic: int | None = None
    reply_to: int | None = None

    @property
    def reply_parameters(self) -> ReplyParameters | None:
        """The same for Telegram; a message deleted in the meantime is no reason not to answer."""
        if self.reply_to is None:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)


def spot_of(message: Message) -> Spot:
    """Give the place right below a message, in its topic."""
    return Spot(message.chat.id, topic_of(message), message.message_id)


class Sender:
    """Sends and edits replies."""

    def __init__(self, memory: AsyncMemory, allowed_chats: frozenset[int] = frozenset()) -> None:
        """Take the memory to tell about chats that moved, and the ids of chats that the settings let in."""
        self._memory = memory
        self._allowed = allowed_chats
        self.muted = MutedChats()

    async def send(self, bot: Bot, spot: Spot, reply: Reply) -> list[int]:
        """Send a reply in as many messages as it has pages; the first one answers, the last one has the buttons."""
        async with self._noting(spot):
            return await self._send_all(bot, spot, reply)

    @asynccontextmanager
    async def _noting(self, spot: Spot) -> AsyncIterator[None]:
        """Note whether the bot may write in the chat."""
        try:
            yield
        except (BadRequest, Forbidden) as error:
            if is_muted(error):
                self.muted.note(spot.chat_id, error)
            raise
        self.muted.clear(spot.chat_id)

    async def _send_all(self, bot: Bot, spot: Spot, reply: Reply) -> list[int]:
        sent: list[int] = []
        for page, keyboard in _with_keyboards(reply):
            try:
                sent.append(await _send(bot, spot, page, keyboard))
            except ChatMigrated as moved:
                await self.follow(spot.chat_id, moved.new_chat_id)
                spot = Spot(moved.new_chat_id)
                sent.append(await _send(bot, spot, page, keyboard))
            spot = replace(spot, reply_to=None)
        return sent

    async def send_picture(self, bot: Bot, spot: Spot, picture: bytes, reply: Reply) -> list[int]:
        """Send a picture (PNG) with a reply of one page below it; the page alone where pictures are refused."""
        try:
            return [await _send_picture(bot, spot, picture, reply.pages[0])]
        except ChatMigrated as moved:
            await self.follow(spot.chat_id, moved.new_chat_id)
            return [await _send_picture(bot, Spot(moved.new_chat_id), picture, reply.pages[0])]
        except BadRequest as error:
            logger.warning("Telegram refused a picture for chat %d: %s", spot.chat_id, error.message)
            return await self.send(bot, spot, reply)

    async def revise(self, bot: Bot, spot: Spot, messages: Sequence[int], reply: Reply) -> list[int]:
        """Make earlier messages show another reply: edits, sends what is more, deletes what is left over.

        Messages that are gone are sent anew, and all of them where the group has become a supergroup meanwhile.
        """
        try:
            async with self._noting(spot):
                return await self._revise(bot, spot, messages, reply)
        except ChatMigrated as moved:
            await self.follow(spot.chat_id, moved.new_chat_id)
            return await self.send(bot, Spot(moved.new_chat_id), reply)

    async def _revise(self, bot: Bot, spot: Spot, messages: Sequence[int], reply: Reply) -> list[int]:
        kept: list[int] = []
        for message, paged in zip_longest(messages, _with_keyboards(reply)):
            if paged is None:
                await _delete(bot, spot.chat_id, message)
            elif message is not None and await _edit(bot, spot.chat_id, message, *paged):
                kept.append(message)
            else:
                kept.append(await _send(bot, spot if not kept else replace(spot, reply_to=None), *paged))
        return kept

    async def edit(self, bot: Bot, chat_id: int, messages: Sequence[int], reply: Reply) -> None:
        """Make as many messages as the reply has pages show it; those that are gone stay so.

        Raises:
            TelegramError: It could not be done.
        """
        for message, paged in zip(messages, _with_keyboards(reply), strict=True):
            await _edit(bot, chat_id, message, *paged)

    async def follow(self, old_id: int, new_id: int) -> None:
        """Remember that a group goes on as a supergroup."""
        logger.info("The group %d goes on as the supergroup %d.", old_id, new_id)
        await self._memory.chats.move(old_id, new_id, old_id in self._allowed)


def refuses_markup(error: BadRequest) -> bool:
    """Tell whether Telegram could not read the markup, rather than something else."""
    return any(words in error.message.lower() for words in _REFUSED)


def _with_keyboards(reply: Reply) -> list[tuple[Page, Markup]]:
    last = len(reply.pages) - 1
    return [(page, reply.keyboard if number == last else None) for number, page in enumerate(reply.pages)]


async def _send(bot: Bot, spot: Spot, page: Page, keyboard: Markup) -> int:
    async def attempt(text: str, mode: ParseMode | None) -> int:
        message = await bot.send_message(
            spot.chat_id,
            text,
            parse_mode=mode,
            message_thread_id=spot.topic,
            reply_parameters=spot.reply_parameters,
            reply_markup=keyboard,
            link_preview_options=_PLAIN,
        )
        return message.message_id

    try:
        return await attempt(page.html, ParseMode.HTML)
    except BadRequest as error:
        if not refuses_markup(error):
            raise
        logger.warning("Telegram refused the markup of a message to chat %d: %s", spot.chat_id, error.message)
        return await attempt(page.unmarked, None)


async def _send_picture(bot: Bot, spot: Spot, picture: bytes, caption: Page) -> int:
    async def attempt(text: str, mode: ParseMode | None) -> int:
        message = await bot.send_photo(
            spot.chat_id,
            picture,
            text,
            parse_mode=mode,
            message_thread_id=spot.topic,
            reply_parameters=spot.reply_parameters,
        )
        return message.message_id

    try:
        return await attempt(caption.html, ParseMode.HTML)
    except BadRequest as error:
        if not refuses_markup(error):
            raise
        logger.warning("Telegram refused the markup of a caption to chat %d: %s", spot.chat_id, error.message)
        return await attempt(caption.unmarked, None)


async def _edit(bot: Bot, chat_id: int, message: int, page: Page, keyboard: Markup) -> bool:
    """Edit a message; False if it is not there to be edited."""

    async def attempt(text: str, mode: ParseMode | None) -> None:
        await bot.edit_message_text(
            text,
            chat_id=chat_id,
            message_id=message,
            parse_mode=mode,
            reply_markup=keyboard if isinstance(keyboard, InlineKeyboardMarkup) else None,
            link_preview_options=_PLAIN,
        )

    try:
        await attempt(page.html, ParseMode.HTML)
    except BadRequest as error:
        if _UNCHANGED in error.message.lower():
            return True
        if any(words in error.message.lower() for words in _LOST):
            return False
        if not refuses_markup(error):
            raise
        logger.warning("Telegram refused the markup of an edited message in chat %d: %s", chat_id, error.message)
        await attempt(page.plain, None)
    return True


async def _delete(bot: Bot, chat_id: int, message: int) -> None:
    """Delete a message; one that is too old or gone is left alone."""
    try:
        await bot.delete_message(chat_id, message)
    except TelegramError as error:
        logger.info("Message %d in chat %d stays: %s", message, chat_id, error.message)
