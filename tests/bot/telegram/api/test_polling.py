"""Polling goes on after a refusal, and a bot that hears nothing any more ends."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from telegram.error import Conflict, NetworkError

from bot.memory import Memory, database_url
from bot.preview import Preview
from bot.preview.call import Call
from bot.preview.errors import ApiError
from bot.preview.methods import registry
from bot.preview.service import Service
from bot.telegram.api import polling
from bot.telegram.api.lifecycle import serve
from bot.telegram.api.polling import POLLING, PollingRequest, log_polling_error
from bot.telegram.app import build_application
from bot.telegram.job_setup import Clockwork
from ingest.errors import UpdatesStopped
from tests.bot.telegram.api.test_lifecycle import settings_for
from tests.bot.telegram.conftest import Scripted, Shelf, Start, Unbriefed, until


def refuse_polls(monkeypatch: pytest.MonkeyPatch, error: ApiError, times: int = 10**6) -> list[Call]:
    real, polls = registry._METHODS["getupdates"], list[Call]()

    async def get_updates(service: Service, call: Call) -> Any:
        polls.append(call)
        if len(polls) <= times:
            raise error
        return await real(service, call)  # type: ignore[misc]

    monkeypatch.setitem(registry._METHODS, "getupdates", get_updates)
    return polls


@pytest.mark.parametrize("code", [401, 404, 409, 500, 502])
async def test_after_a_refused_poll_the_bot_hears_again(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    ola = preview.user("Ola")
    async with start():
        await preview.answer_to(await ola.says("Når?"))
        polls = refuse_polls(monkeypatch, ApiError(code, "Not now"), times=2)
        await ola.says("Hvor?")
        await until(lambda: len(polls) >= 2)
        await preview.answer_to(await ola.says("Hvem?"))
    assert preview.token not in caplog.text.replace(f"/bot{preview.token}/", "")
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("how", ["refused", "stalled"])
async def test_a_bot_that_hears_nothing_any_more_ends(
    preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(polling, "_EVERY", 0.05)
    settings, memory = settings_for(preview, tmp_path), Memory(database_url(None, tmp_path))
    application = build_application(settings, Scripted(), Shelf(), memory, Clockwork(lambda _: Unbriefed()))
    request: PollingRequest = application.bot_data[POLLING]
    monkeypatch.setattr(request, f"_{how}", 0.3)
    if how == "refused":
        refuse_polls(monkeypatch, ApiError(401, "Unauthorized"))
    with pytest.raises(UpdatesStopped, match="token" if how == "refused" else "not asked"):
        await asyncio.wait_for(serve(application, settings, asyncio.Event(), drain=1.0), 20)
    memory.close()


def test_polling_troubles_are_one_line_each(caplog: pytest.LogCaptureFixture) -> None:
    log_polling_error(NetworkError("timed out"))
    log_polling_error(Conflict("terminated by other getUpdates request"))
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR"]
    assert all(record.exc_info is None for record in caplog.records)
