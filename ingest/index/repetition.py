"""Short lines that stand in many articles of an outlet and so belong to none, as the catalogue keeps them.

Works on a `sqlite3.Connection` inside whoever's transaction it is. Which lines count as boilerplate depends on all
articles, so with each of its lines an article keeps whether it was struck when it was cut: `stale` finds the articles
that would be cut otherwise today. `ingest.cleaning.repeats` decides what such a line is; the queries say the same.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable

from ingest.cleaning import LEAST_FILES, LEAST_SHARE, STORY_KEYS, ShortLines, repeated_lines

_STORY = ", ".join(f"story_{number}" for number in range(STORY_KEYS))
_DISTINCT = " AND ".join(f"count(DISTINCT story_{number}) >= {LEAST_FILES}" for number in range(STORY_KEYS))


TABLE = f"""
CREATE TABLE IF NOT EXISTS counted_line (
    article INTEGER, line TEXT, outlet TEXT, struck INTEGER,
    {", ".join(f"story_{number} INTEGER" for number in range(STORY_KEYS))},
    PRIMARY KEY (article, line)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS counted_line_line ON counted_line (line, struck);
"""
"""A line bears the name of its outlet before a tab; an empty line counts the article itself. Made by upgrades too."""


def create(connection: sqlite3.Connection) -> None:
    """Make the table."""
    for statement in TABLE.split(";\n"):
        connection.execute(statement)


def put(connection: sqlite3.Connection, article: int, lines: ShortLines, repeated: Collection[str]) -> None:
    """Keep the short lines of an article in place of any before, and which of them counted as boilerplate."""
    remove(connection, article)
    rows = [(article, key, lines.outlet, key in repeated, *lines.story) for key in sorted(lines.keys)]
    marks = ", ".join("?" * (4 + STORY_KEYS))
    connection.executemany(f"INSERT INTO counted_line VALUES ({marks})", rows)  # noqa: S608


def remove(connection: sqlite3.Connection, article: int) -> None:
    """Forget an article's lines."""
    connection.execute("DELETE FROM counted_line WHERE article = ?", (article,))


def repeated(
    connection: sqlite3.Connection, coming: Iterable[ShortLines] | None = None, going: Collection[str] = ()
) -> frozenset[str]:
    """Give the lines that are boilerplate once some files have come and others gone.

    Args:
        connection: To the catalogue.
        coming: The short lines of each file that is about to be put; only their lines are asked about. None: all are.
        going: Sources that are about to be replaced or removed; their lines of now do not count.
    """
    new = [] if coming is None else list(coming)
    keys = {key for each in new for key in each.keys}
    asked = "" if coming is None else "AND s.line IN (SELECT value FROM json_each(?2))"
    values = (json.dumps(list(going)), json.dumps(list(keys)))[: 1 if coming is None else 2]
    articles = "SELECT a.id FROM article a WHERE a.source IN (SELECT value FROM json_each(?1))"
    rows = connection.execute(
        f"SELECT s.article, s.line, s.outlet, {_STORY} FROM counted_line s "  # noqa: S608 - constants
        f"WHERE s.line <> s.outlet || char(9) AND s.article NOT IN ({articles}) {asked} ORDER BY s.article",
        values,
    )
    known: dict[int, tuple[set[str], str, tuple[int, ...]]] = {}
    for article, key, outlet, *story in rows:
        known.setdefault(article, (set(), outlet, tuple(story)))[0].add(key.partition("\t")[2])
    totals = connection.execute(
        "SELECT s.outlet, count(*) FROM counted_line s "  # noqa: S608 - constants
        f"WHERE s.line = s.outlet || char(9) AND s.article NOT IN ({articles}) {asked} GROUP BY s.outlet",
        values,
    )
    others = Counter(dict(totals.fetchall()))
    others.subtract(outlet for _, outlet, _ in known.values())
    files = [ShortLines(frozenset(lines), outlet, story) for lines, outlet, story in known.values()]
    return repeated_lines([*files, *new], others=others)


def stale(connection: sqlite3.Connection) -> list[str]:
    """Give the sources of articles that were cut when other lines counted as boilerplate than now."""
    rows = connection.execute(
        f"""
        WITH total AS (
            SELECT outlet, count(*) AS articles FROM counted_line WHERE line = outlet || char(9) GROUP BY outlet
        ),
        judged AS (
            SELECT s.line, min(s.struck) AS least, max(s.struck) AS most,
                ({_DISTINCT}) AND count(*) * {LEAST_SHARE} >= max(t.articles) AS repeats
            FROM counted_line s JOIN total t ON t.outlet = s.outlet WHERE s.line != s.outlet || char(9) GROUP BY s.line
        )
        SELECT DISTINCT a.source FROM judged j JOIN counted_line s ON s.line = j.line JOIN article a ON a.id = s.article
        WHERE (j.repeats AND j.least = 0) OR (NOT j.repeats AND j.most = 1) ORDER BY a.source
        """  # noqa: S608
    )
    return [row[0] for row in rows]
