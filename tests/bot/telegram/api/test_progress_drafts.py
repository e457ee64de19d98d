"""Stages as the asker sees them: against a bot that counts, and on the running application."""

import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest
from telegram.error import RetryAfter, TelegramError

from bot.answers.answer import Answer, Question
from bot.answers.progress import Doing, Stage, Tell, silently
from bot.memory import Chat
from bot.preview import Preview, Standing
from bot.telegram.api import progress_drafts
from bot.telegram.api.progress_drafts import stages
from bot.telegram.api.sender import Spot
from bot.telegram.context import Visitor
from tests.bot.telegram.conftest import Scripted, Start, until, watch
from tests.bot.telegram.samples import ANSWER

SEARCHING, READING = Stage(Doing.SEARCHING, "nb"), Stage(Doing.READING, "nb", 3, ("nb", "ar"))
OLA = Visitor(None, Chat(7), True, "nb")
SPOT = Spot(7, reply_to=12)


class Bot:
    """Keeps what it is told to show; may refuse it, or be slow."""

    def __init__(self, refusal: TelegramError | None = None, seconds: float = 0.0) -> None:
        self.shown: list[str] = []
        self.refusal, self.seconds = refusal, seconds

    async def send_message_draft(self, chat_id: int, draft_id: int, text: str, message_thread_id: int | None) -> bool:
        assert (chat_id, draft_id, message_thread_id) == (7, 12, None)
        await asyncio.sleep(self.seconds)
        self.shown.append(text)
        if self.refusal:
            raise self.refusal
        return True


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_drafts, "_INTERVAL", 0.01)


async def test_the_newest_stage_is_shown_and_each_once() -> None:
    bot: Any = Bot()
    async with asyncio.timeout(5), stages(bot, SPOT, OLA, patience=0.01) as tell:
        tell(SEARCHING)
        tell(READING)
        await until(lambda: len(bot.shown) == 1)
        await asyncio.sleep(0.05)
        threading.Thread(target=tell, args=[SEARCHING]).start()
        await until(lambda: len(bot.shown) == 2)
    assert bot.shown == ["Leser 3 artikler … (norsk bokmål og arabisk)", "Leter i artiklene …"]


async def test_a_quick_answer_shows_no_stage() -> None:
    bot: Any = Bot()
    async with asyncio.timeout(1), stages(bot, SPOT, OLA, patience=60) as tell:
        tell(SEARCHING)
    await asyncio.sleep(0)
    assert bot.shown == []


async def test_a_long_stage_is_shown_again_before_telegram_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_drafts, "_EVERY", 0.02)
    bot: Any = Bot()
    async with asyncio.timeout(5), stages(bot, SPOT, OLA, patience=0) as tell:
        tell(READING)
        await until(lambda: len(bot.shown) >= 3)
    assert len(set(bot.shown)) == 1


async def test_who_is_refused_does_not_ask_again() -> None:
    bot: Any = Bot(RetryAfter(30))
    async with asyncio.timeout(5), stages(bot, SPOT, OLA, patience=0) as tell:
        tell(SEARCHING)
        await until(lambda: bool(bot.shown))
        tell(READING)
        await asyncio.sleep(0.05)
    assert len(bot.shown) == 1


async def test_a_slow_draft_holds_nothing_up_for_long_and_none_comes_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_drafts, "_GRACE", 0.01)
    bot: Any = Bot(seconds=3600)
    async with asyncio.timeout(5), stages(bot, SPOT, OLA, patience=0) as tell:
        tell(SEARCHING)
        await asyncio.sleep(0.02)
    tell(READING)
    await asyncio.sleep(0.02)
    assert bot.shown == []


@pytest.mark.parametrize(("spot", "visitor"), [(SPOT, replace(OLA, private=False)), (Spot(7), OLA)])
async def test_groups_and_edited_answers_have_no_drafts(spot: Spot, visitor: Visitor) -> None:
    bot: Any = Bot()
    async with stages(bot, spot, visitor, patience=0) as tell:
        assert tell is silently


class Slow(Scripted):
    """Tells a stage, and waits at its gate."""

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        tell(READING)
        return super().answer(question, tell)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages.__wrapped__, "__defaults__", (0.0,))  # type: ignore[attr-defined]


@pytest.mark.usefixtures("impatient")
async def test_in_private_a_draft_shows_the_stage_until_the_answer_comes(preview: Preview, start: Start) -> None:
    ola, gate = preview.user("Ola", language="nb"), threading.Event()
    async with start(Slow({"?": ANSWER}, gates={"?": gate})):
        asked = await ola.says("?")
        await until(lambda: bool(preview.world.drafts))
        [draft] = preview.world.drafts.values()
        assert draft.content.text == "Leser 3 artikler … (norsk bokmål og arabisk)"
        assert preview.messages(ola.private, by_bot=True) == []
        gate.set()
        await preview.answer_to(asked)
        assert preview.world.drafts == {}
        await asyncio.sleep(0.05)
        assert preview.world.drafts == {}


@pytest.mark.usefixtures("impatient")
async def test_an_error_takes_the_place_of_the_draft(preview: Preview, start: Start) -> None:
    ola, gate = preview.user("Ola", language="nb"), threading.Event()
    async with start(Slow(gates={"?": gate}, failure=RuntimeError("no"))):
        asked = await ola.says("?")
        await until(lambda: bool(preview.world.drafts))
        gate.set()
        assert "Noe gikk galt" in (await preview.answer_to(asked)).text
        assert preview.world.drafts == {}


@pytest.mark.usefixtures("impatient")
async def test_a_group_sees_typing_and_one_message(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola, gate = preview.user("Ola"), threading.Event()
    group = preview.chat("Redaksjonen", admins=[ola], bot=Standing.ADMINISTRATOR)
    typed, drafts = watch("sendChatAction", monkeypatch), watch("sendMessageDraft", monkeypatch)
    async with start(Slow(gates={"When?": gate})) as kilde:
        await ola.says("/ask When?", chat=group)
        await until(lambda: bool(typed))
        gate.set()
        await kilde.settled()
    assert drafts == []
    assert len(preview.messages(group, by_bot=True)) == 1
