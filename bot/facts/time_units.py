"""Time units: weeks, months and years that a text speaks of without a figure, "a month later", "weekly". Pure.

Takes a text and its language; gives the units, by CLDR's names, with a figure beside them and without one. Their words
come from the Unicode CLDR (through Babel), and are known also with an ending: "monthly" is of a month.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.facts.amounts import unit_of, unit_words
from bot.facts.names import CAPITALISED_NOUNS
from bot.facts.number_words import in_figures
from bot.facts.numbers import power_of, quantity_words
from ingest.text.folding import fold
from ingest.text.patterns import LETTERS

_LONGEST_ENDING, _LEAST_STEM = 4, 3
_WRITTEN_BEFORE = re.compile("^[وفبلكاההבלמכוש]{1,3}(?=.{3})")
"""What Arabic and Hebrew write onto the front of a word."""

_SHORTEST = "duration-second"
"""Left out: in many languages its word means the second of several as well."""

_FIGURE_BEFORE = re.compile(r"\d[^\W\d_]{0,2}[.:\-–\s\u00a0]*(?:[^\W\d_]+[\s\u00a0]+)?$")
_FIGURE_BEHIND = re.compile(r"[\W_]*\d")


@dataclass(frozen=True, slots=True)
class TimeUnits:
    """Units of time that a text speaks of: with a figure beside them, and alone."""

    counted: frozenset[str]
    alone: frozenset[str]


def time_units(text: str, language: str) -> TimeUnits:
    """Return the units of time in `text`, whose language is an ISO 639-1 code."""
    text = in_figures(text, language)
    powers = quantity_words(language).powers
    counted: set[str] = set()
    alone: set[str] = set()
    last = ""
    for match in LETTERS.finditer(text):
        unit = _unit("" if _is_name(match, language) else fold(match[0]).text, language)
        if unit:
            beside = (
                power_of(last, powers)
                or _FIGURE_BEFORE.search(text[: match.start()])
                or _FIGURE_BEHIND.match(text, match.end())
            )
            (counted if beside else alone).add(unit)
        last = match[0]
    return TimeUnits(frozenset(counted), frozenset(alone))


def time_unit(word: str, language: str) -> str:
    """Return the unit of time that one word is made of; "" for none."""
    return _unit(fold(word).text, language)


def _is_name(match: re.Match[str], language: str) -> bool:
    return match[0][0].isupper() and match.start() > 0 and language not in CAPITALISED_NOUNS


@lru_cache(maxsize=16_384)
def _unit(word: str, language: str) -> str:
    """Return the unit of time that a folded word is made of; "" for none, for more than one, and for weekdays."""
    words = quantity_words(language)
    if not word or word in words.weekdays or word in words.months or word in words.powers:
        return ""
    for form in (word, _WRITTEN_BEFORE.sub("", word) if language in {"ar", "he"} else word):
        if (unit := unit_of(form, language)) and len(form) >= _LEAST_STEM:
            return unit if _is_time(unit) else ""
        begun = {unit for name, unit in unit_words(language) if _is_time(unit) and _ends(form, name)}
        if len(begun) == 1:
            return begun.pop()
    return ""


def _ends(word: str, name: str) -> bool:
    ending = len(word) - len(name)
    return len(name) >= _LEAST_STEM and word.startswith(name) and 0 < ending <= min(_LONGEST_ENDING, len(name) - 1)


def _is_time(unit: str) -> bool:
    return unit.startswith("duration-") and unit != _SHORTEST
