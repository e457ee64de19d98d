"""Calibration: a probability is one, and grows with what speaks for a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.calibration import Known, probability


@given(
    st.builds(
        Known,
        score=st.floats(-60, 60),
        likeness=st.floats(-1, 1),
        behind=st.floats(-2, 0),
        own_likeness=st.none() | st.floats(-1, 1),
    )
)
def test_a_probability_is_one(known: Known) -> None:
    assert 0 <= probability(known) <= 1


@pytest.mark.parametrize("own_likeness", [None, 0.4])
def test_what_the_model_is_surer_of_is_likelier(own_likeness: float | None) -> None:
    def likely(score: float, likeness: float, behind: float) -> float:
        return probability(Known(score, likeness, behind, own_likeness))

    assert likely(6, 0.4, 0) > likely(0, 0.4, 0) > likely(-6, 0.4, 0)
    assert likely(0, 0.6, 0) > likely(0, 0.1, 0)
    assert likely(0, 0.4, 0) > likely(0, 0.4, -0.3)


def test_another_language_is_judged_by_the_sentence_itself() -> None:
    near, far = (probability(Known(2, 0.4, 0, likeness)) for likeness in (0.6, 0.1))
    assert near > far
