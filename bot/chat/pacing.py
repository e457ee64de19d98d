"""How fast the bot may talk: Telegram's limits kept, its "too many requests" obeyed, chat by chat.

python-telegram-bot's AIORateLimiter keeps thirty messages a second overall and twenty a minute in a group
(core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). This adds one a second in each chat, and
makes only the chat wait that Telegram was asked too much for.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from httpx import ConnectError, ConnectTimeout
from telegram.error import NetworkError, RetryAfter
from telegram.ext import AIORateLimiter

_NICETIES = frozenset({"sendChatAction", "sendMessageDraft"})
"""No messages, and not worth waiting for."""
_PACED = frozenset({"sendMessage", "sendDocument", "sendPhoto"})
_ESSENTIAL = _PACED | {"editMessageText", "answerCallbackQuery"}
"""What people wait for; at start the bot waits for Telegram by itself."""
_REMEMBERED = 1000
_UNREACHED = (ConnectError, ConnectTimeout)
"""Nothing was asked of Telegram yet, so that asking again cannot send a message twice."""
_LONGEST_WAIT = 120.0
"""Seconds; who is told to wait longer is better told that it failed."""

logger = logging.getLogger(__name__)
# It would log an error with traceback whenever Telegram asks to wait; that is retried and logged here.
logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)

Response = bool | dict[str, Any] | list[dict[str, Any]]


class Pacing(AIORateLimiter):
    """Waits where Telegram wants it to, and retries."""

    def __init__(self, interval: float = 1.0, retries: int = 4, pause: float = 0.5) -> None:
        """Take the seconds between two messages to one chat, and how often and after what pause to try again.

        The pause, in seconds, is for a Telegram that cannot be reached, and doubles each time.
        """
        super().__init__(max_retries=0)
        self._interval, self._retries, self._pause = interval, retries, pause
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
            return await callback(*args, **kwargs)
        chat = data.get("chat_id")
        for left in range(self._retries, -1, -1):
            await self._turn(endpoint, chat)
            try:
                return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
            except RetryAfter as refusal:
                seconds = _seconds(refusal)
                if not left or seconds > _LONGEST_WAIT:
                    raise
                logger.warning("Telegram asks to wait %.0f s before %s to chat %s.", seconds, endpoint, chat)
                self._free[chat] = asyncio.get_running_loop().time() + seconds
            except NetworkError as error:
                if not left or endpoint not in _ESSENTIAL or not isinstance(error.__cause__, _UNREACHED):
                    raise
                logger.warning("Telegram cannot be reached for %s (%s); trying again.", endpoint, error.message)
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


def _seconds(refusal: RetryAfter) -> float:
    after = refusal.retry_after
    return after if isinstance(after, int) else after.total_seconds()
