"""Answers to callback and inline queries."""

import re
from datetime import datetime, timedelta

from bot.preview import errors
from bot.preview.call import Call, formatted
from bot.preview.entities import Json, utf16_length
from bot.preview.errors import refused
from bot.preview.feed import Kind
from bot.preview.limits import INLINE_KEPT, INLINE_RESULTS, NOTICE_LENGTH, QUERY_AGE, TEXT_LENGTH
from bot.preview.methods.keyboards import read_keyboard
from bot.preview.methods.registry import Result, method
from bot.preview.service import Service
from bot.preview.state import InlineResult


def _refuse_old(service: Service, asked: datetime) -> None:
    if service.world.clock.now() - asked > QUERY_AGE:
        raise refused(errors.QUERY_TOO_OLD)


@method("answerCallbackQuery")
def answer_callback_query(service: Service, call: Call) -> Result:
    """Stop the button's spinner, with or without a notice."""
    query = service.world.callbacks.get(call.text("callback_query_id"))
    if query is None or query.answered:
        raise refused(errors.QUERY_TOO_OLD)
    _refuse_old(service, query.asked)
    if len(call.text("text")) > NOTICE_LENGTH:
        raise refused("Bad Request: MESSAGE_TOO_LONG")
    query.answered, query.text = True, call.text("text")
    query.alert, query.url = call.flag("show_alert"), call.text("url")
    service.world.publish(Kind.ANSWERED, query.chat_id, query)
    return True


@method("answerInlineQuery")
def answer_inline_query(service: Service, call: Call) -> Result:
    """What can be sent; the preview shows results of type article."""
    query = service.world.inline_queries.get(call.text("inline_query_id"))
    if query is None:
        raise refused(errors.QUERY_TOO_OLD)
    _refuse_old(service, query.asked)
    results = call.array("results")
    if len(results) > INLINE_RESULTS:
        raise refused("Bad Request: RESULTS_TOO_MUCH")
    query.results = tuple(_result(result) for result in results)
    if len({result.id for result in query.results}) < len(results):
        raise refused("Bad Request: RESULT_ID_DUPLICATE")
    query.kept = timedelta(seconds=call.number("cache_time")) if call.text("cache_time") else INLINE_KEPT
    query.personal = call.flag("is_personal")
    query.button, query.start = _button(call.mapping("button"))
    query.answered = True
    service.world.publish(Kind.ANSWERED, query.chat_id, query)
    return True


def _button(json: Json) -> tuple[str, str]:
    """What the button above the results says, and what it starts the bot with; of those that open a chat."""
    if not json:
        return "", ""
    text, start = str(json.get("text", "")), str(json.get("start_parameter", ""))
    if not text or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start):
        raise refused("Bad Request: START_PARAM_INVALID")
    return text, start


def _result(json: Json) -> InlineResult:
    content = json.get("input_message_content", {})
    if json.get("type") != "article" or not content.get("message_text"):
        raise refused("Bad Request: can't parse inline query result: Message content must be specified")
    if not 1 <= len(str(json.get("id", "")).encode()) <= 64:
        raise refused("Bad Request: RESULT_ID_INVALID")
    text = formatted(str(content["message_text"]), str(content.get("parse_mode", "")), content.get("entities", []))
    if utf16_length(text.text) > TEXT_LENGTH:
        raise refused(errors.MESSAGE_TOO_LONG)
    keyboard = read_keyboard(json.get("reply_markup", {}))
    return InlineResult(str(json["id"]), str(json.get("title", "")), str(json.get("description", "")), text, keyboard)
