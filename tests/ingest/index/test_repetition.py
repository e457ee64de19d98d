import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import STORY_KEYS, ShortLines, repeated_lines
from ingest.index import repetition


def fresh() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, source TEXT)")
    connection.executemany("INSERT INTO article VALUES (?, ?)", [(n, f"{n}.txt") for n in range(1, 6)])
    repetition.create(connection)
    return connection


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(fresh()) as connection:
        yield connection


def lines(story: int, *said: str, outlet: str = "ekko") -> ShortLines:
    return ShortLines(frozenset(said), outlet, (story,) * STORY_KEYS)


def put(
    connection: sqlite3.Connection, article: int, counted: ShortLines, struck: frozenset[str] = frozenset()
) -> None:
    repetition.put(connection, article, counted, struck)


FOLLOW = frozenset(["ekko\tfollow us"])


def test_a_line_repeats_once_it_stands_in_three_articles(connection: sqlite3.Connection) -> None:
    put(connection, 1, lines(1, "follow us", "by ann"))
    put(connection, 2, lines(2, "follow us"))
    assert repetition.repeated(connection) == frozenset()
    assert repetition.repeated(connection, [lines(3, "follow us")]) == FOLLOW
    assert repetition.repeated(connection, [lines(3, "follow us")], ["1.txt"]) == frozenset()
    assert repetition.repeated(connection, [lines(2, "follow us")]) == frozenset(), "a copy is no other story"
    assert repetition.repeated(connection, [lines(3, "follow us", outlet="kysten")]) == frozenset()


def test_articles_cut_when_a_line_was_none_are_stale(connection: sqlite3.Connection) -> None:
    put(connection, 1, lines(1, "follow us"))
    put(connection, 2, lines(2, "follow us"))
    assert repetition.stale(connection) == []
    put(connection, 3, lines(3, "follow us", "by ann"), FOLLOW)
    assert repetition.stale(connection) == ["1.txt", "2.txt", "3.txt"]
    for number in (1, 2):
        put(connection, number, lines(number, "follow us"), FOLLOW)
    assert repetition.stale(connection) == []


def test_articles_whose_line_no_longer_repeats_are_stale(connection: sqlite3.Connection) -> None:
    for number in (1, 2, 3):
        put(connection, number, lines(number, "follow us"), FOLLOW)
    repetition.remove(connection, 3)
    assert repetition.stale(connection) == ["1.txt", "2.txt"]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["", "ekko"]), st.sets(st.sampled_from("abc"))),
        min_size=1,
        max_size=5,
    )
)
def test_the_query_for_stale_articles_agrees_with_the_count(files: list[tuple[int, str, set[str]]]) -> None:
    with contextlib.closing(fresh()) as connection:
        counted = [lines(story, *said, outlet=outlet) for story, outlet, said in files]
        for number, file in enumerate(counted, start=1):
            put(connection, number, file)
        struck = repeated_lines(counted)
        assert repetition.repeated(connection) == struck
        held = sorted(f"{n}.txt" for n, file in enumerate(counted, start=1) if file.keys & struck)
        assert repetition.stale(connection) == held
        for number, file in enumerate(counted, start=1):
            put(connection, number, file, struck)
        assert repetition.stale(connection) == []


_FILES = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["", "ekko"]), st.sets(st.sampled_from("abc"))), max_size=12
)


@given(_FILES, _FILES, st.sets(st.integers(1, 5)))
def test_of_what_comes_only_its_own_lines_are_asked_about(
    there: list[tuple[int, str, set[str]]], coming: list[tuple[int, str, set[str]]], going: set[int]
) -> None:
    with contextlib.closing(fresh()) as connection:
        before, new = ([lines(story, *said, outlet=it) for story, it, said in files] for files in (there[:5], coming))
        for number, file in enumerate(before, start=1):
            put(connection, number, file)
        left = [file for number, file in enumerate(before, start=1) if number not in going]
        asked = {key for file in new for key in file.keys}
        found = repetition.repeated(connection, new, [f"{number}.txt" for number in going])
        assert found == repeated_lines([*left, *new]) & asked
        assert repetition.repeated(connection, None, [f"{number}.txt" for number in going]) == repeated_lines(left)
