import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.views.callback_data import Action, Tap, read_tap


@given(st.sampled_from(Action), st.integers(0, 10**18 - 1), st.integers(0, 9999))
def test_a_tap_is_read_back_and_fits(action: Action, answer_id: int, number: int) -> None:
    tap = Tap(action, answer_id, number)
    assert read_tap(tap.data) == tap
    assert len(tap.data.encode()) <= 64


@pytest.mark.parametrize(
    "data", [None, "", "cite", "cite:1", "cite:1:2:3", "cite:-1:2", "gift:1:2", "cite:٣:1", "cite:1:2\n"]
)
def test_anything_else_is_no_tap(data: str | None) -> None:
    assert read_tap(data) is None
