"""Containers: files that hold many articles. What a file looked like when it was read stands here once for all of them.

An article of a container bears its file's name; a file that is an article itself is in no container. Until a container
was read to its end its row says so: it has no hash, and is read again.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from ingest.plan import KnownFile
from ingest.sources.folder import NEVER, FileStamp

TABLE = """
ALTER TABLE article ADD COLUMN file TEXT DEFAULT '';
CREATE INDEX article_file ON article (file) WHERE file <> '';
CREATE TABLE container (
    source TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, inode INTEGER, content_hash TEXT,
    splitter INTEGER, reader TEXT
) WITHOUT ROWID;
"""

_UNREAD = FileStamp(-1, NEVER)


@dataclass(frozen=True, slots=True)
class KnownMember:
    """What the index knows of an article in a container: the hash of its content, and by what it was cut and read."""

    content_hash: str
    splitter: int
    reader: str


def known(connection: sqlite3.Connection) -> Iterator[tuple[str, KnownFile]]:
    """Give what is known of every container."""
    rows = connection.execute(
        "SELECT c.source, c.size, c.mtime_ns, c.ctime_ns, c.inode, c.content_hash, c.splitter, c.reader, "
        "(SELECT count(*) FROM article a WHERE a.file = c.source AND a.file <> '') FROM container c"
    )
    return ((source, KnownFile(FileStamp(*seen[:4]), *seen[4:])) for source, *seen in rows)


def members(connection: sqlite3.Connection, file: str) -> dict[str, KnownMember]:
    """Give the articles of a container by their sources."""
    rows = connection.execute(
        "SELECT source, content_hash, splitter, reader FROM article WHERE file = ? AND file <> ''", (file,)
    )
    return {source: KnownMember(*seen) for source, *seen in rows}


def begin(connection: sqlite3.Connection, file: str) -> None:
    """Say that articles of this container are there, and perhaps not all."""
    row = (file, *astuple(_UNREAD), "", 0, "")
    connection.execute("INSERT OR IGNORE INTO container VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def finish(connection: sqlite3.Connection, file: str, now: KnownFile) -> None:
    """Say that a container was read to its end."""
    row = (file, *astuple(now.stamp), now.content_hash, now.splitter, now.reader)
    connection.execute("INSERT OR REPLACE INTO container VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def touch(connection: sqlite3.Connection, file: str, stamp: FileStamp) -> None:
    """Keep another stamp of a container that is otherwise unchanged; of any other file nothing happens."""
    connection.execute(
        "UPDATE container SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ? WHERE source = ?", (*astuple(stamp), file)
    )


def move(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Give a container another name, and so its articles, also those that are missed."""
    renamed = "SET source = ?1 || substr(source, length(?2) + 1) WHERE"
    names = (new, old)
    connection.execute(f"UPDATE article {renamed} file = ?2 AND file <> ''", names)
    connection.execute(f"UPDATE missing {renamed} substr(source, 1, length(?2) + 1) = ?2 || '#'", names)
    connection.execute("UPDATE article SET file = ? WHERE file = ? AND file <> ''", (new, old))
    connection.execute("UPDATE container SET source = ? WHERE source = ?", (new, old))


def remove(connection: sqlite3.Connection, file: str) -> None:
    """Forget a container; its articles are removed one by one."""
    connection.execute("DELETE FROM container WHERE source = ?", (file,))
