"""Methods that change or remove what is in a chat already."""

import dataclasses

from bot.preview import errors
from bot.preview.call import Call
from bot.preview.entities import Formatted
from bot.preview.errors import refused
from bot.preview.limits import EDIT_AGE, REACTIONS
from bot.preview.methods.keyboards import keyboard_of
from bot.preview.methods.registry import Result, method
from bot.preview.methods.sending import caption_of, text_of
from bot.preview.methods.targets import bot_manages, chat_of, message_of, writable_chat
from bot.preview.service import Service
from bot.preview.state import Chat, ChatKind, Keyboard, Message
from bot.preview.wire import message_json


def _own_message(service: Service, call: Call) -> Message:
    writable_chat(service, call)
    message = message_of(service, call, errors.EDIT_NOT_FOUND)
    if not message.sender.is_bot or message.service or message.forwarded_from:
        raise refused(errors.CANNOT_EDIT)
    return message


def _change(service: Service, message: Message, content: Formatted, keyboard: Keyboard) -> Result:
    if (content, keyboard) == (message.content, message.keyboard):
        raise refused(errors.NOT_MODIFIED)
    edited = service.world.clock.now() if content != message.content else message.edited
    changed = dataclasses.replace(message, content=content, keyboard=keyboard, edited=edited)
    return message_json(service.world, service.world.replace(changed))


@method("editMessageText")
def edit_message_text(service: Service, call: Call) -> Result:
    """New text; the keyboard goes unless it is sent again."""
    message = _own_message(service, call)
    if message.file:
        raise refused(errors.NO_TEXT_TO_EDIT)
    return _change(service, message, text_of(call), keyboard_of(call))


@method("editMessageCaption")
def edit_message_caption(service: Service, call: Call) -> Result:
    """New caption; the keyboard goes unless it is sent again."""
    message = _own_message(service, call)
    if not message.file:
        raise refused(errors.NO_CAPTION_TO_EDIT)
    return _change(service, message, caption_of(call), keyboard_of(call))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(service: Service, call: Call) -> Result:
    """New keyboard, or none."""
    message = _own_message(service, call)
    return _change(service, message, message.content, keyboard_of(call))


def _deletable(service: Service, chat: Chat, message: Message) -> bool:
    if bot_manages(service, chat):
        return True
    young = service.world.clock.now() - message.sent < EDIT_AGE
    return young and not message.service and (message.sender.is_bot or chat.kind is ChatKind.PRIVATE)


@method("deleteMessage")
def delete_message(service: Service, call: Call) -> Result:
    """One message, for everybody."""
    chat = chat_of(service, call)
    message = message_of(service, call, errors.DELETE_NOT_FOUND, chat=chat)
    if not _deletable(service, chat, message):
        raise refused(errors.CANNOT_DELETE)
    service.world.delete(message)
    return True


@method("deleteMessages")
def delete_messages(service: Service, call: Call) -> Result:
    """Several; those that are not there are skipped."""
    chat = chat_of(service, call)
    for message_id in call.array("message_ids"):
        message = service.world.message(chat.id, int(message_id))
        if message and _deletable(service, chat, message):
            service.world.delete(message)
    return True


@method("setMessageReaction")
def set_message_reaction(service: Service, call: Call) -> Result:
    """The bot's own reaction: one emoji or none."""
    chat = writable_chat(service, call)
    message = message_of(service, call, errors.REACT_NOT_FOUND, chat=chat)
    emoji = [str(reaction.get("emoji", "")).replace("\ufe0f", "") for reaction in call.array("reaction")]
    if len(emoji) > 1:
        raise refused("Bad Request: REACTIONS_TOO_MANY")
    if not REACTIONS.issuperset(emoji):
        raise refused(errors.REACTION_INVALID)
    others = [(user, sign) for user, sign in message.reactions if user != service.world.bot.user.id]
    mine = [(service.world.bot.user.id, sign) for sign in emoji]
    service.world.replace(dataclasses.replace(message, reactions=(*others, *mine)))
    return True


@method("pinChatMessage")
def pin_chat_message(service: Service, call: Call) -> Result:
    """Pin a message; in groups the bot must be an administrator."""
    chat = writable_chat(service, call)
    _needs_pin_right(service, chat)
    message = message_of(service, call, errors.PIN_NOT_FOUND, chat=chat)
    chat.pinned = message.id
    pin = Message(chat.id, service.world.bot.user, thread_id=message.thread_id, service="pinned_message")
    service.world.post(pin)
    return True


@method("unpinChatMessage", "unpinAllChatMessages")
def unpin_chat_message(service: Service, call: Call) -> Result:
    """Unpin what is pinned."""
    chat = writable_chat(service, call)
    _needs_pin_right(service, chat)
    chat.pinned = None
    return True


def _needs_pin_right(service: Service, chat: Chat) -> None:
    if chat.kind is not ChatKind.PRIVATE and not bot_manages(service, chat):
        raise refused(errors.NEEDS_RIGHTS.format(what="pinned messages in the chat"))
