"""On time, exactly once: the real application with the preview's clock, killed at every step, and twice at once."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import ChatMigrated

from bot.memory import BriefingState, Place
from bot.memory.ledger import PATIENCE, Ledger
from bot.preview import Preview, Standing, acting
from bot.preview.clock import StoppedClock
from bot.preview.errors import ApiError
from bot.preview.state import Chat, ChatKind
from bot.telegram.api import sender
from bot.telegram.api.sender import Sender, Spot
from bot.texts import Texts
from tests.bot.telegram.briefings import FERRY, ScriptedBriefer
from tests.bot.telegram.conftest import Kilde, Start, read, refuse, until
from tests.bot.telegram.dying import fail, send_and_die, silence
from tests.bot.telegram.samples import ANSWER

SEVEN = datetime(2026, 6, 1, 5, tzinfo=UTC)
"""In Oslo."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WIDE = {"access": "public", "admin_ids": frozenset({1})}


@pytest.fixture
async def preview() -> AsyncIterator[Preview]:
    async with Preview(clock=StoppedClock(SEVEN)) as preview:
        yield preview


def briefings(preview: Preview, chat: Chat) -> list[str]:
    return [read(it) for it in preview.messages(chat, by_bot=True) if read(it).startswith(("Nytt", "What is new"))]


async def subscribed(preview: Preview) -> Chat:
    """A private chat that is briefed at eight, Oslo time."""
    ola = preview.user("Ola", language="nb")
    await preview.answer_to(await ola.says("/subscribe 08:00 Oslo"))
    return ola.private


async def rounds(kilde: Kilde, count: int = 3) -> None:
    """Lets the bot go its rounds a few times, and none besides: what another one has in hand is not waited for."""
    (job,) = kilde.application.job_queue.jobs()  # type: ignore[union-attr]
    job.enabled = False
    try:
        for _ in range(count):
            await job.run(kilde.application)
    finally:
        job.enabled = True


async def test_the_next_mornings(preview: Preview, start: Start) -> None:
    briefer = ScriptedBriefer()
    async with start(briefer=briefer, seconds=0.2) as kilde:
        chat = await subscribed(preview)
        await rounds(kilde)
        assert briefings(preview, chat) == []
        preview.advance(HOUR)
        await until(lambda: len(briefings(preview, chat)) == 1)
        await rounds(kilde)
        preview.advance(DAY)
        await rounds(kilde)
        assert len(briefings(preview, chat)) == 1
        briefer.entries = (replace(FERRY, story="harbour"), *briefer.entries)
        preview.advance(DAY)
        await rounds(kilde)
    first, second = briefings(preview, chat)
    assert "Fergen går igjen" in first
    assert "1. Fergen" in second
    assert "2." not in second
    assert briefer.asked[0].since == SEVEN + HOUR - timedelta(days=7)
    assert briefer.asked[-1].since == SEVEN + HOUR + DAY


async def test_a_look_at_one_day_keeps_the_days_before_it_for_the_next_briefing(preview: Preview, start: Start) -> None:
    ola, briefer = preview.user("Ola", language="nb"), ScriptedBriefer()
    async with start(briefer=briefer) as kilde:
        for said, days in (("/brief", 0), ("/brief 1d", 3), ("/brief", 0), ("/brief 3d", 1), ("/brief", 0)):
            preview.advance(days * DAY)
            await preview.answer_to(await ola.says(said))
            await kilde.settled()
    begun, since = SEVEN, [it.since for it in briefer.asked]
    assert since == [begun - 7 * DAY, begun + 2 * DAY, begun, begun + DAY, begun + 4 * DAY]


async def test_one_line_where_that_is_wanted(preview: Preview, start: Start) -> None:
    async with start(briefer=ScriptedBriefer(()), briefing_nothing_new="line") as kilde:
        chat = await subscribed(preview)
        preview.advance(HOUR)
        await rounds(kilde)
    assert read(preview.messages(chat, by_bot=True)[-1]) == "Ingenting nytt siden sist."


