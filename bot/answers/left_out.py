"""Left out: the statements of a language model that were not said in the end, for whoever measures around a call.

    with watched() as left_out: …answer…      left_out[0].text, left_out[0].flags

Sees what is drafted in the same thread. For measuring alone: nothing of it is ever stored, sent or shown in a chat.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.quotes.drafts import Verdict

_WATCHER: ContextVar[list[Verdict] | None] = ContextVar("left_out", default=None)


@contextmanager
def watched() -> Iterator[list[Verdict]]:
    """List what is left out inside."""
    listed: list[Verdict] = []
    token = _WATCHER.set(listed)
    try:
        yield listed
    finally:
        _WATCHER.reset(token)


def tell(verdicts: Iterable[Verdict]) -> None:
    """List those that have no claim."""
    if (listed := _WATCHER.get()) is not None:
        listed += [verdict for verdict in verdicts if not verdict.claim]
