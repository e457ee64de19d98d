"""What is logged, and where: our own loggers at LOG_LEVEL, everybody else's from WARNING up, on standard error.

Takes a level; knows little of who logs. With DEBUG the libraries speak too.
"""

import logging

OURS = ("bot", "ingest", "__main__")
TOLD_BY_US = "sentence_transformers.util.file_io"
"""It warns at length of a model that is not there, before we say so in a sentence."""

FORMAT = "%(levelname)s %(name)s: %(message)s"


def start_logging(level: str) -> None:
    """Set up logging once, at an edge of the program; `level` is a value of LOG_LEVEL."""
    logging.basicConfig(level="WARNING" if level == "INFO" else level, format=FORMAT)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    if level != "DEBUG":
        logging.getLogger(TOLD_BY_US).setLevel("ERROR")
