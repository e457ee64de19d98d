"""Dates: a day that a line states in full, in digits or with the name of a month in any language.

Takes text and its language. Years may be counted as Thai, Persian, Japanese and Taiwanese newspapers count them. A date
without a year, or one that reads differently on two sides of an ocean (03/04/2023), is no date: nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

from ingest.cleaning.shapes import fold_letters
from ingest.readers.calendars import JALALI_MONTHS, from_jalali, from_thai

_YEAR = r"(?P<y>(?:1[34]|19|20|2[456])\d\d)"
_MONTH = r"(?P<name>[^\s\d.,،:;()\[\]/|_–-]{1,24}(?:\s[^\s\d.,،:;()\[\]/|_–-]{1,16})??)"
_DAY = r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th|er|º|-го|-е)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<d>\d{{1,2}})\s*[日일]",
        r"(?P<era>令和|平成|民國|民国)\s?(?P<y>\d{1,3}|元)年\s?(?P<m>\d{1,2})月\s?(?P<d>\d{1,2})日",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?P<s>[./-])\s?(?P<m>\d{{1,2}})(?P=s)\s?{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})\s+tháng\s+(?P<m>\d{{1,2}})(?:,|\s+năm)?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}\s*(?:de\s|of\s|d[’']|ב)?\s*{_MONTH}\.?,?\s*(?:de\s|del\s|،\s|พ\.ศ\.\s?|ค\.ศ\.\s?)?{_YEAR}(?!\d)",
        rf"\b{_MONTH}\.?\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}\.?\s+{_MONTH}\s+{_DAY}(?!\d)",
    )
)
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
"""The year before the first of each."""
_ALSO = {"ar": ("ar_SY", "ar_DZ", "ar_MA"), **dict.fromkeys(["nb", "nn", "da", "sv"], ("nb", "da", "sv"))}
"""Arabic has four sets of month names; a short Scandinavian text may be taken for its neighbour's."""
_DIRECTION = re.compile(r"[\u200e\u200f\u061c\u2066-\u2069]")
_VOWEL_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")


def find_date(text: str, language: str) -> date | None:
    """Return the first date that `text` states with day, month and year; None if there is none or it is ambiguous."""
    found = next(dates_in(levelled(text), language), None)
    return found[0] if found else None


def dates_in(text: str, language: str) -> Iterator[tuple[date, int, int]]:
    """Give the dates that a levelled text states, with their half-open ranges; those in digits first."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _day(match, language)
            if day:
                yield day, match.start(), match.end()


def levelled(text: str) -> str:
    """Return text with composed letters and ASCII digits, without Arabic vowel marks and marks of direction."""
    text = _VOWEL_MARKS.sub("", _DIRECTION.sub("", unicodedata.normalize("NFC", text)))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)


@lru_cache(maxsize=64)
def month_names(language: str) -> dict[str, int]:
    """Return the numbers of the months by folded name and abbreviation, in this language and in English."""
    names: dict[str, int] = {}
    for locale in ("en", *_locales(language)):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    names[_key(str(name))] = number
    return names


@lru_cache(maxsize=64)
def day_names(language: str) -> frozenset[str]:
    """Return the folded names and abbreviations of the days of the week, in this language and in English."""
    return frozenset(
        _key(str(name))
        for locale in ("en", *_locales(language))
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, "stand-alone", locale).values()
    )


def _day(match: re.Match[str], language: str) -> date | None:
    parts = match.groupdict()
    if "era" in parts:
        year = 1 if parts["y"] == "元" else int(parts["y"])
        return _valid(_ERAS[parts["era"]] + year, int(parts["m"]), int(parts["d"]))
    if "name" in parts:
        return _named_day(_key(parts["name"]), int(parts["y"]), int(parts["d"]), language)
    month, day = int(parts["m"]), int(parts["d"])
    if parts.get("s") == "/" and match.start("d") < match.start("m"):
        if max(month, day) <= 12 and month != day:
            return None
        if month > 12:
            month, day = day, month
    return _counted(int(parts["y"]), month, day, language)


def _named_day(name: str, year: int, day: int, language: str) -> date | None:
    if year < 1500:
        month = JALALI_MONTHS.get(name)
        return from_jalali(year, month, day) if month else None
    found = month_names(language).get(name)
    return _counted(year, found, day, language) if found else None


def _counted(year: int, month: int, day: int, language: str) -> date | None:
    if year < 1500:
        return from_jalali(year, month, day) if language in ("fa", "ps") else None
    if year >= 2400:
        return from_thai(year, month, day) if language == "th" else None
    return _valid(year, month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _key(name: str) -> str:
    return fold_letters(levelled(name)).strip(". ")


def _locales(language: str) -> list[str]:
    try:
        Locale(language)
    except (UnknownLocaleError, ValueError):
        return []
    return [language, *_ALSO.get(language, ())]
