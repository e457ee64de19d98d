"""Answers beside the event loop: each in a thread, so many at once, and none that keeps a stopped bot alive."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


class Workers:
    """At most `limit` slow calls at once; the rest wait in order."""

    def __init__(self, limit: int = 16) -> None:
        self._places = asyncio.Semaphore(limit)

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Call `function` in a thread and give what it gives, or raise what it raises.

        The thread is a daemon: one that never returns (a language model that hangs) does not hold up the end of
        the process, as those of `asyncio.to_thread` do.
        """
        async with self._places:
            loop = asyncio.get_running_loop()
            outcome: asyncio.Future[T] = loop.create_future()

            def work() -> None:
                try:
                    result = function(*arguments)
                except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
                    _tell(loop, outcome, None, error)
                else:
                    _tell(loop, outcome, result, None)

            threading.Thread(target=work, name="answer", daemon=True).start()
            return await outcome


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
