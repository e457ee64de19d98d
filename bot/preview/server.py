"""PreviewServer: the Bot API and the page on one port of 127.0.0.1.

Takes a Service; knows no people and no tests (see `driver`).
"""

import asyncio
import contextlib
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.preview.botapi import BotApi
from bot.preview.feed import Kind
from bot.preview.guard import add_headers, guard
from bot.preview.limits import UPLOAD_BYTES
from bot.preview.page import Page
from bot.preview.service import Service
from bot.preview.webhook import deliver

HOST = "127.0.0.1"
"""The only address ever listened on."""
_REQUEST_BYTES = UPLOAD_BYTES + 1024 * 1024


class PreviewServer:
    """Listens from `async with` on until its end."""

    def __init__(self, service: Service, token: str, port: int = 0) -> None:
        self.service = service
        self.token = token
        self._port = port
        self._webhook: asyncio.Task[None] | None = None
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """Usable as TELEGRAM_BASE_URL; the page is there too."""
        return f"http://{HOST}:{self._port}"

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=_REQUEST_BYTES, middlewares=[guard])
        application.on_response_prepare.append(add_headers)
        application.add_routes(BotApi(self.service, self.token).routes())
        application.add_routes(Page(self.service).routes())
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, self._port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self._port = self._runner.addresses[0][1]
        self._webhook = asyncio.create_task(deliver(self.service))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.service.updates.close()
        self.service.world.publish(Kind.CLOSED)
        if self._webhook:
            self._webhook.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._webhook
        if self._runner:
            await self._runner.cleanup()
