"""How fast the bot may talk: Telegram's limits kept, its "too many requests" obeyed, chat by chat.

python-telegram-bot's AIORateLimiter keeps thirty messages a second overall and twenty a minute in a group
(core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). This adds one a second in each chat, and
makes only the chat wait that Telegram was asked too much for. A message is sent only over a line that was seen to work,
and again only if it has certainly not arrived; what is harmless when done twice, such as an edit, is repeated anyway.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter

from bot.monitoring.recorder import FLOOD_SECONDS, FLOOD_WAITS, SILENT, Recorder
from bot.telegram.api.connection import Connection, never_arrived
from bot.telegram.api.current_update import current_update

_NICETIES = frozenset({"sendChatAction", "sendMessageDraft", "answerInlineQuery"})
"""No messages, and not worth waiting for."""
_PACED = frozenset({"sendMessage", "sendDocument", "sendPhoto"})
_ESSENTIAL = _PACED | {"editMessageText", "answerCallbackQuery"}
"""What people wait for; at start the bot waits for Telegram by itself."""
_REPEATABLE = frozenset({"editMessageText", "answerCallbackQuery"})
_REMEMBERED = 1000
_LONGEST_WAIT = 120.0
"""Seconds; who is told to wait longer is better told that it failed."""

logger = logging.getLogger(__name__)
# It would log an error with traceback whenever Telegram asks to wait; that is retried and logged here.
logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)

Response = bool | dict[str, Any] | list[dict[str, Any]]


class RateLimiter(AIORateLimiter):
    """Waits where Telegram wants it to, and retries."""

    def __init__(
        self, interval: float = 1.0, retries: int = 5, pause: float = 0.5, recorder: Recorder = SILENT
    ) -> None:
        """Take the seconds between two messages to one chat, and how often and after what pause to try again.

        The pause, in seconds, is for a Telegram that cannot be reached or fails, and doubles each time.
        """
        super().__init__(max_retries=0)
        self._interval, self._retries, self._pause = interval, retries, pause
        self._line, self._recorder = Connection(pause), recorder
        self._free: dict[object, float] = {}

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Response]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Response:
        """Carry out one request in its turn; see the base class.

        Raises:
            RetryAfter: Telegram still refuses after all retries.
            NetworkError: It cannot be reached after all retries, or went silent: then it may have done what was asked.
        """
        if endpoint in _NICETIES:
            return await self._line.watch(callback(*args, **kwargs))
        chat = data.get("chat_id")
        leaving = partial(_leave, callback) if endpoint in _PACED else callback
        for left in range(self._retries, -1, -1):
            if endpoint in _PACED:
                await self._line.works(partial(callback, "getMe", {}, **kwargs))
            await self._turn(endpoint, chat)
            request = super().process_request(leaving, args, kwargs, endpoint, data, rate_limit_args)
            try:
                return await self._line.watch(request)
            except RetryAfter as refusal:
                seconds = _seconds(refusal)
                self._recorder.count(FLOOD_WAITS)
                self._recorder.count(FLOOD_SECONDS, seconds)
                if not left or seconds > _LONGEST_WAIT:
                    raise
                logger.warning("Telegram asks to wait %.0f s before %s to chat %s.", seconds, endpoint, chat)
                self._free[chat] = asyncio.get_running_loop().time() + seconds
            except NetworkError as error:
                if not left or not _may_be_repeated(endpoint, error):
                    raise
                logger.warning("Telegram did not do %s (%s); trying again.", endpoint, error.message)
                await asyncio.sleep(self._pause * 2 ** (self._retries - left))
        raise AssertionError

    async def _turn(self, endpoint: str, chat: object) -> None:
        """Wait until it is this request's turn in its chat."""
        now = asyncio.get_running_loop().time()
        turn = max(now, self._free.get(chat, now))
        if endpoint in _PACED:
            self._forget(now)
            self._free[chat] = turn + self._interval
        await asyncio.sleep(turn - now)

    def _forget(self, now: float) -> None:
        if len(self._free) > _REMEMBERED:
            self._free = {chat: turn for chat, turn in self._free.items() if turn > now}


def _may_be_repeated(endpoint: str, error: NetworkError) -> bool:
    if endpoint not in _ESSENTIAL or isinstance(error, BadRequest):
        return False
    return endpoint in _REPEATABLE or never_arrived(error)


async def _leave(callback: Callable[..., Coroutine[Any, Any, Response]], *args: Any, **kwargs: Any) -> Response:
    """Send a message, and let the update that it answers know how that went."""
    update = current_update()
    if update is None:
        return await callback(*args, **kwargs)
    await update.depart()
    try:
        response = await callback(*args, **kwargs)
    except TelegramError as error:
        if never_arrived(error):
            await update.come_back()
        raise
    update.arrive()
    return response


def _seconds(refusal: RetryAfter) -> float:
    after = refusal.retry_after
    return after if isinstance(after, int) else after.total_seconds()
