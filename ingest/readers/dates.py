"""Dates: a day that a line states in full, in digits or with the name of a month in any language.

Takes text and its language. A date without a year, or one that reads differently on two sides of an ocean
(03/04/2023), is no date: nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_MONTH = r"(?P<name>[^\W\d_]+(?:\s[^\W\d_]+)??)"
_DAY = r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th|er|º)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<d>\d{{1,2}})\s*[日일]",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?P<s>[./-])\s?(?P<m>\d{{1,2}})(?P=s)\s?{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}\s*(?:de\s|of\s|ב)?\s*{_MONTH}\.?,?\s*(?:de\s|،\s)?{_YEAR}(?!\d)",
        rf"\b{_MONTH}\.?\s+{_DAY},?\s+{_YEAR}(?!\d)",
    )
)
_CLOCK = frozenset(["kl", "klo", "at", "um", "uhr", "gmt", "utc", "cet", "cest", "est", "am", "pm"])
_ALSO = {"ar": ("ar_SY", "ar_DZ", "ar_MA"), **dict.fromkeys(["nb", "nn", "da", "sv"], ("nb", "da", "sv"))}
"""Arabic has four sets of month names; a short Scandinavian text may be taken for its neighbour's."""


def find_date(text: str, language: str) -> date | None:
    """Return the first date that `text` states with day, month and year; None if there is none or it is ambiguous."""
    found = next(_dates(_digits(text), language), None)
    return found[0] if found else None


def is_date_line(line: str, language: str) -> bool:
    """Tell whether a line holds a date and besides it no more than a weekday, a time, or a word and a comma."""
    line = _digits(line)
    found = next(_dates(line, language), None)
    if not found:
        return False
    rest = line[: found[1]] + " " + line[found[2] :]
    words = re.findall(r"[^\W\d_]{2,}", rest.casefold())
    others = sum(word not in _CLOCK and word not in _weekdays(language) for word in words)
    return others == 0 or (others == 1 and bool(re.search("[,،]", rest)))


def _dates(text: str, language: str) -> Iterator[tuple[date, int, int]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _day(match, language)
            if day:
                yield day, match.start(), match.end()


def _day(match: re.Match[str], language: str) -> date | None:
    parts = match.groupdict()
    if "name" in parts:
        month = _months(language).get(parts["name"].casefold())
    else:
        month = int(parts["m"])
        if parts.get("s") == "/" and match.start("d") < match.start("m") and max(month, int(parts["d"])) <= 12:
            return None if month != int(parts["d"]) else _valid(parts["y"], month, parts["d"])
        if parts.get("s") == "/" and month > 12:
            return _valid(parts["y"], int(parts["d"]), str(month))
    return _valid(parts["y"], month, parts["d"]) if month else None


def _valid(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _digits(text: str) -> str:
    """Level the digits of every script, and leave out marks of direction."""
    level = (str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    return re.sub(r"[\u200e\u200f\u061c\u2066-\u2069]", "", "".join(level))


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, int]:
    """Numbers of the months by name and abbreviation, in this language and in English."""
    names: dict[str, int] = {}
    for locale in ("en", *_locales(language)):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    names[str(name).casefold().strip(".")] = number
    return names


@lru_cache(maxsize=64)
def _weekdays(language: str) -> frozenset[str]:
    return frozenset(
        str(name).casefold().strip(".")
        for locale in ("en", *_locales(language))
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, "stand-alone", locale).values()
    )


def _locales(language: str) -> list[str]:
    try:
        Locale(language)
    except (UnknownLocaleError, ValueError):
        return []
    return [language, *_ALSO.get(language, ())]
