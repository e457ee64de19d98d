"""How many statements were dropped, by the rule that they broke, for whoever counts around a call.

    with counted() as dropped: …judge…      dropped["name"]

Counts what is judged in the same thread. A rule is named by one word, never by what the statement said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_BY_BEGINNING = {
    "no quote": "no_quote",
    "number ": "number",
    "month ": "date",
    "weekday ": "date",
    "unit of ": "unit",
    "name ": "name",
    "address ": "address",
    "another matter": "another_matter",
    "a denial": "turned_round",
    "who has which figure": "turned_round",
    "who did it to whom": "turned_round",
    "a sentence in": "language",
    "anything but orders": "orders",
    "what a second opinion": "second_opinion",
}
OTHER = "other"

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


def note(flags: Iterable[str]) -> None:
    """Count one statement under each rule that it broke."""
    if (counter := _COUNTER.get()) is not None:
        counter.update({rule_of(flag) for flag in flags})


def rule_of(flag: str) -> str:
    """Name the rule behind a flag of `bot.quotes.support`."""
    return next((rule for beginning, rule in _BY_BEGINNING.items() if flag.startswith(beginning)), OTHER)
