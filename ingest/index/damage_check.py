"""Whether a catalogue is what was written: a look that costs little, at every opening.

Works on a `sqlite3.Connection`. SQLite itself notices damage only where it reads, which may be weeks later.
"""

import random
import sqlite3
from pathlib import Path

from ingest.errors import damaged

_ALWAYS = {"state", "language", "article"}
"""Tables that are looked at every time: a few milliseconds for 10,000 articles."""


def expect_whole(connection: sqlite3.Connection) -> None:
    """Look at the size of the file, the tables that everything needs, and one other by lot.

    Raises:
        IndexError_: There is damage.
    """
    place = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    try:
        whole = _looks_whole(connection, place)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise damaged(place.parent)


def _looks_whole(connection: sqlite3.Connection, place: Path) -> bool:
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names >= _ALWAYS or not connection.execute("SELECT count(*) FROM state").fetchone()[0]:
        return False
    sampled = {*_ALWAYS, random.choice(sorted(names))}  # noqa: S311 - any one will do
    checks = (connection.execute(f"PRAGMA quick_check('{name}')").fetchone()[0] for name in sampled)
    return _is_as_long_as_it_says(connection, place) and all(found == "ok" for found in checks)


def _is_as_long_as_it_says(connection: sqlite3.Connection, place: Path) -> bool:
    """Tell whether the file holds all its pages; while some stand in the log beside it, that is not known."""
    log = place.with_name(f"{place.name}-wal")
    if log.exists() and log.stat().st_size:
        return True
    (pages,), (size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    return bool(place.stat().st_size >= pages * size)
