"""In how many passages of its language each term occurs, counted as they come and go: a question counts nothing.

Works on a `sqlite3.Connection` inside whoever's transaction it is. FTS5 knows the same, but reads all postings of a
term whenever it is asked, which for frequent ones takes a tenth of a second at a million passages.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable

TABLE = """
CREATE TABLE IF NOT EXISTS term_frequency (
    language TEXT, term TEXT, passages INTEGER, PRIMARY KEY (language, term)
) WITHOUT ROWID;
"""
"""Terms that no passage has any more are not there. Made by upgrades too."""


class TermMoves(defaultdict[str, Counter[str]]):
    """Language -> by how much the frequencies of its terms change: gathered, since together they are moved faster."""

    def __init__(self) -> None:
        super().__init__(Counter)

    def count(self, language: str, terms: Iterable[str], passages: int) -> None:
        """Note that so many passages more (or fewer, below zero) have these terms."""
        changes = self[language]
        for term in set(terms):
            changes[term] += passages

    def settle(self, connection: sqlite3.Connection) -> None:
        """Move the frequencies, and start again from nothing."""
        for language, changes in self.items():
            connection.executemany(
                "INSERT INTO term_frequency VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
                ((language, term, change) for term, change in sorted(changes.items()) if change),
            )
            connection.executemany(
                "DELETE FROM term_frequency WHERE language = ? AND term = ? AND passages = 0",
                ((language, term) for term, change in changes.items() if change < 0),
            )
        self.clear()


def of(connection: sqlite3.Connection, language: str, terms: Iterable[str]) -> dict[str, int]:
    """Give the frequencies of these terms; those that never occur are left out."""
    rows = connection.execute(
        "SELECT f.term, f.passages FROM json_each(?) t CROSS JOIN term_frequency f "
        "WHERE f.language = ? AND f.term = t.value",
        (json.dumps(list(terms)), language),
    )
    return dict(rows.fetchall())


def between(connection: sqlite3.Connection, language: str, first: str, behind: str) -> list[tuple[str, int]]:
    """Give the terms from one to before another, each with its frequency."""
    return connection.execute(
        "SELECT term, passages FROM term_frequency WHERE language = ? AND term >= ? AND term < ?",
        (language, first, behind),
    ).fetchall()
