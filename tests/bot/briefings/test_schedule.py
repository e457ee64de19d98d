"""A year of ticks in many zones, and the days on which clocks misbehave."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefings.schedule import EVERY_DAY, GRACE, Occasion, Timetable, due, upcoming

ZONES = (
    "Africa/Cairo",
    "America/Nuuk",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Oslo",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "UTC",
)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
zones = st.sampled_from(sorted(available_timezones() - {"localtime"}))
weekdays = st.frozensets(st.integers(0, 6))
times = st.times().map(lambda it: it.replace(second=0, microsecond=0))
timetables = st.builds(Timetable, at=times, zone=zones, days=weekdays, quiet=weekdays)
moments = st.datetimes(datetime(2001, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))


def sent(timetable: Timetable, start: datetime, ticks: int, step: timedelta) -> list[tuple[Occasion, datetime]]:
    """What a bot that ticks sends."""
    given: list[tuple[Occasion, datetime]] = []
    for number in range(ticks):
        now = start + number * step
        occasion = due(timetable, given[-1][0] if given else None, LONG_AGO, now)
        if occasion:
            given.append((occasion, now))
    return given


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(8), time(2, 30), time(0, 15), time(23, 45)])
def test_a_year_has_a_briefing_a_day(zone: str, at: time) -> None:
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    given = sent(Timetable(at, zone), start, 365 * 48 + 1, timedelta(minutes=30))
    days = [occasion.day for occasion, _ in given]
    first = date(2026, 1, 1)
    if days[0] < first:  # 23:45 of New Year's Eve, still within its grace.
        days.pop(0)
    assert days == [first + timedelta(days=number) for number in range(365)]
    assert all(timedelta(0) <= now - occasion.moment < timedelta(minutes=30) for occasion, now in given)


@pytest.mark.parametrize("zone", ZONES)
def test_wall_time_holds_except_in_gaps(zone: str) -> None:
    given = sent(Timetable(time(2, 30), zone), datetime(2026, 1, 1, tzinfo=UTC), 365 * 24, timedelta(hours=1))
    odd = [it.moment.astimezone(ZoneInfo(zone)) for it, _ in given]
    odd = [wall for wall in odd if wall.time() != time(2, 30)]
    assert all(wall.time() in {time(3), time(2, 45), time(3, 45)} for wall in odd)
    assert len(odd) <= 1


def test_a_skipped_time_is_met_after_the_gap() -> None:
    it = due(Timetable(time(2, 30), "Europe/Oslo"), None, LONG_AGO, datetime(2026, 3, 29, 1, 0, tzinfo=UTC))
    assert it == Occasion(date(2026, 3, 29), datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Europe/Oslo")


def test_a_doubled_time_is_met_the_first_time_only() -> None:
    timetable = Timetable(time(2, 30), "Europe/Oslo")
    first = due(timetable, None, LONG_AGO, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert first
    assert first.moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert due(timetable, first, LONG_AGO, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) is None


def test_a_day_that_a_country_leaves_out_has_no_briefing() -> None:
    given = sent(Timetable(time(8), "Pacific/Apia"), datetime(2011, 12, 29, tzinfo=UTC), 24 * 4, timedelta(minutes=60))
    assert [it.day.day for it, _ in given] == [29, 31, 1, 2]


def test_what_was_missed_is_sent_within_its_grace() -> None:
    timetable, at = Timetable(time(8), "UTC"), datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert due(timetable, None, LONG_AGO, at - timedelta(seconds=1)) is None
    assert due(timetable, None, LONG_AGO, at + GRACE)
    assert due(timetable, None, LONG_AGO, at + GRACE + timedelta(seconds=1)) is None


def test_what_was_due_before_the_timetable_was_made_is_not_sent() -> None:
    timetable, at = Timetable(time(8), "UTC"), datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert due(timetable, None, at + timedelta(minutes=1), at + timedelta(minutes=2)) is None
    assert due(timetable, None, at, at + timedelta(minutes=2))


def test_days_and_quiet_days() -> None:
    timetable = Timetable(time(8), "Africa/Cairo", days=frozenset({0, 2, 4}), quiet=frozenset({4}))
    given = sent(timetable, datetime(2026, 6, 1, tzinfo=UTC), 24 * 21, timedelta(hours=1))
    assert Counter(it.day.weekday() for it, _ in given) == {0: 3, 2: 3}
    assert upcoming(replace(timetable, quiet=EVERY_DAY), None, LONG_AGO) is None


@given(timetables, moments, st.lists(st.integers(1, 3000), max_size=60))
def test_days_only_go_on_and_none_is_early_or_late(timetable: Timetable, now: datetime, steps: list[int]) -> None:
    last = None
    for step in steps:
        now += timedelta(minutes=step)
        occasion = due(timetable, last, LONG_AGO, now)
        if occasion is None:
            continue
        assert last is None or occasion.day > last.day
        assert occasion.day.weekday() in timetable.days - timetable.quiet
        assert now - GRACE <= occasion.moment <= now
        assert due(timetable, occasion, LONG_AGO, now) is None
        last = occasion


@given(moments, st.lists(st.tuples(st.integers(1, 1000), times, st.sampled_from(ZONES)), min_size=2, max_size=40))
def test_changing_time_and_zone_never_sends_twice_a_day(now: datetime, changes: list[tuple[int, time, str]]) -> None:
    given: list[Occasion] = []
    for step, at, zone in changes:
        now += timedelta(minutes=step)
        occasion = due(Timetable(at, zone), given[-1] if given else None, LONG_AGO, now)
        if occasion:
            given.append(occasion)
    for before, after in pairwise(given):
        assert after.day > before.day
        if before.zone != after.zone:
            assert before.moment.astimezone(ZoneInfo(after.zone)).date() < after.day


@given(timetables, moments)
def test_what_is_upcoming_comes(timetable: Timetable, now: datetime) -> None:
    it = upcoming(timetable, None, now)
    assert (it is None) == (not timetable.days - timetable.quiet) or not _ordinary(now, timetable.zone)
    if it:
        assert now < it.moment <= now + timedelta(days=10)
        assert due(timetable, None, LONG_AGO, it.moment) == it


def _ordinary(now: datetime, zone: str) -> bool:
    """A zone that loses a whole day soon may lose the only one that is wanted."""
    offsets = {(now + timedelta(days=n)).astimezone(ZoneInfo(zone)).utcoffset() for n in range(12)}
    return len(offsets) == 1


def test_what_a_clock_that_was_ahead_has_noted_makes_nothing_mute() -> None:
    now = datetime(2026, 6, 1, 8, 5, tzinfo=UTC)
    timetable = Timetable(time(8), "UTC")
    ahead = now + timedelta(days=400)
    last = Occasion(ahead.date(), ahead, "UTC")
    assert due(timetable, last, ahead, now) == Occasion(now.date(), now.replace(minute=0), "UTC")
    following = upcoming(timetable, last, now)
    assert following
    assert following.day == now.date() + timedelta(days=1)


def test_a_clock_that_was_put_back_a_little_briefs_nobody_twice() -> None:
    now = datetime(2026, 6, 1, 8, 5, tzinfo=UTC)
    timetable = Timetable(time(8), "UTC")
    used = due(timetable, None, now - timedelta(days=1), now)
    assert due(timetable, used, now - timedelta(days=1), now - timedelta(minutes=4)) is None
