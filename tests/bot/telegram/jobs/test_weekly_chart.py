"""The weekly picture: once a week, after the first briefing that was sent, whatever dies in between."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.memory import Place
from bot.memory.ledger import PATIENCE, Ledger
from bot.preview import Preview, Standing
from bot.preview.clock import StoppedClock
from bot.preview.errors import ApiError
from bot.preview.state import Chat, Message
from bot.telegram.api.sender import Sender
from bot.telegram.handlers.corpus import CorpusHandler
from bot.texts import Live, Texts
from tests.bot.telegram.briefings import FERRY, ScriptedBriefer
from tests.bot.telegram.conftest import Start, read, refuse
from tests.bot.telegram.dying import Killed, fail, silence
from tests.bot.telegram.jobs.test_scheduler import briefings, rounds

pytestmark = pytest.mark.usefixtures("drawing_ready")

SEVEN = datetime(2026, 6, 1, 5, tzinfo=UTC)
"""In Oslo, on a Monday."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER_TOPICS = tuple(replace(FERRY, story=f"story {number}") for number in range(40))


class Daily(ScriptedBriefer):
    """Has one new story whenever it is asked."""

    def brief(self, request: Any) -> Any:
        self.entries = tuple(it for it in LATER_TOPICS if it.story not in request.told)[:1]
        return super().brief(request)


@pytest.fixture
async def preview() -> AsyncIterator[Preview]:
    async with Preview(clock=StoppedClock(SEVEN)) as preview:
        yield preview


def pictures(preview: Preview, chat: Chat) -> list[Message]:
    return [it for it in preview.messages(chat, by_bot=True) if it.file]


async def subscribed(preview: Preview, *more: str) -> Chat:
    """A private chat that is briefed at eight, Oslo time, with a picture once a week."""
    ola = preview.user("Ola", language="nb")
    for typed in ("/subscribe 08:00 Oslo", *more, "/corpus weekly"):
        await preview.answer_to(await ola.says(typed))
    return ola.private


async def test_it_comes_with_the_first_briefing_of_each_week(preview: Preview, start: Start) -> None:
    async with start(briefer=Daily()) as kilde:
        chat = await subscribed(preview, "/subscribe 08:00 Oslo ferger")
        seen = []
        for day in range(15):
            # Before the rounds: the bot goes its own as well, and would serve the day after the last one.
            preview.advance(DAY if day else HOUR)
            await rounds(kilde)
            seen.append(len(pictures(preview, chat)))
        covered = kilde.memory.ledger.covered_to(Place(chat.id), "", preview.clock.now())
    assert seen == [1] * 7 + [2] * 7 + [3]
    assert len(briefings(preview, chat)) == 30
    told = preview.messages(chat, by_bot=True)
    assert told.index(pictures(preview, chat)[0]) > 3
    assert "20 artikler" in read(pictures(preview, chat)[0])
    assert covered
    assert covered.astimezone(UTC) == SEVEN + HOUR + 14 * DAY


async def test_where_nothing_is_new_it_waits_for_a_briefing(preview: Preview, start: Start) -> None:
    briefer = ScriptedBriefer(())
    async with start(briefer=briefer) as kilde:
        chat = await subscribed(preview)
        preview.advance(HOUR)
        await rounds(kilde)
        assert pictures(preview, chat) == []
        briefer.entries = (FERRY,)
        preview.advance(DAY)
        await rounds(kilde)
    assert len(pictures(preview, chat)) == 1


