"""Which article every passage is of, and which vector it has, in memory: so that conditions are a mask over either.

    conditions ──one query over the articles──▶ those that fit ──▶ passages that fit ──▶ vectors that fit

The catalogue says which articles fit, in SQL, as for everything else; what would take a look-up for each passage is a
mask. A passage keeps its row, its article and its vector as long as it is there, and its row is never given again: so
what came is read in, and where the number of passages tells that some have gone, these are left out. 24 bytes a
passage, and the masks that were asked for last. Safe to use from several threads.
"""

import sqlite3
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ingest.index.catalogue import Catalogue
from ingest.index.conditions import Conditions

REMEMBERED = 8
"""Conditions whose masks are kept, of the generation that was asked last; 2 MB each for a million passages."""

_PORTION = 50_000
_NONE = 0
"""Of a passage whose vector is not there, which the doctor finds; SQLite counts rows from 1."""

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PassageTable:
    """What is held; three arrays of shape (n,).

    Attributes:
        passages: Their rows in the catalogue, ascending.
        articles: The article of each.
        vectors: The row of the vector of each.
    """

    passages: Rows
    articles: Rows
    vectors: Rows

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """Make it of rows of passage, article and vector; shape (n, 3)."""
        return cls(*np.ascontiguousarray(rows[np.argsort(rows[:, 0])].T))

    def extended(self, other: Self) -> Self:
        """Give it with what came."""
        pairs = zip(self._columns(), other._columns(), strict=True)
        return type(self)(*(np.concatenate(pair) for pair in pairs))

    def among(self, alive: Rows) -> Self:
        """Give it with these passages only."""
        kept = np.isin(self.passages, alive)
        return type(self)(*(column[kept] for column in self._columns()))

    def _columns(self) -> tuple[Rows, Rows, Rows]:
        return self.passages, self.articles, self.vectors


class FittingPassages:
    """Which passages and which vectors fit some conditions; a vector fits if one of its passages does.

    Attributes:
        all: Every passage does.
    """

    def __init__(self, table: PassageTable, articles: Rows) -> None:
        """Take all passages, and the articles that fit."""
        wanted = _mask(articles)
        fit = wanted[_within(table.articles, len(wanted))]
        self.all = bool(fit.all())
        self._passages = _mask(table.passages[fit]).tobytes()
        self._vectors = _mask(table.vectors[fit])

    def has(self, passage: int) -> bool:
        """Tell whether the passage in this row fits."""
        return passage < len(self._passages) and self._passages[passage] == 1

    def vectors(self, numbers: Rows) -> Mask:
        """Tell of vectors, by their rows, which fit; shape (n,)."""
        fit: Mask = self._vectors[_within(numbers, len(self._vectors))]
        return fit


class HeldPassages:
    """See the module."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._seen: tuple[Path | None, int] = (None, -1)
        self._table = PassageTable.of(np.empty((0, 3), np.int64))
        self._fitting: OrderedDict[Conditions, FittingPassages] = OrderedDict()

    def fitting(self, catalogue: Catalogue, edition: Path, conditions: Conditions) -> FittingPassages:
        """Take notice of what was written, and give what fits; of versions of an article the newest that fits."""
        with self._turn:
            self._update(catalogue, edition)
            found = self._fitting.pop(conditions, None) or _fitting(catalogue.connection, self._table, conditions)
            self._fitting[conditions] = found
            if len(self._fitting) > REMEMBERED:
                self._fitting.popitem(last=False)
            return found

    def update(self, catalogue: Catalogue, edition: Path) -> PassageTable:
        """Take notice of what was written, and give what there is; a new edition is read as a whole."""
        with self._turn:
            return self._update(catalogue, edition)

    def clear(self) -> None:
        """Let go of everything."""
        with self._turn:
            self._seen, self._table = (None, -1), PassageTable.of(np.empty((0, 3), np.int64))
            self._fitting.clear()

    def _update(self, catalogue: Catalogue, edition: Path) -> PassageTable:
        generation = catalogue.generation()
        if self._seen[0] != edition or self._seen[1] < generation:
            known = self._table if self._seen[0] == edition else None
            self._table = _now(catalogue.connection, known)
            self._seen = (edition, generation)
            self._fitting.clear()
        return self._table


def _fitting(connection: sqlite3.Connection, table: PassageTable, conditions: Conditions) -> FittingPassages:
    fits, values = conditions.sql()
    rows = connection.execute(f"SELECT a.id FROM article a WHERE {fits}", values)  # noqa: S608 - from Conditions
    return FittingPassages(table, np.fromiter((row[0] for row in rows), np.int64))


def _now(connection: sqlite3.Connection, known: PassageTable | None) -> PassageTable:
    """Give the passages of the catalogue, hidden ones included, starting from what was known."""
    connection.execute("BEGIN")  # passages and their number of one moment
    try:
        number = connection.execute("SELECT coalesce(sum(passages), 0) FROM lexicon").fetchone()[0]
        if known is not None:
            last = int(known.passages[-1]) if len(known.passages) else 0
            table = known.extended(PassageTable.of(_after(connection, last)))
            if len(table.passages) == number:
                return table
            if len(table.passages) > number:
                return table.among(_rows(connection, "SELECT id FROM main.passage", 1)[:, 0])
        return PassageTable.of(_all(connection))
    finally:
        connection.execute("COMMIT")


def _after(connection: sqlite3.Connection, last: int) -> Rows:
    return _rows(
        connection,
        "SELECT p.id, p.article, coalesce(v.rowid, 0) FROM main.passage p LEFT JOIN vector v ON v.key = p.key "
        "WHERE p.id > ?",
        3,
        last,
    )


def _all(connection: sqlite3.Connection) -> Rows:
    """Give all, from three indexes that hold no text and no vector: a microsecond a passage each."""
    placed = _rows(connection, "SELECT id, article FROM main.passage", 2)
    # Both indexes are in the order of the keys; CROSS JOIN keeps it so.
    keyed = _rows(
        connection, "SELECT p.id, v.rowid FROM vector v CROSS JOIN main.passage p ON p.key = v.key ORDER BY v.key", 2
    )
    placed, keyed = placed[np.argsort(placed[:, 0])], keyed[np.argsort(keyed[:, 0])]
    rows = np.full((len(placed), 3), _NONE, np.int64)
    rows[:, :2] = placed
    rows[np.searchsorted(placed[:, 0], keyed[:, 0]), 2] = keyed[:, 1]
    return rows


def _rows(connection: sqlite3.Connection, query: str, columns: int, *values: int) -> Rows:
    """Give whole numbers; shape (n, columns)."""
    cursor, parts = connection.execute(query, values), [np.empty((0, columns), np.int64)]
    while portion := cursor.fetchmany(_PORTION):
        parts.append(np.array(portion, np.int64))
    return np.concatenate(parts)


def _mask(rows: Rows) -> Mask:
    """Give a mask over all rows up to the greatest of these; the place of 0, which is no row, is never true."""
    mask = np.zeros(int(rows.max(initial=0)) + 1, np.bool_)
    mask[rows] = True
    mask[_NONE] = False
    return mask


def _within(rows: Rows, length: int) -> Rows:
    """Give rows with 0 for those that a mask of some length does not reach."""
    reached: Rows = np.where(rows < length, rows, _NONE)
    return reached
