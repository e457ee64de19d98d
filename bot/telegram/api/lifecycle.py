"""The bot's day: connect, listen by polling or webhook, and on SIGTERM finish what is in hand.

Takes a built Application; what is built into it is `bot.telegram.app`'s.
"""

import asyncio
import hashlib
import logging
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application

from bot.memory import database_file
from bot.settings import BotSettings
from bot.telegram.api.database_file import until_gone
from bot.telegram.api.polling import POLLING, PollingRequest, log_polling_error
from bot.telegram.api.update_order import OrderedUpdates
from ingest.errors import DatabaseGone, KildeError, SettingsError, UpdatesStopped

App = Application[Any, Any, Any, Any, Any, Any]

WANTED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
"""The kinds of updates that every bot handles; Telegram keeps the others to itself."""
DRAIN = 5.0
"""Seconds in which running answers are finished after SIGTERM; the others stay in the inbox until the next start."""
END = 8.5
"""Seconds after SIGTERM at which the process ends, whatever it still waits for: `docker stop` kills after ten."""
_CONFIRMED = 2.0
"""Seconds in which Telegram is told which updates were received; what it does not hear, it delivers again."""
_RETRY = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between attempts to reach Telegram at start; the last one again and again."""
_REFUSED = "TELEGRAM_BOT_TOKEN is refused by Telegram; ask @BotFather for the token of your bot."

logger = logging.getLogger(__name__)


def wanted(settings: BotSettings) -> list[str]:
    """Give the kinds of updates that a bot of these settings handles."""
    return [*WANTED, *([Update.INLINE_QUERY] if settings.inline == "on" else [])]


async def serve(application: App, settings: BotSettings, stop: asyncio.Event, drain: float = DRAIN) -> None:
    """Run the application until `stop` is set.

    Raises:
        SettingsError: Telegram refuses the token.
        UpdatesStopped: It gives no updates any more, for good as it seems.
        DatabaseGone: The database was taken away.
    """
    if not await _connect(application, stop):
        return
    try:
        if application.post_init:
            await application.post_init(application)
        await application.start()
        await _listen(application, settings)
        await _until(stop, application, settings)
    finally:
        await _finish(application, drain)


async def _until(stop: asyncio.Event, application: App, settings: BotSettings) -> None:
    """Wait until `stop` is set; one that does not hear any more, or cannot remember, would wait for ever."""
    gone = until_gone(database_file(settings.database_url, settings.data_dir))
    ends: dict[asyncio.Task[str], type[KildeError]] = {asyncio.create_task(gone): DatabaseGone}
    if settings.webhook_url is None:
        polling: PollingRequest = application.bot_data[POLLING]
        ends[asyncio.create_task(polling.until_deaf())] = UpdatesStopped
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({stopped, *ends}, return_when=asyncio.FIRST_COMPLETED)
    for task in (stopped, *ends):
        task.cancel()
    ended = next((task for task in ends if task.done() and not task.cancelled()), None)
    if ended is not None and not stop.is_set():
        raise ends[ended](ended.result())


async def until_stopped(application: App, settings: BotSettings, on_stop: Callable[[], None] = lambda: None) -> None:
    """Run the application until SIGINT or SIGTERM, and call `on_stop` then; a second one ends the process at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def on_signal() -> None:
        logger.info("Stopping; what is in hand is finished first.")
        on_stop()
        stop.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, on_signal)
    await serve(application, settings, stop)


async def _connect(application: App, stop: asyncio.Event) -> bool:
    """Ask Telegram who the bot is, as often as it takes; False if told to stop before it said."""
    for attempt in count():
        try:
            await application.initialize()
        except InvalidToken:
            await application.bot.shutdown()
            raise SettingsError(_REFUSED) from None
        except NetworkError as error:
            pause = _RETRY[min(attempt, len(_RETRY) - 1)]
            logger.warning("Telegram cannot be reached (%s); trying again in %.0f s.", error.message, pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            if stop.is_set():
                break
        else:
            return True
    await application.bot.shutdown()
    return False


async def _listen(application: App, settings: BotSettings) -> None:
    updater, kinds = application.updater, wanted(settings)
    if updater is None:
        raise TypeError("The application was built without an updater.")
    try:
        if settings.webhook_url is None:
            await updater.start_polling(allowed_updates=kinds, error_callback=log_polling_error, bootstrap_retries=-1)
        else:
            await updater.start_webhook(
                # All interfaces: Telegram, or the proxy before us, comes from elsewhere, and must know the secret.
                listen="0.0.0.0",  # noqa: S104
                port=settings.webhook_port,
                url_path=urlsplit(settings.webhook_url).path.lstrip("/"),
                webhook_url=settings.webhook_url,
                secret_token=webhook_secret(application.bot.token),
                allowed_updates=kinds,
                bootstrap_retries=-1,
            )
    except InvalidToken:
        raise SettingsError(_REFUSED) from None
    how = "polling" if settings.webhook_url is None else "webhook"
    logger.info("Kilde listens as @%s by %s.", application.bot.username, how)


def end_in_time() -> threading.Timer:
    """Give what ends this process after `END` seconds once it is started; cancelled, it does nothing."""

    def end() -> None:
        logger.warning("Not everything could be closed after %.1f s; the process ends.", END)
        logging.shutdown()
        os._exit(0)

    timer = threading.Timer(END, end)
    timer.daemon = True
    return timer


def webhook_secret(token: str) -> str:
    """Give what Telegram must say to be believed; the same in every process of this bot, and not the token."""
    return hashlib.sha256(f"kilde webhook {token}".encode()).hexdigest()


async def _finish(application: App, drain: float) -> None:
    """Take no more updates, wait for those in hand, and close."""
    if application.updater is not None and application.updater.running:
        with suppress(TelegramError, TimeoutError):
            await asyncio.wait_for(application.updater.stop(), _CONFIRMED)
    if application.running:
        try:
            await asyncio.wait_for(application.stop(), drain)
        except TimeoutError:
            logger.warning("What was not finished after %.0f s is taken up at the next start.", drain)
            # Before the connection is closed: a reply that fails then would seem to have left.
            if isinstance(application.update_processor, OrderedUpdates):
                await application.update_processor.give_up()
    if application.post_stop:
        await application.post_stop(application)
    await application.shutdown()
