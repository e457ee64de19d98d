"""Numbers and dates that are the same in any script, language and style, and only those."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.numbers import read_quantities


def numbers(text: str, language: str) -> set[Decimal]:
    return set(read_quantities(text, language).numbers)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("67,000 barrels", "en", [67000]),
        ("67 000 fat", "nb", [67000]),
        ("67\u00a0000 fat", "nb", [67000]),
        ("67.000 fat", "nb", [67000]),
        ("67’000 Franken", "de", [67000]),
        ("٦٧٬٠٠٠ برميل", "ar", [67000]),
        ("67,000 برميل", "ar", [67000]),
        ("30،000 برميل، 5، 6", "ar", [30000, 5, 6]),
        ("67 ألف برميل", "ar", [67000]),
        ("۶۷۰۰۰ بشکه", "fa", [67000]),
        ("1,234,567.5 tonnes", "en", [Decimal("1234567.5")]),
        ("12.5 million", "en", [12_500_000]),
        ("12,5 millioner", "nb", [12_500_000]),
        ("12,5 mill. og 3 mrd.", "nb", [12_500_000, 3_000_000_000]),
        ("$3bn", "en", [3_000_000_000]),
        ("5 مليونًا", "ar", [5_000_000]),
        ("1.500 in all", "en", [Decimal("1.5")]),
        ("1.500 i alt", "nb", [1500]),
        ("in 2020 300 men", "en", [2020, 300]),
        ("2022–23", "en", [2022, 2023]),
        ("1950/53 and 1950-1953", "en", [1950, 1953]),
        ("at 7:00 or 7:30", "en", [7, 30]),
        ("fifty-eight percent", "en", []),
        ("150.000 سيارة", "ar", [150_000]),
        ("Covid-19", "en", [19]),
        ("-5 degrees", "en", [-5]),
        ("38th, 3. plass", "nb", [38, 3]),
        ("three ships", "en", [3]),
        ("sju båter og en til", "nb", [7]),
        ("وثلاث سفن", "ar", [3]),
        ("no number at all", "en", []),
    ],
)
def test_numbers_are_read_in_every_style(text: str, language: str, expected: list[Decimal]) -> None:
    assert numbers(text, language) == set(expected)


@pytest.mark.parametrize(
    ("text", "language", "months"),
    [
        ("in January 2020", "en", {1}),
        ("i januar", "nb", {1}),
        ("في يناير ٢٠٢٠", "ar", {1}),
        ("في كانون الثاني", "ar", {1}),
        ("بكانون الأول", "ar", {12}),
        ("في شباط", "ar", {2}),
        ("وفبراير", "ar", {2}),
        ("3 Feb. 2020", "en", {2}),
        ("closed until Oct.", "en", {10}),
        ("12.03.2020", "nb", {3}),
        ("2020-03-12", "en", {3}),
        ("3/14/2020", "en", {3}),
        ("14/3/2020", "en", {3}),
        ("im März", "de", {3}),
        ("в январе, 5 января", "ru", {1}),
        ("It may march on", "en", set()),
        ("May the best win", "en", set()),
        ("May 3", "en", {5}),
        ("på Mars", "nb", {3}),
    ],
)
def test_months_are_known_in_every_language(text: str, language: str, months: set[int]) -> None:
    assert set(read_quantities(text, language).months) == months


def test_the_parts_of_a_date_are_numbers() -> None:
    assert numbers("12.03.2020", "nb") == numbers("12. mars 2020", "nb") == {Decimal(12), Decimal(2020)}


def test_weekdays_are_known() -> None:
    days = [read_quantities(*said).weekdays for said in (("on Monday", "en"), ("mandag", "nb"), ("يوم الاثنين", "ar"))]
    assert days == [{0}] * 3


@given(st.integers(0, 10**12), st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३४५६७८९"]))
def test_digits_of_any_script_are_the_same_number(number: int, digits: str) -> None:
    written = "".join(digits[int(digit)] for digit in str(number))
    assert numbers(written, "ar") == {Decimal(number)}


@given(st.integers(1000, 10**12))
def test_thousands_may_be_grouped(number: int) -> None:
    assert numbers(f"{number:,}", "en") == numbers(f"{number:,}".replace(",", " "), "nb") == {Decimal(number)}


@given(st.text(), st.sampled_from(["en", "nb", "ar", "ja", "und", "x", ""]))
def test_no_text_breaks_it(text: str, language: str) -> None:
    read_quantities(text, language)


@given(st.text(alphabet="0123456789.,' -/\u00a0٫٬’²½٣ millionألف"))
def test_no_number_breaks_it(text: str) -> None:
    read_quantities(text, "nb")
