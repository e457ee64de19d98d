"""Ranking: words reorder a language without moving it among the others; copies are left out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.ranking import last_order, reorder, without_copies

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


def test_a_copy_that_does_not_say_the_same_is_kept() -> None:
    texts = ["The bridge over the Lerk opened on 4 May.", "The bridge over the Lerk opened on 5 May.", "It is closed."]
    assert without_copies(texts, 5) == [0, 2]
    asked: list[tuple[int, int]] = []

    def same(one: int, other: int) -> bool:
        asked.append((one, other))
        return False

    assert without_copies(texts, 5, same) == [0, 1, 2]
    assert asked == [(0, 1)]


@given(st.lists(st.text(max_size=30), max_size=8), st.integers(1, 9))
def test_no_more_than_asked_for_and_in_order(texts: list[str], most: int) -> None:
    kept = without_copies(texts, most)
    assert len(kept) <= most
    assert kept == sorted(set(kept))


def test_the_best_sentence_decides_in_the_end_and_what_was_not_read_stays_behind() -> None:
    scores, none = np.array([0.5, 0.4, 0.3]), np.zeros(3)
    assert list(last_order(scores, none, np.array([0.2, 0.6, np.nan]), ["ar"] * 3)) == [0.4, 0.5, 0.3]


def test_in_the_last_order_words_do_not_bury_another_language() -> None:
    scores, words, likeness = np.array([0.5, 0.45, 0.44]), np.array([0.0, 1.0, 0.9]), np.array([0.6, 0.5, 0.5])
    assert list(last_order(scores, words, likeness, ["ar", "en", "en"])) == [0.5, 0.45, 0.44]


@given(st.lists(st.tuples(numbers, numbers, numbers, st.sampled_from(["ar", "en"])), max_size=12))
def test_the_last_order_deals_the_same_scores(rows: list[tuple[float, float, float, str]]) -> None:
    scores, lexical, likeness = (np.array([row[i] for row in rows], float) for i in range(3))
    assert sorted(last_order(scores, lexical, likeness, [row[3] for row in rows])) == sorted(scores)
