"""Flood limits, by a clock that stands still."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.preview.clock import MovableClock, StoppedClock
from bot.preview.errors import ApiError
from bot.preview.limits import FloodGate
from bot.preview.state import Chat, ChatKind

PRIVATE = Chat(1, ChatKind.PRIVATE, "Sam", {})
GROUP = Chat(-1, ChatKind.SUPERGROUP, "Desk", {})


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(datetime(2025, 3, 14, 9, tzinfo=UTC))


@pytest.fixture
def gate(clock: StoppedClock) -> FloodGate:
    return FloodGate(clock, enabled=True)


def refusal(gate: FloodGate, chat: Chat) -> int | None:
    with pytest.raises(ApiError) as caught:
        gate.pass_through(chat)
    assert caught.value.code == 429
    assert caught.value.description == f"Too Many Requests: retry after {caught.value.retry_after}"
    return caught.value.retry_after


def test_the_second_message_within_a_second_is_refused(gate: FloodGate, clock: StoppedClock) -> None:
    gate.pass_through(PRIVATE)
    assert refusal(gate, PRIVATE) == 1
    clock.advance(timedelta(seconds=1))
    gate.pass_through(PRIVATE)


def test_chats_do_not_wait_for_one_another(gate: FloodGate) -> None:
    gate.pass_through(PRIVATE)
    gate.pass_through(GROUP)


def test_a_groups_twenty_first_message_within_a_minute_is_refused(gate: FloodGate, clock: StoppedClock) -> None:
    for _ in range(20):
        gate.pass_through(GROUP)
        clock.advance(timedelta(seconds=2))
    assert refusal(gate, GROUP) == 20
    clock.advance(timedelta(seconds=20))
    gate.pass_through(GROUP)


def test_a_private_chat_has_no_limit_by_the_minute(gate: FloodGate, clock: StoppedClock) -> None:
    for _ in range(30):
        gate.pass_through(PRIVATE)
        clock.advance(timedelta(seconds=1))


def test_limits_can_be_switched_off(clock: StoppedClock) -> None:
    gate = FloodGate(clock, enabled=False)
    gate.pass_through(PRIVATE)
    gate.pass_through(PRIVATE)


def test_reset_forgets(gate: FloodGate) -> None:
    gate.pass_through(PRIVATE)
    gate.reset()
    gate.pass_through(PRIVATE)


def test_clocks_move_ahead_only(clock: StoppedClock) -> None:
    moved = MovableClock()
    before = moved.now()
    moved.advance(timedelta(days=1))
    assert moved.now() - before >= timedelta(days=1)
    with pytest.raises(ValueError, match="ahead only"):
        clock.advance(timedelta(seconds=-1))
