"""The measures against their definitions, worked by hand or by brute force."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.measures import average_precision, estimate, ndcg, ranks, roc_auc, roc_auc_estimate

SCORES = st.lists(st.integers(-3, 3).map(float), min_size=1, max_size=12)


def test_ndcg_of_one_right_passage_is_its_discount() -> None:
    assert ndcg([1]) == 1
    assert ndcg([3]) == pytest.approx(0.5)
    assert ndcg([10]) == pytest.approx(1 / math.log2(11))
    assert ndcg([11]) == 0


def test_ndcg_of_two_counts_those_never_found() -> None:
    assert ndcg([1, 2]) == 1
    assert ndcg([1], possible=2) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg([], possible=2) == 0
    assert ndcg([]) == 0


def test_average_precision() -> None:
    assert average_precision([1, 2]) == 1
    assert average_precision([1, 4]) == pytest.approx((1 + 2 / 4) / 2)
    assert average_precision([2]) == pytest.approx(0.5)
    assert average_precision([]) == 0


@given(SCORES)
def test_ranks_are_those_of_a_stable_sort(scores: list[float]) -> None:
    order = np.argsort(-np.array(scores), kind="stable").tolist()
    assert ranks(np.array(scores), range(len(scores))) == list(range(1, len(scores) + 1))
    for each in range(len(scores)):
        assert ranks(np.array(scores), [each]) == [order.index(each) + 1]


@given(SCORES, SCORES)
def test_auc_counts_pairs(positive: list[float], negative: list[float]) -> None:
    pairs = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positive for n in negative]
    assert roc_auc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_auc_without_one_of_the_sides_is_no_number() -> None:
    assert math.isnan(roc_auc([], [1.0]))
    assert math.isnan(roc_auc_estimate([1.0], []).value)


def test_estimate_of_nothing_is_no_number() -> None:
    assert math.isnan(estimate([]).value)
    assert estimate([]).count == 0


def test_interval_is_that_of_the_normal_approximation() -> None:
    values = [1.0] * 300 + [0.0] * 100
    found = estimate(values)
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert found.value == 0.75
    assert found.low == pytest.approx(0.75 - half, abs=0.01)
    assert found.high == pytest.approx(0.75 + half, abs=0.01)
    assert estimate(values) == found


def test_interval_of_the_auc_holds_it_and_shrinks() -> None:
    random = np.random.default_rng(1)
    few = roc_auc_estimate((random.normal(size=40) + 1).tolist(), random.normal(size=40).tolist())
    many = roc_auc_estimate((random.normal(size=400) + 1).tolist(), random.normal(size=400).tolist())
    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 2
    assert few.count == 80
