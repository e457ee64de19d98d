"""Answers beside the event loop: in a fixed number of threads, none of which keeps a stopped bot alive.

The threads stay: what a thread opens for itself (a connection to the catalogue, buffers of the model) is opened so many
times and no more, however many questions come.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")

Job = Callable[[], None]


class ThreadPool:
    """At most `limit` slow calls at once; the rest wait in order."""

    def __init__(self, limit: int = 16) -> None:
        self._limit = limit
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads = 0

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Call `function` in a thread and give what it gives, or raise what it raises.

        The threads are daemons: one that never returns (a language model that hangs) does not hold up the end of
        the process, as those of `asyncio.to_thread` do.
        """
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()
        context = copy_context()  # as `asyncio.to_thread` does: who asks is known in there too

        def work() -> None:
            if outcome.cancelled():  # Nobody waits any more.
                return
            try:
                result = context.run(function, *arguments)
            except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
                _tell(loop, outcome, None, error)
            else:
                _tell(loop, outcome, result, None)

        self._jobs.put(work)
        if self._threads < self._limit and not self._idle.acquire(blocking=False):
            self._threads += 1
            threading.Thread(target=self._serve, name="answer", daemon=True).start()
        return await outcome

    def close(self) -> None:
        """Let the threads end once they are done; what was not begun is begun no more."""
        for _ in range(self._threads):
            self._jobs.put(None)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            del job  # Else an idle thread would keep the last answer in memory.
            self._idle.release()


def _tell(
    loop: asyncio.AbstractEventLoop, outcome: "asyncio.Future[T]", result: T | None, error: BaseException | None
) -> None:
    def settle() -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]

    with suppress(RuntimeError):  # The loop is closed: nobody waits any more.
        loop.call_soon_threadsafe(settle)
