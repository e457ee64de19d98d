"""The times that a question states: since, before, between and in days, months and years. Pure.

Takes Tokens; gives TimeParts. Whether a time is a condition is not decided here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.questions.days import Period, duration_at, period_at
from bot.questions.words import Token, at, phrases
from ingest.index.conditions import Conditions


@dataclass(frozen=True, slots=True)
class TimePart:
    """One condition, and the tokens that state it; `how` is relative, bound, inside or weekday."""

    start: int
    end: int
    conditions: Conditions
    how: str = ""


_WEEK = timedelta(days=7)


def times_in(words: Sequence[Token], language: str, today: date) -> Iterator[TimePart]:
    """Give the times of a question in order; none overlaps another."""
    place = 0
    while place < len(words):
        part = _range(words, place, language, today) or _bound(words, place, language, today)
        part = part or _inside(words, place, language, today)
        if part:
            yield part
        place = part.end if part else place + 1


def _range(words: Sequence[Token], place: int, language: str, today: date) -> TimePart | None:
    """Read "between May and July", "from 2020 to 2022"."""
    lead = at(words, place, phrases("between", language))
    one = _day(words, place + lead, language, today) if lead else None
    if one is None:
        return _range_of_days(words, place, language, today) if lead else None
    middle = place + lead + one[1]
    # An Arabic "and" is written together with what follows it.
    joined = middle < len(words) and language == "ar" and words[middle].word.startswith("و")
    link = at(words, middle, phrases("to", language))
    rest = (
        [*words[:middle], replace(words[middle], word=words[middle].word[1:]), *words[middle + 1 :]]
        if joined
        else words
    )
    other = _day(rest, middle + link, language, today) if link or joined else None
    if other is None:
        return None
    first = one[0].first
    if not one[0].exact and other[0].exact and first.day < 29:  # "between January and March 2020"
        first = first.replace(year=other[0].first.year)
    if other[0].after <= first:
        return None
    return TimePart(place, middle + link + other[1], Conditions(first, other[0].after), "bound")


def _range_of_days(words: Sequence[Token], place: int, language: str, today: date) -> TimePart | None:
    """Read "between 10 and 20 November", where the month is said once."""
    start = place + at(words, place, phrases("between", language))
    start += at(words, start, phrases("inside", language))
    if start >= len(words) or not words[start].word.isdigit() or not 1 <= int(words[start].word) <= 31:
        return None
    link = at(words, start + 1, phrases("to", language))
    other = _day(words, start + 1 + link, language, today) if link else None
    if other is None or int(words[start].word) > other[0].first.day:
        return None
    first = other[0].first.replace(day=int(words[start].word))
    return TimePart(place, start + 1 + link + other[1], Conditions(first, other[0].after), "bound")


def _bound(words: Sequence[Token], place: int, language: str, today: date) -> TimePart | None:
    """Read "since May", "before 4 May 2020", "after Monday", "until yesterday"."""
    for key in ("since", "after", "before", "until"):
        lead = at(words, place, phrases(key, language))
        if not lead:
            continue
        found = _day(words, place + lead, language, today)
        if found is None and key == "since":
            found = duration_at(words, place + lead, language, today)
        if found is None or (key in {"before", "after"} and _is_ago(words, place, language, today)):
            continue
        period, size = found
        weekday = period.first == today and _is_weekday(words, place + lead + size - 1, language, today)
        if key in {"since", "after"} and weekday:
            period = replace(period, first=period.first - _WEEK, after=period.after - _WEEK)  # not this very day
        if key in {"before", "until"} and not period.exact and period.first.month > today.month:
            continue  # "before December" in November: all that there can be
        conditions = {
            "since": Conditions(since=period.first),
            "after": Conditions(since=period.after),
            "before": Conditions(before=period.first),
            "until": Conditions(before=period.after),
        }[key]
        return TimePart(place, place + lead + size, conditions, "relative" if period.relative else "bound")
    return None


def _is_ago(words: Sequence[Token], place: int, language: str, today: date) -> bool:
    """Whether "vor drei Tagen" and the like are meant, where one word says both before and ago."""
    found = period_at(words, place, language, today)
    return bool(found and found[0].relative)


def _inside(words: Sequence[Token], place: int, language: str, today: date) -> TimePart | None:
    """Read "in May 2020", "on Monday", "yesterday"."""
    lead = 0
    direct = period_at(words, place, language, today)
    if direct is None:
        lead = at(words, place, phrases("inside", language))
        direct = _day(words, place + lead, language, today) if lead else None
    if direct is None:
        return None
    period, size = direct
    end, conditions = place + lead + size, Conditions(period.first, period.after)
    if period.relative:
        is_today = period.first == today and period.after - period.first == timedelta(days=1)
        return TimePart(place, end, conditions, "today" if is_today else "relative")
    if not lead and not _stands_alone(words, place, size, period):
        return None
    return TimePart(
        place, end, conditions, "weekday" if _is_weekday(words, place + lead, language, today) else "inside"
    )


def _day(words: Sequence[Token], place: int, language: str, today: date) -> tuple[Period, int] | None:
    """Give the period at a place, or behind an article or preposition there."""
    found = period_at(words, place, language, today)
    if found is None and (lead := at(words, place, phrases("inside", language))):
        found = period_at(words, place + lead, language, today)
        return (found[0], found[1] + lead) if found else None
    return found


def _stands_alone(words: Sequence[Token], place: int, size: int, period: Period) -> bool:
    """Whether a date needs no preposition to be one: it has a day and a month, or a month and a year."""
    return size > 1 and (period.exact or any(token.word.isdigit() for token in words[place : place + size]))


def _is_weekday(words: Sequence[Token], place: int, language: str, today: date) -> bool:
    found = period_at(words, place, language, today)
    return bool(found and not found[0].exact and found[1] == 1 and (found[0].after - found[0].first).days == 1)
