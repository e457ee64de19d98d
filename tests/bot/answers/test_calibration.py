"""Calibration: a probability is one, grows with what speaks for a sentence, and falls with its rivals."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.calibration import FARTHEST, Known, lead, probabilities, utility

KNOWN = st.builds(
    Known,
    score=st.floats(-60, 60),
    likeness=st.floats(-1, 1),
    behind=st.floats(-2, 0),
    own_likeness=st.none() | st.floats(-1, 1),
    words=st.text(max_size=30),
)


@given(st.lists(KNOWN, max_size=8))
def test_probabilities_are_probabilities_one_for_each(sentences: list[Known]) -> None:
    found = probabilities(sentences)
    assert len(found) == len(sentences)
    assert all(0 <= each <= 1 for each in found)


@given(st.lists(KNOWN, min_size=2, max_size=8))
def test_the_order_of_the_sentences_does_not_matter(sentences: list[Known]) -> None:
    assert probabilities(sentences[::-1]) == pytest.approx(probabilities(sentences)[::-1])


@pytest.mark.parametrize("own_likeness", [None, 0.4])
def test_what_the_model_is_surer_of_is_likelier(own_likeness: float | None) -> None:
    def likely(score: float, likeness: float, behind: float) -> float:
        return probabilities([Known(score, likeness, behind, own_likeness)])[0]

    assert likely(12, 0.4, 0) > likely(6, 0.4, 0) > likely(0, 0.4, 0) > likely(-6, 0.4, 0)
    assert likely(0, 0.6, 0) > likely(0, 0.1, 0)
    assert likely(0, 0.4, 0) > likely(0, 0.4, -0.3)


def test_another_language_is_judged_by_the_sentence_itself() -> None:
    near, far = (utility(Known(2, 0.4, 0, likeness)) for likeness in (0.6, 0.1))
    assert near > far


def test_a_rival_that_says_something_else_makes_the_first_less_likely() -> None:
    first = Known(5, 0.4, 0, words="412 million kroner")
    rival, twin = (replace(first, score=4.5, words=words) for words in ("350 passengers", "412 million kroner"))
    alone, disputed, confirmed = (probabilities([first, *others])[0] for others in ((), (rival,), (twin,)))
    assert alone == confirmed > disputed


def test_a_lead_has_its_bounds() -> None:
    assert lead([], []) == []
    assert lead([3.0], ["one"]) == [FARTHEST]
    assert lead([9.0, 0.0], ["one", "another thing"]) == [FARTHEST, -FARTHEST]
    assert lead([2.0, 1.5], ["one", "another thing"]) == [0.5, -0.5]
