"""What is wrong with the database when it fails, as one word; from what SQLite and PostgreSQL say.

See https://www.sqlite.org/rescode.html for SQLite's words.
"""

from enum import Enum

from sqlalchemy.exc import SQLAlchemyError


class DatabaseFailure(Enum):
    """What is wrong."""

    LOCKED = "locked"
    """Another program holds it."""
    FULL = "full"
    """There is no room on its disk."""
    DAMAGED = "damaged"
    """It is no database any more."""
    GONE = "gone"
    """It was taken away, or may not be written."""
    OTHER = "other"


_WORDS = (
    (DatabaseFailure.LOCKED, ("database is locked", "table is locked", "lock timeout", "deadlock")),
    (DatabaseFailure.FULL, ("database or disk is full", "no space left", "disk full", "quota exceeded")),
    (DatabaseFailure.DAMAGED, ("malformed", "not a database", "file is encrypted")),
    (
        DatabaseFailure.GONE,
        (
            "unable to open",
            "no such table",
            "readonly database",
            "disk i/o error",
            "connection",
            "does not exist",
        ),
    ),
)


def failure_of(error: BaseException | None) -> DatabaseFailure | None:
    """Say what is wrong; None where the error is not the database's."""
    if not isinstance(error, SQLAlchemyError):
        return None
    said = str(error).lower()
    return next((failure for failure, words in _WORDS if any(word in said for word in words)), DatabaseFailure.OTHER)
