"""What the page is shown: the world as one person sees it, as JSON for the browser.

Takes a Service and the person who looks; changes nothing. Text stays text with entities beside it: the page makes nodes
of them, never markup.
"""

from bot.preview.entities import Formatted, Json, to_json
from bot.preview.feed import Happening, Kind
from bot.preview.menu import menu_for
from bot.preview.service import Service
from bot.preview.state import (
    Action,
    Button,
    CallbackQuery,
    Chat,
    ChatKind,
    Draft,
    InlineQuery,
    Message,
    Standing,
    StoredFile,
    User,
)

_GONE = {Standing.LEFT, Standing.KICKED}


def state_view(service: Service, viewer: User) -> Json:
    """Everything at once."""
    people = [user for user in service.world.users.values() if not user.is_bot]
    chats = [chat for chat in service.world.chats.values() if viewer.id in chat.standings]
    chats = [chat for chat in chats if chat.kind is not ChatKind.PRIVATE or chat.id == viewer.id]
    return {
        "me": viewer.id,
        "people": [_user_view(user) for user in people],
        "bot": _user_view(service.world.bot.user) | {"about": _about(service, viewer)},
        "chats": [_chat_view(service, chat, viewer) for chat in chats],
        "read": service.updates.read,
        "now": service.world.clock.now().timestamp(),
    }


def _about(service: Service, viewer: User) -> str:
    texts = service.world.bot.texts
    language = viewer.language.split("-")[0]
    return texts.get(("description", language)) or texts.get(("description", ""), "")


def _user_view(user: User) -> Json:
    return {"id": user.id, "name": user.name, "username": user.username, "language": user.language}


def _chat_view(service: Service, chat: Chat, viewer: User) -> Json:
    members = [user_id for user_id, standing in chat.standings.items() if standing not in _GONE]
    return {
        "id": chat.id,
        "kind": chat.kind.value,
        "title": service.world.bot.user.name if chat.kind is ChatKind.PRIVATE else chat.title,
        "forum": chat.forum,
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()],
        "members": members,
        "privacy": chat.privacy and chat.standings.get(service.world.bot.user.id) is Standing.MEMBER,
        "started": chat.started,
        "blocked": chat.blocked,
        "commands": [
            {"name": command.name, "description": command.description}
            for command in menu_for(service.world, chat, viewer)
        ],
        "messages": [message_view(service, message) for message in service.world.messages[chat.id].values()],
        "drafts": [_draft_view(draft) for draft in service.world.drafts.values() if draft.chat_id == chat.id],
    }


def message_view(service: Service, message: Message) -> Json:
    """One message."""
    names = service.world.users
    view: Json = {
        "id": message.id,
        "chat": message.chat_id,
        "thread": message.thread_id,
        "from": message.sender.id,
        "sent": message.sent.timestamp(),
        "edited": message.edited is not None,
        "service": message.service,
        "update": service.updates.number_of(message.chat_id, message.id),
        "keyboard": [[_button_view(button) for button in row] for row in message.keyboard],
        "reactions": [{"name": names[user_id].name, "emoji": emoji} for user_id, emoji in message.reactions],
        "via": message.via_bot,
        "forwarded": message.forwarded_from.name if message.forwarded_from else "",
        "reply": message.reply_to,
        "asks": message.asks_reply,
        "quote": _formatted_view(message.quote.content) if message.quote else None,
        "file": _file_view(message.file) if message.file else None,
    }
    return view | _formatted_view(message.content)


def _formatted_view(formatted: Formatted) -> Json:
    return {"text": formatted.text, "entities": [to_json(entity) for entity in formatted.entities]}


def _file_view(file: StoredFile) -> Json:
    return {"id": file.id, "name": file.name, "size": len(file.content), "photo": file.photo_size}


def _button_view(button: Button) -> Json:
    return {"text": button.text, "url": button.url, "copy": button.copy_text, "query": button.query}


def _draft_view(draft: Draft) -> Json:
    return {"chat": draft.chat_id, "thread": draft.thread_id, "id": draft.draft_id} | _formatted_view(draft.content)


def query_view(query: InlineQuery) -> Json:
    """The results of an inline query."""
    results = [{"id": result.id, "title": result.title, "description": result.description} for result in query.results]
    return {"query": query.id, "results": results, "button": query.button}


def event_view(service: Service, viewer: User, happening: Happening) -> tuple[str, Json] | None:
    """Name and content of the event for this viewer; None if it does not concern them."""
    if happening.kind in {Kind.CHAT, Kind.BOT, Kind.RESET}:
        return "state", state_view(service, viewer)
    if happening.kind is Kind.READ:
        return "read", {"read": service.updates.read}
    if not _concerns(service, viewer, happening):
        return None
    match happening.subject:
        case Message() as message:
            return happening.kind.value, message_view(service, message)
        case Draft() as draft:
            return "draft", _draft_view(draft)
        case Action() as action:
            return "action", {"chat": action.chat_id, "thread": action.thread_id, "action": action.action}
        case CallbackQuery() as query:
            return "answered", {"query": query.id, "text": query.text, "alert": query.alert, "url": query.url}
        case InlineQuery() as inline:
            return "results", query_view(inline)
        case _:
            return None


def _concerns(service: Service, viewer: User, happening: Happening) -> bool:
    if isinstance(happening.subject, CallbackQuery | InlineQuery):
        return happening.subject.user.id == viewer.id
    chat = service.world.chats.get(happening.chat_id or 0)
    return chat is not None and viewer.id in chat.standings
