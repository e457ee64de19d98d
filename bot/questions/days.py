"""Days, months, years and times like "last week" at a place in a question. Pure; what day it is, is handed in.

Takes Tokens; gives Periods with how many tokens state them. Names of months and days are CLDR's, weeks begin on Monday
(ISO 8601). A month without a year is the last one that has begun; a weekday the last one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

from bot.questions.words import Phrase, Token, at, folded, numbers, phrases, spoken

_ALSO = {"ar": ("ar_SY", "ar_DZ", "ar_MA")}
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e|º)?")
_JOINTS = frozenset(["of", "de", "del", "den", "the", "le", "el", "des", "года", "год", "г", "من"])
_RUSSIAN_ENDINGS = "аеиуьйюя"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Some days.

    Attributes:
        first: The first of them.
        after: The day after the last.
        exact: It was stated with its year, or counted from today; else it is the last one of its name.
        relative: It was counted from today.
    """

    first: date
    after: date
    exact: bool = True
    relative: bool = False


Reader = Callable[[Sequence[Token], int, str, date], tuple[Period, int] | None]


def period_at(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    """Give the period that is stated from the token at `place` on, and how many tokens state it."""
    readers: tuple[Reader, ...] = (
        _relative,
        _ago,
        _recent,
        _numeric,
        _day_of_month,
        _month_day,
        _month,
        _year,
        _weekday,
    )
    return next((found for read in readers if (found := read(words, place, language, today))), None)


def duration_at(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    """Give the time from so many days, weeks … ago until now, for "since three days"."""
    counted = _counted(words, place, language)
    if counted is None:
        return None
    first = _back(today, counted[0], counted[1])
    return (Period(first, today + _DAY, relative=True), counted[2]) if first else None


def _relative(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    best: tuple[Period, int] | None = None
    for key, (first, after) in _named_times(today):
        size = at(words, place, phrases(key, language))
        if size and (best is None or size > best[1]):
            best = Period(first, after, relative=True), size
    return best


def _named_times(today: date) -> Iterator[tuple[str, tuple[date, date]]]:
    week, month, year = today - today.weekday() * _DAY, today.replace(day=1), today.replace(month=1, day=1)
    yield "today", (today, today + _DAY)
    yield "yesterday", (today - _DAY, today)
    yield "day_before_yesterday", (today - 2 * _DAY, today - _DAY)
    yield "this_week", (week, week + 7 * _DAY)
    yield "last_week", (week - 7 * _DAY, week)
    yield "this_month", (month, _next_month(month))
    yield "last_month", ((month - _DAY).replace(day=1), month)
    yield "this_year", (year, year.replace(year=year.year + 1))
    yield "last_year", (year.replace(year=year.year - 1), year)


def _ago(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    lead = at(words, place, phrases("ago_before", language))
    counted = _counted(words, place + lead, language)
    if counted is None:
        return None
    count, unit, size = counted
    tail = at(words, place + lead + size, phrases("ago_after", language))
    needs_tail = bool(phrases("ago_after", language))
    if not (tail if needs_tail else lead) or (first := _back(today, count, unit)) is None:
        return None
    if unit == "day":
        period = Period(first, first + _DAY, relative=True)
    elif unit == "week":
        monday = first - first.weekday() * _DAY
        period = Period(monday, monday + 7 * _DAY, relative=True)
    elif unit == "month":
        period = Period(first.replace(day=1), _next_month(first.replace(day=1)), relative=True)
    else:
        period = Period(date(first.year, 1, 1), date(first.year + 1, 1, 1), relative=True)
    return period, lead + size + tail


def _recent(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    lead = at(words, place, phrases("recent", language))
    found = duration_at(words, place + lead, language, today) if lead else None
    return (found[0], lead + found[1]) if found else None


def _counted(words: Sequence[Token], place: int, language: str) -> tuple[int, str, int] | None:
    """Read "three weeks": how many, of what, in how many tokens."""
    if place >= len(words):
        return None
    if words[place].word.isdigit() and len(words[place].word) <= 3:
        count, size = int(words[place].word), 1
    else:
        named = numbers(language)
        size = at(words, place, sorted(named, key=len, reverse=True))
        if not size:
            return None
        count = named[tuple(token.word for token in words[place : place + size])]
    for unit in ("day", "week", "month", "year"):
        if more := at(words, place + size, phrases(unit, language)):
            return count, unit, size + more
    return None


def _back(today: date, count: int, unit: str) -> date | None:
    try:
        if unit in {"day", "week"}:
            return today - count * (7 if unit == "week" else 1) * _DAY
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
        first = date(months // 12, months % 12 + 1, 1)
        return first + min(today.day - 1, (_next_month(first) - first).days - 1) * _DAY
    except (ValueError, OverflowError):
        return None


def _numeric(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    """Read 2026-11-18, 18.11.2026 and 18/11/2026; one that is read in two ways is none."""
    parts = [token.word for token in words[place : place + 3]]
    if len(parts) < 3 or not all(part.isdigit() for part in parts):
        return None
    joined = [words[n + 1].start - words[n].end for n in (place, place + 1)]
    if max(joined) > 2:
        return None
    if _YEAR.fullmatch(parts[0]):
        return _one_day(int(parts[0]), int(parts[1]), int(parts[2]), 3)
    if not _YEAR.fullmatch(parts[2]):
        return None
    day, month = int(parts[0]), int(parts[1])
    if language == "en" and day <= 12 and month <= 12 and day != month:
        return None
    return _one_day(int(parts[2]), *((month, day) if month <= 12 else (day, month)), 3)


def _day_of_month(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    """Read "18 November 2026", "18th of November", "18. november"."""
    day = _ordinal(words, place)
    month_place = _past_joints(words, place + 1)
    month = _month_at(words, month_place, language)
    if day is None or month is None:
        return None
    end = month_place + month[1]
    year = _year_at(words, end)
    if year:
        return _one_day(year[0], month[0], day, end + year[1] - place)
    return _last_day(month[0], day, end - place, today)


def _month_day(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    """Read "November 18, 2026"."""
    month = _month_at(words, place, language)
    if month is None or (day := _ordinal(words, place + month[1])) is None:
        return None
    end = place + month[1] + 1
    year = _year_at(words, end)
    if year:
        return _one_day(year[0], month[0], day, end + year[1] - place)
    return _last_day(month[0], day, end - place, today)


def _month(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    month = _month_at(words, place, language)
    if month is None:
        return None
    end = place + month[1]
    if year := _year_at(words, end):
        first = date(year[0], month[0], 1)
        return Period(first, _next_month(first)), end + year[1] - place
    if words[place].word == "may" and not (place and words[place].written[0].isupper()):
        return None
    first = date(today.year - (month[0] > today.month), month[0], 1)
    return Period(first, _next_month(first), exact=False), month[1]


def _year(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    year = _year_at(words, place)
    if year is None or _numeric(words, _past_joints(words, place), language, today):  # "of 2026-11-18"
        return None
    return Period(date(year[0], 1, 1), date(year[0] + 1, 1, 1)), year[1]


def _weekday(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    names = _weekdays(language)
    size = at(words, place, sorted(names, key=len, reverse=True))
    if not size:
        return None
    number = names[tuple(token.word for token in words[place : place + size])]
    day = today - (today.weekday() - number) % 7 * _DAY
    return Period(day, day + _DAY, exact=False), size


def _ordinal(words: Sequence[Token], place: int) -> int | None:
    found = _ORDINAL.fullmatch(words[place].word) if place < len(words) else None
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _past_joints(words: Sequence[Token], place: int) -> int:
    while place < len(words) and words[place].word in _JOINTS:
        place += 1
    return place


def _year_at(words: Sequence[Token], place: int) -> tuple[int, int] | None:
    start = _past_joints(words, place)
    if start >= len(words) or not _YEAR.fullmatch(words[start].word):
        return None
    end = start + 1
    if end < len(words) and words[end].word in {"года", "году", "год", "г"}:
        end += 1
    return int(words[start].word), end - place


def _one_day(year: int, month: int, day: int, size: int) -> tuple[Period, int] | None:
    try:
        first = date(year, month, day)
    except ValueError:
        return None
    return Period(first, first + _DAY), size


def _last_day(month: int, day: int, size: int, today: date) -> tuple[Period, int] | None:
    for year in (today.year, today.year - 1):
        found = _one_day(year, month, day, size)
        if found and found[0].first <= today:
            return Period(found[0].first, found[0].after, exact=False), size
    return None


def _next_month(first: date) -> date:
    return (first + 32 * _DAY).replace(day=1)


def _month_at(words: Sequence[Token], place: int, language: str) -> tuple[int, int] | None:
    names = _months(language)
    size = at(words, place, sorted(names, key=len, reverse=True)) if place < len(words) else 0
    if size:
        return names[tuple(token.word for token in words[place : place + size])], size
    if language == "ru" and place < len(words) and len(words[place].word) > 2:
        stem = words[place].word.rstrip(_RUSSIAN_ENDINGS)
        found = next((n for name, n in names.items() if name[0].rstrip(_RUSSIAN_ENDINGS) == stem), None)
        return (found, 1) if found else None
    return None


@cache
def _months(language: str) -> dict[Phrase, int]:
    names: dict[Phrase, int] = {}
    for locale in _locales(language):
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    written = folded(str(name))
                    if len("".join(written)) > 2:
                        names[written] = number
    return names


@cache
def _weekdays(language: str) -> dict[Phrase, int]:
    return {
        folded(str(name)): number
        for locale in _locales(language)
        for number, name in get_day_names("wide", "stand-alone", locale).items()
    }


def _locales(language: str) -> list[str]:
    found = []
    for code in spoken(language):
        try:
            Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        found += [code, *_ALSO.get(code, ())]
    return found
