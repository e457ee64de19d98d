"""Who is heard at which LOG_LEVEL."""

import json
import subprocess
import sys

import pytest

from ingest.logs import TOLD_BY_US

SCRIPT = """
import logging
from ingest.logs import start_logging
start_logging({level!r})
for name in ("bot.telegram", "ingest.index.vector_store", "httpx", "sentence_transformers.util.file_io"):
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logging.getLogger(name).log(level, "said")
"""


@pytest.mark.parametrize(
    ("level", "ours", "others", "told_by_us"),
    [
        ("DEBUG", 4, 4, 4),
        ("INFO", 3, 2, 1),
        ("WARNING", 2, 2, 1),
        ("ERROR", 1, 1, 1),
    ],
)
def test_libraries_are_heard_from_warnings_up(level: str, ours: int, others: int, told_by_us: int) -> None:
    command = [sys.executable, "-c", SCRIPT.format(level=level)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = finished.stderr.splitlines()
    said = {
        name: sum(name in line for line in lines)
        for name in ("bot.telegram", "ingest.index.vector_store", "httpx", TOLD_BY_US)
    }
    assert list(said.values()) == [ours, ours, others, told_by_us]
    assert finished.stdout == ""


def test_as_json_every_record_is_one_object_on_one_line() -> None:
    script = """
import logging
from ingest.logs import start_logging
start_logging("INFO", "json")
logging.getLogger("bot.x").info("two\\nlines «æ» %s", 7)
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("bot.y").exception("failed")
"""
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    first, second = (json.loads(line) for line in finished.stderr.splitlines())
    assert (first["level"], first["logger"], first["message"]) == ("INFO", "bot.x", "two\nlines «æ» 7")
    assert first["time"].endswith("+00:00")
    assert "trace" not in first
    assert second["trace"].endswith("ZeroDivisionError: division by zero")