@pytest.mark.parametrize(
    ("kind", "name", "dies", "arrives"),
    [
        (Ledger, "covered_to", fail, 1),
        (ScriptedBriefer, "brief", fail, 1),
        (Ledger, "claim_due", fail, 1),
        (Sender, "send", silence, 0),
        (Sender, "send", fail, 0),
        (Sender, "send", send_and_die, 1),
        (Ledger, "settle", fail, 1),
    ],
)
async def test_killed_at_every_step_it_sends_once_at_most(
    preview: Preview,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    kind: type,
    name: str,
    dies: Callable[..., Any],
    arrives: int,
) -> None:
    boss = preview.user("Boss")
    async with start(briefer=ScriptedBriefer(), admin_ids=frozenset({boss.id})):
        chat = await subscribed(preview)
        await preview.answer_to(await boss.says("/start"))
    with monkeypatch.context() as patch:
        patch.setattr(kind, name, dies)
        async with start(briefer=ScriptedBriefer()) as kilde:
            preview.advance(HOUR)
            await rounds(kilde)
    async with start(briefer=ScriptedBriefer(), admin_ids=frozenset({boss.id})) as kilde:
        await rounds(kilde)
        assert len(briefings(preview, chat)) == arrives
        preview.advance(PATIENCE + timedelta(seconds=1))
        await rounds(kilde)
        assert len(briefings(preview, chat)) == arrives
        warned = "may not have arrived" in read(preview.messages(boss.private, by_bot=True)[-1])
        settled_at_once = (kind, name) in {(Ledger, "covered_to"), (ScriptedBriefer, "brief"), (Ledger, "claim_due")}
        assert warned != settled_at_once
        preview.advance(DAY)
        await rounds(kilde)
        # What was lost counts as not told, so that the next morning tells it.
        assert len(briefings(preview, chat)) == arrives + (not settled_at_once)


async def test_two_bots_on_one_database(preview: Preview, start: Start) -> None:
    async with AsyncExitStack() as stack:
        both = [await stack.enter_async_context(start(briefer=ScriptedBriefer()))]
        chat = await subscribed(preview)
        both.append(await stack.enter_async_context(start(briefer=ScriptedBriefer())))
        preview.advance(HOUR)
        for kilde in both * 3:
            await rounds(kilde, 1)
        await until(lambda: len(briefings(preview, chat)) >= 1)
        for kilde in both:
            await rounds(kilde)
    assert len(briefings(preview, chat)) == 1


async def test_down_for_longer_than_the_grace_time_is_not_made_up_for(preview: Preview, start: Start) -> None:
    async with start(briefer=ScriptedBriefer()):
        chat = await subscribed(preview)
    preview.advance(timedelta(hours=5))
    async with start(briefer=ScriptedBriefer()) as kilde:
        await rounds(kilde)
        assert briefings(preview, chat) == []
        preview.advance(timedelta(hours=20))
        await rounds(kilde)
    assert len(briefings(preview, chat)) == 1


async def test_who_blocked_the_bot_gets_none_until_it_is_let_in_again(preview: Preview, start: Start) -> None:
    async with start(briefer=ScriptedBriefer()) as kilde:
        chat = await subscribed(preview)
        ola = preview.user("Ola")
        with pytest.MonkeyPatch.context() as patch:
            refuse("sendMessage", ApiError(403, "Forbidden: bot was blocked by the user"), patch)
            preview.advance(HOUR)
            await rounds(kilde)
        assert not kilde.memory.chats.get(chat.id).present
        preview.advance(DAY)
        await rounds(kilde)
        assert briefings(preview, chat) == []
        await ola.blocks_bot()
        acting.set_blocked(preview.service, ola.private, blocked=False)
        await kilde.settled()
        preview.advance(DAY)
        await rounds(kilde)
    assert len(briefings(preview, chat)) == 1


