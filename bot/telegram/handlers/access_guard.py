"""The guard at the door, before every other handler: meets whoever comes, and turns strangers away.

A stranger gets one polite sentence, and seldom again; the admins hear of each stranger once. Bots are not heard.
`bot.telegram.access` decides, this carries it out. Access fails closed: an update goes on only if this ends without
error.
"""

import logging
from datetime import UTC, datetime

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import Forbidden, NetworkError, RetryAfter
from telegram.ext import ApplicationHandlerStop

from bot.memory import Act, AsyncMemory
from bot.memory.links import could_be_token
from bot.telegram.access import SELDOM, Access
from bot.telegram.addressing import command_in, is_addressed
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.api.command_menu import publish_for_admin
from bot.telegram.api.inline_offers import offer
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.context import Context, Visitor, Visitors, chat_of, me_of, message_of, person_of, speaks_as_chat
from bot.telegram.views.reply import words
from bot.visibility.collection_rules import ask_for

_ORDINARY = (Forbidden, NetworkError, RetryAfter)
"""Why a refusal may not arrive without anything being wrong with the bot; BadRequest is a NetworkError too."""

logger = logging.getLogger(__name__)


class AccessGuard:
    """The first handler."""

    def __init__(
        self, access: Access, visitors: Visitors, memory: AsyncMemory, sender: Sender, notices: AdminNotices
    ) -> None:
        self._access, self._visitors, self._memory = access, visitors, memory
        self._sender, self._notices = sender, notices
        self._let_in: set[int] = set()
        """Chats that were let in since the start: who is told, when the memory fails, that something went wrong."""

    async def check(self, update: Update, context: Context) -> None:
        """Meet the visitor, and let in who may come in.

        Raises:
            ApplicationHandlerStop: Nobody else is to handle this update; also if anything failed on the way here:
                after any other exception python-telegram-bot would go on with the next handlers.
        """
        try:
            if await self._lets_pass(update, context):
                return
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody comes in by it
            await self._report(update, context, error)
        raise ApplicationHandlerStop

    async def _lets_pass(self, update: Update, context: Context) -> bool:
        """Tell whether the update is to be handled; if so, the context knows the visitor."""
        visitor = None if _is_not_for_us(update) else await self._visitors.meet(update)
        if visitor is None:
            return False
        ask_for(visitor.chat.id)
        if update.my_chat_member is None:
            if await self._opens_link(update, context, visitor):
                return False
            if not self._access.admits(visitor):
                await self._turn_away(update, context, visitor)
                return False
            await self._note(update, visitor)
            if await self._is_muted(update, context, visitor):
                return False
        context.visitor = visitor
        return True

    async def _note(self, update: Update, visitor: Visitor) -> None:
        """Remember what an update shows of somebody who was let in."""
        self._let_in.add(visitor.chat.id)
        if not visitor.chat.present and message_of(update) is not None:
            # Whoever writes is there, whatever was refused before; Telegram may never say that a block has ended.
            await self._memory.chats.note_presence(visitor.chat.id, present=True)
        if visitor.person and self._access.is_admin(visitor):
            self._notices.heard_of(visitor.person.id)
            await self._remember_client(visitor)

    async def _is_muted(self, update: Update, context: Context, visitor: Visitor) -> bool:
        """Tell whether a message comes from a group in which the bot may not answer; the admins hear of it once."""
        chat, muted = visitor.chat, self._sender.muted
        if message_of(update) is None:
            return False
        if muted.is_news(chat.id):
            await self._notices.say(context.bot, "group.muted", chat=chat.title or _title(update) or str(chat.id))
        return muted.holds(chat.id)

    async def _report(self, update: Update, context: Context, error: Exception) -> None:
        """Log what failed, and tell those who are known to be let in."""
        chat = chat_of(update)
        if chat is not None and (self._access.opens_to(chat.id) or chat.id in self._let_in):
            await context.application.process_error(update, error)
        elif isinstance(error, _ORDINARY):
            logger.warning("A stranger could not be turned away in words: %s", error.message)
        else:
            logger.error("Whether to let somebody in could not be decided: nobody was.", exc_info=error)

    async def _opens_link(self, update: Update, context: Context, visitor: Visitor) -> bool:
        """Make the opener of the one-time link the admin; tell whether the message did that."""
        message = update.message
        command = command_in(message, me_of(context)) if message else None
        if message is None or command is None or visitor.person is None or not visitor.private:
            return False
        if command.name != "start" or not could_be_token(command.argument):
            return False
        person = visitor.person.id
        if not await self._memory.links.claim(command.argument, person):
            return False
        logger.info("Person %d opened the one-time link and is the admin now.", person)
        await self._memory.audit.note(person, Act.BECAME_ADMIN)
        await self._remember_client(visitor)
        await publish_for_admin(context.bot, person)
        claimed = words(visitor.texts.text("access.claimed"), visitor.texts)
        await self._sender.send(context.bot, spot_of(message), claimed)
        return True

    async def _turn_away(self, update: Update, context: Context, visitor: Visitor) -> None:
        if update.callback_query is not None:
            await update.callback_query.answer(visitor.texts.text(_refusal(visitor)), show_alert=True)
        elif update.inline_query is not None:
            await offer(update.inline_query, (), visitor.texts, "inline.stranger")
        elif update.message is not None and is_addressed(update.message, me_of(context)):
            await self._refuse(update.message, context, visitor)

    async def _refuse(self, message: Message, context: Context, visitor: Visitor) -> None:
        known = self._memory.people if visitor.private else self._memory.chats
        try:
            if await known.refuse(visitor.chat.id, datetime.now(UTC), SELDOM):
                key = "access.link_used" if _opens_a_link(message, context) else _refusal(visitor)
                refusal = words(visitor.texts.text(key), visitor.texts)
                await self._sender.send(context.bot, spot_of(message), refusal)
        finally:  # The admins hear of a stranger also where nothing can be said to them.
            await self._announce(message, context, visitor)

    async def _announce(self, message: Message, context: Context, visitor: Visitor) -> None:
        if not visitor.private:
            await self._notices.group(context.bot, message.chat)
        elif message.from_user is not None:
            await self._remember_client(visitor)
            await self._notices.person(context.bot, message.from_user)

    async def _remember_client(self, visitor: Visitor) -> None:
        """Remember in which language to write to an admin, or to a stranger once let in, who has not just asked."""
        person = visitor.person
        if person and visitor.client and visitor.client != person.client:
            await self._memory.people.note_client(person.id, visitor.client)


def _is_not_for_us(update: Update) -> bool:
    """Tell whether it comes from a channel, from another bot, or from nobody.

    Where the bot itself comes and goes counts whoever is behind it, also another bot or an anonymous administrator.
    """
    if update.inline_query is not None:
        return update.inline_query.from_user.is_bot
    chat = chat_of(update)
    if chat is None or chat.type == ChatType.CHANNEL:
        return True
    if update.my_chat_member is not None:
        return False
    person = person_of(update)
    return (person is not None and person.is_bot) or (person is None and not speaks_as_chat(update))


def _opens_a_link(message: Message, context: Context) -> bool:
    """Tell whether somebody opened what looks like a one-time link, which is not the open one."""
    command = command_in(message, me_of(context))
    return command is not None and command.name == "start" and could_be_token(command.argument)


def _title(update: Update) -> str:
    chat = chat_of(update)
    return (chat.title if chat else None) or ""


def _refusal(visitor: Visitor) -> str:
    return "access.refused" if visitor.private else "access.refused_group"
