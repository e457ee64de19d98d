"""Telegram's limits: sizes as constants, and FloodGate, which counts messages per chat.

Sources: https://core.telegram.org/bots/api, https://core.telegram.org/bots/faq and https://limits.tginfo.me.
"""

import math
from collections import deque
from datetime import datetime, timedelta

from bot.preview.clock import Clock
from bot.preview.errors import flooded
from bot.preview.state import Chat, ChatKind

TEXT_LENGTH = 4096
"""UTF-16 code units after entity parsing; the strictest reading of Telegram's "characters"."""
CAPTION_LENGTH = 1024
CALLBACK_DATA_BYTES = 64
BUTTONS = 100
COMMANDS = 100
NOTICE_LENGTH = 200
UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
INLINE_RESULTS = 50
INLINE_QUERY_LENGTH = 256
INLINE_KEPT = timedelta(seconds=300)
"""How long results are kept where the bot does not say."""
EDIT_AGE = timedelta(hours=48)
"""Bots delete only what is younger, in groups where they are no administrators."""
QUERY_AGE = timedelta(seconds=60)
"""Telegram names no figure for callback queries; a bot that needs longer than this should answer first."""

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_PER_MINUTE = 20


class FloodGate:
    """Refuses a chat's second message within a second and a group's twenty-first within a minute."""

    def __init__(self, clock: Clock, *, enabled: bool) -> None:
        self._clock = clock
        self._sent: dict[int, deque[datetime]] = {}
        self.enabled = enabled

    def reset(self) -> None:
        """Forget what was sent."""
        self._sent.clear()

    def pass_through(self, chat: Chat, messages: int = 1) -> None:
        """Count `messages` about to be sent to `chat`.

        Raises:
            ApiError: 429; nothing was counted.
        """
        if not self.enabled:
            return
        now = self._clock.now()
        sent = self._sent.setdefault(chat.id, deque(maxlen=_PER_MINUTE))
        free = [sent[-1] + _SECOND] if sent else []
        if chat.kind is not ChatKind.PRIVATE and len(sent) == _PER_MINUTE:
            free.append(sent[0] + _MINUTE)
        wait = max(free, default=now) - now
        if wait > timedelta(0):
            raise flooded(max(1, math.ceil(wait.total_seconds())))
        sent.extend([now] * messages)
