"""What is logged, and where: our own loggers at LOG_LEVEL, everybody else's from WARNING up, on standard error.

Takes a level; knows nothing of who logs. With DEBUG the libraries speak too.
"""

import logging

OURS = ("bot", "ingest", "__main__")
FORMAT = "%(levelname)s %(name)s: %(message)s"


def start_logging(level: str) -> None:
    """Set up logging once, at an edge of the program; `level` is a value of LOG_LEVEL."""
    logging.basicConfig(level="WARNING" if level == "INFO" else level, format=FORMAT)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
