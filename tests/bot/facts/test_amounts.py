"""Amounts are read with what they count, and compared as newspapers round."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.amounts import Amount, locate_amounts, read_amounts

MINUTE, PERCENT = "duration-minute", "concentr-percent"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("120 cars and takes 24 minutes.", "en", [(120, "thing:car", ""), (24, MINUTE, "")]),
        ("118 biler og 24 minutter", "nb", [(118, "thing:car", ""), (24, MINUTE, "")]),
        ("67 ألف برميل", "ar", [(67000, "thing:barrel", "")]),
        ("أكثر من 15 عامًا", "ar", [(15, "duration-year", "")]),
        ("$3bn or 5 percent or 5 %", "en", [(3_000_000_000, "$", ""), (5, PERCENT, ""), (5, PERCENT, "")]),
        ("1,80 Euro, 23.000 Menschen", "de", [(Decimal("1.8"), "", "euro"), (23000, "thing:person", "")]),
        ("Covid-19, the 38th, 38 North, 3 May, in 2020 men, 24-10", "en", []),
        ("at 7:30, at 5.30pm, kl. 06.15 i dag", "en", []),
        ("kl. 06.15 i dag og 6,50 kroner", "nb", [(Decimal("6.5"), "", "kroner")]),
    ],
)
def test_amounts_are_read_with_what_they_count(
    text: str, language: str, expected: list[tuple[Decimal | int, str, str]]
) -> None:
    found = read_amounts(text, language)
    assert [(amount.value, amount.unit, amount.thing) for amount in found] == [*expected]


@pytest.mark.parametrize(
    ("one", "other", "language", "agree"),
    [
        ("about 67,000 barrels", "67,234 barrels", "en", True),
        ("67,000 barrels", "67,234 barrels", "en", True),
        ("67,150 barrels", "67,234 barrels", "en", False),
        ("more than 60 people", "64 people", "en", True),
        ("more than 60 people", "90 people", "en", False),
        ("120 cars", "118 cars", "en", False),
        ("nesten 120 biler", "118 biler", "nb", True),
        ("حوالي 120 سيارة", "118 سيارة", "ar", True),
    ],
)
def test_amounts_agree_as_far_as_rounding_takes_them(one: str, other: str, language: str, agree: bool) -> None:
    (mine,), (theirs,) = read_amounts(one, language), read_amounts(other, language)
    assert mine.agrees(theirs) is theirs.agrees(mine) is agree


def test_the_same_thing_is_known_with_another_ending() -> None:
    cars, car, cards = (Amount(Decimal(2), thing=thing) for thing in ("passengers", "passenger", "passages"))
    assert cars.is_of(car)
    assert not cars.is_of(cards)
    assert not cars.is_of(Amount(Decimal(2), unit=MINUTE))


@given(text=st.text(), language=st.sampled_from(["en", "nb", "ar", "zh", "xx"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    assert all(amount.agrees(amount) and amount.is_of(amount) for amount in read_amounts(text, language))


@given(value=st.integers(min_value=2, max_value=10**9), language=st.sampled_from(["en", "nb", "ar", "de"]))
def test_every_number_is_one_amount(value: int, language: str) -> None:
    found = read_amounts(f"xxxx {value} tonner", language)
    assert [amount.value for amount in found] == ([] if 1100 <= value < 2100 else [value])


def test_numbers_are_found_where_they_stand_and_measured_ones_are_no_years() -> None:
    text = "In 1990 Ostby paid 950 million kroner for 1140 metres, and Lerk 780 million."
    found = [text[each.start : each.end] for each in locate_amounts(text, "en")]
    assert found == ["950 million", "1140", "780 million"]
    assert [each.amount.unit for each in locate_amounts(text, "en")] == ["", "length-meter", ""]
    assert [amount.value for amount in read_amounts(text, "en")] == [950_000_000]
