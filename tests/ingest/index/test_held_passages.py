"""Masks over passages and vectors against the catalogue's own conditions, after any order of coming and going."""

import contextlib
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.index import vectors, versions
from ingest.index.catalogue import Catalogue
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.held_passages import HeldPassages

HERE = Path("edition-1")
SOURCES = ("a.txt", "in/a.txt", "in/b#1", "in0.txt", "it's/b.md")
OUTLETS = ("Harbour Wire", "it's", None)
_DAYS = st.dates(date(2026, 5, 1), date(2026, 5, 5))
_CONDITIONS = st.builds(
    Conditions,
    st.none() | _DAYS,
    st.none() | _DAYS,
    st.lists(st.sampled_from(OUTLETS[:2]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["nb", "en"]), max_size=1).map(tuple),
    st.just(()),
    st.lists(st.sampled_from(["in", "it's"]), max_size=2).map(tuple),
)
_ARTICLES = st.tuples(
    st.sampled_from(SOURCES),
    st.none() | _DAYS,
    st.sampled_from(OUTLETS),
    st.sampled_from(["nb", "en"]),
    st.lists(st.integers(0, 9), max_size=4),
)
_Article = tuple[str, date | None, str | None, str, list[int]]
_STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "remove", "sweep", "replaces"]), _ARTICLES, st.sampled_from(SOURCES)), max_size=16
)


def catalogue() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    vectors.create(connection)
    connection.executescript(
        """
        CREATE TABLE article (
            id INTEGER PRIMARY KEY AUTOINCREMENT, source UNIQUE, published, first_ingested, outlet, language, author,
            splitter
        );
        CREATE TABLE passage (id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER, ordinal INTEGER, key TEXT);
        CREATE TABLE container (splitter);
        CREATE TABLE lexicon (passages INTEGER);
        INSERT INTO lexicon VALUES (0);
        CREATE TABLE state (generation INTEGER);
        INSERT INTO state VALUES (0);
        """
    )
    connection.executescript(f"{versions.TABLE} {vectors.SPARE}")
    return connection


def remove(connection: sqlite3.Connection, source: str, *, whole: bool = True) -> None:
    row = connection.execute("SELECT id FROM article WHERE source = ?", (source,)).fetchone()
    if row is None:
        return
    gone = connection.execute("DELETE FROM passage WHERE article = ?", row).rowcount
    connection.execute("UPDATE lexicon SET passages = passages - ?", (gone,))
    if whole:
        connection.execute("DELETE FROM version WHERE older = ? OR newer = ?", (*row, *row))
        connection.execute("DELETE FROM article WHERE id = ?", row)


def put(connection: sqlite3.Connection, article: _Article) -> None:
    """As the writer does: an article keeps its row, its passages get new ones, and equal texts share a vector."""
    source, published, outlet, language, keys = article
    remove(connection, source, whole=False)
    connection.execute(
        "INSERT INTO article (source, published, first_ingested, outlet, language) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET published = excluded.published, outlet = excluded.outlet",
        (source, published and published.isoformat(), 1_777_800_000_000_000, outlet, language),
    )
    (id_,) = connection.execute("SELECT id FROM article WHERE source = ?", (source,)).fetchone()
    for ordinal, key in enumerate(keys):
        if vectors.missing(connection, [f"k{key}"]):
            vectors.add(connection, "en", {f"k{key}": np.eye(10, dtype=np.float32)[key]})
        connection.execute("INSERT INTO passage VALUES (NULL, ?, ?, ?)", (id_, ordinal, f"k{key}"))
    connection.execute("UPDATE lexicon SET passages = passages + ?", (len(keys),))


def step(connection: sqlite3.Connection, act: str, article: _Article, other: str) -> None:
    if act == "put":
        put(connection, article)
    elif act == "remove":
        remove(connection, article[0])
    elif act == "sweep":
        for language, keys in vectors.unused(connection).items():
            vectors.retire(connection, language, keys, 0)
    else:
        connection.execute(
            "INSERT OR IGNORE INTO version SELECT o.id, n.id, '' FROM article o JOIN article n "
            "ON o.source = ? AND n.source = ? AND o.id <> n.id",
            (article[0], other),
        )


def expect_what_the_catalogue_says(held: HeldPassages, connection: sqlite3.Connection, conditions: Conditions) -> None:
    fits, values = conditions.sql()
    among = f"FROM article a JOIN passage p ON p.article = a.id JOIN vector v ON v.key = p.key WHERE {fits}"
    passages = {row[0] for row in connection.execute(f"SELECT p.id {among}", values)}
    fitting_vectors = {row[0] for row in connection.execute(f"SELECT v.rowid {among}", values)}
    found = held.fitting(Catalogue(connection), HERE, conditions)
    beyond = range(60)
    assert {row for row in beyond if found.has(row)} == passages
    assert set(np.flatnonzero(found.vectors(np.arange(60)))) == fitting_vectors


@given(_STEPS, st.sets(st.integers(0, 15)), st.lists(_CONDITIONS, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_a_mask_is_what_the_catalogue_says(
    steps: Sequence[tuple[str, _Article, str]], looks: set[int], asked: Sequence[Conditions]
) -> None:
    with contextlib.closing(catalogue()) as connection:
        held = HeldPassages()
        for number, each in enumerate(steps):
            step(connection, *each)
            connection.execute("UPDATE state SET generation = generation + 1")
            if number in looks:
                for conditions in (*asked, EVERYTHING, *asked):
                    expect_what_the_catalogue_says(held, connection, conditions)
        for conditions in (*asked, EVERYTHING):
            expect_what_the_catalogue_says(held, connection, conditions)


def test_what_is_new_or_gone_is_told_by_the_number_of_passages() -> None:
    """One goes and one comes, so there are as many as before; and what is new takes no look at the rest."""
    with contextlib.closing(catalogue()) as connection:
        put(connection, ("a.txt", None, None, "en", [1, 2]))
        put(connection, ("in/a.txt", None, None, "en", [2, 3]))
        held = HeldPassages()
        connection.execute("UPDATE state SET generation = 1")
        assert held.update(Catalogue(connection), HERE).passages.tolist() == [1, 2, 3, 4]
        put(connection, ("a.txt", None, None, "en", [1, 4]))
        again = held.update(Catalogue(connection), HERE)
        assert again.passages.tolist() == [1, 2, 3, 4], "the same generation is not looked at again"
        connection.execute("UPDATE state SET generation = 2")
        table = held.update(Catalogue(connection), HERE)
        assert table.passages.tolist() == [3, 4, 5, 6]
        assert table.articles.tolist() == [2, 2, 1, 1]
        assert table.vectors.tolist() == [2, 3, 1, 4]


def test_a_passage_without_a_vector_fits_none_and_another_edition_is_read_as_a_whole() -> None:
    with contextlib.closing(catalogue()) as connection, contextlib.closing(catalogue()) as other:
        put(connection, ("a.txt", None, None, "en", [1, 2, 3]))
        connection.execute("DELETE FROM vector WHERE key = 'k2'")
        held = HeldPassages()
        found = held.fitting(Catalogue(connection), HERE, EVERYTHING)
        assert [found.has(row) for row in range(5)] == [False, True, True, True, False]
        assert found.vectors(np.arange(5)).tolist() == [False, True, False, True, False]
        put(other, ("in/a.txt", None, None, "nb", [5]))
        found = held.fitting(Catalogue(other), Path("edition-2"), EVERYTHING)
        assert [found.has(row) for row in range(3)] == [False, True, False]
