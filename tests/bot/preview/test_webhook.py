"""Webhooks: to python-telegram-bot's own server, with its secret, and to one that fails."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.preview import Preview
from bot.preview.webhook import SECRET_HEADER
from tests.bot.preview.scripted import scripted_bot


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


async def test_an_application_is_served_by_webhook(preview: Preview) -> None:
    application, port = scripted_bot(preview), free_port()
    async with application:
        assert application.updater is not None
        await application.updater.start_webhook(
            listen="127.0.0.1",
            port=port,
            url_path="hook",
            secret_token="s3cret",
            webhook_url=f"http://127.0.0.1:{port}/hook",
        )
        await application.start()
        asked = await preview.user("Sam").says("hi")
        assert (await preview.answer_to(asked)).text == "You said\nhi"
        await preview.settled(application)
        await application.updater.stop()
        await application.stop()


class Hook:
    """Refuses the first delivery."""

    def __init__(self) -> None:
        self.secrets: list[str | None] = []
        self.got: list[int] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get(SECRET_HEADER))
        if len(self.secrets) == 1:
            return web.Response(status=500)
        self.got.append((await request.json())["update_id"])
        return web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook, application = Hook(), web.Application()
    application.add_routes([web.post("/", hook.take)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield hook
    await runner.cleanup()


async def test_a_failed_delivery_is_repeated_in_order(telegram: Bot, preview: Preview, hook: Hook) -> None:
    await telegram.set_webhook(hook.url, secret_token="s3cret")
    sam = preview.user("Sam")
    await sam.says("one")
    await sam.says("two")
    async with asyncio.timeout(5):
        await preview.service.updates.delivered()
    assert hook.got == [1, 2]
    assert set(hook.secrets) == {"s3cret"}
    info = await telegram.get_webhook_info()
    assert (info.url, info.pending_update_count) == (hook.url, 0)


async def test_what_went_wrong_is_told(telegram: Bot, preview: Preview) -> None:
    await telegram.set_webhook(f"http://127.0.0.1:{free_port()}/")
    await preview.user("Sam").says("hi")
    async with asyncio.timeout(5):
        while not preview.service.updates.webhook.error:
            await asyncio.sleep(0.01)
    info = await telegram.get_webhook_info()
    assert (info.last_error_message, info.pending_update_count) == ("Connection failed", 1)


async def test_no_polling_beside_a_webhook(telegram: Bot, preview: Preview) -> None:
    await telegram.set_webhook("https://bot.example.org/hook")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await telegram.get_updates()
    await preview.user("Sam").says("hi")
    await telegram.delete_webhook(drop_pending_updates=True)
    assert await telegram.get_updates() == ()


@pytest.mark.parametrize(
    ("url", "secret", "error"),
    [
        ("http://bot.example.org/", None, "an https url must be provided for webhook"),
        ("https://bot.example.org:9000/", None, "webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://bot.example.org/", "no spaces", "Secret token contains unallowed characters"),
    ],
)
async def test_webhooks_that_are_refused(telegram: Bot, url: str, secret: str | None, error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        await telegram.set_webhook(url, secret_token=secret)
