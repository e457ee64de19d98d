"""Figures: which numbers, dates, weekdays and units a statement has that its quotes do not. Pure.

Takes a statement, quotes in any languages, and the days on which their articles were published; gives what is lacking.
Figures are compared as values, however they are spelled; what is rounded, converted or computed from quoted figures is
known. Says nothing of what a figure is said of (`bot.quotes.figure_subjects`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

from bot.facts.amounts import THING, Amount, read_amounts
from bot.facts.clock_words import hours_shown, in_clock_times, names_part_of_day
from bot.facts.conversions import converted, months_in, weekdays_in
from bot.facts.listings import listed
from bot.facts.names import Wording
from bot.facts.number_words import in_figures
from bot.facts.numbers import Quantities, read_quantities
from bot.facts.time_units import time_units
from bot.quotes.flags import Flag, Rule

_DUAL = frozenset(["ar", "he", "sl"])
"""Languages that can say "two" by the ending of a word."""

_COUNTED_IN_WORDS = 13
"""Below it newspapers write numbers as words."""

_VAGUE = "duration-day"
"""A day is also spoken of where none is measured: "the other day", "this is the day"."""

_LARGE = 1000
"""A product is looked for from here on, and may be rounded."""

_ABOUT = Decimal("0.05")
"""How far what is said to be "nearly" so much may lie from it."""

_CLOCK = re.compile(
    r"\d[:.]\d\d\b|[ap]\.?m\b|o.clock|\bkl\b|\bklokk|\bUhr\b|heures?\b|\b\d{1,2} ?h\b|الساعة|час", re.IGNORECASE
)

_VOWELS = re.compile("[\u064b-\u0652\u0670]")
"""Arabic marks, at which a word would be cut, and its beginning taken for a number."""

_IN_A_NAME = re.compile(r"(?<=[A-Za-z])\d+(?=[A-Za-z])")
"""A digit between Latin letters, as in W3C, which counts nothing; Chinese has no space beside a figure."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a statement has and its quotes do not.

    Attributes:
        numbers: Values that can not be computed from quoted ones either.
        computed: Values that can.
        months: 1 to 12.
        weekdays: 0 (Monday) to 6.
        units: Amounts whose value is quoted, but of another unit.
        time_units: Units of time without a figure where the quotes have others, by CLDR's names.
    """

    numbers: frozenset[Decimal]
    computed: frozenset[Decimal]
    months: frozenset[int]
    weekdays: frozenset[int]
    units: tuple[Amount, ...]
    time_units: frozenset[str]

    def without_small(self) -> "Lacking":
        """Leave out numbers that newspapers write as words, which may not be known here in every language."""
        numbers, computed = (
            frozenset(number for number in found if abs(number) >= _COUNTED_IN_WORDS)
            for found in (self.numbers, self.computed)
        )
        return replace(self, numbers=numbers, computed=computed)

    def missing(self) -> list[Flag]:
        """Flag all but what can be computed."""
        return [
            *(_number(number) for number in sorted(self.numbers)),
            *(Flag(Rule.DATE, f"month {month}") for month in sorted(self.months)),
            *(Flag(Rule.DATE, f"weekday {day}") for day in sorted(self.weekdays)),
            *(Flag(Rule.UNIT, f"unit of {amount.value:f}") for amount in self.units),
            *(Flag(Rule.UNIT, f"unit {unit.partition('-')[2]}") for unit in sorted(self.time_units)),
        ]

    def computable(self) -> list[Flag]:
        """Flag what can be computed."""
        return [_number(number) for number in sorted(self.computed)]


def _number(value: Decimal) -> Flag:
    return Flag(Rule.NUMBER, f"number {value:f}")


def lacking(statement: Wording, quotes: Sequence[Wording], days: frozenset[date] = frozenset()) -> Lacking:
    """Give what of a statement stands in none of its quotes, whose articles were published on `days`."""
    said, shown = _read(statement), [_read(quote) for quote in quotes]
    known = frozenset[Decimal]().union(*(quote.numbers for quote in shown))
    numbers = said.numbers - known
    numbers -= _hours(statement, quotes, shown) if numbers else set()
    if any(quote.language in _DUAL for quote in quotes):
        numbers -= {Decimal(2)}
    near = [day - timedelta(back) for day in days for back in range(-1, 7)]  # "on Tuesday", in Tuesday's paper
    weekdays = frozenset[int]().union(
        *(quote.weekdays for quote in shown), *(weekdays_in(quote.text, quote.language) for quote in quotes)
    )
    dates = {day for day in near if day in days or day.weekday() in weekdays}
    numbers -= {Decimal(value) for day in dates for value in (day.day, day.year)}
    months = said.months.difference(
        *(quote.months for quote in shown), *(months_in(quote.text, quote.language) for quote in quotes)
    ) - {day.month for day in dates}
    numbers -= _rounded(statement, numbers, known)
    numbers -= converted(statement, quotes) if numbers else frozenset()
    computed = frozenset(number for number in numbers if _computed(number, known))
    if numbers:
        computed |= numbers & {Decimal(length) for quote in quotes for length in listed(quote.text, quote.language)}
    on_days = weekdays | {day.weekday() for day in days}
    units = tuple(_other_units(statement, quotes))
    other_times = _other_times(statement, quotes)
    return Lacking(numbers - computed, computed, months, said.weekdays - on_days, units, other_times)


def _read(wording: Wording) -> Quantities:
    return read_quantities(_with_times(wording), wording.language)


def _with_times(wording: Wording) -> str:
    """Write numbers and times of day in figures."""
    text = in_figures(wording.text, wording.language)
    return in_clock_times(_IN_A_NAME.sub("", _VOWELS.sub("", text)), wording.language)


def _amounts(wording: Wording) -> tuple[Amount, ...]:
    return read_amounts(in_figures(wording.text, wording.language), wording.language)


def _rounded(statement: Wording, numbers: frozenset[Decimal], known: frozenset[Decimal]) -> set[Decimal]:
    """Give the figures that are said to be about so much, and are."""
    about = {amount.value for amount in _amounts(statement) if amount.rounded} & numbers
    return {value for value in about if any(abs(value - other) <= abs(other) * _ABOUT for other in known)}


def _other_units(statement: Wording, quotes: Sequence[Wording]) -> Iterator[Amount]:
    """Give the amounts that the quotes state in other units only: two months that are two weeks there."""
    shown = [amount for quote in quotes for amount in _amounts(quote) if _has_unit(amount)]
    for amount in filter(_has_unit, _amounts(statement)):
        same = [other for other in shown if other.value == amount.value]
        if same and not any(amount.is_of(other) for other in same):
            yield amount


def _other_times(statement: Wording, quotes: Sequence[Wording]) -> frozenset[str]:
    """Give the units of time without a figure that no quote speaks of, where theirs are others: weekly is not monthly.

    Where a quote counts any, the statement may have converted it.
    """
    said = time_units(statement.text, statement.language)
    shown = [time_units(quote.text, quote.language) for quote in quotes]
    alone = frozenset[str]().union(*(units.alone for units in shown))
    if any(units.counted for units in shown) or not alone - said.alone - said.counted - {_VAGUE}:
        return frozenset()
    return said.alone - alone


def _has_unit(amount: Amount) -> bool:
    return bool(amount.unit) and not amount.unit.startswith(THING)


def _hours(statement: Wording, quotes: Sequence[Wording], read: Sequence[Quantities]) -> set[Decimal]:
    """Give the hours that were read of quotes as others write them, by the clock of twelve hours or of 24.

    20:15 is a quarter past eight. 8:15 is 20:15 in the same language only where either text names a part of the day:
    else the quote would have told it.
    """
    if not _CLOCK.search(_with_times(statement)):
        return set()
    hours = set()
    for quote, quantities in zip(quotes, read, strict=True):
        shown = [number for number in quantities.numbers if 0 < number < 24]
        hours |= {hour - 12 for hour in shown}
        hours |= {hour + 12 for hour in shown if _counts_hours_otherwise(statement, quote)}
    return hours


def _counts_hours_otherwise(statement: Wording, quote: Wording) -> bool:
    return hours_shown(statement.language) != hours_shown(quote.language) or any(
        names_part_of_day(each.text, each.language) for each in (statement, quote)
    )


def _computed(number: Decimal, known: frozenset[Decimal]) -> bool:
    """Whether a figure is the difference, the sum, the product or the share of two others, or near it when large."""
    for one, other in permutations(known, 2):
        if number in (one - other, one + other):
            return True
        if other and abs(number - round(100 * one / other)) == 0 and one < other:
            return True
        if number >= _LARGE and abs(one * other - number) <= number / 50:
            return True
    return False
