from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import StoreUnavailable
from ingest.index.vector_store import Store, StorePlace, delete


def unit_rows(count: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@pytest.fixture
def place(tmp_path: Path) -> StorePlace:
    return StorePlace(tmp_path, "one", notes={"model": "word", "dimension": 16})


@pytest.fixture
def store(place: StorePlace) -> Iterator[Store]:
    with Store.open(place) as store:
        yield store


def test_gives_cosines_nearest_first(store: Store) -> None:
    rows = unit_rows(40)
    store.upsert("ar", [f"k{n}" for n in range(40)], rows)
    store.upsert("nb", ["other"], rows[:1])
    found = store.nearest("ar", rows[7], 5)
    cosines = rows @ rows[7]
    best = sorted(range(40), key=lambda n: -cosines[n])[:5]
    assert [key for key, _ in found] == [f"k{n}" for n in best]
    np.testing.assert_allclose([cosine for _, cosine in found], cosines[best], atol=1e-5)


def test_asks_for_more_than_there_is(store: Store) -> None:
    store.upsert("ar", ["a", "b"], unit_rows(2))
    assert {key for key, _ in store.nearest("ar", unit_rows(1)[0], 50)} == {"a", "b"}


def test_writes_and_deletes_more_than_chroma_takes_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store._client, "get_max_batch_size", lambda: 7)
    keys = [f"k{n}" for n in range(20)]
    store.upsert("ar", keys, unit_rows(20))
    store.upsert("ar", keys[:3], unit_rows(20)[:3])
    assert store.counts(["ar", "nb"]) == {"ar": 20, "nb": 0}
    store.delete("ar", [*keys[:15], "unknown"])
    assert store.keys("ar") == set(keys[15:])


def test_collections_say_what_they_hold_and_report_nothing_home(store: Store, place: StorePlace) -> None:
    store.upsert("ar", ["a"], unit_rows(1))
    collection = store._client.get_collection(place.collection("ar"), embedding_function=None)
    assert collection.metadata == {"language": "ar", "model": "word", "dimension": 16}
    assert collection.configuration_json["hnsw"]["space"] == "cosine"
    assert store._client.get_settings().anonymized_telemetry is False


def test_opened_twice_each_sees_the_folder_as_it_was(place: StorePlace) -> None:
    """What DESIGN-minded readers rely on: a second opening is not the first one under another name."""
    rows = unit_rows(3)
    with Store.open(place) as writer:
        writer.upsert("ar", ["a"], rows[:1])
    with Store.open(place) as early:
        early.warm(["ar"], 16)
        with Store.open(place) as writer:
            writer.upsert("ar", ["b"], rows[1:2])
            writer.delete("ar", ["a"])
        with Store.open(place) as late:
            assert [key for key, _ in late.nearest("ar", rows[0], 3)] == ["b"]
        assert [key for key, _ in early.nearest("ar", rows[0], 3)] == ["a"]


def test_a_closed_store_says_so_in_one_sentence(place: StorePlace) -> None:
    store = Store.open(place)
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match=r"^The vectors in .* cannot be used \(.+\): .*`--rebuild`\.$"):
        store.counts(["ar"])


def test_files_that_are_no_database_are_one_sentence(place: StorePlace) -> None:
    place.folder.mkdir()
    (place.folder / "chroma.sqlite3").write_bytes(b"not a database, " * 100)
    with pytest.raises(StoreUnavailable):
        Store.open(place)


def test_deleting_leaves_no_files(place: StorePlace) -> None:
    with Store.open(place) as store:
        store.upsert("ar", ["a"], unit_rows(1))
    delete(place)
    delete(place)
    assert not place.folder.exists()
