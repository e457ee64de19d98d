"""The clock that the preview stamps messages with and counts limits by; takes nothing, gives aware UTC times.

Long polling waits in real time whatever this clock says: a bot's own time-outs run there too.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MORNING = time(8, 5)
_SOON = timedelta(minutes=30)


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        ...


class MovableClock:
    """The machine's clock, plus whatever it was moved ahead by (never back)."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """Aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        """Move ahead by `by`, which is not negative."""
        self._ahead += _not_negative(by)


class StoppedClock:
    """Stands still until it is moved, so that everything stamped by it is reproducible."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Aware, in UTC."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move ahead by `by`, which is not negative."""
        self._now += _not_negative(by)


def next_morning(now: datetime, zone: str) -> datetime:
    """Give the next time, half an hour off at least, that it is five past eight in a zone; UTC where that is none."""
    try:
        there = ZoneInfo(zone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        there = ZoneInfo("UTC")
    today = now.astimezone(there).date()
    mornings = (datetime.combine(today + timedelta(days=days), _MORNING, there).astimezone(UTC) for days in (0, 1, 2))
    return next(it for it in mornings if it > now + _SOON)


def _not_negative(by: timedelta) -> timedelta:
    if by < timedelta(0):
        raise ValueError("A clock moves ahead only.")
    return by
