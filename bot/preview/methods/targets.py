"""Finds the chat, topic, message and person that a call names, or refuses it."""

from dataclasses import dataclass

from bot.preview import errors
from bot.preview.call import Call, formatted
from bot.preview.entities import Formatted, Json, utf16_length
from bot.preview.errors import refused
from bot.preview.service import Service
from bot.preview.state import Chat, ChatKind, Message, Quote, Standing, User


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new message goes and what it replies to."""

    chat: Chat
    thread_id: int | None = None
    reply_to: int | None = None
    quote: Quote | None = None


def chat_of(service: Service, call: Call, name: str = "chat_id") -> Chat:
    """The chat in parameter `name`, whether or not the bot may write there."""
    if not call.text(name):
        raise refused(f"Bad Request: {name} is empty")
    chat = service.world.chats.get(call.number(name))
    if chat is None:
        raise refused(errors.CHAT_NOT_FOUND)
    return chat


def writable_chat(service: Service, call: Call) -> Chat:
    """The chat in `chat_id`, in which the bot is and may write."""
    chat = chat_of(service, call)
    if chat.kind is ChatKind.PRIVATE:
        if chat.blocked:
            raise refused(errors.BLOCKED)
        if not chat.started:
            raise refused(errors.CANNOT_START)
        return chat
    standing = chat.standings.get(service.world.bot.user.id, Standing.LEFT)
    if standing is Standing.KICKED:
        raise refused(errors.KICKED.format(kind=chat.kind.value))
    if standing is Standing.LEFT:
        raise refused(errors.NOT_MEMBER.format(kind=chat.kind.value))
    if chat.migrated_to is not None:
        raise errors.migrated(chat.migrated_to)
    if standing is Standing.RESTRICTED or (chat.muted and not bot_manages(service, chat)):
        raise refused(errors.MUTED)
    return chat


def bot_manages(service: Service, chat: Chat) -> bool:
    """The bot is an administrator of this group."""
    return chat.standings.get(service.world.bot.user.id) in {Standing.ADMINISTRATOR, Standing.OWNER}


def place_of(service: Service, call: Call) -> Place:
    """Chat, topic and reply of a call that sends something."""
    chat = writable_chat(service, call)
    target, quote = _reply(service, call, chat)
    thread_id = _thread(service, call, chat) or (target.thread_id if target else None)
    return Place(chat, thread_id, target.id if target else None, quote)


def _thread(service: Service, call: Call, chat: Chat) -> int | None:
    thread_id = call.number("message_thread_id")
    if not thread_id:
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise refused(errors.THREAD_NOT_FOUND)
    if topic.closed and not bot_manages(service, chat):
        raise refused(errors.TOPIC_CLOSED)
    return thread_id


def _reply(service: Service, call: Call, chat: Chat) -> tuple[Message | None, Quote | None]:
    reply = call.mapping("reply_parameters")
    message_id = _number(reply.get("message_id")) or call.number("reply_to_message_id")
    if not message_id:
        return None, None
    target = service.world.message(chat.id, message_id)
    if target is None:
        if reply.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
            return None, None
        raise refused(errors.REPLY_NOT_FOUND)
    return target, _quote(reply, target.content)


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | str) and str(value).lstrip("-").isdigit() else 0


def _quote(reply: Json, content: Formatted) -> Quote | None:
    if not reply.get("quote"):
        return None
    quoted = formatted(
        str(reply["quote"]), str(reply.get("quote_parse_mode", "")), list(reply.get("quote_entities", []))
    )
    if quoted.text not in content.text or utf16_length(quoted.text) > 1024:
        raise refused(errors.QUOTE_INVALID)
    return Quote(quoted, utf16_length(content.text[: content.text.index(quoted.text)]))


def message_of(service: Service, call: Call, missing: str, *, chat: Chat | None = None) -> Message:
    """The message in `chat_id` and `message_id`; refused with `missing` if there is none."""
    chat = chat or chat_of(service, call)
    message = service.world.message(chat.id, call.number("message_id"))
    if message is None:
        raise refused(missing)
    return message


def user_of(service: Service, call: Call) -> User:
    """The person in `user_id`."""
    user = service.world.users.get(call.number("user_id"))
    if user is None:
        raise refused(errors.USER_NOT_FOUND)
    return user
