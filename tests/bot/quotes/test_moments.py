"""Dates are read as wholes, in any language, and compared as far as they are stated."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.quotes.moments import Moment, read_moments


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("shut since February 2020 to keep it out", "en", {Moment(2020, 2)}),
        ("tidlig i november; stengt i januar 2020.", "nb", {Moment(None, 11), Moment(2020, 1)}),
        ("في 3 فبراير من عام 2020", "ar", {Moment(2020, 2, 3)}),
        ("في كانون الثاني/يناير ٢٠٢٠", "ar", {Moment(2020, 1)}),
        ("on March 3, 2020 and 3 August", "en", {Moment(2020, 3, 3), Moment(None, 8, 3)}),
        ("3. august 2020 og 12.03.2019", "nb", {Moment(2020, 8, 3), Moment(2019, 3, 12)}),
        ("2020年2月3日, 1999年", "zh", {Moment(2020, 2, 3), Moment(1999)}),
        ("el 3 de agosto de 2020", "es", {Moment(2020, 8, 3)}),
        ("5 января 2021 года и в 1999 году", "ru", {Moment(2021, 1, 5), Moment(1999)}),
        ("1950-53", "en", {Moment(1950), Moment(1953)}),
        ("in 2020 300 men", "en", {Moment(2020)}),
        ("1,950 people, the 1990s, på 1930-tallet, $1900, 2000 %", "en", set()),
        ("kl. 06.15 den 5. mars", "nb", {Moment(None, 3, 5)}),
        ("in May 2020 and in 2020", "en", {Moment(2020, 5)}),
        ("It may march on, half of 12/24", "en", set()),
    ],
)
def test_dates_are_read_as_wholes(text: str, language: str, expected: set[Moment]) -> None:
    assert read_moments(text, language) == expected


@given(
    day=st.dates(min_value=date(1200, 1, 1), max_value=date(2099, 12, 31)),
    language=st.sampled_from(["en", "nb", "ar", "de", "es", "ru", "pl"]),
)
def test_a_date_in_full_is_one_moment_in_every_language(day: date, language: str) -> None:
    written = format_date(day, "long", locale=language)

    assert read_moments(f"({written})", language) == {Moment(day.year, day.month, day.day)}


@given(text=st.text(), language=st.sampled_from(["en", "nb", "ar", "zh", "xx"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    for moment in read_moments(text, language):
        assert moment.agrees(moment)
        assert not moment.contradicts(moment)


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (Moment(2020, 1), Moment(2020, 2), True),
        (Moment(2020, 1, 5), Moment(2020, 2), True),
        (Moment(2020, 1, 5), Moment(2020, 1), False),
        (Moment(2020, 1), Moment(2019, 1), True),
        (Moment(2020, 1), Moment(2019, 2), False),
        (Moment(2020), Moment(2019), True),
        (Moment(2020), Moment(2019, 2), False),
        (Moment(2020, 1, 5), Moment(2020, 1, 6), True),
        (Moment(None, 1), Moment(None, 2), True),
        (Moment(None, 1), Moment(2020, 2), False),
    ],
)
def test_dates_contradict_in_one_part_of_those_that_both_state(one: Moment, other: Moment, contradict: bool) -> None:
    assert one.contradicts(other) is contradict
    assert other.contradicts(one) is contradict
