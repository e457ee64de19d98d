"""Dates are read as wholes, in any language, and compared as far as they are stated."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.dates import StatedDate, read_dates


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("shut since February 2020 to keep it out", "en", {StatedDate(2020, 2)}),
        ("tidlig i november; stengt i januar 2020.", "nb", {StatedDate(None, 11), StatedDate(2020, 1)}),
        ("في 3 فبراير من عام 2020", "ar", {StatedDate(2020, 2, 3)}),
        ("في كانون الثاني/يناير ٢٠٢٠", "ar", {StatedDate(2020, 1)}),
        ("on March 3, 2020 and 3 August", "en", {StatedDate(2020, 3, 3), StatedDate(None, 8, 3)}),
        ("3. august 2020 og 12.03.2019", "nb", {StatedDate(2020, 8, 3), StatedDate(2019, 3, 12)}),
        ("2020年2月3日, 1999年", "zh", {StatedDate(2020, 2, 3), StatedDate(1999)}),
        ("el 3 de agosto de 2020", "es", {StatedDate(2020, 8, 3)}),
        ("5 января 2021 года и в 1999 году", "ru", {StatedDate(2021, 1, 5), StatedDate(1999)}),
        ("1950-53", "en", {StatedDate(1950), StatedDate(1953)}),
        ("in 2020 300 men", "en", {StatedDate(2020)}),
        ("1,950 people, the 1990s, på 1930-tallet, $1900, 2000 %", "en", set()),
        ("kl. 06.15 den 5. mars", "nb", {StatedDate(None, 3, 5)}),
        ("in May 2020 and in 2020", "en", {StatedDate(2020, 5)}),
        ("It may march on, half of 12/24", "en", set()),
    ],
)
def test_dates_are_read_as_wholes(text: str, language: str, expected: set[StatedDate]) -> None:
    assert read_dates(text, language) == expected


@given(
    day=st.dates(min_value=date(1200, 1, 1), max_value=date(2099, 12, 31)),
    language=st.sampled_from(["en", "nb", "ar", "de", "es", "ru", "pl"]),
)
def test_a_date_in_full_is_one_moment_in_every_language(day: date, language: str) -> None:
    written = format_date(day, "long", locale=language)

    assert read_dates(f"({written})", language) == {StatedDate(day.year, day.month, day.day)}


@given(text=st.text(), language=st.sampled_from(["en", "nb", "ar", "zh", "xx"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    for moment in read_dates(text, language):
        assert moment.agrees(moment)
        assert not moment.contradicts(moment)


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (StatedDate(2020, 1), StatedDate(2020, 2), True),
        (StatedDate(2020, 1, 5), StatedDate(2020, 2), True),
        (StatedDate(2020, 1, 5), StatedDate(2020, 1), False),
        (StatedDate(2020, 1), StatedDate(2019, 1), True),
        (StatedDate(2020, 1), StatedDate(2019, 2), False),
        (StatedDate(2020), StatedDate(2019), True),
        (StatedDate(2020), StatedDate(2019, 2), False),
        (StatedDate(2020, 1, 5), StatedDate(2020, 1, 6), True),
        (StatedDate(None, 1), StatedDate(None, 2), True),
        (StatedDate(None, 1), StatedDate(2020, 2), False),
    ],
)
def test_dates_contradict_in_one_part_of_those_that_both_state(
    one: StatedDate, other: StatedDate, contradict: bool
) -> None:
    assert one.contradicts(other) is contradict
    assert other.contradicts(one) is contradict
