"""Long polling that does not die unnoticed: getUpdates' own connection, and whether it still asks.

python-telegram-bot takes one 401 or 404 for an invalid token and never polls again, while the process lives on. A proxy
before one's own Bot API server says the same while that restarts. Here such an answer is an error like any other, and
is tried again with back-off; only if it lasts, or if nobody asks any more, the bot is deaf.
"""

import asyncio
import logging
from http import HTTPStatus
from time import monotonic
from typing import Any

from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.monitoring.health import DEAF
from bot.telegram.api.update_queue import NotReceived

POLLING = "polling"
"""Where the application's bot_data keeps its PollingRequest."""
REFUSED = 600.0
"""Seconds of nothing but refusals after which the token is taken for revoked."""
STALLED = 600.0
"""Seconds without any attempt after which polling is taken for dead; a poll takes ten, a back-off thirty."""
_EVERY = 1.0
_REFUSALS = frozenset({401, 404})

logger = logging.getLogger(__name__)


class PollingRequest(HTTPXRequest):
    """What getUpdates is asked through."""

    def __init__(self, refused: float = REFUSED, stalled: float = STALLED, deaf: float = DEAF) -> None:
        super().__init__(connection_pool_size=1)
        self._refused, self._stalled, self._deaf = refused, stalled, deaf
        self._asked_at = self._heard_at = monotonic()
        self._refused_since: float | None = None

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """Ask; see the base class.

        Raises:
            TelegramError: Also where Telegram, or what stands before it, knows nothing of the token.
        """
        self._asked_at = monotonic()
        code, payload = await super().do_request(*arguments, **named)
        self._asked_at = monotonic()
        if code in _REFUSALS:
            self._refused_since = self._refused_since or self._asked_at
            raise TelegramError(f"the token is refused with {code}; trying again.")
        self._refused_since = None
        if code == HTTPStatus.OK:
            self._heard_at = monotonic()
        return code, payload

    def trouble(self) -> str | None:
        """Say whether the bot is deaf: it asks, or does not even ask, and nothing comes back; from any thread."""
        seconds = monotonic() - self._heard_at
        if seconds <= self._deaf:
            return None
        return f"For {seconds:.0f} s Telegram has given no updates: the bot hears nobody."

    async def until_deaf(self) -> str:
        """Wait until no updates are to be expected any more, and say why; as a rule that is never."""
        self._asked_at = self._heard_at = monotonic()
        while True:
            await asyncio.sleep(_EVERY)
            now = monotonic()
            if self._refused_since is not None and now - self._refused_since > self._refused:
                return "Telegram refuses the token; ask @BotFather for the token of your bot."
            if now - self._asked_at > self._stalled:
                return "Telegram is not asked for updates any more."


def log_polling_error(error: TelegramError) -> None:
    """Say in one line why Telegram gives no updates; it is asked again by itself."""
    if isinstance(error, NotReceived):
        logger.error("No updates are taken, and Telegram keeps them: %s", error.message)
    elif isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        logger.warning("Telegram cannot be reached (%s); trying again.", error.message)
    else:
        logger.error("Telegram gives no updates: %s", error.message)
