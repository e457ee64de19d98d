"""What is logged, and where: our own loggers at LOG_LEVEL, everybody else's from WARNING up, on standard error.

Takes a level and a form: lines for people, or a JSON object a line (LOG_FORMAT) for whatever collects them. Knows
little of who logs. With DEBUG the libraries speak too.
"""

import json
import logging
from datetime import UTC, datetime

OURS = ("bot", "ingest", "__main__")
TOLD_BY_US = "sentence_transformers.util.file_io"
"""It warns at length of a model that is not there, before we say so in a sentence."""

FORMAT = "%(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (ISO 8601, UTC), `level`, `logger`, `message`, and `trace` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; a message of several lines stays one line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"time": time, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def start_logging(level: str, form: str = "text") -> None:
    """Set up logging once, at an edge of the program; the values are those of LOG_LEVEL and LOG_FORMAT."""
    logging.basicConfig(level="WARNING" if level == "INFO" else level, format=FORMAT)
    if form == "json":
        for handler in logging.getLogger().handlers:
            handler.setFormatter(JsonLines())
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    if level != "DEBUG":
        logging.getLogger(TOLD_BY_US).setLevel("ERROR")
