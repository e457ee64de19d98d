"""Editing and deleting, through python-telegram-bot."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.preview import Person, Preview, Standing, StoppedClock
from tests.bot.preview.conftest import bot_on

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("1", callback_data="x")]])


@pytest.fixture
async def sam(preview: Preview) -> Person:
    person = preview.user("Sam")
    await person.says("hi")
    return person


async def test_an_edit_changes_text_and_drops_the_keyboard(telegram: Bot, preview: Preview, sam: Person) -> None:
    sent = await telegram.send_message(sam.id, "ett", reply_markup=KEYBOARD)
    edited = await telegram.edit_message_text("to", sam.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("to", None)
    assert edited.edit_date is not None


async def test_edits_that_are_refused(telegram: Bot, sam: Person) -> None:
    sent = await telegram.send_message(sam.id, "ett", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match=r"^Message is not modified: specified new message content and reply markup"):
        await telegram.edit_message_text("ett", sam.id, sent.message_id, reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await telegram.edit_message_text("to", sam.id, 99)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await telegram.edit_message_text("to", sam.id, 1)
    document = await telegram.send_document(sam.id, b"x", filename="x.txt", caption="ett")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await telegram.edit_message_text("to", sam.id, document.message_id)


async def test_deleting(telegram: Bot, preview: Preview, sam: Person) -> None:
    sent = await telegram.send_message(sam.id, "ett")
    assert await telegram.delete_message(sam.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await telegram.delete_message(sam.id, sent.message_id)
    desk = preview.chat("Desk", members=[sam])
    said = await sam.says("hello", chat=desk)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await telegram.delete_message(desk.id, said.id)
    await sam.sets_bot(desk, Standing.ADMINISTRATOR)
    assert await telegram.delete_message(desk.id, said.id)
    assert preview.messages(desk) == []


async def test_after_two_days_a_message_stays() -> None:
    clock = StoppedClock(datetime(2025, 3, 14, tzinfo=UTC))
    async with Preview(clock=clock) as preview, bot_on(preview) as telegram:
        sam = preview.user("Sam")
        await sam.says("hi")
        sent = await telegram.send_message(sam.id, "ett")
        assert sent.date == clock.now()
        preview.advance(timedelta(hours=48))
        with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
            await telegram.delete_message(sam.id, sent.message_id)
