"""Is this message meant for the bot, and what does it ask? Pure: takes a Message, sends nothing.

A private chat speaks to the bot in every message; a group only with a command, a mention, or a reply to the bot.
"""

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot.texts import visible

_COMMAND = re.compile(r"/(\w{1,64})(?:@(\w+))?(?:\s+(.*))?", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, as Telegram knows it."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command at the start of a message.

    Attributes:
        name: In small letters, without `/`.
        argument: What stands after it, or "".
        mine: It names this bot, or no bot at all.
    """

    name: str
    argument: str
    mine: bool


def is_private(message: Message) -> bool:
    """Tell whether the message stands in a chat of one person with the bot."""
    return message.chat.type == ChatType.PRIVATE


def words_of(message: Message) -> str:
    """Give the text or the caption as typed, with lone surrogates taken out."""
    return (message.text or message.caption or "").encode("utf-8", "ignore").decode("utf-8")


def command_in(message: Message, me: Me) -> Command | None:
    """Give the command that the message starts with, if any. A caption holds none."""
    first = next(iter(message.entities), None)
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return None
    found = _COMMAND.fullmatch(words_of(message))
    if found is None:
        return None
    name, whom, argument = found.groups()
    return Command(name.lower(), (argument or "").strip(), whom is None or whom.lower() == me.username.lower())


def question_in(message: Message, me: Me) -> str | None:
    """Give what the message asks the bot: possibly "", where it is addressed and says nothing; None if it is not.

    A bare mention, or a bare /ask, in reply to somebody's message asks what that message says.
    """
    command = command_in(message, me)
    if command is not None:
        return _or_replied(command.argument, message, me) if command.mine and command.name == "ask" else None
    if is_private(message):
        return words_of(message)
    if mentions(message, me):
        return _or_replied(_without_mention(message, me), message, me)
    return words_of(message) if answers(message, me) else None


def is_addressed(message: Message, me: Me) -> bool:
    """Tell whether the message is meant for the bot, as a question, a command or otherwise."""
    command = command_in(message, me)
    if command is not None:
        # A command that names no bot in a group may be meant for any of them: only known ones reach a handler.
        return command.mine
    return is_private(message) or mentions(message, me) or answers(message, me)


def mentions(message: Message, me: Me) -> bool:
    """Tell whether text or caption mention the bot, by name or, for bots without one, by id."""
    return any(_is_mention(entity, message, me) for entity in _entities(message))


def answers(message: Message, me: Me) -> bool:
    """Tell whether the message replies to one of the bot's.

    In a forum every message "replies" to the one that opened its topic, which the bot itself may have sent.
    """
    to = message.reply_to_message
    return to is not None and to.from_user is not None and to.from_user.id == me.id and to.forum_topic_created is None


def topic_of(message: Message) -> int | None:
    """Give the forum topic; in other groups a thread id only names a chain of replies."""
    return message.message_thread_id if message.is_topic_message else None


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return tuple(message.entities) or tuple(message.caption_entities)


def _is_mention(entity: MessageEntity, message: Message, me: Me) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and _named(entity, message).lower() == f"@{me.username}".lower()


def _named(entity: MessageEntity, message: Message) -> str:
    """Give the text of an entity; Telegram counts in UTF-16 code units."""
    text = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    return text[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "ignore")


def _without_mention(message: Message, me: Me) -> str:
    text = words_of(message)
    for entity in _entities(message):
        if _is_mention(entity, message, me):
            text = text.replace(_named(entity, message), " ", 1)
    return re.sub(" {2,}", " ", text).strip(" ,:،")


def _or_replied(text: str, message: Message, me: Me) -> str:
    """Give the text, or that of the message replied to where there is none of its own."""
    to = message.reply_to_message
    if visible(text).strip() or to is None or answers(message, me) or to.forum_topic_created is not None:
        return text
    return words_of(to)
