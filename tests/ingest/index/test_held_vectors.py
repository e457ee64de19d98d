"""Vectors held in memory against the catalogue they are of, after any order of coming and going."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.index import conditional_search, vectors
from ingest.index.catalogue import Catalogue
from ingest.index.held_vectors import HeldVectors

DIMENSION = 16
HERE = Path("edition-1")


@pytest.fixture
def connection() -> sqlite3.Connection:
    return catalogue()


def catalogue() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    vectors.create(connection)
    connection.executescript(f"{vectors.SPARE} CREATE TABLE state (generation INTEGER); INSERT INTO state VALUES (0)")
    return connection


def at(connection: sqlite3.Connection, generation: int) -> Catalogue:
    connection.execute("UPDATE state SET generation = ?", (generation,))
    return Catalogue(connection)


def unit_rows(keys: range) -> dict[str, np.ndarray]:
    """A vector for each key, always the same one."""
    rows = [np.random.default_rng(key).normal(size=DIMENSION) for key in keys]
    return {f"k{key}": (row / np.linalg.norm(row)).astype(np.float32) for key, row in zip(keys, rows, strict=True)}


def is_what_the_catalogue_holds(held: HeldVectors, connection: sqlite3.Connection, generation: int) -> bool:
    blocks = held.update(at(connection, generation), HERE)
    wanted: dict[str, dict[int, np.ndarray]] = {}
    for number, language, vector in connection.execute("SELECT rowid, language, vector FROM vector ORDER BY rowid"):
        wanted.setdefault(language, {})[number] = np.frombuffer(vector, np.float32)
    return blocks.keys() == wanted.keys() and all(
        blocks[language].numbers.tolist() == list(rows)
        and np.allclose(blocks[language].rows, np.stack(list(rows.values())), atol=1e-3)
        for language, rows in wanted.items()
    )


Step = tuple[str, str, int, int]
steps = st.lists(
    st.tuples(st.sampled_from(["add", "retire"]), st.sampled_from(["en", "nb"]), st.integers(0, 60), st.integers(1, 9)),
    max_size=25,
)


@given(steps=steps, looks=st.sets(st.integers(0, 25)))
@settings(max_examples=300, deadline=None)
def test_whatever_came_and_went_between_two_looks(steps: list[Step], looks: set[int]) -> None:
    connection, held = catalogue(), HeldVectors()
    there: dict[str, set[str]] = {"en": set(), "nb": set()}
    for generation, (act, language, start, count) in enumerate(steps):
        first = start + (1_000 if language == "nb" else 0)
        rows = unit_rows(range(first, first + count))
        if act == "add":
            new = {key: row for key, row in rows.items() if key not in there[language]}
            if new:
                vectors.add(connection, language, new)
        elif gone := sorted(there[language] & rows.keys()):
            vectors.retire(connection, language, gone, 0)
        there[language] = {
            row[0] for row in connection.execute("SELECT key FROM vector WHERE language = ?", (language,))
        }
        if generation in looks:
            assert is_what_the_catalogue_holds(held, connection, generation)
    assert is_what_the_catalogue_holds(held, connection, len(steps))


def test_a_number_that_is_given_again_is_another_vector(connection: sqlite3.Connection) -> None:
    """As many as before, under the same numbers, and the last one the same: only the sums tell."""
    vectors.add(connection, "en", unit_rows(range(4)))
    held = HeldVectors()
    before = held.update(at(connection, 1), HERE)["en"]
    vectors.retire(connection, "en", ["k2", "k3"], 0)
    vectors.add(connection, "en", unit_rows(range(9, 10)) | unit_rows(range(3, 4)))
    assert vectors.numbers(connection).tolist() != []
    assert sorted(vectors.numbers(connection)) == before.numbers.tolist()
    assert is_what_the_catalogue_holds(held, connection, 2)
    assert np.allclose(before.rows[2], unit_rows(range(2, 3))["k2"], atol=1e-3), "who reads still reads what was there"


def test_what_comes_is_added_where_there_is_room(connection: sqlite3.Connection) -> None:
    vectors.add(connection, "en", unit_rows(range(2)))
    held = HeldVectors()
    held.update(at(connection, 1), HERE)
    vectors.add(connection, "en", unit_rows(range(2, 4)))
    grown = held.update(at(connection, 2), HERE)["en"]
    vectors.add(connection, "en", unit_rows(range(4, 6)))
    assert held.update(at(connection, 2), HERE)["en"] is grown, "the same generation is not looked at again"
    again = held.update(at(connection, 3), HERE)["en"]
    assert again.room is grown.room
    assert (len(grown.rows), len(again.rows)) == (4, 6)
    assert is_what_the_catalogue_holds(held, connection, 3)


def test_another_edition_is_read_as_a_whole(connection: sqlite3.Connection) -> None:
    vectors.add(connection, "en", unit_rows(range(3)))
    held = HeldVectors()
    held.update(at(connection, 5), HERE)
    other = catalogue()
    vectors.add(other, "nb", unit_rows(range(7, 9)))
    blocks = held.update(at(other, 1), Path("edition-2"))
    assert {language: len(block.numbers) for language, block in blocks.items()} == {"nb": 2}


def test_the_nearest_are_those_of_an_exact_comparison(connection: sqlite3.Connection) -> None:
    """Among neighbours some of which half precision puts in another order."""
    random = np.random.default_rng(3)
    centre = random.normal(size=DIMENSION)
    rows = centre + random.normal(size=(3_000, DIMENSION)) * 0.2
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    vectors.add(connection, "en", {f"k{at}": row for at, row in enumerate(rows)})
    blocks = HeldVectors().update(at(connection, 1), HERE)
    half = [np.argsort(-blocks["en"].cosines(question))[:10].tolist() for question in rows[:20]]
    assert half != [np.argsort(-(rows @ question))[:10].tolist() for question in rows[:20]]
    for question in rows[:20]:
        cosines = rows @ question
        found = conditional_search.nearest(connection, blocks, question, 10)
        assert list(found) == [f"k{at}" for at in np.argsort(-cosines)[:10]]
        np.testing.assert_allclose(list(found.values()), np.sort(cosines)[::-1][:10], atol=1e-6)
