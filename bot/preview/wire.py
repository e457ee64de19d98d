"""Writes the preview's state as the Bot API's JSON objects (https://core.telegram.org/bots/api#available-types).

Takes the World to look up what an object refers to; changes nothing.
"""

import re

from bot.preview.entities import Formatted, Json, to_json
from bot.preview.state import (
    Button,
    CallbackQuery,
    Chat,
    ChatKind,
    InlineQuery,
    Keyboard,
    Message,
    Post,
    Standing,
    StoredFile,
    User,
)
from bot.preview.world import World

_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
_SEND_RIGHTS = (
    "messages",
    "audios",
    "documents",
    "photos",
    "videos",
    "video_notes",
    "voice_notes",
    "polls",
    "other_messages",
)


def user_json(user: User) -> Json:
    """User."""
    json: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.name}
    if user.username:
        json["username"] = user.username
    if user.language:
        json["language_code"] = user.language
    return json


def bot_json(world: World) -> Json:
    """User as getMe gives it."""
    return user_json(world.bot.user) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.bot.privacy,
        "supports_inline_queries": world.bot.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_json(world: World, chat: Chat) -> Json:
    """Chat."""
    if chat.kind is ChatKind.PRIVATE:
        user = world.users[chat.id]
        json: Json = {"id": chat.id, "type": "private", "first_name": user.name}
        return json | ({"username": user.username} if user.username else {})
    json = {"id": chat.id, "type": chat.kind.value, "title": chat.title}
    return json | ({"is_forum": True} if chat.forum else {})


def full_chat_json(world: World, chat: Chat) -> Json:
    """ChatFullInfo."""
    json = chat_json(world, chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }
    if chat.kind is not ChatKind.PRIVATE:
        json["permissions"] = {f"can_send_{right}": not chat.muted for right in _SEND_RIGHTS}
    return json


