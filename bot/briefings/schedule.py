"""When a briefing is due: a pure decision over wall time, days, time zone, what was sent last, and now.

A wall time that the clocks skip in spring is met at the first moment after the gap; one that they show twice in
autumn is met the first time. A calendar day is used once, also when the time or the time zone changes in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
GRACE = timedelta(hours=3)
"""How late a briefing is still sent, for instance after the bot was down."""
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_CORRECTED = timedelta(hours=1)
"""What a clock may be put back by without anything that it noted being doubted; more than a day is used but once."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """When somebody wants a briefing.

    Attributes:
        at: Wall time.
        zone: IANA name of the time zone that it is read in.
        days: Weekdays, Monday is 0.
        quiet: Weekdays on which nothing is sent all the same.
    """

    at: time
    zone: str
    days: frozenset[int] = EVERY_DAY
    quiet: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time that a briefing is due.

    Attributes:
        day: The calendar day it belongs to, in `zone`.
        moment: When it is due, aware, in UTC.
        zone: The time zone of the timetable then.
    """

    day: date
    moment: datetime
    zone: str


def due(timetable: Timetable, last: Occasion | None, since: datetime, now: datetime) -> Occasion | None:
    """Give the occasion for which a briefing is to be sent now, if there is one.

    Args:
        timetable: When it is wanted.
        last: The last occasion that was used, whatever the timetable was then; ignored if it lies in the future, as
            after a clock that was ahead.
        since: When the timetable was made or changed; what was due before is not made up for. Ignored likewise.
        now: Aware.
    """
    now = now.astimezone(UTC)
    last = None if last is None or is_ahead(last.moment, now) else last
    start = now - GRACE if is_ahead(since, now) else max(since.astimezone(UTC), now - GRACE)
    # The day of an occasion can be a day off that of its moment where clocks change at midnight.
    found = [it for it in _occasions(timetable, start - _DAY, 3) if start <= it.moment <= now and _unused(it, last)]
    return found[-1] if found else None


def upcoming(timetable: Timetable, last: Occasion | None, now: datetime) -> Occasion | None:
    """Give the next occasion after now; None if every day is a quiet one."""
    now = now.astimezone(UTC)
    last = None if last is None or is_ahead(last.moment, now) else last
    later = (it for it in _occasions(timetable, now - _DAY, 12) if it.moment > now and _unused(it, last))
    return next(later, None)


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Tell whether a moment that was noted as past lies in the future: the clock was ahead when it was noted."""
    return moment > now + _CORRECTED


def _unused(occasion: Occasion, last: Occasion | None) -> bool:
    """Tell whether the day was not used yet: by its name, nor as the clocks of a new zone tell when that was."""
    if last is None:
        return True
    moved = occasion.zone != last.zone and _local(last.moment, occasion.zone).date() >= occasion.day
    return occasion.day > last.day and not moved


def _occasions(timetable: Timetable, start: datetime, days: int) -> Iterator[Occasion]:
    first = _local(start, timetable.zone).date()
    for number in range(days):
        day = first + number * _DAY
        if day.weekday() in timetable.days - timetable.quiet:
            moment = _moment(datetime.combine(day, timetable.at), timetable.zone)
            # Crossing the date line, a country can leave out a whole day.
            if _local(moment, timetable.zone) - datetime.combine(day, timetable.at) < _DAY / 2:
                yield Occasion(day, moment, timetable.zone)


def _local(moment: datetime, zone: str) -> datetime:
    """Give the wall time of a moment, naive."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _moment(wall: datetime, zone: str) -> datetime:
    """Give the first moment at which clocks in the zone show this time or, where it is skipped, a later one."""
    there = wall.replace(tzinfo=ZoneInfo(zone))
    first = there.astimezone(UTC)
    if _local(first, zone) == wall:
        return first
    # In a gap `fold` gives the offsets before and after it (PEP 495); the clocks jump between those two moments.
    early, late = there.replace(fold=1).astimezone(UTC), first
    while late - early > _SECOND:
        middle = (early + (late - early) / 2).replace(microsecond=0)
        early, late = (early, middle) if _local(middle, zone) > wall else (middle, late)
    return late
