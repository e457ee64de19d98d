"""From connecting to stopping: polling, webhook, and what is in hand when the end comes."""

import asyncio
import os
import signal
import socket
import sys
import threading
from pathlib import Path

import httpx
import pytest

from bot.memory import Memory, database_url
from bot.preview import Preview
from bot.settings import BotSettings
from bot.telegram.api import lifecycle
from bot.telegram.api.lifecycle import serve, until_stopped, webhook_secret
from bot.telegram.api.startup import PRIVACY_OFF, PRIVACY_ON
from bot.telegram.app import build_application, run_telegram
from bot.telegram.job_setup import Clockwork
from ingest.errors import SettingsError
from tests.bot.telegram.conftest import Scripted, Shelf, Start, Unbriefed, until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(preview: Preview, tmp_path: Path, **keys: object) -> BotSettings:
    given: dict[str, object] = {
        "telegram_bot_token": preview.token,
        "telegram_base_url": preview.base_url,
        "data_dir": tmp_path / "data",
        "access": "public",
    }
    return BotSettings(**{**given, **keys})  # type: ignore[arg-type]


async def test_what_is_in_hand_is_finished(preview: Preview, start: Start) -> None:
    ola, gate = preview.user("Ola"), threading.Event()
    async with start(Scripted(gates={"Vent": gate})) as kilde:
        asked = await ola.says("Vent")
        await until(lambda: bool(kilde.answerer.asked))
        asyncio.get_running_loop().call_later(0.3, gate.set)
    assert preview.messages(ola.private, by_bot=True)[0].reply_to == asked.id


async def test_but_not_for_ever(preview: Preview, start: Start, caplog: pytest.LogCaptureFixture) -> None:
    ola, gate = preview.user("Ola"), threading.Event()
    async with start(Scripted(gates={"Vent": gate}), drain=0.2) as kilde:
        await ola.says("Vent")
        await until(lambda: bool(kilde.answerer.asked))
    gate.set()
    assert preview.messages(ola.private, by_bot=True) == []
    assert "taken up at the next start" in caplog.text


async def test_a_refused_token_is_one_sentence_without_the_token(preview: Preview, tmp_path: Path) -> None:
    settings = settings_for(preview, tmp_path, telegram_bot_token="7000000001:" + "x" * 35)
    memory = Memory(database_url(None, tmp_path))
    application = build_application(settings, Scripted(), Shelf(), memory, Clockwork(lambda _: Unbriefed()))
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN is refused") as caught:
        await serve(application, settings, asyncio.Event())
    assert "xxx" not in str(caught.value)
    memory.close()


async def test_telegram_out_of_reach_is_asked_again(
    preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lifecycle, "_RETRY", (0.01,))
    settings = settings_for(preview, tmp_path, telegram_base_url=f"http://127.0.0.1:{free_port()}")
    memory, stop = Memory(database_url(None, tmp_path)), asyncio.Event()
    application = build_application(settings, Scripted(), Shelf(), memory, Clockwork(lambda _: Unbriefed()))
    running = asyncio.create_task(serve(application, settings, stop))
    await until(lambda: caplog.text.count("cannot be reached") >= 2)
    stop.set()
    await running
    memory.close()


@pytest.mark.parametrize(("privacy", "text"), [(True, PRIVACY_ON), (False, PRIVACY_OFF)])
async def test_privacy_mode_is_explained(
    start: Start, preview: Preview, caplog: pytest.LogCaptureFixture, privacy: bool, text: str
) -> None:
    caplog.set_level("INFO")
    preview.world.bot.privacy = privacy
    ola = preview.user("Ola")
    async with start():
        await preview.answer_to(await ola.says("Når?"))
    assert text in caplog.text
    assert "Kilde listens as @kilde_bot by polling." in caplog.text


async def test_a_webhook_works_and_believes_only_telegram(preview: Preview, start: Start) -> None:
    port, ola = free_port(), preview.user("Ola")
    address = f"http://127.0.0.1:{port}/kilde/hook"
    async with start(webhook_url=address, webhook_port=port) as kilde:
        assert await preview.answer_to(await ola.says("Når?"))
        async with httpx.AsyncClient() as stranger:
            forged = await stranger.post(address, json={"update_id": 1}, headers={"Content-Type": "application/json"})
        assert forged.status_code == 403
        assert len(kilde.answerer.asked) == 1


def test_the_secret_of_the_webhook_is_not_the_token() -> None:
    secret = webhook_secret("123:abc")
    assert "abc" not in secret
    assert secret == webhook_secret("123:abc") != webhook_secret("123:abd")
    assert len(secret) <= 256


async def test_sigterm_stops_after_what_is_in_hand(preview: Preview, tmp_path: Path) -> None:
    ola, gate = preview.user("Ola"), threading.Event()
    settings, answerer = settings_for(preview, tmp_path), Scripted(gates={"Vent": gate})
    memory = Memory(database_url(None, tmp_path))
    application = build_application(settings, answerer, Shelf(), memory, Clockwork(lambda _: Unbriefed()))
    running = asyncio.create_task(until_stopped(application, settings))
    asked = await ola.says("Vent")
    await until(lambda: bool(answerer.asked))
    os.kill(os.getpid(), signal.SIGTERM)
    asyncio.get_running_loop().call_later(0.2, gate.set)
    await asyncio.wait_for(running, 10)
    assert (await preview.answer_to(asked)).reply_to == asked.id
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    memory.close()


PROGRAM = """
import sys
from pathlib import Path
from bot.telegram.app import run_telegram
from bot.telegram.job_setup import Clockwork
from bot.settings import BotSettings
from tests.bot.telegram.conftest import Scripted, Shelf, Unbriefed

token, address, folder = sys.argv[1:]
run_telegram(
    BotSettings(telegram_bot_token=token, telegram_base_url=address, data_dir=Path(folder), access="public"),
    Scripted(),
    Shelf(),
    Clockwork(lambda _: Unbriefed()),
)
print("stopped")
"""


@pytest.mark.slow
async def test_the_whole_program_answers_and_ends_on_sigterm(preview: Preview, tmp_path: Path) -> None:
    ola = preview.user("Ola")
    pipe, arguments = asyncio.subprocess.PIPE, ["-c", PROGRAM, preview.token, preview.base_url, str(tmp_path)]
    program = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=pipe, stderr=pipe)
    answer = await preview.answer_to(await ola.says("Når?"), seconds=60)
    program.terminate()
    out, err = await asyncio.wait_for(program.communicate(), 60)
    assert answer.text
    assert (program.returncode, out.decode()) == (0, "stopped\n")
    assert preview.token not in err.decode()


def test_without_a_token_the_sentence_names_the_key(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN"):
        run_telegram(
            BotSettings(telegram_bot_token=None, data_dir=tmp_path),
            Scripted(),
            Shelf(),
            Clockwork(lambda _: Unbriefed()),
        )
