"""Callback and inline queries."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from bot.preview import Preview, StoppedClock, acting
from bot.preview.state import InlineQuery
from tests.bot.preview.conftest import bot_on

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("1", callback_data="first")]])
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


async def test_a_tap_reaches_the_bot_and_is_answered_once(telegram: Bot, preview: Preview) -> None:
    sam = preview.user("Sam")
    await sam.says("hi")
    sent = await telegram.send_message(sam.id, "ett", reply_markup=KEYBOARD)
    tap = await sam.taps(preview.messages(sam.private)[-1], "1", answered=False)
    query = (await telegram.get_updates(offset=2))[0].callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("first", sam.id)
    assert query.message is not None
    assert query.message.message_id == sent.message_id
    await telegram.answer_callback_query(query.id, "Nei.", show_alert=True)
    assert (tap.text, tap.alert) == ("Nei.", True)
    with pytest.raises(BadRequest, match=TOO_OLD):
        await telegram.answer_callback_query(query.id)
    with pytest.raises(BadRequest, match=TOO_OLD):
        await telegram.answer_callback_query("12345")


async def test_a_late_answer_is_refused() -> None:
    clock = StoppedClock(datetime(2025, 3, 14, tzinfo=UTC))
    async with Preview(clock=clock) as preview, bot_on(preview) as telegram:
        sam = preview.user("Sam")
        await sam.says("hi")
        await telegram.send_message(sam.id, "ett", reply_markup=KEYBOARD)
        tap = await sam.taps(preview.messages(sam.private)[-1], "1", answered=False)
        preview.advance(timedelta(minutes=2))
        with pytest.raises(BadRequest, match=TOO_OLD):
            await telegram.answer_callback_query(tap.id)


async def test_an_inline_result_is_chosen(telegram: Bot, preview: Preview) -> None:
    sam = preview.user("Sam")
    query = await _inline(preview, telegram, "quay")
    message = await sam.chooses(query, "a")
    assert (message.text, message.via_bot) == ("Opens in March.", True)
    assert "chosen_inline_result" in preview.service.updates.pending[-1]
    with pytest.raises(ValueError, match="no such result"):
        await sam.chooses(query, "b")


async def test_kept_results_are_shown_again_to_those_they_are_for() -> None:
    clock = StoppedClock(datetime(2025, 3, 14, tzinfo=UTC))
    async with Preview(clock=clock) as preview, bot_on(preview) as telegram:
        sam, kim = preview.user("Sam"), preview.user("Kim")
        first = await _inline(preview, telegram, "quay", cache_time=60, is_personal=True)
        again = await sam.asks_inline("quay")
        assert (again.results, again.id != first.id) == (first.results, True)
        asked = len(preview.service.updates.pending)
        assert not acting.ask_inline(preview.service, kim.user, kim.private, "quay").answered
        preview.advance(timedelta(minutes=2))
        assert not acting.ask_inline(preview.service, sam.user, sam.private, "quay").answered
        assert len(preview.service.updates.pending) == asked + 2


async def test_the_button_above_the_results_starts_the_bot(telegram: Bot, preview: Preview) -> None:
    sam = preview.user("Sam")
    button = InlineQueryResultsButton("To the bot", start_parameter="here")
    query = await _inline(preview, telegram, "quay", button=button)
    assert query.button == "To the bot"
    assert (await sam.taps_above(query)).text == "/start here"
    bare = await _inline(preview, telegram, "other")
    with pytest.raises(ValueError, match="no such button"):
        await sam.taps_above(bare)
    with pytest.raises(BadRequest, match=r"(?i)start_param_invalid"):
        await _inline(preview, telegram, "third", button=InlineQueryResultsButton("x", start_parameter="a b"))


async def test_without_inline_mode_the_bot_hears_nothing(preview: Preview) -> None:
    preview.world.bot.inline = False
    sam = preview.user("Sam")
    assert not acting.ask_inline(preview.service, sam.user, sam.private, "quay").answered
    assert preview.service.updates.pending == []


async def _inline(preview: Preview, telegram: Bot, text: str, **how: Any) -> InlineQuery:
    asked = asyncio.create_task(preview.user("Sam").asks_inline(text))
    update = (await telegram.get_updates(offset=-1, timeout=5))[0]
    assert update.inline_query is not None
    assert update.inline_query.query == text
    result = InlineQueryResultArticle("a", "Quay", InputTextMessageContent("<b>Opens</b> in March.", parse_mode="HTML"))
    try:
        await telegram.answer_inline_query(update.inline_query.id, [result], **how)
    except BadRequest:
        asked.cancel()
        raise
    return await asked
