"""Units of time that a text speaks of, with a figure and without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.time_units import time_units


@pytest.mark.parametrize(
    ("text", "language", "counted", "alone"),
    [
        ("The fair is monthly, and lasts two weeks.", "en", {"week"}, {"month"}),
        ("They met a month later.", "en", set(), {"month"}),
        ("De møttes noen uker senere.", "nb", set(), {"week"}),
        ("Ein Jahr später", "de", set(), {"year"}),
        ("Fünfzig Jahre später", "de", {"year"}, set()),
        ("بعد أشهر", "ar", set(), {"month"}),
        ("in the 29th minute", "en", {"minute"}, set()),
        ("the Sunday Times", "en", set(), set()),
        ("on Monday", "en", set(), set()),
        ("a second man", "en", set(), set()),
    ],
)
def test_units_are_told_apart(text: str, language: str, counted: set[str], alone: set[str]) -> None:
    units = time_units(text, language)
    assert units.counted == {f"duration-{unit}" for unit in counted}
    assert units.alone == {f"duration-{unit}" for unit in alone}


@given(st.text(), st.sampled_from(["en", "ar", "he", "zh", "und"]))
def test_no_text_breaks_it(text: str, language: str) -> None:
    time_units(text, language)
