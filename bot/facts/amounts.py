"""Measures: how many of what a text states, as far as it is stated beside the number.

Takes a text and its language and gives values that compare across languages: units by name come from the Unicode CLDR
(through Babel), other things are known by the first letters of their word and in their own language only. Years, days
of months, ordinals and numbers that are part of a name ("Covid-19") are no amounts.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import Literal

from babel import Locale
from babel.units import UnknownUnitError, format_unit

from bot.facts.names import CAPITALISED_NOUNS
from bot.facts.numbers import NUMBER, NUMERIC_DATE, ascii_digits, named_months, power_of, quantity_words, value_of
from bot.facts.places import locale_of
from ingest.text.folding import fold

_UNITS = (
    *(f"duration-{name}" for name in ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")),
    *(f"length-{name}" for name in ("millimeter", "centimeter", "meter", "kilometer", "inch", "foot", "yard", "mile")),
    *(f"mass-{name}" for name in ("gram", "kilogram", "tonne", "pound")),
    *(f"area-{name}" for name in ("square-meter", "square-kilometer", "square-mile", "hectare", "acre")),
    *("temperature-celsius", "temperature-fahrenheit", "volume-liter", "volume-cubic-meter", "concentr-percent"),
    *("speed-kilometer-per-hour", "speed-mile-per-hour", "power-watt", "power-kilowatt", "power-megawatt"),
)
_MORE_UNITS = {
    "ar": {"عام": "duration-year", "اعوام": "duration-year"},
}
"""What newspapers write beside CLDR's words; folded."""

_ALSO_SPELT = {"en": ("en_GB",)}
"""Locales besides, whose units are spelt otherwise: metres."""

_LENGTHS: tuple[Literal["long", "short"], ...] = ("long", "short")

_UNIT_COUNTS = (0, 1, 2, 3, 11, 100)
"""Between them they ask for every plural form of CLDR (zero, one, two, few, many, other)."""

_SYMBOLS = {"%": "concentr-percent", "٪": "concentr-percent", "$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹"}
_STEM = 4
"""Letters by which a thing is known again with another ending."""

_LEAST_ROUNDED = 1_000
"""From here on a number that ends in zeros is taken for a rounded one."""
_ABOUT = Decimal("0.1")
"""How far what is said to be about so much may lie from it; "more than 60" is said of 61 to 66."""

_YEAR = re.compile(r"1[1-9]\d\d|20\d\d")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)(\s?[ap]\.?m\b)?", re.IGNORECASE)
_AT = re.compile(r"\b(?:kl|klokka|klokken|um|at)\.?\s*$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|e|ème|º|ª|[.-]?(?:й|я|е|го|м|х))\b|\.(?=\s[^\W\d_])", re.IGNORECASE)
_MARKS = "\u0300-\u036f\u064b-\u0652\u0900-\u0903\u093a-\u094f"
_WORD = re.compile(rf"\s?-?([^\W\d_](?:[^\W\d_]|[{_MARKS}])*)")
_HEDGES = frozenset(
    """
    about around some approximately roughly nearly almost close over than least most estimated circa ca up more less
    rundt omtrent cirka om lag nesten over enn minst høyst opptil godt mer færre drøyt knappe
    حوالي نحو قرابة زهاء تقريبا اكثر اقل من يقارب حوالى
    etwa rund ungefähr circa fast über mehr als mindestens höchstens unter gut knapp
    environ près plus moins quelque casi cerca más menos unos unas alrededor sobre около более менее почти свыше
    """.split()  # noqa: SIM905 - a hundred words
)
_BEFORE = 24

