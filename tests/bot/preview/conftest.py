"""The preview, a bare Bot on it, and a running scripted bot."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot as TelegramBot

from bot.preview import Preview
from bot.preview.running import running
from tests.bot.preview.scripted import Bot, scripted_bot


@pytest.fixture
async def preview() -> AsyncIterator[Preview]:
    async with Preview(privacy=True, mentions=True) as preview:
        yield preview


@pytest.fixture
async def telegram(preview: Preview) -> AsyncIterator[TelegramBot]:
    """A bot that does nothing by itself; the tests call its methods."""
    async with bot_on(preview) as bot:
        yield bot


@pytest.fixture
async def application(preview: Preview) -> AsyncIterator[Bot]:
    application = scripted_bot(preview)
    async with running(application):
        yield application


def bot_on(preview: Preview, token: str = "") -> TelegramBot:
    return TelegramBot(
        token or preview.token, base_url=f"{preview.base_url}/bot", base_file_url=f"{preview.base_url}/file/bot"
    )
