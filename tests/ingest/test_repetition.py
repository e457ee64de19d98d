import sqlite3
from collections.abc import Iterator

import pytest

from ingest import repetition


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, source TEXT)")
    connection.executemany("INSERT INTO article VALUES (?, ?)", [(n, f"{n}.txt") for n in range(1, 6)])
    repetition.create(connection)
    yield connection
    connection.close()


def test_a_line_repeats_once_it_stands_in_three_articles(connection: sqlite3.Connection) -> None:
    repetition.put(connection, 1, {"follow us", "by ann"}, frozenset())
    repetition.put(connection, 2, {"follow us"}, frozenset())
    assert repetition.repeated(connection) == frozenset()
    assert repetition.repeated(connection, [{"follow us"}]) == {"follow us"}
    assert repetition.repeated(connection, [{"follow us"}], ["1.txt"]) == frozenset()


def test_articles_cut_when_a_line_was_none_are_stale(connection: sqlite3.Connection) -> None:
    repetition.put(connection, 1, {"follow us"}, frozenset())
    repetition.put(connection, 2, {"follow us"}, frozenset())
    assert repetition.stale(connection) == []
    repetition.put(connection, 3, {"follow us", "by ann"}, {"follow us"})
    assert repetition.stale(connection) == ["1.txt", "2.txt", "3.txt"]
    for number in (1, 2):
        repetition.put(connection, number, {"follow us"}, {"follow us"})
    assert repetition.stale(connection) == []


def test_articles_whose_line_no_longer_repeats_are_stale(connection: sqlite3.Connection) -> None:
    for number in (1, 2, 3):
        repetition.put(connection, number, {"follow us"}, {"follow us"})
    repetition.remove(connection, 3)
    assert repetition.stale(connection) == ["1.txt", "2.txt"]
