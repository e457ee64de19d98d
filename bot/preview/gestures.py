"""What the page can ask for: one JSON object per gesture, carried out through `acting`.

Takes what came from the browser and trusts none of it; raises ValueError, as one sentence, for what cannot be done.
"""

import dataclasses
from collections.abc import Callable
from typing import Any, TypeAlias

from bot.preview import acting
from bot.preview.entities import Formatted, Json
from bot.preview.service import Service
from bot.preview.state import Button, Chat, InlineQuery, Message, StoredFile, User

Gesture: TypeAlias = Callable[[Service, User, Json], Json]


def carry_out(service: Service, json: Json) -> Json:
    """Do what `json["do"]` names, as person `json["as"]`, and give what the page needs to go on.

    Raises:
        ValueError: There is no such gesture, person, chat or message, or it is not theirs.
    """
    gesture = _GESTURES.get(str(json.get("do")))
    if gesture is None:
        raise ValueError("There is no such gesture.")
    return gesture(service, person(service, json.get("as")), json)


def person(service: Service, user_id: object) -> User:
    """The person with that id, who is not the bot."""
    user = service.world.users.get(_number(user_id))
    if user is None or user.is_bot:
        raise ValueError("There is no such person.")
    return user


def outline(service: Service, user: User, json: Json, file: StoredFile | None = None) -> Message:
    """The message that the page composed, without its text."""
    chat = _chat(service, json)
    thread_id = _number(json.get("thread")) or None
    if thread_id and thread_id not in chat.topics:
        raise ValueError("There is no such topic.")
    target = service.world.message(chat.id, _number(json.get("reply")))
    quote = acting.quoted(target, str(json["quote"])) if target and json.get("quote") else None
    return Message(chat.id, user, thread_id=thread_id, reply_to=target.id if target else None, quote=quote, file=file)


def _number(value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        raise ValueError("A number was expected.") from None


def _chat(service: Service, json: Json) -> Chat:
    chat = service.world.chats.get(_number(json.get("chat")))
    if chat is None:
        raise ValueError("There is no such chat.")
    return chat


def _message(service: Service, json: Json) -> Message:
    message = service.world.message(_chat(service, json).id, _number(json.get("message")))
    if message is None:
        raise ValueError("There is no such message.")
    return message


def _write(service: Service, user: User, json: Json) -> Json:
    message = outline(service, user, json)
    pieces = acting.pieces(str(json.get("text", ""))) or [""]
    posted = [acting.write(service, dataclasses.replace(message, content=Formatted(piece))) for piece in pieces]
    return {"message": posted[-1].id}


def _edit(service: Service, user: User, json: Json) -> Json:
    return {"message": acting.edit(service, user, _message(service, json), str(json.get("text", ""))).id}


def _delete(service: Service, user: User, json: Json) -> Json:
    acting.delete(service, user, _message(service, json))
    return {}


def _button(message: Message, json: Json) -> Button:
    row, column = _number(json.get("row")), _number(json.get("column"))
    if not (0 <= row < len(message.keyboard) and 0 <= column < len(message.keyboard[row])):
        raise ValueError("There is no such button.")
    return message.keyboard[row][column]


def _tap(service: Service, user: User, json: Json) -> Json:
    message = _message(service, json)
    return {"query": acting.tap(service, user, message, _button(message, json)).id}


def _react(service: Service, user: User, json: Json) -> Json:
    acting.react(service, user, _message(service, json), str(json.get("emoji", ""))[:8])
    return {}


def _ask_inline(service: Service, user: User, json: Json) -> Json:
    return {"query": acting.ask_inline(service, user, _chat(service, json), str(json.get("text", ""))).id}


def _inline_query(service: Service, user: User, json: Json) -> InlineQuery:
    query = service.world.inline_queries.get(str(json.get("query")))
    if query is None or query.user.id != user.id:
        raise ValueError("There is no such query.")
    return query


def _open(service: Service, user: User, json: Json) -> Json:
    message = acting.open_by_button(service, _inline_query(service, user, json))
    return {"message": message.id, "chat": message.chat_id}


def _choose(service: Service, user: User, json: Json) -> Json:
    query = _inline_query(service, user, json)
    thread_id = _number(json.get("thread")) or None
    return {"message": acting.choose(service, query, str(json.get("result")), thread_id).id}


def _block(service: Service, user: User, json: Json) -> Json:
    acting.set_blocked(service, service.world.private_chat(user), blocked=bool(json.get("blocked")))
    return {}


def _next_morning(service: Service, _: User, json: Json) -> Json:
    return {"now": acting.sleep_until_morning(service, str(json.get("zone", ""))).timestamp()}


_GESTURES: dict[str, Gesture] = {
    "write": _write,
    "edit": _edit,
    "delete": _delete,
    "tap": _tap,
    "react": _react,
    "inline": _ask_inline,
    "choose": _choose,
    "open": _open,
    "block": _block,
    "morning": _next_morning,
}
