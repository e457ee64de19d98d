"""The vectors as the catalogue keeps them: the original from which Chroma's collections can always be made again.

Works on a `sqlite3.Connection` inside whoever's transaction it is, and knows nothing of Chroma. Equal passages share a
key and so a vector; each counts once in the sum of its language.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

Sums = Mapping[str, tuple[NDArray[np.float64], int]]
"""Language -> sum of its different vectors, shape (dimension,), and how many they are."""

Vectors = Mapping[str, NDArray[np.float32]]
"""Passage.key -> vector of shape (dimension,)."""

PORTION = 2_000
"""Vectors held in memory at once when all of them are read; 3 MB at 384 dimensions."""


SPARE = """
CREATE TABLE spare (key TEXT PRIMARY KEY, language TEXT, vector BLOB, since INTEGER);
CREATE INDEX spare_since ON spare (since);
"""
"""The table of vectors that no passage bears, yet or any more, kept for a while so that they are not made again."""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables."""
    connection.execute("CREATE TABLE vector (key TEXT UNIQUE, language TEXT, vector BLOB)")
    connection.execute("CREATE TABLE language (language TEXT PRIMARY KEY, vectors INTEGER, total BLOB) WITHOUT ROWID")


def missing(connection: sqlite3.Connection, keys: Iterable[str]) -> set[str]:
    """Give those of `keys` that have no vector yet."""
    wanted = set(keys)
    rows = connection.execute(
        "SELECT key FROM vector WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(sorted(wanted)),)
    )
    return wanted - {row[0] for row in rows}