async def test_a_lost_topic_is_unsubscribed(preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    ola = preview.user("Ola")
    forum = preview.chat("Newsroom", admins=[ola], topics=["Sea"], bot=Standing.MEMBER)
    sea = preview.topic(forum, "Sea")
    async with start(briefer=ScriptedBriefer()) as kilde:
        await preview.answer_to(await ola.says("/subscribe@kilde_bot 8 Oslo", chat=forum, topic=sea))
        refuse("sendMessage", ApiError(400, "Bad Request: message thread not found"), monkeypatch)
        preview.advance(HOUR)
        await rounds(kilde)
        assert kilde.memory.subscriptions.of(Place(forum.id, sea.id)) == []


async def test_a_group_that_became_a_supergroup_is_briefed_there(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola")
    old = preview.chat("Newsroom", admins=[ola], kind=ChatKind.GROUP)
    new = preview.chat("Newsroom", admins=[ola])
    async with start(briefer=ScriptedBriefer()) as kilde:
        await preview.answer_to(await ola.says("/subscribe@kilde_bot 8 Oslo", chat=old))
        real = sender._send

        async def moved(bot: Any, spot: Spot, *rest: Any) -> int:
            if spot.chat_id == old.id:
                raise ChatMigrated(new.id)
            return await real(bot, spot, *rest)

        monkeypatch.setattr(sender, "_send", moved)
        preview.advance(HOUR)
        await rounds(kilde)
        assert [it.place for it in kilde.memory.subscriptions.active()] == [Place(new.id)]
        preview.advance(DAY)
        await rounds(kilde)
    assert len(briefings(preview, new)) == 1


async def test_a_group_is_briefed_in_the_language_in_which_that_was_decided(preview: Preview, start: Start) -> None:
    nora, briefer = preview.user("Nora", language="nb"), ScriptedBriefer()
    group = preview.chat("Newsroom", admins=[nora])
    async with start(briefer=briefer) as kilde:
        await preview.answer_to(await nora.says("/subscribe@kilde_bot 8 Oslo", chat=group))
        preview.advance(HOUR)
        await rounds(kilde)
        kilde.memory.chats.choose_language(group.id, "en")
        briefer.entries = (replace(FERRY, story="harbour"),)
        preview.advance(DAY)
        await rounds(kilde)
    first, second = briefings(preview, group)
    assert first.startswith("Nytt")
    assert second.startswith("What is new")


async def test_who_may_not_ask_is_not_briefed(preview: Preview, start: Start) -> None:
    async with start(briefer=ScriptedBriefer()):
        chat = await subscribed(preview)
    async with start(briefer=ScriptedBriefer(), access="private") as kilde:
        preview.advance(HOUR)
        await rounds(kilde)
    assert briefings(preview, chat) == []


async def test_a_followed_story_is_told_once_an_hour_at_most(preview: Preview, start: Start) -> None:
    briefer = ScriptedBriefer()
    async with start(briefer=briefer) as kilde:
        ola = preview.user("Ola", language="nb")
        briefed = await preview.answer_to(await ola.says("/brief"))
        await ola.taps(briefed, "1 🔔 Følg")
        await until(lambda: len(kilde.memory.ledger.followed()) == 1)
        for minutes in (30, 31, 20):
            briefer.news["ferry"] = FERRY
            preview.advance(timedelta(minutes=minutes))
            await rounds(kilde)
        assert len(briefings(preview, ola.private)) == 2
        assert briefings(preview, ola.private)[-1].startswith("Nytt i en sak du følger\n")
        assert "Oppdatering" in briefings(preview, ola.private)[-1]
        stored = kilde.memory.ledger.get(2)
        assert stored
        assert stored.state is BriefingState.SENT
        await ola.taps(briefed, "1 🔔 Følg")
        await until(lambda: kilde.memory.ledger.followed() == [])


@pytest.mark.parametrize(
    ("asked", "chosen", "said"),
    [
        ([], None, "Nytt"),
        (["ar", "ar"], None, "Nytt"),
        (["ar", "ar", "nb"], None, Texts("ar").text("brief.title")),
        (["de", "de", "de"], None, "Nytt"),
        (["ar", "ar", "ar"], "en", "What is new"),
    ],
)
async def test_a_group_is_briefed_in_its_own_language(
    preview: Preview, start: Start, asked: list[str], chosen: str | None, said: str
) -> None:
    ola = preview.user("Ola", language="nb")
    group = preview.chat("Redaksjonen", admins=[ola], bot=Standing.MEMBER)
    async with start(briefer=ScriptedBriefer()) as kilde:
        await preview.answer_to(await ola.says("/subscribe@kilde_bot 8 Oslo", chat=group))
        for number, language in enumerate(asked):
            kilde.memory.answers.save(group.id, None, 1000 + number, replace(ANSWER, language=language))
        if chosen:
            kilde.memory.chats.choose_language(group.id, chosen)
        preview.advance(HOUR)
        await rounds(kilde)
    assert read(preview.messages(group, by_bot=True)[-1]).split("\n")[0] == said
