import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest

from ingest.index import vectors


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    vectors.create(connection)
    connection.executescript(vectors.SPARE)
    connection.execute("CREATE TABLE passage (key TEXT)")
    yield connection
    connection.close()


def some(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    rows = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return {f"{seed}-{number}": row for number, row in enumerate(rows)}


def total(connection: sqlite3.Connection, language: str) -> np.ndarray:
    (blob,) = connection.execute("SELECT total FROM language WHERE language = ?", (language,)).fetchone()
    return np.frombuffer(blob, np.float64)


def test_the_sum_follows_what_comes_and_goes(connection: sqlite3.Connection) -> None:
    first, second = some(5), some(4, 1)
    vectors.add(connection, "ar", first)
    vectors.add(connection, "ar", second)
    vectors.add(connection, "nb", some(3, 2))
    vectors.retire(connection, "ar", list(first), 7)
    assert vectors.counts(connection) == {"ar": 4, "nb": 3}
    np.testing.assert_allclose(total(connection, "ar"), np.sum(list(second.values()), axis=0), rtol=1e-6)
    vectors.retire(connection, "ar", list(second), 7)
    assert vectors.counts(connection) == {"nb": 3}


def test_spare_vectors_wait_for_a_passage_or_for_their_end(connection: sqlite3.Connection) -> None:
    vectors.add(connection, "ar", some(2))
    vectors.retire(connection, "ar", ["0-0"], 7)
    vectors.save(connection, "nb", some(2, 1), 8)
    found = vectors.spare(connection, ["0-0", "0-1", "1-0"])
    assert {key: vector.tolist() for key, vector in found.items()} == {
        key: vector.tolist() for key, vector in (some(2) | some(2, 1)).items() if key in ("0-0", "1-0")
    }
    vectors.add(connection, "nb", {"1-0": found["1-0"]})
    vectors.expire(connection, 8)
    assert list(vectors.spare(connection, ["0-0", "1-0", "1-1"])) == ["1-1"]
    assert vectors.counts(connection) == {"ar": 1, "nb": 1}


def test_knows_what_is_missing_and_what_is_unused(connection: sqlite3.Connection) -> None:
    vectors.add(connection, "ar", some(3))
    assert vectors.missing(connection, ["0-1", "0-9", "it's"]) == {"0-9", "it's"}
    connection.execute("INSERT INTO passage VALUES ('0-1'), ('0-1')")
    assert vectors.unused(connection) == {"ar": ["0-0", "0-2"]}


def test_a_vector_is_kept_once(connection: sqlite3.Connection) -> None:
    vectors.add(connection, "ar", some(1))
    with pytest.raises(sqlite3.IntegrityError):
        vectors.add(connection, "nb", some(1))


def test_gives_all_vectors_back_bit_for_bit(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PORTION", 2)
    vectors.add(connection, "ar", some(5))
    vectors.add(connection, "nb", some(1, 1))
    found = list(vectors.portions(connection))
    assert [(language, len(keys)) for language, keys, _ in found] == [("ar", 2), ("ar", 2), ("ar", 1), ("nb", 1)]
    rows = {key: row for _, keys, portion in found for key, row in zip(keys, portion, strict=True)}
    assert all(np.array_equal(rows[key], row) for key, row in (some(5) | some(1, 1)).items())
