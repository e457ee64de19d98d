"""Tallies in, Counts out: articles per day, week, month, quarter or year, and per language or outlet.

Pure. Knows no words, no colours and nothing of how it is drawn.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from itertools import accumulate, islice
from typing import Protocol

from bot.texts import visible
from ingest.index.tallies import Tally

SERIES = 6
"""So many languages or outlets have a colour of their own; more than a reader tells apart helps nobody."""
BINS = 62
"""So many bars at most, but for years, so that each can be seen on a phone."""
_FEW = 0.01
"""A hundredth of the articles is left out where the rest then fills at least twice the room."""
_CENTURY = 100
"""Years at most; what is older is left out as well."""
_UNKNOWN_LANGUAGE = "und"


class By(Enum):
    """What the articles are parted by."""

    LANGUAGE = "language"
    OUTLET = "outlet"


class Attributed(Protocol):
    """What has a language (ISO 639-1, or "und") and an outlet, if that is known."""

    @property
    def language(self) -> str:
        """The language."""
        ...

    @property
    def outlet(self) -> str | None:
        """The outlet."""
        ...


class Width(Enum):
    """How long a time one bar stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Series:
    """The articles of one language or outlet.

    Attributes:
        name: ISO 639-1 code or the outlet's name.
        counts: How many in each bin.
    """

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is drawn and told.

    Attributes:
        by: What the series are.
        width: Of a bin.
        starts: First day of each bin, without gaps.
        series: Largest first, at most SERIES.
        rest: How many in each bin belong to no series: of less frequent ones, or not known of which.
        languages: How many articles in each language, most first.
        outlets: How many of each outlet, most first; "" where it is not known.
        first: Day of the oldest one counted.
        last: Day of the newest one.
        undated: How many of them bear no date of publication that can be true.
        earlier: How many older ones are left out, so that the others can be seen.
        updated: When the last of them came in.
    """

    by: By
    width: Width
    starts: tuple[date, ...]
    series: tuple[Series, ...]
    rest: tuple[int, ...]
    languages: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    first: date
    last: date
    undated: int
    earlier: int
    updated: datetime

    @property
    def total(self) -> int:
        """All articles counted."""
        return sum(count for _, count in self.languages)

    @property
    def per_bin(self) -> tuple[int, ...]:
        """How many in each bin, whatever they are."""
        return tuple(sum(bin_) for bin_ in zip(*(it.counts for it in self.series), self.rest, strict=True))


def count(tallies: Sequence[Tally], by: By, since: date | None = None, until: date | None = None) -> Counts | None:
    """Count what is to be seen; None where there is nothing.

    Args:
        tallies: Of the whole index.
        by: What to part the articles by.
        since: The first day that is of interest; None for all, but for a few very old ones.
        until: The last day to show, even if nothing came then; what is dated later is counted all the same.
    """
    wanted = [it for it in map(_believed, tallies) if since is None or it.day >= since]
    earlier = 0
    if since is None and wanted:
        start = _start(wanted)
        earlier = sum(it.articles for it in wanted if it.day < start)
        wanted = [it for it in wanted if it.day >= start]
    if not wanted:
        return None
    first, last = min(it.day for it in wanted), max(it.day for it in wanted)
    begin, end = since or first, max(last, until or last)
    width = _width(begin, end)
    starts = tuple(_starts(begin, end, width))
    series, rest = _series(wanted, by, starts)
    return Counts(
        by,
        width,
        starts,
        series,
        rest,
        _totals(wanted, By.LANGUAGE),
        _totals(wanted, By.OUTLET),
        first,
        last,
        sum(it.articles for it in wanted if not it.dated),
        earlier,
        max(it.changed for it in wanted),
    )


def _believed(tally: Tally) -> Tally:
    """Take what is dated later than it came in for undated; a day may be for time zones."""
    arrived = tally.changed.date()
    return tally if tally.day <= arrived + timedelta(1) else replace(tally, day=arrived, dated=False)


def _start(tallies: Sequence[Tally]) -> date:
    """Give the day to begin with: the oldest, unless leaving out very few makes twice the room for the rest."""
    per_day: Counter[date] = Counter()
    for tally in tallies:
        per_day[tally.day] += tally.articles
    days = sorted(per_day)
    older = accumulate((per_day[day] for day in days), initial=0)
    few = _FEW * per_day.total()
    dispensable = [day for day, count in zip(days, older, strict=False) if count <= few]
    start, last = days[0], days[-1]
    while last - start > timedelta(BINS):
        closer = (day for day in dispensable if (last - day) * 2 <= last - start)
        if (found := next(closer, None)) is None:
            break
        start = found
    return max(start, date(max(last.year - _CENTURY, date.min.year), 1, 1))


def _width(first: date, last: date) -> Width:
    narrow = (width for width in Width if len(list(islice(_starts(first, last, width), BINS + 1))) <= BINS)
    return next(narrow, Width.YEAR)


def _starts(first: date, last: date, width: Width) -> Iterator[date]:
    """Give the first day of each bin from that of `first` to that of `last`."""
    begin, step = _FLOORS[width], _STEPS[width]
    day = begin(first)
    while day <= last:
        yield day
        try:
            day = begin(day + step)
        except OverflowError:  # The end of the calendar.
            return


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _week(day: date) -> date:
    return day - timedelta(min(day.weekday(), (day - date.min).days))


_FLOORS: dict[Width, Callable[[date], date]] = {
    Width.DAY: lambda day: day,
    Width.WEEK: _week,
    Width.MONTH: _month,
    Width.QUARTER: _quarter,
    Width.YEAR: lambda day: date(day.year, 1, 1),
}
# Longer than one bin and shorter than two, counted from its first day.
_STEPS = {width: timedelta(days) for width, days in zip(Width, (1, 7, 31, 92, 366), strict=True)}


def name_of(it: Attributed, by: By) -> str:
    """Give the series that something belongs to; "" where that is not known."""
    if by is By.OUTLET:
        return _one_line(it.outlet) if it.outlet else ""
    return "" if it.language == _UNKNOWN_LANGUAGE else it.language


@lru_cache
def _one_line(outlet: str) -> str:
    return " ".join(visible(outlet).split())


def _totals(tallies: Sequence[Tally], by: By) -> tuple[tuple[str, int], ...]:
    totals: Counter[str] = Counter()
    for tally in tallies:
        totals[name_of(tally, by)] += tally.articles
    return tuple(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])))


def _series(tallies: Sequence[Tally], by: By, starts: tuple[date, ...]) -> tuple[tuple[Series, ...], tuple[int, ...]]:
    shown = [name for name, _ in _totals(tallies, by) if name][:SERIES]
    bins = {name: [0] * len(starts) for name in [*shown, ""]}
    for tally in tallies:
        name = name_of(tally, by)
        bins[name if name in bins else ""][bisect_right(starts, tally.day) - 1] += tally.articles
    rest = tuple(bins.pop(""))
    return tuple(Series(name, tuple(counts)) for name, counts in bins.items()), rest
