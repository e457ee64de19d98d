"""Reference texts: what readers extracted from files that are not plain text, kept as it was quoted from.

Each is kept with its article, in the same transaction, compressed, and with a hash of its own. The text of a plain file
is the file itself and is not kept.
"""

import hashlib
import sqlite3
import zlib

TABLE = "CREATE TABLE reference (article INTEGER PRIMARY KEY REFERENCES article, hash TEXT, text BLOB);"


def put(connection: sqlite3.Connection, article: int, text: str) -> None:
    """Keep the text that was extracted for an article."""
    data = text.encode()
    row = (article, hashlib.sha256(data).hexdigest(), zlib.compress(data))
    connection.execute("INSERT OR REPLACE INTO reference VALUES (?, ?, ?)", row)


def remove(connection: sqlite3.Connection, article: int) -> None:
    """Let go of the text of an article, if it has one."""
    connection.execute("DELETE FROM reference WHERE article = ?", (article,))


def get(connection: sqlite3.Connection, article: int) -> str | None:
    """Give the text that was extracted for an article, None if it has none or it is not what was kept."""
    row = connection.execute("SELECT hash, text FROM reference WHERE article = ?", (article,)).fetchone()
    if row is None:
        return None
    try:
        data = zlib.decompress(row[1])
    except zlib.error:
        return None
    return data.decode() if hashlib.sha256(data).hexdigest() == row[0] else None
