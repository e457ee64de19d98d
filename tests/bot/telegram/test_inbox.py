"""What was received is handled to its end, once, however often the bot dies and whatever Telegram does meanwhile."""

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from telegram import Update

from bot.memory.update_inbox import Inbox
from bot.monitoring.recorder import SILENT
from bot.preview import Preview
from bot.preview.errors import ApiError, flooded
from bot.preview.state import Message
from bot.telegram.api.flood_gate import A_MINUTE
from bot.telegram.handlers.late_updates import LateUpdates
from bot.texts import Texts
from tests.bot.telegram.conftest import Scripted, Start, labels, read, refuse, until
from tests.bot.telegram.jobs.test_scheduler import rounds
from tests.bot.telegram.samples import DECLINED

EN = Texts("en")


def replies(preview: Preview, question: Message) -> list[str]:
    chat = preview.world.chats[question.chat_id]
    return [read(message) for message in preview.messages(chat, by_bot=True) if message.reply_to == question.id]


async def dies_while_answering(preview: Preview, start: Start, text: str = "When?") -> Message:
    """Ask, and end the bot while it makes the answer; Telegram was told that the question was received."""
    gate = threading.Event()
    answerer, ola = Scripted(gates={text: gate}), preview.user("Ola", language="en")
    async with start(answerer, drain=0.05):
        asked = await ola.says(text)
        await until(lambda: bool(answerer.asked), 60)
    gate.set()
    assert not preview.service.updates.pending
    assert not replies(preview, asked)
    return asked


async def test_a_question_in_hand_outlives_the_bot(preview: Preview, start: Start) -> None:
    asked = await dies_while_answering(preview, start)
    async with start() as kilde:
        answer = await preview.answer_to(asked, seconds=60)
        await preview.settled(kilde.application, seconds=60)
        assert [it.text for it in kilde.answerer.asked] == ["When?"]
        assert kilde.memory.inbox.unsettled(preview.bot.id, preview.clock.now() + timedelta(days=1), 9) == []
    assert answer.reply_to == asked.id
    async with start() as kilde:
        await preview.settled(kilde.application, seconds=60)
        assert kilde.answerer.asked == []
    assert len(replies(preview, asked)) == 1


async def test_what_was_asked_too_long_ago_gets_one_sentence(preview: Preview, start: Start) -> None:
    asked = await dies_while_answering(preview, start)
    preview.advance(timedelta(hours=7))
    async with start() as kilde:
        await preview.answer_to(asked, seconds=60)
        await preview.settled(kilde.application, seconds=60)
        assert kilde.answerer.asked == []
    async with start() as kilde:
        await preview.settled(kilde.application, seconds=60)
    assert replies(preview, asked) == [EN.text("inbox.late")]


async def test_a_stranger_is_not_told_that_it_is_too_late(preview: Preview, start: Start) -> None:
    asked = await dies_while_answering(preview, start)
    preview.advance(timedelta(hours=7))
    async with start(access="private", admin_ids=frozenset({1})) as kilde:
        await preview.settled(kilde.application, seconds=60)
    assert EN.text("inbox.late") not in replies(preview, asked)