async def test_it_is_turned_on_and_off_by_administrators_for_one_topic(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve")
    forum = preview.chat("Newsroom", admins=[ola], members=[eve], topics=["Sea", "Land"], bot=Standing.MEMBER)
    sea, land = preview.topic(forum, "Sea"), preview.topic(forum, "Land")
    async with start(briefer=Daily()) as kilde:
        nothing = await preview.answer_to(await ola.says("/corpus@kilde_bot weekly", chat=forum, topic=sea))
        for topic in (sea, land):
            await preview.answer_to(await ola.says("/subscribe@kilde_bot 8 Oslo", chat=forum, topic=topic))
        refused = await preview.answer_to(await eve.says("/corpus@kilde_bot weekly", chat=forum, topic=sea))
        turned_on = await preview.answer_to(await ola.says("/corpus@kilde_bot weekly", chat=forum, topic=sea))
        listed = await preview.answer_to(await ola.says("/subscriptions@kilde_bot", chat=forum, topic=sea))
        preview.advance(HOUR)
        await rounds(kilde)
        assert [it.thread_id for it in pictures(preview, forum)] == [sea.id]
        turned_off = await preview.answer_to(await ola.says("/corpus@kilde_bot weekly", chat=forum, topic=sea))
        preview.advance(7 * DAY)
        await rounds(kilde)
        assert len(pictures(preview, forum)) == 1
    texts = Texts("en")
    assert read(nothing) == texts.text("subscriptions.none", command=Live("/subscribe 08:00")).translate(
        dict.fromkeys([0x2068, 0x2069])
    )
    assert refused.text == texts.text("subscribe.admins_only")
    assert "first briefing of each week" in turned_on.text
    assert listed.text.endswith(texts.text("subscriptions.picture"))
    assert turned_off.text == texts.text("corpus.weekly_off")


async def _fail_later(*_: Any, **__: Any) -> None:
    raise Killed


async def _send_and_die(self: Sender, *arguments: Any) -> None:
    await SEND(self, *arguments)
    raise Killed


def _die_at_the_second(self: Ledger, *arguments: Any) -> None:
    """Settle the words, but not the picture."""
    if self.get(arguments[0]).subject:  # type: ignore[union-attr]
        raise Killed
    SETTLE(self, *arguments)


SEND, SETTLE = Sender.send_picture, Ledger.settle


@pytest.mark.parametrize(
    ("kind", "name", "dies", "at_once", "next_day"),
    [
        (Ledger, "knows", fail, 0, 1),
        (CorpusHandler, "draw", _fail_later, 0, 1),
        (Ledger, "claim", fail, 0, 1),
        (Sender, "send_picture", _fail_later, 0, 0),
        (Sender, "send_picture", silence, 0, 0),
        (Sender, "send_picture", _send_and_die, 1, 1),
        (Ledger, "settle", _die_at_the_second, 1, 1),
    ],
)
async def test_killed_at_every_step_it_comes_once_at_most_and_the_words_always(
    preview: Preview,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    kind: type,
    name: str,
    dies: Callable[..., Any],
    at_once: int,
    next_day: int,
) -> None:
    async with start(briefer=Daily()):
        chat = await subscribed(preview)
    with monkeypatch.context() as patch:
        patch.setattr(kind, name, dies)
        async with start(briefer=Daily()) as kilde:
            preview.advance(HOUR)
            await rounds(kilde)
    async with start(briefer=Daily()) as kilde:
        await rounds(kilde)
        assert (len(briefings(preview, chat)), len(pictures(preview, chat))) == (1, at_once)
        preview.advance(PATIENCE + timedelta(seconds=1))
        await rounds(kilde)
        assert (len(briefings(preview, chat)), len(pictures(preview, chat))) == (1, at_once)
        preview.advance(DAY)
        await rounds(kilde)
        assert (len(briefings(preview, chat)), len(pictures(preview, chat))) == (2, next_day)
        preview.advance(7 * DAY)
        await rounds(kilde)
        assert (len(briefings(preview, chat)), len(pictures(preview, chat))) == (3, next_day + 1)


async def test_two_bots_on_one_database_send_one(preview: Preview, start: Start) -> None:
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(start(briefer=Daily()))
        # Before the other comes: two that ask for updates may get the same ones, and what turns on turns off again.
        chat = await subscribed(preview)
        other = await stack.enter_async_context(start(briefer=Daily()))
        preview.advance(HOUR)
        for kilde in [one, other] * 3:
            await rounds(kilde, 1)
    assert len(pictures(preview, chat)) == 1


async def test_refused_it_is_sent_in_words_and_the_week_is_used(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(briefer=Daily()) as kilde:
        chat = await subscribed(preview)
        calls = refuse("sendPhoto", ApiError(400, "Bad Request: not enough rights to send photos"), monkeypatch)
        for _ in range(2):
            preview.advance(HOUR if not calls else DAY)
            await rounds(kilde)
        said = [read(it) for it in preview.messages(chat, by_bot=True) if "20 artikler" in it.text]
    assert len(calls) == 1
    assert len(said) == 1
    assert len(briefings(preview, chat)) == 2


async def test_blocked_between_words_and_picture_it_is_refused(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with start(briefer=Daily()) as kilde:
        await subscribed(preview)
        refuse("sendPhoto", ApiError(403, "Forbidden: bot was blocked by the user"), monkeypatch)
        preview.advance(HOUR)
        await rounds(kilde)
        preview.advance(PATIENCE * 2)
        assert kilde.memory.ledger.lose(preview.clock.now()) == []
    assert "does not get its picture" in caplog.text


async def test_it_comes_once_a_week_however_soon_answers_are_removed(preview: Preview, start: Start) -> None:
    async with start(briefer=Daily(), keep_answers_days=7) as kilde:
        chat = await subscribed(preview)
        for day in range(6):
            preview.advance(DAY if day else HOUR)
            await rounds(kilde)
    assert len(pictures(preview, chat)) == 1
