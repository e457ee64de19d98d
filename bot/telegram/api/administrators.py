"""Who decides for a group: its administrators, as Telegram says; in a private chat whoever is there.

`getChatMember` is only promised where the bot is an administrator itself, so the list of administrators is asked too.
Where Telegram cannot say at all, nobody is told that they are no administrator.
"""

import logging

from telegram import Message
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.telegram.context import Context, Visitor

_LEADERS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

logger = logging.getLogger(__name__)


async def objection(user_id: int, visitor: Visitor, context: Context, key: str = "subscribe.admins_only") -> str | None:
    """Say why somebody may not decide here; None if they may. `key` is the text for who is no administrator."""
    leads = await _leads(user_id, visitor, context)
    if leads:
        return None
    return visitor.texts.text("group.admins_unknown" if leads is None else key)


async def objection_to(message: Message, context: Context) -> str | None:
    """Say why the writer of a message may not decide here; an anonymous administrator writes as the group itself."""
    if message.sender_chat is not None and message.sender_chat.id == message.chat.id:
        return None
    if message.from_user is None:
        return context.visitor.texts.text("subscribe.admins_only")
    return await objection(message.from_user.id, context.visitor, context)


async def _leads(user_id: int, visitor: Visitor, context: Context) -> bool | None:
    """Ask Telegram whether this person is an administrator of the group; None if it does not say."""
    if visitor.private:
        return True
    chat = visitor.chat.id
    try:
        return (await context.bot.get_chat_member(chat, user_id)).status in _LEADERS
    except TelegramError as error:
        logger.info("Telegram does not say what a member of chat %d is: %s", chat, error.message)
    try:
        return any(member.user.id == user_id for member in await context.bot.get_chat_administrators(chat))
    except TelegramError as error:
        logger.warning("Telegram does not say who leads chat %d: %s", chat, error.message)
        return None
