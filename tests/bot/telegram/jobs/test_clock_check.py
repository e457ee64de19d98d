from datetime import UTC, datetime, timedelta

from bot.telegram.jobs.clock_check import ClockCheck

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clocks:
    """A wall clock and the process's own."""

    def __init__(self) -> None:
        self.wall, self.own = NOW, 0.0
        self.check = ClockCheck(lambda: self.own)

    def after(self, own: timedelta, jump: timedelta = timedelta()) -> bool:
        self.own += own.total_seconds()
        self.wall += own + jump
        return self.check.trusts(self.wall)


def minutes(clocks: Clocks, number: int) -> bool:
    return [clocks.after(timedelta(minutes=1)) for _ in range(number)][-1]


def test_the_first_look_trusts_nothing_and_an_even_hour_is_enough() -> None:
    clocks = Clocks()
    assert not clocks.check.trusts(clocks.wall)
    assert not minutes(clocks, 59)
    assert minutes(clocks, 1)


def test_a_jump_either_way_begins_the_hour_anew() -> None:
    for jump in (timedelta(days=400), timedelta(days=-400), timedelta(minutes=6)):
        clocks = Clocks()
        clocks.check.trusts(clocks.wall)
        assert minutes(clocks, 61)
        assert not clocks.after(timedelta(seconds=30), jump)
        assert not clocks.after(timedelta(seconds=45), -jump)
        assert not minutes(clocks, 59)
        assert minutes(clocks, 2)


def test_small_corrections_are_no_jump() -> None:
    clocks = Clocks()
    clocks.check.trusts(clocks.wall)
    assert [clocks.after(timedelta(minutes=1), timedelta(seconds=20)) for _ in range(61)][-1]
