"""Feed: tells whoever listens that something changed in the preview's world.

Takes Happenings from `world`; the page's event stream and the driver's waiting functions listen. One event loop only.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What changed; the value is the name of the event in the page's stream."""

    MESSAGE = "message"
    EDITED = "edited"
    DELETED = "deleted"
    ACTION = "action"
    DRAFT = "draft"
    ANSWERED = "answered"
    CHAT = "chat"
    BOT = "bot"
    READ = "read"
    RESET = "reset"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Happening:
    """One change.

    Attributes:
        kind: What changed.
        chat_id: Where, or None if it concerns no chat.
        subject: The Message, Draft, Action or query that is new, where there is one.
    """

    kind: Kind
    chat_id: int | None = None
    subject: object = None


class Feed:
    """Hands every Happening to every listener, in order."""

    def __init__(self) -> None:
        self._listeners: list[asyncio.Queue[Happening]] = []
        self._count = 0

    def publish(self, happening: Happening) -> None:
        """Tell every listener; never waits."""
        self._count += 1
        for listener in self._listeners:
            listener.put_nowait(happening)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Happening]]:
        """Everything that happens from now on, until the block ends."""
        queue: asyncio.Queue[Happening] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            yield queue
        finally:
            self._listeners.remove(queue)

    async def until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Return once `condition()` holds; it is asked again after each Happening.

        Raises:
            TimeoutError: It did not hold within `seconds`.
        """
        with self.listen() as queue:
            async with asyncio.timeout(seconds):
                while not condition():
                    await queue.get()
