"""No log line ever holds a token: not the address of a request, not the repr of a bot, not a traceback.

Wraps the formatter of every handler, for there, with the traceback written out, everything passes as text.
"""

import json
import logging
import re

_TOKEN = re.compile(r"\b[0-9]{3,20}(:|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
"""What @BotFather gives out, also as it stands in an address."""
_HIDDEN = "<token>"


class Redacting(logging.Formatter):
    """Formats as another formatter does, and then hides tokens and other secrets."""

    def __init__(self, formatter: logging.Formatter, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._formatter = formatter
        # A secret may stand as it is, or with the marks that JSON puts before some letters.
        self._secrets = tuple(form for secret in secrets if secret for form in (secret, _in_json(secret)))

    def format(self, record: logging.LogRecord) -> str:
        """Format a record, with its traceback, without secrets."""
        text = self._formatter.format(record)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _TOKEN.sub(_HIDDEN, text)


def _in_json(secret: str) -> str:
    return json.dumps(secret, ensure_ascii=False)[1:-1]


def redact_logs(*secrets: str) -> None:
    """Keep secrets out of everything that the handlers of the root logger write from now on.

    httpx writes the address of every request, token included, at INFO: it is asked to be quiet as well.
    """
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(Redacting(handler.formatter or logging.Formatter(), secrets))
