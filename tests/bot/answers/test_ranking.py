"""Ranking: words reorder a language without moving it among the others; copies are left out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.ranking import reorder, without_copies

numbers = st.floats(0, 1, width=32)


@given(st.lists(st.tuples(numbers, numbers), max_size=20))
def test_reordering_keeps_the_scores_of_a_language(pairs: list[tuple[float, float]]) -> None:
    relevance, lexical = (np.array([pair[i] for pair in pairs], float) for i in (0, 1))
    assert sorted(reorder(relevance, lexical)) == sorted(relevance)


def test_words_decide_between_passages_that_vectors_find_alike() -> None:
    assert list(reorder(np.array([0.50, 0.48, 0.10]), np.array([0.0, 0.6, 0.0]))) == [0.48, 0.50, 0.10]


def test_without_words_the_order_is_that_of_the_vectors() -> None:
    assert list(reorder(np.array([0.1, 0.3, 0.2]), np.zeros(3))) == [0.1, 0.3, 0.2]


def test_copies_are_left_out_and_the_first_kept() -> None:
    texts = [
        "The bridge over the Lerk opened on 4 May, a month early.",
        "The bridge over the Lerk opened on 4 May, a month early!",
        "The library has 300 new books.",
    ]
    assert without_copies(texts, 5) == [0, 2]
    assert without_copies(texts, 1) == [0]


@given(st.lists(st.text(max_size=30), max_size=8), st.integers(1, 9))
def test_no_more_than_asked_for_and_in_order(texts: list[str], most: int) -> None:
    kept = without_copies(texts, most)
    assert len(kept) <= most
    assert kept == sorted(set(kept))
