"""Places for what is handled at once: so many in all, so many of one chat, and chats take turns.

Whoever waits holds no place. So a chat whose replies go out one a second keeps no other chat waiting.
"""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class FairSlots:
    """Hands out places; within a chat, in the order in which they were asked for."""

    def __init__(self, total: int = 256, each: int = 8) -> None:
        self._free, self._each = total, each
        self._taken: Counter[Hashable] = Counter()
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(queue) for queue in self._waiting.values())

    @asynccontextmanager
    async def place(self, chat: Hashable) -> AsyncIterator[None]:
        """Hold a place of a chat inside of the block."""
        await self._enter(chat)
        try:
            yield
        finally:
            self._leave(chat)

    async def _enter(self, chat: Hashable) -> None:
        if self._free and chat not in self._waiting and self._taken[chat] < self._each:
            return self._take(chat)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(chat, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave(chat)
            raise
        return None

    def _take(self, chat: Hashable) -> None:
        self._free -= 1
        self._taken[chat] += 1

    def _leave(self, chat: Hashable) -> None:
        self._free += 1
        self._taken[chat] -= 1
        if not self._taken[chat]:
            del self._taken[chat]
        self._call_next()

    def _call_next(self) -> None:
        """Give what is free to chats that wait, one after the other, the one that had its turn last at the end."""
        for chat in list(self._waiting):
            if not self._free:
                return
            if self._taken[chat] < self._each and (turn := self._next(chat)):
                self._take(chat)
                turn.set_result(None)

    def _next(self, chat: Hashable) -> "asyncio.Future[None] | None":
        queue = self._waiting.pop(chat)
        turn = next((it for it in iter(lambda: queue.popleft() if queue else None, None) if not it.done()), None)
        if queue:
            self._waiting[chat] = queue
        return turn
