"""What goes wrong is logged first, then told in one sentence without internals."""

import pytest
from telegram.error import BadRequest

from bot.preview import Preview, Standing
from bot.preview.call import Call
from bot.preview.errors import BLOCKED, refused
from bot.preview.methods import registry
from bot.preview.service import Service
from bot.telegram.api.muted_chats import MutedChats
from bot.texts import Texts
from ingest.errors import IndexMissing, KildeError, StoreUnavailable
from tests.bot.telegram.conftest import Scripted, Shelf, Start, refuse


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (IndexMissing("Run python -m ingest."), "error.no_index"),
        (StoreUnavailable("Chroma at 10.0.0.7 is down."), "error.unavailable"),
        (KildeError("internal"), "error.unexpected"),
        (ZeroDivisionError("secret internals"), "error.unexpected"),
    ],
)
async def test_a_failure_is_logged_and_told_in_the_askers_language(
    preview: Preview, start: Start, caplog: pytest.LogCaptureFixture, error: Exception, key: str
) -> None:
    aicha = preview.user("Aicha", language="ar")
    async with start(Scripted(failure=error)) as kilde:
        asked = await aicha.says("متى؟")
        told = await preview.answer_to(asked)
        logged = [record for record in caplog.records if record.exc_info and record.exc_info[1] is error]
        kilde.answerer.failure = None
        assert await preview.answer_to(await aicha.says("متى؟"))
    assert told.text == Texts("ar").text(key)
    assert told.reply_to == asked.id
    assert len(logged) == 1


async def test_a_failure_behind_a_button_is_told_there(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola, shelf = preview.user("Ola", language="nb"), Shelf()
    async with start(shelf=shelf) as kilde:
        offered = await preview.answer_to(await ola.says("/language"))

        def fail(person_id: int, language: str | None) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(kilde.memory.people, "choose_language", fail)
        refuse("answerCallbackQuery", refused("Bad Request: query is too old"), monkeypatch, times=1)
        query = await ola.taps(offered, "English")
    assert query.text == Texts("nb").text("error.unexpected")


async def test_somebody_who_blocked_the_bot_is_left_alone(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ola = preview.user("Ola")
    calls = refuse("sendMessage", refused(BLOCKED), monkeypatch)
    async with start() as kilde:
        await ola.says("Når?")
        await kilde.settled()
        assert not kilde.memory.chats.get(ola.private.id).present
    assert len(calls) == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


RIGHTS = "Bad Request: not enough rights to send text messages to the chat"


@pytest.mark.parametrize(
    "words",
    [RIGHTS, "Bad Request: CHAT_WRITE_FORBIDDEN", "Bad Request: TOPIC_CLOSED", "Forbidden: CHAT_WRITE_FORBIDDEN"],
)
async def test_a_mute_bot_warns_once_then_leaves_the_group_alone_and_tells_the_admins(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    ola, kari = preview.user("Ola"), preview.user("Kari")
    group = preview.chat("Desk", admins=[kari])
    async with start(admin_ids=frozenset({ola.id})) as kilde:
        await preview.answer_to(await ola.says("/help"))
        with monkeypatch.context() as patch:
            mute(patch, group.id, words)
            for _ in range(6):
                await kari.says("@kilde_bot Når?", chat=group)
                await kilde.settled()
        assert len(kilde.answerer.asked) == 3
        told = [it.text for it in preview.messages(ola.private, by_bot=True) if "Desk" in it.text]
        assert len(told) == 1
    assert [it.levelname for it in caplog.records if "may not write" in it.message] == ["WARNING"]
    assert not [it for it in caplog.records if it.levelname == "ERROR"]


async def test_a_group_that_lets_the_bot_write_again_is_answered_again(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    kari = preview.user("Kari")
    group = preview.chat("Desk", admins=[kari])
    async with start() as kilde:
        await preview.until_polled()
        with monkeypatch.context() as patch:
            mute(patch, group.id, RIGHTS)
            for _ in range(4):
                await kari.says("@kilde_bot Når?", chat=group)
                await kilde.settled()
        assert len(kilde.answerer.asked) == 3
        await kari.sets_bot(group, Standing.ADMINISTRATOR)
        await kilde.settled()
        await preview.answer_to(await kari.says("@kilde_bot Når?", chat=group))


def mute(monkeypatch: pytest.MonkeyPatch, chat_id: int, words: str) -> None:
    real = registry._METHODS["sendmessage"]

    def send(service: Service, call: Call) -> object:
        if call.number("chat_id") == chat_id:
            raise refused(words)
        return real(service, call)

    monkeypatch.setitem(registry._METHODS, "sendmessage", send)


def test_a_mute_group_is_tried_again_after_a_while() -> None:
    now = [0.0]
    muted, error = MutedChats(lambda: now[0]), BadRequest("CHAT_RESTRICTED")
    seen = []
    for _ in range(3):
        seen.append((muted.holds(1), muted.is_news(1)))
        muted.note(1, error)
    assert seen == [(False, False)] * 3
    assert (muted.holds(1), muted.is_news(1), muted.is_news(1), muted.holds(2)) == (True, True, False, False)
    now[0] = 601.0
    assert not muted.holds(1)
    muted.clear(1)
    assert not muted.is_news(1)