def spare(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """Give those vectors of these keys that are kept though no passage bears them."""
    rows = connection.execute(
        "SELECT key, vector FROM spare WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
    )
    return {key: np.frombuffer(vector, np.float32) for key, vector in rows}


def save(connection: sqlite3.Connection, language: str, vectors: Vectors, now: int) -> None:
    """Keep vectors that no passage bears yet, at `now` (microseconds since 1970)."""
    connection.executemany(
        "INSERT OR REPLACE INTO spare VALUES (?, ?, ?, ?)",
        [(key, language, np.asarray(vector, np.float32).tobytes(), now) for key, vector in vectors.items()],
    )


def expire(connection: sqlite3.Connection, before: int) -> None:
    """Let go of spare vectors that were kept before a time (microseconds since 1970)."""
    connection.execute("DELETE FROM spare WHERE since < ?", (before,))


def add(connection: sqlite3.Connection, language: str, vectors: Vectors) -> None:
    """Keep new vectors of one language."""
    connection.executemany(
        "INSERT INTO vector VALUES (?, ?, ?)",
        [(key, language, np.asarray(vector, np.float32).tobytes()) for key, vector in vectors.items()],
    )
    _count(connection, language, list(vectors.values()), 1)
    connection.executemany("DELETE FROM spare WHERE key = ?", [(key,) for key in vectors])


def of(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """Give the vectors of these keys; those that are not known are left out."""
    rows = connection.execute(
        "SELECT key, vector FROM vector WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
    )
    return {key: np.frombuffer(vector, np.float32) for key, vector in rows}


def of_articles(connection: sqlite3.Connection, ids: Iterable[int]) -> Iterator[tuple[int, str, NDArray[np.float32]]]:
    """Give the vectors of whole articles as (id of the article, language of the passage, vector), in reading order."""
    rows = connection.execute(
        "SELECT p.article, p.language, v.vector FROM passage p JOIN vector v ON v.key = p.key "
        "WHERE p.article IN (SELECT value FROM json_each(?)) ORDER BY p.article, p.ordinal",
        (json.dumps(list(ids)),),
    )
    return ((article, language, np.frombuffer(vector, np.float32)) for article, language, vector in rows)


def numbers(connection: sqlite3.Connection) -> NDArray[np.int64]:
    """Give the rows of all vectors, in no order; reads the index over their keys only."""
    return np.fromiter((row[0] for row in connection.execute("SELECT rowid FROM vector")), np.int64)


def after(connection: sqlite3.Connection, last: int) -> Iterator[tuple[str, NDArray[np.int64], NDArray[np.float32]]]:
    """Give the vectors behind a row as (language, n rows ascending, array of shape (n, dimension))."""
    cursor = connection.execute("SELECT language, rowid, vector FROM vector WHERE rowid > ? ORDER BY rowid", (last,))
    while portion := cursor.fetchmany(PORTION):
        spoken = np.array([row[0] for row in portion])
        numbers = np.array([row[1] for row in portion])
        joined = np.frombuffer(b"".join(row[2] for row in portion), np.float32).reshape(len(portion), -1)
        for language in np.unique(spoken):
            own = spoken == language
            yield str(language), numbers[own], joined[own]


def sums(connection: sqlite3.Connection) -> dict[str, tuple[NDArray[np.float64], int]]:
    """Give per language the sum of its different vectors, shape (dimension,), and how many they are."""
    rows = connection.execute("SELECT language, total, vectors FROM language WHERE vectors > 0")
    return {language: (np.frombuffer(total, np.float64).copy(), count) for language, total, count in rows}


def unused(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Give per language the keys that no passage bears any more."""
    rows = connection.execute(
        "SELECT language, key FROM vector v "
        "WHERE NOT EXISTS (SELECT 1 FROM passage p WHERE p.key = v.key) ORDER BY language, key"
    )
    return {language: [key for _, key in group] for language, group in groupby(rows, lambda row: str(row[0]))}


def retire(connection: sqlite3.Connection, language: str, keys: Sequence[str], now: int) -> None:
    """Take vectors of one language out of use, and keep them as spare ones."""
    wanted = (json.dumps(list(keys)),)
    connection.execute(
        "INSERT OR REPLACE INTO spare SELECT key, language, vector, ? FROM vector "
        "WHERE key IN (SELECT value FROM json_each(?))",
        (now, *wanted),
    )
    rows = connection.execute("SELECT vector FROM vector WHERE key IN (SELECT value FROM json_each(?))", wanted)
    _count(connection, language, [np.frombuffer(row[0], np.float32) for row in rows], -1)
    connection.execute("DELETE FROM vector WHERE key IN (SELECT value FROM json_each(?))", wanted)


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Give the number of vectors per language."""
    return dict(connection.execute("SELECT language, vectors FROM language WHERE vectors > 0 ORDER BY language"))


def languages(connection: sqlite3.Connection) -> list[str]:
    """Give the languages that have vectors or had some."""
    return [row[0] for row in connection.execute("SELECT language FROM language ORDER BY language")]


def rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Give the rows of all vectors by key; 0.2 KB each, and no vector is read."""
    return dict(connection.execute("SELECT key, rowid FROM vector"))


def in_rows(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[str, dict[str, NDArray[np.float32]]]:
    """Give the vectors in these rows by language and key."""
    found: dict[str, dict[str, NDArray[np.float32]]] = {}
    for language, key, vector in connection.execute(
        "SELECT language, key, vector FROM vector WHERE rowid IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    ):
        found.setdefault(language, {})[key] = np.frombuffer(vector, np.float32)
    return found


def miscounted(connection: sqlite3.Connection) -> int:
    """Say of how many languages another number of vectors is there than was counted."""
    there = dict(connection.execute("SELECT language, count(*) FROM vector GROUP BY language"))
    counted = counts(connection)
    return sum(there.get(language, 0) != counted.get(language, 0) for language in there.keys() | counted.keys())


def recount(connection: sqlite3.Connection) -> None:
    """Count and add up the vectors of every language anew."""
    connection.execute("DELETE FROM language")
    cursor = connection.execute("SELECT language, vector FROM vector ORDER BY language")
    while rows := cursor.fetchmany(PORTION):
        for language, group in groupby(rows, lambda row: str(row[0])):
            _count(connection, language, [np.frombuffer(vector, np.float32) for _, vector in group], 1)


def portions(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str], NDArray[np.float32]]]:
    """Give all vectors as (language, n keys, array of shape (n, dimension)), n at most PORTION."""
    for language in counts(connection):
        cursor = connection.execute("SELECT key, vector FROM vector WHERE language = ? ORDER BY rowid", (language,))
        while rows := cursor.fetchmany(PORTION):
            yield language, [key for key, _ in rows], np.stack([np.frombuffer(v, np.float32) for _, v in rows])


def _count(connection: sqlite3.Connection, language: str, vectors: Sequence[NDArray[np.float32]], sign: int) -> None:
    """Move the sum of a language; in double precision a million additions cost no digit that matters."""
    if not vectors:
        return
    row = connection.execute("SELECT vectors, total FROM language WHERE language = ?", (language,)).fetchone()
    count = (row[0] if row else 0) + sign * len(vectors)
    change = sign * np.sum(np.stack(vectors), axis=0, dtype=np.float64)
    total = change if row is None else np.frombuffer(row[1], np.float64) + change
    connection.execute("INSERT OR REPLACE INTO language VALUES (?, ?, ?)", (language, count, total.tobytes()))