def member_json(world: World, chat: Chat, user: User) -> Json:
    """ChatMember."""
    standing = chat.standings.get(user.id, Standing.LEFT)
    json: Json = {"status": standing.value, "user": user_json(user)}
    if standing is Standing.OWNER:
        json["is_anonymous"] = False
    elif standing is Standing.ADMINISTRATOR:
        json |= dict.fromkeys(_ADMIN_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    elif standing is Standing.RESTRICTED:
        rights = ("can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics", "can_edit_tag")
        json |= dict.fromkeys(("can_react_to_messages", *rights, *(f"can_send_{it}" for it in _SEND_RIGHTS)), False)
        json |= {"is_member": True, "until_date": 0, "can_add_web_page_previews": False}
    elif standing is Standing.KICKED:
        json["until_date"] = 0
    return json


def message_json(world: World, message: Message, *, with_reply: bool = True) -> Json:
    """Message; without what it replies to if not `with_reply`, as inside of a reply."""
    chat = world.chats[message.chat_id]
    json: Json = {
        "message_id": message.id,
        "from": user_json(message.sender),
        "chat": chat_json(world, chat),
        "date": int(message.sent.timestamp()),
    }
    if message.thread_id is not None:
        json |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.edited:
        json["edit_date"] = int(message.edited.timestamp())
    if message.forwarded_from:
        json["forward_origin"] = _origin_json(message.forwarded_from, json["date"])
    if message.album:
        json["media_group_id"] = message.album
    if message.via_bot:
        json["via_bot"] = user_json(world.bot.user)
    if message.keyboard:
        json["reply_markup"] = keyboard_json(message.keyboard)
    if with_reply:
        json |= _reply_json(world, message)
    return json | _content_json(world, message)


def _origin_json(origin: User | Post, forwarded: int) -> Json:
    """MessageOrigin: of a person, or of a channel."""
    if isinstance(origin, User):
        return {"type": "user", "date": forwarded, "sender_user": user_json(origin)}
    chat: Json = {"id": origin.channel, "type": "channel", "title": origin.name}
    chat |= {"username": origin.username} if origin.username else {}
    return {"type": "channel", "date": int(origin.sent.timestamp()), "chat": chat, "message_id": origin.number}


def _reply_json(world: World, message: Message) -> Json:
    target = world.message(message.chat_id, message.reply_to or message.thread_id)
    if target is None or target.id == message.id:
        return {}
    json: Json = {"reply_to_message": message_json(world, target, with_reply=False)}
    if message.quote:
        quote = formatted_json(message.quote.content, "text", "entities") | {"position": message.quote.position}
        json["quote"] = quote | ({"is_manual": True} if message.quote.manual else {})
    return json


def _content_json(world: World, message: Message) -> Json:
    if message.service == "forum_topic_created":
        return {"forum_topic_created": {"name": message.text, "icon_color": 0x6FB9F0}}
    if message.service in {"migrate_to_chat_id", "migrate_from_chat_id"}:
        return {message.service: int(message.text)}
    if message.service in {"new_chat_members", "left_chat_member"}:
        user = user_json(world.users[int(message.text)])
        return {message.service: [user] if message.service == "new_chat_members" else user}
    if message.file is None:
        return formatted_json(message.content, "text", "entities")
    caption = formatted_json(message.content, "caption", "caption_entities") if message.text else {}
    return _file_json(message.file) | caption


def _file_json(file: StoredFile) -> Json:
    if file.photo_size:
        width, height = file.photo_size
        return {"photo": [file_json(file) | {"width": width, "height": height}]}
    if file.seconds is not None:
        return {"voice": file_json(file) | {"duration": file.seconds, "mime_type": file.media_type}}
    return {"document": file_json(file) | {"file_name": file.name, "mime_type": file.media_type}}


def file_json(file: StoredFile) -> Json:
    """What all files have in common; with `file_path` it is a File."""
    return {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_size": len(file.content)}


def file_path(file: StoredFile) -> str:
    """Where the file is under /file/bot<token>/."""
    suffix = re.search(r"\.[A-Za-z0-9]{1,8}$", file.name)
    folder = "photos" if file.photo_size else "documents" if file.seconds is None else "voice"
    return f"{folder}/{file.id}{suffix.group().lower() if suffix else ''}"


def formatted_json(formatted: Formatted, text_key: str, entities_key: str) -> Json:
    """Text and entities under the given keys."""
    json: Json = {text_key: formatted.text}
    if formatted.entities:
        json[entities_key] = [to_json(entity) for entity in formatted.entities]
    return json


def keyboard_json(keyboard: Keyboard) -> Json:
    """InlineKeyboardMarkup."""
    return {"inline_keyboard": [[button_json(button) for button in row] for row in keyboard]}


def button_json(button: Button) -> Json:
    """InlineKeyboardButton."""
    json: Json = {"text": button.text}
    if button.data is not None:
        json["callback_data"] = button.data
    elif button.url is not None:
        json["url"] = button.url
    elif button.copy_text is not None:
        json["copy_text"] = {"text": button.copy_text}
    elif button.query is not None:
        json["switch_inline_query_current_chat"] = button.query
    return json


def callback_json(world: World, query: CallbackQuery) -> Json:
    """CallbackQuery."""
    json: Json = {
        "id": query.id,
        "from": user_json(query.user),
        "chat_instance": str(abs(query.chat_id) * 31 + 7),
        "data": query.data,
    }
    message = world.message(query.chat_id, query.message_id)
    return json | ({"message": message_json(world, message)} if message else {})


def inline_query_json(world: World, query: InlineQuery) -> Json:
    """InlineQuery."""
    chat = world.chats[query.chat_id]
    kind = "sender" if chat.kind is ChatKind.PRIVATE else chat.kind.value
    return {"id": query.id, "from": user_json(query.user), "query": query.text, "offset": "", "chat_type": kind}
