"""Long polling, as a bot's library does it."""

import asyncio

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from bot.preview import Preview
from tests.bot.preview.conftest import bot_on


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text if update.effective_message else None for update in updates]


async def test_updates_stay_until_they_are_confirmed(telegram: Bot, preview: Preview) -> None:
    sam = preview.user("Sam")
    for text in ("one", "two", "three"):
        await sam.says(text)
    assert texts(await telegram.get_updates(limit=2)) == ["one", "two"]
    assert texts(await telegram.get_updates()) == ["one", "two", "three"]
    assert texts(await telegram.get_updates(offset=2)) == ["two", "three"]
    assert texts(await telegram.get_updates()) == ["two", "three"]
    assert texts(await telegram.get_updates(offset=-1)) == ["three"]
    assert texts(await telegram.get_updates(offset=4)) == []


async def test_a_poll_waits_for_the_next_update(telegram: Bot, preview: Preview) -> None:
    poll = asyncio.create_task(telegram.get_updates(timeout=30))
    await preview.until_polled()
    await preview.user("Sam").says("hi")
    assert texts(await poll) == ["hi"]


async def test_a_second_poll_ends_the_first(telegram: Bot, preview: Preview) -> None:
    first = asyncio.create_task(telegram.get_updates(timeout=30))
    await preview.until_polled()
    async with bot_on(preview) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await preview.user("Sam").says("hi")
        assert texts(await second) == ["hi"]


async def test_reactions_come_only_when_asked_for(telegram: Bot, preview: Preview) -> None:
    sam = preview.user("Sam")
    said = await sam.says("hi")
    await sam.reacts(said, "👍")
    assert len(await telegram.get_updates(allowed_updates=["message_reaction"])) == 1
    await sam.reacts(said, "🔥")
    await sam.says("not asked for")
    (update,) = await telegram.get_updates(offset=2)
    assert update.message_reaction is not None
    assert update.message_reaction.old_reaction[0].to_dict() == {"type": "emoji", "emoji": "👍"}
    assert update.message_reaction.new_reaction[0].to_dict() == {"type": "emoji", "emoji": "🔥"}


async def test_polling_ends_with_the_preview() -> None:
    async with Preview() as preview:
        polling = asyncio.create_task(preview.service.updates.poll(0, 100, 30))
        await asyncio.sleep(0)
    assert await polling == []


async def test_what_stands_in_a_update_of_a_reply_in_a_topic(telegram: Bot, preview: Preview) -> None:
    sam = preview.user("Sam", language="en")
    forum = preview.chat("News", members=[sam], topics=["Oil"])
    oil = preview.topic(forum, "Oil")
    sent = await telegram.send_message(forum.id, "The price rose.", message_thread_id=oil.id)
    await sam.replies_to(preview.messages(forum)[-1], "how much?", quote="price")
    (update,) = await telegram.get_updates()
    message = update.message
    assert message is not None
    assert (message.message_thread_id, message.is_topic_message) == (oil.id, True)
    assert message.reply_to_message is not None
    assert message.reply_to_message.message_id == sent.message_id
    assert message.quote is not None
    assert (message.quote.text, message.quote.position, message.quote.is_manual) == ("price", 4, True)
    assert message.from_user is not None
    assert message.from_user.language_code == "en"