THING = "thing:"
"""What the unit begins with of something that has a name in many languages."""


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of something.

    Attributes:
        value: Scaled: "2 million" is 2000000.
        unit: A unit that is the same in every language: CLDR's name of it, a currency's sign, or `THING` with the name
            of something that newspapers count everywhere (`things.toml`); "" for other things.
        thing: The word after the number, folded; "" where there is a unit.
        rounded: It is said to be about so much, at least or at most.
    """

    value: Decimal
    unit: str = ""
    thing: str = ""
    rounded: bool = False

    def is_of(self, other: "Amount") -> bool:
        """Whether both count the same, written in one language; endings may differ."""
        if self.unit or other.unit:
            return self.unit == other.unit
        short, long = sorted((self.thing, other.thing), key=len)
        return short == long or (len(short) > _STEM and long.startswith(short[: max(_STEM, len(short) - 2)]))

    def agrees(self, other: "Amount") -> bool:
        """Whether both may be one amount: equal, or as near as rounding takes them."""
        if self.value == other.value:
            return True
        least, greatest = sorted((abs(self.value), abs(other.value)))
        near = greatest - least <= _ABOUT * greatest
        return near and (self._is_round or other._is_round)

    @property
    def _is_round(self) -> bool:
        if self.rounded:
            return True
        digits = f"{abs(self.value):f}".rstrip("0") if self.value == self.value.to_integral() else ""
        return abs(self.value) >= _LEAST_ROUNDED and 0 < len(digits) <= len(f"{abs(self.value):f}") / 2


def read_amounts(text: str, language: str) -> tuple[Amount, ...]:
    """Return the amounts of `text` that are written in digits of any script, in order.

    Args:
        text: One or a few sentences.
        language: ISO 639-1 code; unknown ones read as English.
    """
    located = _located(text, language)
    return tuple(each.amount for each in located if (each.amount.unit or each.amount.thing) and not each.may_be_year)


@dataclass(frozen=True, slots=True)
class LocatedAmount:
    """An amount, the half-open characters of its number, and whether that may be a year instead."""

    start: int
    end: int
    amount: Amount
    may_be_year: bool


def locate_amounts(text: str, language: str) -> tuple[LocatedAmount, ...]:
    """Return the amounts of `text` with where each stands; also numbers with no word beside them.

    "950 million kroner and 780 million" holds two. What may be a year is one where something measured stands beside it.
    """
    return tuple(each for each in _located(text, language) if not each.may_be_year or _is_measured(each.amount))


def _is_measured(amount: Amount) -> bool:
    return bool(amount.unit) and not amount.unit.startswith(("duration-", THING))


def _located(text: str, language: str) -> Iterator[LocatedAmount]:
    words, text = quantity_words(language), ascii_digits(text)
    text = _CLOCK.sub(lambda match: _kept(match, text), NUMERIC_DATE.sub(_blank, text))
    for match in NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end(1) :]
        if re.search(r"[^\W_]-?$", before) or _ORDINAL.match(after):
            continue
        power, end = power_of(match[2] or "", words.powers), match.end(1)
        if power:
            after, end = text[match.end() :], match.end()
        word = _WORD.match(after)
        if word and (named_months(word[1], match[0], after[word.end() :], words, language)):
            continue
        value = value_of(match[1], words.decimal_point).scaleb(power).normalize()
        unit, thing = _counted(before, after, word, language)
        amount = Amount(value, unit, thing, _is_hedged(before))
        yield LocatedAmount(match.start(), end, amount, bool(_YEAR.fullmatch(match[1])))


def _counted(before: str, after: str, word: re.Match[str] | None, language: str) -> tuple[str, str]:
    """Return the unit or the thing that stands beside a number."""
    sign = after.lstrip()[:1] if after.lstrip()[:1] in _SYMBOLS else before.rstrip()[-1:]
    if sign in _SYMBOLS:
        return _SYMBOLS[sign], ""
    if word is None:
        return "", ""
    folded = fold(word[1]).text
    names = _unit_names(language)
    unit = names.get(folded) or names.get(folded.removesuffix("ا"))  # عاما: the Arabic accusative
    if unit or (word[1][0].isupper() and language not in CAPITALISED_NOUNS):  # "38 North" is a name
        return unit or "", ""
    thing = _thing(folded, language)
    return (THING + thing, "") if thing else ("", folded)


def _is_hedged(before: str) -> bool:
    words = re.findall(r"[^\W\d_]+", fold(before[-_BEFORE:]).text)[-2:]
    return any(word in _HEDGES for word in words)


def _kept(match: re.Match[str], text: str) -> str:
    """Leave "6.15" where it is a number, and blank it where it is a time of day: after "kl." or with a colon."""
    is_time = match[1] or ":" in match[0] or _AT.search(text[: match.start()])
    return _blank(match) if is_time else match[0]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


@lru_cache(maxsize=4096)
def _thing(word: str, language: str) -> str:
    """Return the name of what a folded word counts in any language; "" where it is not known."""
    for pattern, thing in _things(language):
        if word == pattern or (pattern.endswith("*") and word.startswith(pattern[:-1])):
            return thing
    return ""


@lru_cache(maxsize=64)
def _things(language: str) -> tuple[tuple[str, str], ...]:
    content = tomllib.loads(files("bot.facts").joinpath("things.toml").read_text("utf-8"))
    return tuple((fold(word).text, thing) for thing, names in content.items() for word in names.get(language, ()))


def unit_of(word: str, language: str, *, one: bool = False) -> str:
    """Return the unit that a word names, "" where none; `one` only as it is written of one of it."""
    return _unit_names(language, (1,) if one else _UNIT_COUNTS).get(fold(word).text, "")


@lru_cache(maxsize=64)
def unit_words(language: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a language that name a unit, in full and folded, each with the unit."""
    return tuple(_unit_names(language, lengths=("long",)).items())


@lru_cache(maxsize=128)
def _unit_names(
    language: str,
    counts: tuple[int, ...] = _UNIT_COUNTS,
    lengths: tuple[Literal["long", "short"], ...] = _LENGTHS,
) -> dict[str, str]:
    """Return CLDR's units by their names of one word, in the plural forms of so many."""
    names: dict[str, str] = dict(_MORE_UNITS.get(language, {}))
    locales = [locale_of(language), *map(Locale.parse, _ALSO_SPELT.get(language, ()))]
    for locale, unit, count, length in product(locales, _UNITS, counts, lengths):
        try:
            written = format_unit(count, unit, length, locale=locale)
        except UnknownUnitError:
            continue
        name = re.sub(r"[\d\s.,\u200f\u200e]", "", ascii_digits(written))
        words = re.findall(r"[^\W\d_]+", ascii_digits(written))
        if len(words) == 1 and len(name) > 1:
            names.setdefault(fold(words[0]).text, unit)
    return names
