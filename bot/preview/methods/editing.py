"""Methods that change or remove what is in a chat already."""

import dataclasses

from bot.preview import errors
from bot.preview.call import Call
from bot.preview.errors import refused
from bot.preview.limits import EDIT_AGE
from bot.preview.methods.keyboards import keyboard_of
from bot.preview.methods.registry import Result, method
from bot.preview.methods.sending import text_of
from bot.preview.methods.targets import bot_manages, chat_of, message_of, writable_chat
from bot.preview.service import Service
from bot.preview.state import Chat, ChatKind, Message
from bot.preview.wire import message_json


def _own_message(service: Service, call: Call) -> Message:
    writable_chat(service, call)
    message = message_of(service, call, errors.EDIT_NOT_FOUND)
    if not message.sender.is_bot or message.service or message.forwarded_from:
        raise refused(errors.CANNOT_EDIT)
    return message


@method("editMessageText")
def edit_message_text(service: Service, call: Call) -> Result:
    """New text; the keyboard goes unless it is sent again."""
    message = _own_message(service, call)
    if message.file:
        raise refused(errors.NO_TEXT_TO_EDIT)
    content, keyboard = text_of(call), keyboard_of(call)
    if (content, keyboard) == (message.content, message.keyboard):
        raise refused(errors.NOT_MODIFIED)
    edited = service.world.clock.now() if content != message.content else message.edited
    changed = dataclasses.replace(message, content=content, keyboard=keyboard, edited=edited)
    return message_json(service.world, service.world.replace(changed))


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
