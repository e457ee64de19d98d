"""Faults: the nth thing that a bot does to its database or to Telegram fails, whatever it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from telegram.error import TimedOut

from tests.bot.telegram.conftest import Kilde

OUTCOMES: tuple[tuple[int, bytes] | Exception, ...] = (
    (502, b'{"ok": false, "error_code": 502, "description": "Bad Gateway"}'),
    (
        429,
        b'{"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 200", '
        b'"parameters": {"retry_after": 200}}',
    ),
    (403, b'{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}'),
    (400, b'{"ok": false, "error_code": 400, "description": "Bad Request: CHAT_RESTRICTED"}'),
    (400, b'{"ok": false, "error_code": 400, "description": "Bad Request: query is too old"}'),
    (401, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'),
    (200, b"<html>a proxy says hello</html>"),
    TimedOut("Timed out"),
    RuntimeError("a bug"),
)
"""What Telegram, or the way to it, may do to a request; none of it is worth waiting for."""


class Broken(Exception):
    """What the database does."""


class Faults:
    """Counts what is done, and lets one thing fail."""

    def __init__(self) -> None:
        self.done, self.fails_at = 0, 0
        self.outcome: tuple[int, bytes] | Exception = OUTCOMES[0]

    def arm(self, fails_at: int) -> None:
        """Count anew, and let the `fails_at`th fail; 0 lets nothing fail."""
        self.done, self.fails_at = 0, fails_at
        self.outcome = OUTCOMES[fails_at % len(OUTCOMES)]

    @property
    def due(self) -> bool:
        """Count one thing, and tell whether it is the one."""
        self.done += 1
        return self.done == self.fails_at

    @contextmanager
    def among(self, kilde: Kilde) -> Iterator[None]:
        """Have them in what a bot does from now on."""
        engine: Engine = kilde.memory._engine
        request: Any = kilde.application.bot.request
        real = request.do_request

        def query(*_: object) -> None:
            if self.due:
                raise Broken("database is locked")

        async def do_request(*arguments: object, **named: object) -> tuple[int, bytes]:
            if not self.due:
                result: tuple[int, bytes] = await real(*arguments, **named)
                return result
            if isinstance(self.outcome, Exception):
                raise self.outcome
            return self.outcome

        request.do_request = do_request
        event.listen(engine, "before_cursor_execute", query)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", query)
            request.do_request = real
