"""Amounts of one kind are brought to one unit; those of different kinds are not ordered."""

from decimal import Decimal

from bot.facts.amounts import Amount, locate_amounts
from bot.facts.scales import in_base_unit, sizes


def amounts(text: str, language: str = "en") -> list[Amount]:
    return [each.amount for each in locate_amounts(text, language)]


def test_units_of_one_kind_can_be_ordered() -> None:
    assert sizes(amounts("4.2 kilometres and 1140 metres")) == [Decimal(4200), Decimal(1140)]
    speeds = [Amount(Decimal(90), "speed-mile-per-hour"), Amount(Decimal(140), "speed-kilometer-per-hour")]
    assert sizes(speeds) == [Decimal("144.840960"), Decimal(140)]
    assert sizes([Amount(Decimal(640), "area-acre")]) == sizes([Amount(Decimal(1), "area-square-mile")])
    assert in_base_unit(Amount(Decimal(2), "duration-hour")) == Amount(Decimal(7200), "duration-second")


def test_a_bare_number_is_of_the_kind_of_the_others() -> None:
    assert sizes(amounts("950 million kroner and 780 million.")) == [Decimal(950_000_000), Decimal(780_000_000)]
    assert sizes(amounts("Between 24 and 61.")) == [Decimal(24), Decimal(61)]


def test_different_kinds_are_not_ordered() -> None:
    assert sizes(amounts("120 cars in 24 minutes")) is None
    assert sizes(amounts("$5 or 5 euros")) is None
    assert sizes([]) == []
