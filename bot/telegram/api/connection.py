"""The line to Telegram: does it work, and has what failed on it certainly not arrived?

Telegram cannot be asked whether a message arrived. So before one is sent over a line on which anything has just failed,
something harmless is asked until it is answered.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from httpx import ConnectError, ConnectTimeout, PoolTimeout, WriteError
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

T = TypeVar("T")

_NOT_ASKED = (ConnectError, ConnectTimeout, PoolTimeout, WriteError)
"""Telegram has not got the whole request, so it did nothing."""
_PATIENCE = 45.0
"""Seconds that a message waits for a line that works."""
_LONGEST_PAUSE = 4.0


def never_arrived(error: TelegramError) -> bool:
    """Tell whether a message that failed with this error has certainly not arrived.

    An answer of Telegram's that is no success says so itself; only a gateway does not know what became of the request.
    """
    if not isinstance(error, NetworkError) or isinstance(error, BadRequest):
        return True
    cause = error.__cause__
    if cause is not None and not isinstance(cause, TelegramError):  # That one is an answer which is no JSON.
        return isinstance(cause, _NOT_ASKED)
    return not isinstance(error, TimedOut) and "timeout" not in error.message.lower() and "504" not in error.message


class Connection:
    """Watches the requests to Telegram."""

    def __init__(self, pause: float) -> None:
        """Take the seconds after which a broken line is tried again; they double each time."""
        self._pause = pause
        self._broken = False
        self._trying = asyncio.Lock()

    async def watch(self, request: Awaitable[T]) -> T:
        """Carry out a request and see whether the line works."""
        try:
            response = await request
        except NetworkError as error:
            self._broken = self._broken or not isinstance(error, BadRequest)
            raise
        self._broken = False
        return response

    async def works(self, probe: Callable[[], Awaitable[object]]) -> None:
        """Return once the line works, or after a while.

        Raises:
            NetworkError: It did not work for so long.
        """
        if not self._broken:
            return
        async with self._trying:
            pause, end = self._pause, asyncio.get_running_loop().time() + _PATIENCE
            while self._broken:
                try:
                    await self.watch(probe())
                except NetworkError:
                    if asyncio.get_running_loop().time() > end:
                        raise
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
