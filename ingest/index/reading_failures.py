"""Failures: the files and articles that cannot be read, why, since when, and when they are tried again.

Works on a `sqlite3.Connection` inside whoever's transaction it is. A file that changes is tried at once; one that stays
the same is tried again after a minute, then after twice as long each time, up to a day.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass

from ingest.errors import UnreadableArticle
from ingest.readers.file_kinds import file_of
from ingest.sources.folder import NEVER, FileStamp

TABLE = """
CREATE TABLE failure (
    source TEXT PRIMARY KEY, reason TEXT, since INTEGER, tries INTEGER, tried INTEGER,
    size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, inode INTEGER
) WITHOUT ROWID;
"""

_FIRST, _LONGEST = 60 * 1_000_000, 24 * 3_600 * 1_000_000
_NOWHERE = FileStamp(-1, NEVER)


@dataclass(frozen=True, slots=True)
class ReadingFailure:
    """A file, or an article in one, that cannot be read.

    Attributes:
        source: Its name.
        reason: As a clause.
        since: When it first failed so, in microseconds since 1970; so are the other times.
        tries: How often it was tried since.
        tried: When it was tried last.
        stamp: What the file looked like then.
    """

    source: str
    reason: str
    since: int
    tries: int
    tried: int
    stamp: FileStamp

    @property
    def due(self) -> int:
        """When it is tried again if it stays as it is."""
        return self.tried + min(_LONGEST, _FIRST << min(self.tries - 1, 20))


def read(connection: sqlite3.Connection) -> list[ReadingFailure]:
    """Give all failures, by name."""
    rows = connection.execute(
        "SELECT source, reason, since, tries, tried, size, mtime_ns, ctime_ns, inode FROM failure ORDER BY source"
    )
    return [
        ReadingFailure(source, reason, since, tries, tried, FileStamp(*stamp))
        for source, reason, since, tries, tried, *stamp in rows
    ]


def put(
    connection: sqlite3.Connection,
    failed: Iterable[UnreadableArticle],
    stamps: Mapping[str, FileStamp],
    untried: Collection[str],
    now: int,
) -> None:
    """Keep what failed in a run in place of what failed before.

    Args:
        connection: To the catalogue.
        failed: What could not be read.
        stamps: What each file looks like.
        untried: Files that were not read in this run; what failed of them stays as it was.
        now: Microseconds since 1970.
    """
    before = {failure.source: failure for failure in read(connection)}
    kept = {source: it for source, it in before.items() if file_of(source) in untried or source in untried}
    for failure in failed:
        if failure.source in kept:
            continue
        stamp, old = stamps.get(file_of(failure.source), _NOWHERE), before.get(failure.source)
        same = old is not None and (old.reason, old.stamp) == (failure.reason, stamp)
        since, tries = (old.since, old.tries + 1) if old and same else (now, 1)
        kept[failure.source] = ReadingFailure(failure.source, failure.reason, since, tries, now, stamp)
    connection.execute("DELETE FROM failure")
    rows = [(it.source, it.reason, it.since, it.tries, it.tried, *astuple(it.stamp)) for it in kept.values()]
    connection.executemany("INSERT INTO failure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
