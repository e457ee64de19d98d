"""The table of Bot API methods: `@method("sendMessage")` enters a function, `find` looks it up as Telegram does."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.preview.call import Call
from bot.preview.service import Service

Result: TypeAlias = object
"""Anything that JSON can hold."""
Method: TypeAlias = Callable[[Service, Call], Result | Awaitable[Result]]

_METHODS: dict[str, Method] = {}


def method(*names: str) -> Callable[[Method], Method]:
    """Enter the decorated function under `names`."""

    def enter(function: Method) -> Method:
        for name in names:
            _METHODS[name.lower()] = function
        return function

    return enter


def find(name: str) -> Method | None:
    """The method of that name, whatever its case; None if there is none."""
    return _METHODS.get(name.lower())