async def test_an_answer_that_left_and_may_have_arrived_is_offered_not_sent_again(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola", language="en")

    def die(*_: Any) -> bool:
        raise asyncio.CancelledError

    async with start(drain=0.05):
        monkeypatch.setattr(Inbox, "settle", die)
        asked = await ola.says("When?")
        await preview.answer_to(asked, seconds=60)
    monkeypatch.undo()
    preview.advance(timedelta(minutes=2))
    async with start() as kilde:
        await until(lambda: len(replies(preview, asked)) == 2, 60)
        await preview.settled(kilde.application, seconds=60)
        assert kilde.answerer.asked == []
        offered = preview.messages(ola.private, by_bot=True)[-1]
        assert read(offered) == EN.text("inbox.doubtful")
        await ola.taps(offered, EN.text("inbox.show"))
        await preview.settled(kilde.application, seconds=60)
        assert "Vardø" in read(preview.current(offered))
        assert labels(preview.current(offered))
    async with start() as kilde:
        await preview.settled(kilde.application, seconds=60)
    assert len(replies(preview, asked)) == 2


async def in_doubt(preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch) -> Message:
    """A question whose answer arrived, of which the bot that sent it never heard."""

    def die(*_: Any) -> bool:
        raise asyncio.CancelledError

    async with start(drain=0.05):
        monkeypatch.setattr(Inbox, "settle", die)
        asked = await preview.user("Ola", language="en").says("When?")
        await preview.answer_to(asked, seconds=60)
    monkeypatch.undo()
    preview.advance(timedelta(minutes=2))
    return asked


async def test_a_bot_that_dies_before_it_says_that_leaves_it_to_the_next_one(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, begun = await in_doubt(preview, start, monkeypatch), list[object]()

    async def die(*arguments: object) -> None:
        begun.append(arguments)
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(LateUpdates, "_offer", die)
        async with start(drain=0.05):
            await until(lambda: bool(begun), 60)
    assert len(replies(preview, asked)) == 1
    preview.advance(timedelta(minutes=2))
    async with start() as kilde:
        await until(lambda: len(replies(preview, asked)) == 2, 60)
        await preview.settled(kilde.application, seconds=60)
        assert kilde.answerer.asked == []
    assert replies(preview, asked)[1] == EN.text("inbox.doubtful")


async def test_where_that_cannot_be_said_at_once_it_is_said_later_and_the_answer_is_not_made_again(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await in_doubt(preview, start, monkeypatch)
    monkeypatch.setattr("bot.telegram.api.rate_limiter.RateLimiter.__init__.__defaults__", (0.0, 1, 0.01, SILENT))
    refused = refuse("sendMessage", ApiError(502, "Bad Gateway"), monkeypatch, times=4)
    async with start() as kilde:
        await until(lambda: len(refused) >= 1, 60)
        async with asyncio.timeout(60):
            while len(replies(preview, asked)) < 2:
                preview.advance(timedelta(minutes=2))
                await rounds(kilde, 1)
                await preview.settled(kilde.application, seconds=60)
                await asyncio.sleep(0.01)
        preview.advance(timedelta(minutes=10))
        await rounds(kilde)
        await preview.settled(kilde.application, seconds=60)
        assert kilde.answerer.asked == []
    assert len(replies(preview, asked)) == 2


@pytest.mark.parametrize("error", [ApiError(500, "Internal Server Error"), ApiError(502, "Bad Gateway"), flooded(200)])
async def test_an_answer_that_could_not_be_sent_is_sent_later_and_not_made_again(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, error: ApiError
) -> None:
    ola = preview.user("Ola", language="en")
    monkeypatch.setattr("bot.telegram.api.rate_limiter.RateLimiter.__init__.__defaults__", (0.0, 1, 0.01, SILENT))
    async with start() as kilde:
        refused = refuse("sendMessage", error, monkeypatch, times=4)
        asked = await ola.says("When?")
        await until(lambda: len(refused) >= 1)
        await preview.settled(kilde.application, seconds=60)
        assert replies(preview, asked) == []
        async with asyncio.timeout(60):
            while not replies(preview, asked):
                preview.advance(timedelta(minutes=6))
                await rounds(kilde, 1)
                await preview.settled(kilde.application, seconds=60)
                await asyncio.sleep(0.01)
        assert len(replies(preview, asked)) == 1
        assert len(kilde.answerer.asked) == 1
    assert EN.text("error.unexpected") not in replies(preview, asked)[0]


async def test_an_update_that_is_delivered_twice_is_handled_once(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="en")
    async with start(Scripted({"?": DECLINED})) as kilde:
        declined = await preview.answer_to(await ola.says("?"))
        content = {"id": "1", "from": {"id": ola.id, "is_bot": False, "first_name": "Ola"}, "chat_instance": "1"}
        content["data"] = next(
            b.data for row in declined.keyboard for b in row if b.data and b.data.startswith("watch")
        )
        chat = {"id": ola.id, "type": "private", "first_name": "Ola"}
        content["message"] = {"message_id": declined.id, "date": 1, "chat": chat, "text": "x"}
        for _ in range(2):
            update = Update.de_json({"update_id": 7_000, "callback_query": content}, kilde.application.bot)
            await kilde.application.update_queue.put(update)
            await preview.settled(kilde.application, seconds=60)
        assert len(kilde.memory.watches.of(ola.id)) == 1


async def test_what_members_of_a_group_say_to_one_another_is_not_written_down(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[str] = []
    real = Inbox.receive

    def receive(self: Inbox, *given: Any) -> bool:
        received.append(given[1])
        return real(self, *given)

    monkeypatch.setattr(Inbox, "receive", receive)
    ola = preview.user("Ola")
    preview.world.bot.privacy = False
    group = preview.chat("Desk", members=[ola])
    async with start() as kilde:
        await ola.says("a secret between us", chat=group)
        await ola.says("/ask@kilde_bot When?", chat=group)
        await preview.settled(kilde.application, seconds=60)
    assert len(received) == 1
    assert "secret" not in received[0]


async def test_while_the_database_is_locked_telegram_keeps_the_questions_and_each_asker_is_told_once(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola, kari = preview.user("Ola", language="en"), preview.user("Kari", language="nb")
    real = Inbox.receive
    locked = [True]

    def receive(self: Inbox, *given: Any) -> bool:
        if locked[0]:
            raise OperationalError("INSERT", {}, Exception("database is locked"))
        return real(self, *given)

    async with start() as kilde:
        monkeypatch.setattr(Inbox, "receive", receive)
        asked = [await ola.says("When?"), await ola.says("Where?"), await kari.says("Hvem?")]
        await until(lambda: bool(replies(preview, asked[0])), 60)
        await asyncio.sleep(2)
        locked[0] = False
        await until(lambda: all(any("Vardø" in it for it in replies(preview, one)) for one in asked), 30)
        await preview.settled(kilde.application, seconds=60)
        assert sorted(it.text for it in kilde.answerer.asked) == ["Hvem?", "When?", "Where?"]
    told = [EN.text("error.written_down_later"), Texts("nb").text("error.written_down_later")]
    said = [it for one in asked for it in replies(preview, one)]
    assert [said.count(it) for it in told] == [1, 0]  # Telegram keeps what comes after the first one in order.


async def test_who_writes_too_fast_is_told_once_and_keeps_nobody_waiting(preview: Preview, start: Start) -> None:
    eve, ola = preview.user("Eve", language="en"), preview.user("Ola", language="en")
    async with start() as kilde:
        for _ in range(A_MINUTE + 50):
            await eve.says("/language")
        await preview.answer_to(await ola.says("When?"), seconds=60)
        await preview.settled(kilde.application, seconds=60)
        said = [read(message) for message in preview.messages(eve.private, by_bot=True)]
    assert said.count(EN.text("flood.hasty")) == 1
    assert len(said) == A_MINUTE + 1


async def test_more_questions_than_the_budget_are_refused_once(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola", language="en"), preview.user("Kari", language="en")
    async with start(person_questions_a_minute=2) as kilde:
        for number in range(6):
            await ola.says(f"When {number}?")
        await kari.says("When?")
        await preview.settled(kilde.application, seconds=60)
        asked = [
            it.text for it in kilde.answerer.asked
        ]  # Which two of the six is left to chance: they are side by side.
        assert (len(asked), asked.count("When?")) == (3, 1)
        said = [read(message) for message in preview.messages(ola.private, by_bot=True)]
        assert said.count(EN.text("budget.minute")) == 1
        assert len(said) == 3


async def test_a_day_has_its_own_budget_also_in_groups_and_for_briefings(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola", language="en"), preview.user("Kari", language="en")
    group = preview.chat("Desk", members=[ola, kari])
    async with start(chat_questions_a_day=2) as kilde:
        await ola.says("/ask@kilde_bot When?", chat=group)
        await preview.settled(kilde.application, seconds=60)
        await kari.says("/brief@kilde_bot", chat=group)
        await preview.settled(kilde.application, seconds=60)
        await kari.says("/ask@kilde_bot Where?", chat=group)
        await preview.settled(kilde.application, seconds=60)
        assert [it.text for it in kilde.answerer.asked] == ["When?"]
        assert read(preview.messages(group, by_bot=True)[-1]) == EN.text("budget.day")
        await preview.answer_to(await kari.says("Where?"))


async def test_a_tap_on_a_button_that_nobody_knows_is_answered(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="en")
    async with start():
        answer = await preview.answer_to(await ola.says("When?"))
        query = await ola.taps_stale(answer, "something:of:long:ago")
        await until(lambda: query.answered)
    assert query.text == EN.text("button.unknown")
