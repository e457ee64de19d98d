"""Reads `reply_markup`: inline keyboards and the wish for a reply; other keyboards are accepted and not shown."""

from bot.preview import errors
from bot.preview.call import Call
from bot.preview.entities import Json
from bot.preview.errors import refused
from bot.preview.limits import BUTTONS, CALLBACK_DATA_BYTES
from bot.preview.state import Button, Keyboard


def keyboard_of(call: Call, name: str = "reply_markup") -> Keyboard:
    """The inline keyboard of a call; () if it has none."""
    return read_keyboard(call.mapping(name))


def asks_reply(call: Call, name: str = "reply_markup") -> str:
    """Whom a call with ForceReply asks for a reply: "all" or "selective"; "" without it."""
    markup = call.mapping(name)
    if not markup.get("force_reply"):
        return ""
    return "selective" if markup.get("selective") else "all"


def read_keyboard(markup: Json) -> Keyboard:
    """The inline keyboard of an InlineKeyboardMarkup.

    Raises:
        ApiError: A button is malformed, its data is too long, or there are too many.
    """
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise refused("Bad Request: can't parse inline keyboard: Expected an Array of Arrays")
    keyboard = tuple(tuple(_button(button) for button in row) for row in rows if row)
    if sum(len(row) for row in keyboard) > BUTTONS:
        raise refused(errors.MARKUP_TOO_LONG)
    return keyboard


def _button(json: object) -> Button:
    if not isinstance(json, dict) or not str(json.get("text", "")).strip():
        raise refused("Bad Request: can't parse inline keyboard button: Text must be non-empty")
    text = str(json["text"])
    if "callback_data" in json:
        data = str(json["callback_data"])
        if not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
            raise refused(errors.BUTTON_DATA_INVALID)
        return Button(text, data=data)
    if "url" in json:
        return Button(text, url=str(json["url"]))
    if "copy_text" in json:
        return Button(text, copy_text=str(json["copy_text"].get("text", "")))
    if "switch_inline_query_current_chat" in json:
        return Button(text, query=str(json["switch_inline_query_current_chat"]))
    if "switch_inline_query" in json:
        return Button(text, query=str(json["switch_inline_query"]))
    raise refused("Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
