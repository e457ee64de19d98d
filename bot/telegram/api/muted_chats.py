"""Groups in which the bot may not write: remembered, so that nothing is worked out there for nobody.

A refusal is one warning. After some of them the group is left alone for a while, then tried again; whatever goes
through ends it. Telegram says when the bot itself is restricted, but not when writing is switched off for everybody.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from telegram.error import TelegramError

_REFUSALS = ("not enough rights to send", "have no rights to send", "chat_write_forbidden", "chat_restricted")
_KINDS = ("chat_send_", "user_banned_in_channel", "topic_closed", "need administrator rights in the c")
_PATIENCE = 3
"""Refusals after which a group is left alone and the admins are told."""
_PAUSE = 600.0
"""Seconds until it is tried again."""

logger = logging.getLogger(__name__)


def is_muted(error: BaseException | None) -> bool:
    """Tell whether Telegram refused a message since the bot may not write there."""
    said = error.message.lower() if isinstance(error, TelegramError) else ""
    return any(words in said for words in (*_REFUSALS, *_KINDS))


@dataclass(slots=True)
class _Refused:
    times: int = 0
    last: float = 0.0
    told: bool = False


class MutedChats:
    """The groups in which the bot is mute, as far as it has noticed since its start."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._chats: dict[int, _Refused] = {}

    def note(self, chat_id: int, error: TelegramError) -> None:
        """Remember a refusal; the first one is worth a warning."""
        refused = self._chats.setdefault(chat_id, _Refused())
        refused.times, refused.last = refused.times + 1, self._clock()
        level = logging.WARNING if refused.times == 1 else logging.INFO
        logger.log(level, "The bot may not write in chat %d: %s", chat_id, error.message)

    def clear(self, chat_id: int) -> None:
        """Forget it: something went through, or Telegram says that the bot's rights have changed."""
        self._chats.pop(chat_id, None)

    def holds(self, chat_id: int) -> bool:
        """Tell whether the group is to be left alone for now."""
        refused = self._chats.get(chat_id)
        return refused is not None and refused.times >= _PATIENCE and self._clock() - refused.last < _PAUSE

    def is_news(self, chat_id: int) -> bool:
        """Tell once whether the admins should hear of it."""
        refused = self._chats.get(chat_id)
        if refused is None or refused.told or refused.times < _PATIENCE:
            return False
        refused.told = True
        return True
