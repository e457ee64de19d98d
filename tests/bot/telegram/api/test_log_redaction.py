import io
import logging
from collections.abc import Iterator

import pytest
from telegram.error import InvalidToken

from bot.telegram.api.log_redaction import Redacting, redact_logs
from ingest.logs import JsonLines

TOKEN = "7000000001:" + "AbC-_" * 7


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the root logger's only handler writes, once its secrets are redacted."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, levels = root.handlers, {name: logging.getLogger(name).level for name in ("", "httpx", "httpcore")}
    root.handlers = [logging.StreamHandler(stream)]
    root.setLevel(logging.DEBUG)
    redact_logs("hunter2", TOKEN)
    yield stream
    root.handlers = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("address", [f"https://api.telegram.org/bot{TOKEN}/getMe", TOKEN.replace(":", "%3A")])
def test_a_token_in_a_message_is_hidden(written: io.StringIO, address: str) -> None:
    logging.getLogger("x").info("POST %s", address)
    assert "AbC-_AbC" not in written.getvalue()
    assert "<token>" in written.getvalue()


def test_a_token_in_a_traceback_is_hidden(written: io.StringIO) -> None:
    try:
        raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
    except InvalidToken:
        logging.getLogger("x").exception("Failed with hunter2")
    assert "Traceback" in written.getvalue()
    assert "AbC-_" not in written.getvalue()
    assert "hunter2" not in written.getvalue()


def test_httpx_does_not_tell_what_it_asks_for(written: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST …")
    assert written.getvalue() == ""


def test_other_lines_stay_as_they_are(written: io.StringIO) -> None:
    logging.getLogger("x").info("At 12:30:45 the answer 7:8 came.")
    assert written.getvalue() == "At 12:30:45 the answer 7:8 came.\n"


def test_a_secret_that_json_writes_otherwise_is_hidden() -> None:
    stream = io.StringIO()
    handler, secret = logging.StreamHandler(stream), 'hunter"2\\'
    handler.setFormatter(Redacting(JsonLines(), (secret,)))
    handler.emit(logging.makeLogRecord({"msg": f"it is {secret}", "name": "x", "levelname": "INFO"}))
    assert "hunter" not in stream.getvalue()
