"""Hiding: a connection to the catalogue that does not show the articles of some folders, whatever is asked of it.

Temporary views of the connection stand before the tables of articles and passages, under the same names (SQLite looks
into the schema `temp` first), so that no query has to think of it and none can forget. The lexicon and the vectors
are looked up by what these give. Words that only hidden articles hold may still be counted; they are never shown.
"""

import sqlite3
from collections.abc import Sequence

from ingest.index.conditions import Conditions


def hide(connection: sqlite3.Connection, folders: Sequence[str]) -> None:
    """Have a connection show nothing that lies in these folders."""
    if not folders:
        return
    clause, values = Conditions(hidden=tuple(folders)).each("a")
    for value in values:  # A view takes no parameters.
        clause = clause.replace("?", "'" + value.replace("'", "''").replace("?", "\0") + "'", 1)
    clause = clause.replace("\0", "?")
    connection.executescript(
        f"CREATE TEMP VIEW article AS SELECT * FROM main.article a WHERE {clause};"  # noqa: S608 - quoted above
        "CREATE TEMP VIEW passage AS SELECT p.* FROM main.passage p "
        f"WHERE EXISTS (SELECT 1 FROM main.article a WHERE a.id = p.article AND {clause});"
    )
