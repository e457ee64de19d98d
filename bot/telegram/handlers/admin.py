"""How admins let in and shut out: /admit, /dismiss, the button of an announcement, and adding the bot to a group."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import Bot, ChatMemberUpdated, Message, MessageOriginUser, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.memory import Act, AsyncMemory
from bot.telegram.access import SELDOM, Access
from bot.telegram.addressing import asking_command, command_in, is_private
from bot.telegram.api.admin_notices import AdminNotices, name_of
from bot.telegram.api.chat_names import name_of_id
from bot.telegram.api.sender import Sender, Spot, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.arguments.tokens import plain
from bot.telegram.context import Context, me_of
from bot.telegram.views.reply import words
from bot.texts import Live, Texts

_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
_LARGEST = 2**52

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a command is about: a person (positive id) or a group (negative id)."""

    id: int
    name: str


class AdminCommands:
    """The handlers of what admins decide."""

    def __init__(self, access: Access, memory: AsyncMemory, sender: Sender, notices: AdminNotices) -> None:
        self._access, self._memory = access, memory
        self._sender, self._notices = sender, notices

    async def on_admit(self, update: Update, context: Context) -> None:
        """Let in whom the command is about."""
        if update.message and (subject := await self._subject(update.message, context)):
            await self._admit(subject, context)
            await self._say(update.message, context, "access.admitted", name=subject.name)

    async def on_dismiss(self, update: Update, context: Context) -> None:
        """Shut out whom the command is about."""
        if update.message and (subject := await self._subject(update.message, context)):
            fixed = self._access.is_fixed(subject.id)
            known = self._memory.people if subject.id > 0 else self._memory.chats
            if await known.dismiss(subject.id):
                await self._note(Act.DISMISSED, subject, context)
            key = "access.fixed" if fixed else "access.dismissed"
            await self._say(update.message, context, key, name=subject.name)

    async def on_admit_tapped(self, tap: Tap[None], context: Context) -> None:
        """Let in whom the announcement is about."""
        await tap.acknowledge()
        subject = Subject(tap.number, await name_of_id(context.bot, tap.number))
        await self._admit(subject, context)
        texts = context.visitor.texts
        await tap.show_instead(self._sender, words(texts.text("access.admitted", name=subject.name), texts), context)

    async def on_membership(self, update: Update, context: Context) -> None:
        """Note that the bot was added, removed, blocked or unblocked; an admin who adds it lets the group in."""
        change = update.my_chat_member
        if change is None:
            return
        present = change.new_chat_member.status not in _GONE
        chat = change.chat
        await self._memory.chats.note_presence(chat.id, present, chat.title or "")
        self._sender.muted.clear(chat.id)
        logger.info("The bot is now %s in chat %d.", change.new_chat_member.status, chat.id)
        if present and chat.type != ChatType.PRIVATE and change.old_chat_member.status in _GONE:
            await self._enter(change, context)

    async def _enter(self, change: ChatMemberUpdated, context: Context) -> None:
        """Greet a group that the bot was added to, or tell it that nobody let it in."""
        chat, texts = change.chat, context.visitor.texts
        if self._access.is_admin(context.visitor):
            await self._admit(Subject(chat.id, chat.title or ""), context)
        elif not self._access.admits(context.visitor):
            if await self._memory.chats.refuse(chat.id, datetime.now(UTC), SELDOM):
                await self._sender.send(context.bot, Spot(chat.id), words(texts.text("access.refused_group"), texts))
            await self._notices.group(context.bot, chat)
            return
        await self._sender.send(
            context.bot,
            Spot(chat.id),
            words(texts.text("start.group", ask=asking_command(me_of(context), private=False)), texts),
        )

    async def _admit(self, subject: Subject, context: Context) -> None:
        """Let in, and tell a person who was not in already."""
        if subject.id < 0:
            is_new = await self._memory.chats.admit(subject.id, subject.name)
        else:
            is_new = await self._memory.people.admit(subject.id)
        if is_new:
            await self._note(Act.ADMITTED, subject, context)
        if is_new and subject.id > 0:
            await self._welcome(context.bot, subject)

    async def _welcome(self, bot: Bot, subject: Subject) -> None:
        person = await self._memory.people.get(subject.id)
        texts = Texts(person.language, person.client)
        try:
            welcome = texts.text("access.welcome", help=Live("/help"))
            await self._sender.send(bot, Spot(subject.id), words(welcome, texts))
        except TelegramError as error:
            logger.info("Person %d cannot be told of being let in: %s", subject.id, error.message)

    async def _note(self, act: Act, subject: Subject, context: Context) -> None:
        """Write into the audit log what this admin just did."""
        actor = context.visitor.person.id if context.visitor.person else None
        await self._memory.audit.note(actor, act, str(subject.id))

    async def _subject(self, message: Message, context: Context) -> Subject | None:
        """Give whom a command is about; None, after saying why, where that is nobody or not for this person."""
        if not self._access.is_admin(context.visitor):
            await self._say(message, context, "access.admins_only")
            return None
        command = command_in(message, me_of(context))
        argument = plain(command.argument) if command else ""
        number = int(argument) if argument.removeprefix("-").isdecimal() and len(argument) < 20 else 0
        if 0 < abs(number) < _LARGEST:
            return Subject(number, await name_of_id(context.bot, number))
        subject = None if argument else _shown(message)
        if subject is None:
            await self._say(message, context, "access.usage", command=Live(f"/{command.name if command else 'admit'}"))
        return subject

    async def _say(self, message: Message, context: Context, key: str, **values: str) -> None:
        texts = context.visitor.texts
        await self._sender.send(context.bot, spot_of(message), words(texts.text(key, **values), texts))


def _shown(message: Message) -> Subject | None:
    """Give the person whose message is replied to, also a forwarded one, or the group the command stands in."""
    to = message.reply_to_message
    if to is not None and to.forum_topic_created is None:
        user = _author(to)
        return Subject(user.id, name_of(user)) if user else None
    return None if is_private(message) else Subject(message.chat.id, message.chat.title or str(message.chat.id))


def _author(message: Message) -> User | None:
    origin = message.forward_origin
    user = origin.sender_user if isinstance(origin, MessageOriginUser) else message.from_user
    hidden = origin is not None and not isinstance(origin, MessageOriginUser)
    return None if user is None or user.is_bot or hidden else user
