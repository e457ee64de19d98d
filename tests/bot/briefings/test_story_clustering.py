"""Which articles belong together: on vectors whose likeness is known."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from bot.briefings import story_clustering
from bot.briefings.story_clustering import Labels, gather

Rows = NDArray[np.float32]


def around(centres: int, each: int, spread: float, seed: int = 0) -> Rows:
    """So many vectors about each of so many directions."""
    random = np.random.default_rng(seed)
    rows = np.repeat(random.normal(size=(centres, 64)), each, axis=0) + spread * random.normal(
        size=(centres * each, 64)
    )
    unit: Rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def pairs(labels: NDArray[np.int64]) -> set[tuple[int, int]]:
    return {
        (one, other) for one, other in itertools.combinations(range(len(labels)), 2) if labels[one] == labels[other]
    }


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 8), st.integers(1, 5), st.floats(0.1, 2.0), st.integers(0, 99), st.floats(0.2, 0.8))
def test_worked_out_part_by_part_it_is_average_linkage_of_all(
    centres: int, each: int, spread: float, seed: int, likeness: float
) -> None:
    rows = around(centres, each, spread, seed)
    found = gather(rows, [""] * len(rows), likeness)
    if len(rows) == 1:
        assert found.tolist() == [0]
        return
    whole = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - likeness
    ).fit_predict(np.clip((1 - rows @ rows.T).astype(np.float64), 0, None))
    assert pairs(found) == pairs(whole)


def test_what_is_decided_stays_whatever_it_is_like() -> None:
    rows = around(1, 6, 0.1)
    known = ["a", "b", "a", "b", "", ""]
    found = gather(rows, known)
    assert found[0] == found[2] != found[1] == found[3]
    assert set(found[4:].tolist()) <= {int(found[0]), int(found[1])}


def test_a_new_article_joins_the_story_that_it_is_like() -> None:
    rows = around(2, 4, 0.3)
    found = gather(rows, ["a", "a", "a", "", "b", "b", "b", ""])
    assert found[3] == found[0]
    assert found[7] == found[4]
    assert found[0] != found[4]


def test_what_is_like_nothing_stands_alone() -> None:
    assert len(set(gather(around(9, 1, 0.0), [""] * 9).tolist())) == 9
    assert gather(np.empty((0, 64), np.float32), []).tolist() == []


def test_a_group_too_large_for_one_table_is_cut_where_it_is_less_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.concatenate([around(1, 30, 0.02, seed) + 0.6 * around(1, 1, 0, 99) for seed in (1, 2, 3)])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    monkeypatch.setattr(story_clustering, "_MOST_TOGETHER", 40)
    found = gather(rows, [""] * 90, 0.2)
    assert [len(set(found[at : at + 30].tolist())) for at in (0, 30, 60)] == [1, 1, 1]


def test_what_speaks_for_a_pair_brings_it_together_and_what_speaks_against_it_parts_it() -> None:
    turn = np.radians([0, 65, 180, 240])  # The first two are like each other by .42, the last two by .5.
    rows = np.stack([np.cos(turn), np.sin(turn)], axis=1).astype(np.float32)
    asked: set[tuple[int, int]] = set()

    def lifts(left: Labels, right: Labels) -> Rows:
        asked.update(zip(left.tolist(), right.tolist(), strict=True))
        return np.where(left < 2, 0.1, -0.07).astype(np.float32)

    assert pairs(gather(rows, [""] * 4)) == {(2, 3)}
    assert pairs(gather(rows, [""] * 4, lifts=lifts)) == {(0, 1)}
    assert asked == {(0, 1), (2, 3)}  # Of others, nothing that is said would matter.
    assert pairs(gather(rows, ["a", "", "b", ""], lifts=lifts)) == {(0, 1)}
