"""`python -m bot preview`: the page and the real bot behind it, in one process, until it is interrupted.

Takes the settings and what builds the bot from them; the bot gets them with the preview's address, token and an empty
memory of its own in their places, and is otherwise the one that runs on Telegram.
"""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.preview.cast import bring_in
from bot.preview.driver import Preview
from bot.preview.running import Application, running
from bot.preview.world import BOT_ID
from bot.settings import BotSettings
from ingest.errors import SettingsError

PORT = 8420
"""Tried first when no port was asked for, so that an open tab finds the next preview again."""


def run_preview(
    settings: BotSettings,
    build: Callable[[BotSettings, Callable[[], datetime]], Application],
    *,
    wanted: Sequence[str] | None = None,
    port: int | None = None,
    open_browser: bool = True,
    limits: bool = True,
) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit status.

    Args:
        settings: As loaded; what concerns Telegram is replaced.
        build: Makes the bot from the settings given to it and the preview's clock.
        wanted: The kinds of updates it asks for; None for Telegram's usual ones.
        port: Of 127.0.0.1; None for PORT, or any other if that is taken.
        open_browser: Open the page, where there is a desktop.
        limits: Refuse what Telegram would refuse as a flood.

    Raises:
        SettingsError: The port is taken.
    """

    async def serve(folder: Path) -> None:
        async with contextlib.AsyncExitStack() as stack:
            stop = stack.enter_context(_stop_signals())
            preview = await _open(stack, port, limits=limits)
            preview.world.bot.inline = settings.inline == "on"
            bring_in(preview)
            await stack.enter_async_context(
                running(build(settings_for(preview, settings, folder), preview.clock.now), wanted)
            )
            _announce(preview.page_url, open_browser=open_browser and has_desktop())
            await stop.wait()

    with tempfile.TemporaryDirectory(prefix="kilde-preview-") as folder:
        asyncio.run(serve(Path(folder)))
    return 0


def _announce(address: str, *, open_browser: bool) -> None:
    print(f"The preview is at {address}", flush=True)
    print("It listens on 127.0.0.1 only: no other machine can reach it. Ctrl+C ends it.", flush=True)
    if open_browser:
        webbrowser.open(address)


async def _open(stack: contextlib.AsyncExitStack, port: int | None, *, limits: bool) -> Preview:
    """A preview on its port, closed with `stack`."""
    token = f"{BOT_ID}:{secrets.token_urlsafe(26)}"
    try:
        return await stack.enter_async_context(
            Preview(port=PORT if port is None else port, token=token, limits=limits, privacy=True)
        )
    except OSError as error:
        if port is not None:
            raise SettingsError(f"Port {port} cannot be used: name another with --port.") from error
        return await stack.enter_async_context(Preview(token=token, limits=limits, privacy=True))


def settings_for(preview: Preview, settings: BotSettings, folder: Path) -> BotSettings:
    """The same settings for a bot on the preview: open to its people, led by the first of them, nothing remembered."""
    people = [user.id for user in preview.world.users.values() if not user.is_bot]
    return settings.model_copy(
        update={
            "telegram_bot_token": SecretStr(preview.token),
            "telegram_base_url": preview.base_url,
            "database_url": SecretStr(f"sqlite:///{folder / 'preview.db'}"),
            "access": "public",
            "admin_ids": frozenset(people[:1]),
            "webhook_url": None,
            "metrics_port": 0,
            "backup_dir": None,
        }
    )


def has_desktop() -> bool:
    """There is somewhere to show a window; a text browser would take over the terminal."""
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


@contextlib.contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(number)
