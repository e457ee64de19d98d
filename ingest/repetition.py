"""Short lines that stand in many articles and so belong to none, as the catalogue keeps them.

Works on a `sqlite3.Connection` inside whoever's transaction it is. Which lines count as boilerplate depends on all
articles, so with each of its lines an article keeps whether it was struck when it was cut: `stale` finds the articles
that would be cut otherwise today. `ingest.cleaning` decides what such a line is.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable

from ingest.cleaning import LEAST_FILES


def create(connection: sqlite3.Connection) -> None:
    """Make the table."""
    connection.execute(
        "CREATE TABLE short_line (article INTEGER, line TEXT, struck INTEGER, PRIMARY KEY (article, line)) "
        "WITHOUT ROWID"
    )
    connection.execute("CREATE INDEX short_line_line ON short_line (line, struck)")


def put(connection: sqlite3.Connection, article: int, lines: Iterable[str], repeated: Collection[str]) -> None:
    """Keep the short lines of an article in place of any before, and which of them counted as boilerplate."""
    remove(connection, article)
    rows = [(article, line, line in repeated) for line in sorted(lines)]
    connection.executemany("INSERT INTO short_line VALUES (?, ?, ?)", rows)


def remove(connection: sqlite3.Connection, article: int) -> None:
    """Forget an article's lines."""
    connection.execute("DELETE FROM short_line WHERE article = ?", (article,))


def repeated(
    connection: sqlite3.Connection, coming: Iterable[Iterable[str]] = (), going: Collection[str] = ()
) -> frozenset[str]:
    """Give the lines that are boilerplate once some files have come and others gone.

    Args:
        connection: To the catalogue.
        coming: The short lines of each file that is about to be put.
        going: Sources that are about to be replaced or removed; their lines of now do not count.
    """
    rows = connection.execute("SELECT a.source, s.line FROM short_line s JOIN article a ON a.id = s.article")
    without = set(going)
    counts = Counter(line for source, line in rows if source not in without)
    for lines in coming:
        counts.update(set(lines))
    return frozenset(line for line, count in counts.items() if count >= LEAST_FILES)


def stale(connection: sqlite3.Connection) -> list[str]:
    """Give the sources of articles that were cut when other lines counted as boilerplate than now."""
    rows = connection.execute(
        "SELECT DISTINCT a.source FROM short_line s JOIN article a ON a.id = s.article "
        "JOIN (SELECT line FROM short_line GROUP BY line HAVING count(*) >= ? AND min(struck) = 0"
        " UNION SELECT line FROM short_line GROUP BY line HAVING count(*) < ? AND max(struck) = 1) USING (line) "
        "ORDER BY a.source",
        (LEAST_FILES, LEAST_FILES),
    )
    return [row[0] for row in rows]
