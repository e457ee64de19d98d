"""The tables of the catalogue, and how its file is made. Knows nothing of what is put in them."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ingest.durable_files import sync
from ingest.index import (
    containers,
    lexicon,
    reading_failures,
    reference_texts,
    repetition,
    term_frequencies,
    vectors,
    versions,
)

FILE = "catalogue.sqlite"

VERSION = 9
"""Stands in the file's `user_version`; a later one is refused, an earlier one is brought up by whoever writes."""

_UPGRADES = {
    1: """
ALTER TABLE article ADD COLUMN author TEXT;
ALTER TABLE article ADD COLUMN dated TEXT;
UPDATE article SET splitter = 0;
CREATE INDEX article_published ON article (published);
""",
    2: f"""
ALTER TABLE state ADD COLUMN weights TEXT DEFAULT '';
ALTER TABLE state ADD COLUMN files TEXT DEFAULT '';
ALTER TABLE state ADD COLUMN published INTEGER DEFAULT 0;
ALTER TABLE article ADD COLUMN ctime_ns INTEGER DEFAULT 0;
ALTER TABLE article ADD COLUMN inode INTEGER DEFAULT 0;
{vectors.SPARE}
CREATE TABLE missing (source TEXT PRIMARY KEY, since INTEGER) WITHOUT ROWID;
CREATE TABLE stopped (
    source TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, inode INTEGER, splitter INTEGER,
    reason TEXT, since INTEGER
) WITHOUT ROWID;
""",
    3: f"DROP TABLE IF EXISTS short_line; {repetition.TABLE} UPDATE article SET splitter = 0;",  # noqa: S608 - constants
    4: f"ALTER TABLE article ADD COLUMN reader TEXT DEFAULT ''; {reference_texts.TABLE}",
    5: containers.TABLE,
    6: reading_failures.TABLE,
    7: versions.TABLE,
    8: term_frequencies.TABLE,
}
"""What makes the tables of one version those of the next. Articles of splitter 0 are read anew; vectors stay."""

_COUNTED_SINCE = 9
"""The first version that keeps the frequencies of terms."""

_TABLES_OF = 2
_TABLES = """
CREATE TABLE state (
    generation INTEGER, dirty INTEGER, loose INTEGER, store TEXT, url TEXT, setting TEXT, model TEXT,
    dimension INTEGER, corpus TEXT
);
CREATE TABLE discarded_store (name TEXT PRIMARY KEY);
CREATE TABLE arrival (content_hash TEXT PRIMARY KEY, first_ingested INTEGER) WITHOUT ROWID;
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT UNIQUE, title TEXT, language TEXT, outlet TEXT,
    published TEXT, url TEXT, content_hash TEXT, encoding TEXT, first_ingested INTEGER, changed INTEGER,
    passages INTEGER, size INTEGER, mtime_ns INTEGER, splitter INTEGER,
    author TEXT, dated TEXT
);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_newest ON article (first_ingested, published, id);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER REFERENCES article, ordinal INTEGER, language TEXT,
    heading TEXT, text TEXT, start INTEGER, stop INTEGER, first_line INTEGER, last_line INTEGER, sentences TEXT,
    key TEXT
);
CREATE UNIQUE INDEX passage_place ON passage (article, ordinal);
CREATE INDEX passage_key ON passage (key);
"""


def create(edition: Path, state: tuple[int | str | None, ...], arrivals: Iterable[tuple[str, int]]) -> None:
    """Make an empty catalogue in a folder of its own; it appears whole or not at all.

    Args:
        edition: A folder that does not exist yet.
        state: The one row of the table `state`.
        arrivals: When each content first came into an index: SHA-256 (hex), microseconds since 1970.
    """
    edition.mkdir(parents=True)
    draft = edition / f"{FILE}.new"
    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.executescript(f"BEGIN; {_TABLES} {_steps_from(_TABLES_OF)}")
        for part in (lexicon, vectors, repetition):
            part.create(connection)
        connection.executemany("INSERT INTO arrival VALUES (?, ?)", arrivals)
        first = "generation, dirty, loose, store, url, setting, model, dimension, corpus"
        connection.execute(f"INSERT INTO state ({first}) VALUES ({', '.join('?' * len(state))})", state)  # noqa: S608
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    draft.rename(edition / FILE)
    sync(edition)
    sync(edition.parent)


def upgrade(connection: sqlite3.Connection, version: int) -> None:
    """Bring the tables of an earlier version up to this one, in one transaction; readers of that version end there."""
    try:
        connection.executescript(f"BEGIN IMMEDIATE; {_steps_from(version)}")
        if version < _COUNTED_SINCE:
            lexicon.count_terms(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _steps_from(version: int) -> str:
    steps = "".join(_UPGRADES[step] for step in range(version, VERSION))
    return f"{steps} PRAGMA user_version = {VERSION};"
