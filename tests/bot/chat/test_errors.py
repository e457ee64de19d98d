"""What goes wrong is logged first, then told in one sentence without internals."""

import pytest
from telegram.error import Conflict, NetworkError

from bot.chat.errors import log_polling_error
from bot.preview import Preview
from bot.preview.errors import BLOCKED, refused
from bot.texts import Texts
from ingest.errors import IndexMissing, KildeError, StoreUnavailable
from tests.bot.chat.conftest import Scripted, Shelf, Start, refuse


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


def test_polling_troubles_are_one_line_each(caplog: pytest.LogCaptureFixture) -> None:
    log_polling_error(NetworkError("timed out"))
    log_polling_error(Conflict("terminated by other getUpdates request"))
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR"]
    assert all(record.exc_info is None for record in caplog.records)
