"""Runs a python-telegram-bot Application beside the preview, in the same event loop and as `run_polling` does.

Takes any Application, already pointed at the preview's address; imports nothing of Telegram's.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol


class Updater(Protocol):
    """The part of telegram.ext.Updater that is needed here."""

    async def start_polling(self, *, allowed_updates: Sequence[str] | None = None) -> object:
        """Fetch updates from now on."""
        ...

    async def stop(self) -> object:
        """Stop fetching."""
        ...


class Application(Protocol):
    """The part of telegram.ext.Application that is needed here."""

    @property
    def updater(self) -> Updater | None: ...  # noqa: D102
    @property
    def update_queue(self) -> asyncio.Queue[Any]: ...  # noqa: D102
    @property
    def post_init(self) -> Callable[[Any], Awaitable[object]] | None: ...  # noqa: D102
    @property
    def post_stop(self) -> Callable[[Any], Awaitable[object]] | None: ...  # noqa: D102
    @property
    def post_shutdown(self) -> Callable[[Any], Awaitable[object]] | None: ...  # noqa: D102
    async def initialize(self) -> None: ...  # noqa: D102
    async def start(self) -> None: ...  # noqa: D102
    async def stop(self) -> None: ...  # noqa: D102
    async def shutdown(self) -> None: ...  # noqa: D102


@asynccontextmanager
async def running(application: Application, wanted: Sequence[str] | None = None) -> AsyncIterator[None]:
    """The application polls and answers inside of the block.

    Args:
        application: Built, not yet initialized.
        wanted: The kinds of updates it asks for; None for Telegram's usual ones.

    Raises:
        RuntimeError: It was built without an updater.
    """
    if application.updater is None:
        raise RuntimeError("The application has no updater, so it cannot poll.")
    try:
        await application.initialize()
        await _call(application.post_init, application)
        await application.updater.start_polling(allowed_updates=wanted)
        await application.start()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()
            await _call(application.post_stop, application)
    finally:
        await application.shutdown()
        await _call(application.post_shutdown, application)


async def _call(hook: Callable[[Any], Awaitable[object]] | None, application: Application) -> None:
    if hook is not None:
        await hook(application)
