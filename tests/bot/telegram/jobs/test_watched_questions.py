"""Told once, in its place, when it appears: the real application, killed at every step, and twice at once."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import ChatMigrated

from bot.answers.answer import Answer, Turn
from bot.answers.appearing import Appearing
from bot.memory.answers import Answers
from bot.memory.ledger import PATIENCE, Ledger
from bot.memory.watches import Watches
from bot.preview import Preview, Standing, acting
from bot.preview.errors import ApiError
from bot.preview.state import Chat, ChatKind, Message
from bot.telegram.api import sender
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.jobs import watched_questions
from bot.texts import Texts
from tests.bot.telegram.conftest import Scripted, Shelf, Start, labels, read, refuse, until
from tests.bot.telegram.dying import fail, send_and_die, silence
from tests.bot.telegram.jobs.test_scheduler import rounds
from tests.bot.telegram.samples import DECLINED

NB = Texts("nb")
BELL = f"🔔 {NB.text('watch.button')}"
ASKED = "Når åpner havnen?"


def news(preview: Preview, chat: Chat) -> list[Message]:
    return [it for it in preview.messages(chat, by_bot=True) if read(it).startswith("🔔 Nå svarer artiklene")]


class Stage:
    """A bot whose articles do not answer, until something appears."""

    def __init__(self, start: Start, harbour: Answer) -> None:
        self.start, self.harbour = start, harbour
        self.shelf, self.scripted = Shelf(), Scripted({ASKED: DECLINED})

    def run(self, **keys: object) -> Any:
        return self.start(self.scripted, self.shelf, **keys)

    def appear(self, came: datetime | None = None) -> None:
        self.shelf.generation += 1
        self.shelf.came["nord/havn.txt"] = came or datetime.now(UTC) + timedelta(seconds=1)
        self.scripted.answers[ASKED] = self.harbour


@pytest.fixture
def stage(start: Start, harbour: Answer) -> Stage:
    return Stage(start, harbour)


async def watched(preview: Preview, chat: Chat | None = None, **place: Any) -> Message:
    """Ola asks in vain, and wants to be told; gives the question."""
    ola = preview.user("Ola", language="nb")
    asked = await ola.says(f"@kilde_bot {ASKED}" if chat else ASKED, chat=chat, **place)
    await ola.taps(await preview.answer_to(asked), BELL)
    return asked


async def test_told_once_with_the_citation_below_the_question(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    async with stage.run() as kilde:
        asked = await watched(preview)
        await rounds(kilde)
        assert len(stage.scripted.asked) == 2  # In vain, and no second time of the same index.
        stage.appear()
        await rounds(kilde)
        (told,) = news(preview, ola.private)
        await ola.taps(told, "[1]")
        opened = await preview.next_message(ola.private, after=told)
        await ola.taps(told, "👍")
        follow_up = await preview.answer_to(await ola.replies_to(told, "Og hvorfor?"))
        stage.appear()
        await rounds(kilde)
        assert len(kilde.memory.votes.all()) == 1
    assert read(told).split("\n")[:3] == [
        f"🔔 Nå svarer artiklene på dette: {ASKED}",
        "",
        "Havnen i Vardø åpner igjen den 3. mars 2024.",
    ]
    assert labels(told) == ["[1]", "👍", "👎"]
    assert told.reply_to == asked.id
    assert "Sjøfolk har ventet lenge" in read(opened)
    assert stage.scripted.asked[-1].earlier == (Turn(ASKED, (stage.harbour.citations[0].quote,)),)
    assert follow_up
    assert len(news(preview, ola.private)) == 1


async def test_an_answer_from_the_same_old_articles_has_not_appeared(preview: Preview, stage: Stage) -> None:
    async with stage.run() as kilde:
        asked = await watched(preview)
        stage.appear(datetime.now(UTC) - timedelta(days=2))
        await rounds(kilde)
        assert len(stage.scripted.asked) == 2
        assert news(preview, preview.world.chats[asked.chat_id]) == []


async def test_a_group_is_told_in_the_topic_and_once_for_all_who_watch(preview: Preview, stage: Stage) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    forum = preview.chat("Forum", admins=[ola], members=[kari], topics=["Havn"], bot=Standing.MEMBER)
    topic = preview.topic(forum, "Havn")
    async with stage.run() as kilde:
        asked = await watched(preview, forum, topic=topic)
        await kari.taps(preview.messages(forum, by_bot=True)[-1], BELL)
        stage.appear()
        await rounds(kilde)
        late = await kari.taps(preview.messages(forum, by_bot=True)[0], BELL)
    (told,) = news(preview, forum)
    assert (told.thread_id, told.reply_to) == (topic.id, asked.id)
    assert not [it for it in told.content.entities if it.type in {"mention", "text_mention"}]
    assert late.text == NB.text("watch.told")


@pytest.mark.parametrize(
    ("kind", "name", "dies", "arrives", "doubtful"),
    [
        (Appearing, "mark", fail, 1, False),
        (Appearing, "look", fail, 1, False),
        (Ledger, "claim_watched", fail, 1, False),
        (Answers, "save", fail, 0, True),
        (Sender, "send", silence, 0, True),
        (Sender, "send", fail, 0, True),
        (Sender, "send", send_and_die, 1, True),
        (Ledger, "settle", fail, 1, True),
        (Watches, "note_told", fail, 1, False),
        (Answers, "note_messages", fail, 1, False),
        (Watches, "note_looked", fail, 1, False),
    ],
)
async def test_killed_at_every_step_it_tells_once_at_most(
    preview: Preview,
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    kind: type,
    name: str,
    dies: Callable[..., Any],
    arrives: int,
    doubtful: bool,
) -> None:
    boss, ola = preview.user("Boss"), preview.user("Ola", language="nb")
    async with stage.run(admin_ids=frozenset({boss.id})) as kilde:
        await watched(preview)
        await preview.answer_to(await boss.says("/start"))
        await rounds(kilde)
        stage.appear()
        with monkeypatch.context() as patch:
            patch.setattr(kind, name, dies)
            await rounds(kilde)
    async with stage.run(admin_ids=frozenset({boss.id})) as kilde:
        await rounds(kilde)
        assert len(news(preview, ola.private)) == arrives
        for _ in range(2):
            stage.appear()
            preview.advance(PATIENCE + timedelta(seconds=1))
            await rounds(kilde)
        assert len(news(preview, ola.private)) == arrives
        warned = "may not have arrived" in read(preview.messages(boss.private, by_bot=True)[-1])
        listed = await preview.answer_to(await ola.says("/watching"))
    assert warned is doubtful
    assert (NB.text("watching.perhaps") in read(listed)) is (doubtful or name == "note_told")


async def test_two_bots_on_one_database(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    async with AsyncExitStack() as stack:
        both = [await stack.enter_async_context(stage.run())]
        await watched(preview)
        both.append(await stack.enter_async_context(stage.run()))
        stage.appear()
        for kilde in both * 2:
            await rounds(kilde)
    assert len(news(preview, ola.private)) == 1


async def test_a_question_that_fails_holds_up_no_other_and_is_asked_again(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    async with stage.run() as kilde:
        stage.scripted.answers["Hvem vant?"] = DECLINED
        for question in ("Hvem vant?", ASKED):
            await ola.taps(await preview.answer_to(await ola.says(question)), BELL)
        stage.appear()
        stage.scripted.failures["Hvem vant?"] = RuntimeError("hm")
        await rounds(kilde)
        assert len(news(preview, ola.private)) == 1
        asked = len(stage.scripted.asked)
        await rounds(kilde, 1)
        assert [it.text for it in stage.scripted.asked[asked:]] == ["Hvem vant?"]


async def test_a_round_has_an_end_and_the_next_goes_on(
    preview: Preview, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_questions, "_A_ROUND", 2)
    ola = preview.user("Ola", language="nb")
    async with stage.run() as kilde:
        for number in range(5):
            question = f"Hvem vant løp {number}?"
            stage.scripted.answers[question] = DECLINED
            await ola.taps(await preview.answer_to(await ola.says(question)), BELL)
        stage.scripted.asked.clear()
        counts = []
        for _ in range(4):
            await rounds(kilde, 1)
            counts.append(len({it.text for it in stage.scripted.asked}))
    assert counts == [2, 4, 5, 5]


async def test_who_blocked_the_bot_is_told_once_it_is_let_in_again(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    async with stage.run() as kilde:
        await watched(preview)
        with pytest.MonkeyPatch.context() as patch:
            refused = refuse("sendMessage", ApiError(403, "Forbidden: bot was blocked by the user"), patch)
            stage.appear()
            await rounds(kilde)
            assert len(refused) == 1
        assert not kilde.memory.chats.get(ola.id).present
        await rounds(kilde)
        assert news(preview, ola.private) == []
        await ola.blocks_bot()
        acting.set_blocked(preview.service, ola.private, blocked=False)
        await kilde.settled()
        await rounds(kilde)
    assert len(news(preview, ola.private)) == 1


async def test_a_lost_topic_is_watched_no_more(preview: Preview, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ola = preview.user("Ola", language="nb")
    forum = preview.chat("Forum", admins=[ola], topics=["Havn"], bot=Standing.MEMBER)
    async with stage.run() as kilde:
        await watched(preview, forum, topic=preview.topic(forum, "Havn"))
        refused = refuse("sendMessage", ApiError(400, "Bad Request: message thread not found"), monkeypatch)
        stage.appear()
        await rounds(kilde)
        assert len(refused) == 1
        assert kilde.memory.watches.of(ola.id) == []


async def test_a_group_that_became_a_supergroup_is_told_there(
    preview: Preview, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola", language="nb")
    old = preview.chat("Redaksjonen", admins=[ola], kind=ChatKind.GROUP)
    new = preview.chat("Redaksjonen", admins=[ola])
    async with stage.run() as kilde:
        await watched(preview, old)
        real = sender._send

        async def moved(bot: Any, spot: Spot, *rest: Any) -> int:
            if spot.chat_id == old.id:
                raise ChatMigrated(new.id)
            return await real(bot, spot, *rest)

        monkeypatch.setattr(sender, "_send", moved)
        stage.appear()
        await rounds(kilde)
        (told,) = news(preview, new)
        query = await ola.taps(told, "[1]")
        await preview.next_message(new, after=told)
    assert not query.text


async def test_who_may_no_longer_ask_is_not_told_until_let_in_again(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    async with stage.run():
        await watched(preview)
    stage.appear()
    async with stage.run(access="private") as kilde:
        await rounds(kilde)
        assert news(preview, ola.private) == []
        kilde.memory.people.admit(ola.id)
        await rounds(kilde)
    assert len(news(preview, ola.private)) == 1


async def test_who_may_no_longer_ask_is_in_nobodys_way(
    preview: Preview, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_questions, "_CONSIDERED", 1)
    eve, ola = preview.user("Eve", language="nb"), preview.user("Ola", language="nb")
    async with stage.run():
        await eve.taps(await preview.answer_to(await eve.says(ASKED)), BELL)
        await watched(preview)
    stage.appear()
    async with stage.run(access="private", allowed_chats=frozenset({ola.id})) as kilde:
        await rounds(kilde)
    assert len(news(preview, ola.private)) == 1
    assert news(preview, eve.private) == []


async def test_a_watch_ends_after_the_days_that_were_said(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    async with stage.run(watch_days=7) as kilde:
        await watched(preview)
        preview.advance(timedelta(days=7, seconds=1))
        stage.appear()
        await rounds(kilde)
        assert kilde.memory.watches.of(ola.id) == []
    assert news(preview, ola.private) == []


async def test_a_follow_up_is_asked_again_with_what_it_leans_on(preview: Preview, stage: Stage) -> None:
    stage.scripted.answers[ASKED] = replace(DECLINED, follows="Hva med havnen?")
    async with stage.run() as kilde:
        await watched(preview)
        await rounds(kilde)
        await until(lambda: len(stage.scripted.asked) > 1)
    again = stage.scripted.asked[-1]
    assert (again.text, again.earlier, again.hint) == (ASKED, (Turn("Hva med havnen?"),), "nb")


async def test_an_index_that_cannot_be_read_is_waited_for(
    preview: Preview, stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from ingest.errors import IndexMissing

    def missing(_: Shelf) -> int:
        raise IndexMissing("Nothing was ingested yet; run `python -m ingest`.")

    async with stage.run() as kilde:
        await watched(preview)
        with monkeypatch.context() as patch:
            patch.setattr(Shelf, "refresh", missing)
            await rounds(kilde)
        assert len(stage.scripted.asked) == 1
        await rounds(kilde)
        assert len(stage.scripted.asked) == 2
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
