"""Is this message meant for the bot, and what does it ask? Pure: takes a Message, sends nothing.

A private chat speaks to the bot in every message; a group only with a command, a mention, or a reply to the bot.
Whether Telegram shows it mentions in privacy mode is not certain; those that come are heard.
"""

import re
import unicodedata
from dataclasses import dataclass

from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot.questions.question_kinds import TOPIC
from bot.texts import Live, visible

ASKING = ("ask", "topic")
"""The commands that begin a question; those of the registry (`bot.telegram.commands`) that ask."""

_PARTS = re.compile(r"/(\w{1,64})(?:@(\w+))?", re.ASCII)
_AFTER = re.compile(r"^[\s:,;.!?،؛…–—]+")
"""What people put between a command and its words; a hyphen may be the sign of a number."""


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
        argument: The words behind it, or "".
        mine: It names this bot, or no bot at all.
    """

    name: str
    argument: str
    mine: bool


def asking_command(me: Me, *, private: bool, name: str = "ask") -> Live:
    """Give the command that is sure to reach the bot: in a group, one that names it."""
    return Live(f"/{name}" if private or not me.username else f"/{name}@{me.username}")


def is_private(message: Message) -> bool:
    """Tell whether the message stands in a chat of one person with the bot."""
    return message.chat.type == ChatType.PRIVATE


def words_of(message: Message) -> str:
    """Give the text or the caption as typed, with lone surrogates taken out."""
    return (message.text or message.caption or "").encode("utf-8", "ignore").decode("utf-8")


def command_in(message: Message, me: Me) -> Command | None:
    """Give the command that text or caption start with, if any.

    A command is what Telegram marks as one, whatever stands behind it. Before it may stand what is not seen, as where
    it was copied from a message of the bot. In a forwarded message it was somebody else's, and is none.
    """
    first = next((it for it in _entities(message) if it.type == MessageEntity.BOT_COMMAND), None)
    if first is None or message.forward_origin is not None:
        return None
    before, found = _parts(first, message)
    if found is None or _seen(before):
        return None
    name, whom = found.groups()
    return Command(name.lower(), _argument_behind(first, message), whom is None or whom.lower() == me.username.lower())


def _parts(entity: MessageEntity, message: Message) -> tuple[str, re.Match[str] | None]:
    """Give what stands before a command, and its name."""
    before = _units(message)[: 2 * entity.offset].decode("utf-16-le", "ignore")
    return before, _PARTS.fullmatch(_named(entity, message))


def _argument_behind(entity: MessageEntity, message: Message) -> str:
    """Give the words behind a command, without what parts them from it."""
    behind = _units(message)[2 * (entity.offset + entity.length) :].decode("utf-16-le", "ignore")
    start = 0
    while start < len(behind) and (_AFTER.match(behind[start]) or unicodedata.category(behind[start]) == "Cf"):
        start += 1
    return behind[start:].strip()


def _seen(text: str) -> str:
    """Give what is seen of a text."""
    return "".join(it for it in text if not it.isspace() and unicodedata.category(it) != "Cf")


def question_in(message: Message, me: Me) -> str | None:
    """Give what the message asks the bot: possibly "", where it is addressed and says nothing; None if it is not.

    Of `/topic`, which is not the same as the question behind it, the command stays before its words.

    A bare mention, or a bare /ask, in reply to somebody's message asks what that message says, or what of it is marked.
    A reply to the bot in a group that holds no word, such as a sticker or a thumb, asks nothing.
    """
    command = command_in(message, me)
    if command is not None:
        if not command.mine or command.name not in ASKING:
            return None
        asked = _or_replied(command.argument, message, me)
        return f"{TOPIC} {asked}" if asked and f"/{command.name}" == TOPIC else asked
    if is_private(message):
        return words_of(message)
    if mentions(message, me):
        return _or_replied(_without_mention(message, me), message, me)
    return words_of(message) if answers(message, me) and _has_words(message) else None


def _has_words(message: Message) -> bool:
    return any(it.isalnum() for it in words_of(message))


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
    return _units(message)[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "ignore")


def _units(message: Message) -> bytes:
    return (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")


def _without_mention(message: Message, me: Me) -> str:
    text = words_of(message)
    for entity in _entities(message):
        if _is_mention(entity, message, me):
            text = text.replace(_named(entity, message), " ", 1)
    return re.sub(" {2,}", " ", text).strip(" ,:،")


def _or_replied(text: str, message: Message, me: Me) -> str:
    """Give the text; where there is none of its own, what is marked in the message replied to, else all of that.

    Of a message in another chat, Telegram gives the marked words alone.
    """
    if _seen(visible(text)):
        return text
    if message.quote is not None and _seen(message.quote.text):
        return message.quote.text.encode("utf-8", "ignore").decode("utf-8")
    to = message.reply_to_message
    if to is None or answers(message, me) or to.forum_topic_created is not None:
        return text
    return words_of(to)
