"""Methods that put something into a chat."""

import dataclasses

from bot.preview import errors
from bot.preview.call import Call
from bot.preview.entities import Formatted, utf16_length
from bot.preview.errors import refused
from bot.preview.limits import CAPTION_LENGTH, TEXT_LENGTH
from bot.preview.methods.keyboards import asks_reply, keyboard_of
from bot.preview.methods.registry import Result, method
from bot.preview.methods.targets import Place, place_of, writable_chat
from bot.preview.methods.uploads import document_of, photo_of
from bot.preview.service import Service
from bot.preview.state import Action, ChatKind, Draft, Message
from bot.preview.wire import message_json

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
    }
)


def text_of(call: Call) -> Formatted:
    """The text of a message, within the limits."""
    if not call.text("text"):
        raise refused(errors.MESSAGE_EMPTY)
    content = call.formatted("text")
    if not content.text:
        raise refused("Bad Request: text must be non-empty")
    if utf16_length(content.text) > TEXT_LENGTH:
        raise refused(errors.MESSAGE_TOO_LONG)
    return content


def caption_of(call: Call) -> Formatted:
    """The caption of a file, within the limits."""
    content = call.formatted("caption", "caption_entities")
    if utf16_length(content.text) > CAPTION_LENGTH:
        raise refused(errors.CAPTION_TOO_LONG)
    return content


def _message(service: Service, call: Call, place: Place, content: Formatted) -> Message:
    return Message(
        place.chat.id,
        service.world.bot.user,
        content,
        keyboard=keyboard_of(call),
        thread_id=place.thread_id,
        reply_to=place.reply_to,
        quote=place.quote,
        silent=call.flag("disable_notification"),
        asks_reply=asks_reply(call),
    )


def _post(service: Service, message: Message) -> Result:
    service.gate.pass_through(service.world.chats[message.chat_id])
    return message_json(service.world, service.world.post(message))


@method("sendMessage")
def send_message(service: Service, call: Call) -> Result:
    """Text."""
    place = place_of(service, call)
    return _post(service, _message(service, call, place, text_of(call)))


@method("sendDocument")
def send_document(service: Service, call: Call) -> Result:
    """A file with a caption."""
    place = place_of(service, call)
    message = _message(service, call, place, caption_of(call))
    return _post(service, dataclasses.replace(message, file=document_of(service, call)))


@method("sendPhoto")
def send_photo(service: Service, call: Call) -> Result:
    """A picture with a caption."""
    place = place_of(service, call)
    message = _message(service, call, place, caption_of(call))
    return _post(service, dataclasses.replace(message, file=photo_of(service, call)))


@method("sendChatAction")
def send_chat_action(service: Service, call: Call) -> Result:
    """Typing and the like."""
    chat = writable_chat(service, call)
    if call.text("action") not in _ACTIONS:
        raise refused("Bad Request: wrong parameter action in request")
    service.world.show_action(Action(chat.id, call.text("action"), call.number("message_thread_id") or None))
    return True


@method("sendMessageDraft")
def send_message_draft(service: Service, call: Call) -> Result:
    """A message in the making; private chats only."""
    chat = writable_chat(service, call)
    if chat.kind is not ChatKind.PRIVATE:
        raise refused(errors.PEER_INVALID)
    if not call.number("draft_id"):
        raise refused("Bad Request: draft_id must be non-zero")
    content = call.formatted("text")
    if utf16_length(content.text) > TEXT_LENGTH:
        raise refused(errors.MESSAGE_TOO_LONG)
    service.world.show_draft(Draft(chat.id, call.number("draft_id"), content, call.number("message_thread_id") or None))
    return True
