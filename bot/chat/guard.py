"""The guard at the door, before every other handler: meets whoever comes, and turns strangers away.

A stranger gets one polite sentence, and seldom again; the admins hear of each stranger once. Bots are not heard.
`bot.chat.access` decides, this carries it out.
"""

import asyncio
import logging
from datetime import UTC, datetime

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.chat.access import SELDOM, Access
from bot.chat.addressing import command_in, is_addressed
from bot.chat.announcing import Announcer
from bot.chat.asking import me_of
from bot.chat.delivery import Delivery, spot_of
from bot.chat.formatting import words
from bot.chat.publishing import publish_for_admin
from bot.chat.visitors import Context, Visitor, Visitors, chat_of, person_of, speaks_as_chat
from bot.memory import Memory

logger = logging.getLogger(__name__)


class Guard:
    """The first handler."""

    def __init__(
        self, access: Access, visitors: Visitors, memory: Memory, delivery: Delivery, announcer: Announcer
    ) -> None:
        self._access, self._visitors, self._memory = access, visitors, memory
        self._delivery, self._announcer = delivery, announcer

    async def check(self, update: Update, context: Context) -> None:
        """Meet the visitor, and let in who may come in.

        Raises:
            ApplicationHandlerStop: Nobody else is to handle this update.
        """
        visitor = None if _is_not_for_us(update) else await self._visitors.meet(update)
        if visitor is None:
            raise ApplicationHandlerStop
        context.visitor = visitor
        if update.my_chat_member is not None:
            return
        if await self._opens_link(update, context):
            raise ApplicationHandlerStop
        if not self._access.admits(visitor):
            await self._turn_away(update, context)
            raise ApplicationHandlerStop
        if self._access.is_admin(visitor):
            await self._remember_client(visitor)

    async def _opens_link(self, update: Update, context: Context) -> bool:
        """Make the opener of the one-time link the admin; tell whether that was what the message wanted."""
        message, visitor = update.message, context.visitor
        command = command_in(message, me_of(context)) if message else None
        if message is None or command is None or visitor.person is None or not visitor.private:
            return False
        if command.name != "start" or not command.argument:
            return False
        person = visitor.person.id
        claimed = await asyncio.to_thread(self._memory.links.claim, command.argument, person)
        if claimed:
            logger.info("Person %d opened the one-time link and is the admin now.", person)
            await self._remember_client(visitor)
            await publish_for_admin(context.bot, person)
        elif self._access.admits(visitor):
            return False
        text = visitor.texts.text("access.claimed" if claimed else "access.link_used")
        await self._delivery.send(context.bot, spot_of(message), words(text, visitor.texts))
        return True

    async def _turn_away(self, update: Update, context: Context) -> None:
        visitor = context.visitor
        if update.callback_query is not None:
            await update.callback_query.answer(visitor.texts.text(_refusal(visitor)), show_alert=True)
        elif update.message is not None and is_addressed(update.message, me_of(context)):
            await self._refuse(update.message, context)

    async def _refuse(self, message: Message, context: Context) -> None:
        visitor, user = context.visitor, message.from_user
        known = self._memory.people if visitor.private else self._memory.chats
        if await asyncio.to_thread(known.refuse, visitor.chat.id, datetime.now(UTC), SELDOM):
            refusal = words(visitor.texts.text(_refusal(visitor)), visitor.texts)
            await self._delivery.send(context.bot, spot_of(message), refusal)
        if not visitor.private:
            await self._announcer.group(context.bot, message.chat)
        elif user is not None:
            await self._remember_client(visitor)
            await self._announcer.person(context.bot, user)

    async def _remember_client(self, visitor: Visitor) -> None:
        """Remember in which language to write to an admin, or to a stranger once let in, who has not just asked."""
        person = visitor.person
        if person and visitor.client and visitor.client != person.client:
            await asyncio.to_thread(self._memory.people.note_client, person.id, visitor.client)


def _is_not_for_us(update: Update) -> bool:
    """Tell whether it comes from a channel, from another bot, or from nobody."""
    chat = chat_of(update)
    if chat is None or chat.type == ChatType.CHANNEL:
        return True
    person = person_of(update)
    return (person is not None and person.is_bot) or (person is None and not speaks_as_chat(update))


def _refusal(visitor: Visitor) -> str:
    return "access.refused" if visitor.private else "access.refused_group"
