"""The update that is being handled, for whatever takes part in it: may a reply have arrived, and is there more to do?

A context variable, as in asyncio every task has its own: the rate limiter notes what leaves, the error handler what is
put off, and at the end the inbox is told. What the bot does by itself has no update in hand.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import Enum

from bot.memory import Inbox, Receipt

DOUBT = timedelta(minutes=1)
"""After a reply left and nothing more was heard of it, its asker is told that it may not have arrived."""

logger = logging.getLogger(__name__)


class Why(Enum):
    """Why an update is handled now."""

    NEW = "new"
    AGAIN = "again"
    """It was not handled to its end."""
    LATE = "late"
    """Too late to handle it: that is said instead."""
    DOUBTFUL = "doubtful"
    """Its reply may have arrived: that is said instead."""
    HASTY = "hasty"
    """Its sender was too fast: that is said instead, once."""


class CurrentUpdate:
    """One update that stands in the inbox."""

    def __init__(self, inbox: Inbox, receipt: Receipt, now: Callable[[], datetime], why: Why = Why.NEW) -> None:
        self.receipt, self.why = receipt, why
        self._inbox, self._now = inbox, now
        self._departed = self._arrived = False
        self._pause: timedelta | None = None
        self._put_off = self._doubtful = False

    @property
    def in_doubt(self) -> bool:
        """A reply left, and it is not known whether it arrived."""
        return self._departed and not self._arrived

    async def begin(self, once: bool) -> None:
        """Take it in hand; what is to happen `once` at most is settled before it happens, not after."""
        if once:
            await self._note(self._inbox.settle, self.receipt)

    async def depart(self) -> None:
        """Note that a reply is about to leave: should this process die now, it is not sent again."""
        if not self._departed:
            if self.why is not Why.DOUBTFUL:
                await self._note(self._inbox.depart, self.receipt, self._now() + DOUBT)
            self._departed = True

    def arrive(self) -> None:
        """Note that a reply arrived."""
        self._arrived = True

    async def come_back(self) -> None:
        """Note that the reply has certainly not arrived; an earlier part of it may have."""
        if self.in_doubt:
            if self.why is not Why.DOUBTFUL:  # Its first reply stays in doubt, whatever becomes of what is said of it.
                await self._note(self._inbox.come_back, self.receipt)
            self._departed = False

    def put_off(self, pause: timedelta | None = None) -> bool:
        """Have it handled again, after a pause; False if that might answer twice."""
        self._put_off, self._pause = not self._departed, pause
        return self._put_off

    def leave_in_doubt(self) -> None:
        """Have its asker told that the reply may not have arrived, if it left and nothing was heard of it."""
        self._doubtful = True

    async def finish(self) -> bool:
        """Tell the inbox what has become of it; False if the inbox could not be told."""
        if self.why is Why.DOUBTFUL:
            return self._put_off or await self._note(self._inbox.settle, self.receipt)
        if self._put_off:
            return await self._note(self._inbox.put_off, self.receipt, self._now(), self._pause)
        return (self._doubtful and self.in_doubt) or await self._note(self._inbox.settle, self.receipt)

    async def _note(self, change: Callable[..., object], *arguments: object) -> bool:
        """Change the inbox. Where it cannot be written, the reply goes out all the same."""
        try:
            await asyncio.to_thread(change, *arguments)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost the answer
            logger.error("The inbox cannot be written: %s", str(error).partition("\n")[0])
            return False
        return True


_current: ContextVar[CurrentUpdate | None] = ContextVar("update in hand", default=None)


def current_update() -> CurrentUpdate | None:
    """Give the update that is being handled; None for what the bot does by itself."""
    return _current.get()


@contextmanager
def handling(update: CurrentUpdate | None) -> Iterator[None]:
    """Have an update in hand inside of the block."""
    token = _current.set(update)
    try:
        yield
    finally:
        _current.reset(token)
