"""How many statements were dropped, by the rule that they broke, for whoever counts around a call.

    with counted() as dropped: …judge…      dropped["name"]

Counts what is judged in the same thread. A rule is named by one word (`bot.quotes.flags`), never by what the statement
said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.quotes.flags import Flag

_COUNTER: ContextVar[Counter[str] | None] = ContextVar("drops", default=None)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count what is dropped inside."""
    counter = Counter[str]()
    token = _COUNTER.set(counter)
    try:
        yield counter
    finally:
        _COUNTER.reset(token)


def note(flags: Iterable[Flag]) -> None:
    """Count one statement under each rule that it broke."""
    if (counter := _COUNTER.get()) is not None:
        counter.update(rules_of(flags))


def rules_of(flags: Iterable[Flag]) -> set[str]:
    """Give the rules that some flags bear, each once, as they are counted."""
    return {flag.rule.value for flag in flags}
