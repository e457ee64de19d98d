"""`python -m bot preview`, with the scripted bot in the place of Kilde's."""

import asyncio
import os
import signal
import socket
import webbrowser
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from aiohttp import ClientSession
from telegram.ext import ApplicationBuilder

from bot.preview import Preview, command
from bot.preview.cast import FORUM, GROUP, TOPICS, bring_in
from bot.settings import BotSettings
from ingest.errors import SettingsError
from ingest.settings import load_settings
from tests.bot.preview.scripted import Bot


@pytest.fixture
def settings(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> BotSettings:
    monkeypatch.chdir(tmp_path)
    return load_settings(BotSettings, data_dir=tmp_path)


def build(settings: BotSettings, now: Callable[[], datetime]) -> Bot:
    """A bot that does nothing but run, and ends the preview once it is up."""
    assert settings.telegram_bot_token is not None

    async def end(_: Bot) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    builder = ApplicationBuilder().token(settings.telegram_bot_token.get_secret_value()).post_init(end)
    return builder.base_url(f"{settings.telegram_base_url}/bot").build()


def test_it_says_where_it_is_and_ends_on_sigterm(settings: BotSettings, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run_preview(settings, build, port=0, open_browser=False) == 0
    said = capsys.readouterr().out
    assert said.startswith("The preview is at http://127.0.0.1:")
    assert "127.0.0.1 only" in said


def test_a_desktop_gets_a_browser(settings: BotSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setenv("DISPLAY", ":0")
    command.run_preview(settings, build, port=0)
    assert opened[0].startswith("http://127.0.0.1:")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    command.run_preview(settings, build, port=0)
    assert len(opened) == 1


def test_a_taken_port(
    settings: BotSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
        with pytest.raises(SettingsError, match=f"Port {port} cannot be used: name another with --port"):
            command.run_preview(settings, build, port=port, open_browser=False)
        monkeypatch.setattr(command, "PORT", port)
        command.run_preview(settings, build, open_browser=False)
    assert f":{port}/" not in capsys.readouterr().out


async def test_the_bot_gets_the_previews_settings_and_a_memory_of_its_own(settings: BotSettings, tmp_path: Any) -> None:
    async with Preview() as preview:
        people = bring_in(preview)
        watched = settings.model_copy(update={"metrics_port": 9464, "backup_dir": tmp_path})
        changed = command.settings_for(preview, watched, tmp_path)
    assert changed.telegram_bot_token is not None
    assert changed.telegram_bot_token.get_secret_value() == preview.token
    assert changed.telegram_base_url == preview.base_url
    assert changed.access == "public"
    assert changed.admin_ids == {people[0].id}
    assert changed.database_url is not None
    assert changed.database_url.get_secret_value() == f"sqlite:///{tmp_path / 'preview.db'}"
    assert changed.articles_dir == settings.articles_dir
    assert (changed.metrics_port, changed.backup_dir) == (0, None), "those are the bot's beside which it may run"


async def test_the_cast() -> None:
    async with Preview() as preview:
        people = bring_in(preview)
        assert [person.user.language for person in people] == ["ar", "nb", "en"]
        titles = {chat.title: [topic.name for topic in chat.topics.values()] for chat in preview.world.chats.values()}
        assert titles[GROUP] == []
        assert titles[FORUM] == list(TOPICS)
        async with ClientSession() as session, session.get(preview.page_url) as response:
            assert "Kilde" in await response.text()
        await asyncio.sleep(0)
