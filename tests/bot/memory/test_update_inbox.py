from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.briefings.schedule import EVERY_DAY
from bot.memory import Memory, Place, Receipt

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
BOT = 7


def receipt(number: int) -> Receipt:
    return Receipt(BOT, number)


def waiting(memory: Memory, now: datetime = NOW) -> list[tuple[int, bool]]:
    return [(it.receipt.update_id, it.sending) for it in memory.inbox.unsettled(BOT, now, 100)]


def test_what_is_delivered_twice_is_received_once(memory: Memory) -> None:
    assert memory.inbox.receive(receipt(1), '{"a": 1}', NOW)
    assert not memory.inbox.receive(receipt(1), '{"a": 1}', NOW)
    memory.inbox.settle(receipt(1))
    assert not memory.inbox.receive(receipt(1), '{"a": 1}', LATER)
    assert waiting(memory) == []


def test_a_number_that_begins_anew_stands_for_another_update(memory: Memory) -> None:
    memory.inbox.receive(receipt(1), "old", NOW)
    memory.inbox.settle(receipt(1))
    assert memory.inbox.receive(receipt(1), "new", LATER)
    assert [it.content for it in memory.inbox.unsettled(BOT, LATER, 9)] == ["new"]


def test_two_bots_on_one_database_have_their_own(memory: Memory) -> None:
    assert memory.inbox.receive(Receipt(1, 5), "x", NOW)
    assert memory.inbox.receive(Receipt(2, 5), "x", NOW)
    assert [it.receipt.bot_id for it in memory.inbox.unsettled(2, NOW, 9)] == [2]


def test_nothing_of_a_settled_update_is_kept(memory: Memory) -> None:
    memory.inbox.receive(receipt(1), "a secret", NOW)
    assert memory.inbox.settle(receipt(1))
    assert not memory.inbox.settle(receipt(1))
    with memory._engine.connect() as connection:
        assert "a secret" not in str(connection.exec_driver_sql("SELECT * FROM inbox").fetchall())


def test_what_left_is_in_doubt_after_a_while_and_waits_again_if_it_came_back(memory: Memory) -> None:
    memory.inbox.receive(receipt(1), "x", NOW)
    memory.inbox.depart(receipt(1), LATER)
    assert waiting(memory) == []
    assert waiting(memory, LATER) == [(1, True)]
    memory.inbox.come_back(receipt(1))
    assert waiting(memory) == [(1, False)]


def test_what_is_put_off_waits_longer_each_time(memory: Memory) -> None:
    memory.inbox.receive(receipt(1), "x", NOW)
    pauses = []
    for _ in range(12):
        memory.inbox.put_off(receipt(1), NOW)
        found = [n for n in range(1, 400) if waiting(memory, NOW + timedelta(seconds=n))]
        pauses.append(found[0])
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == 300
    memory.inbox.put_off(receipt(1), NOW, timedelta(seconds=2))
    assert waiting(memory, NOW + timedelta(seconds=2))


def test_only_what_is_settled_and_old_is_removed(memory: Memory) -> None:
    for number in range(6):
        memory.inbox.receive(receipt(number), "x", NOW + timedelta(minutes=number))
    for number in range(4):
        memory.inbox.settle(receipt(number))
    assert memory.inbox.remove(NOW + timedelta(minutes=3), 2) == 2
    assert memory.inbox.remove(NOW + timedelta(minutes=3), 2) == 1
    assert memory.inbox.remove(NOW + timedelta(days=9), 9) == 1
    assert [number for number, _ in waiting(memory)] == [4, 5]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(steps=st.lists(st.sampled_from(["depart", "come_back", "settle", "put_off"]), max_size=8), number=st.integers(1))
def test_what_is_settled_stays_so_and_what_is_not_is_found(memory: Memory, steps: list[str], number: int) -> None:
    mine = Receipt(BOT, number % 2**40)
    memory.inbox.receive(mine, str(steps), NOW)
    for step in steps:
        getattr(memory.inbox, step)(*{"depart": (mine, NOW), "put_off": (mine, NOW)}.get(step, (mine,)))
    found = [it.receipt for it in memory.inbox.unsettled(BOT, NOW + timedelta(days=1), 10**6)]
    assert (mine in found) == ("settle" not in steps)
    memory.inbox.settle(mine)


def test_an_update_turns_something_once_and_a_new_one_under_its_number_turns_it_again(memory: Memory) -> None:
    here = Place(-5)
    memory.subscriptions.put(here, "", time(8), EVERY_DAY, NOW)
    turn = memory.subscriptions.turn_picture
    memory.inbox.receive(receipt(1), "{}", NOW)
    said = [turn(here, by) for by in (receipt(1), receipt(1), None, receipt(1))]
    assert said == [True, True, False, False]
    memory.inbox.receive(receipt(1), "{1}", NOW)
    assert turn(here, receipt(1))


def test_an_update_that_is_not_written_down_turns_each_time(memory: Memory) -> None:
    memory.subscriptions.put(Place(-5), "", time(8), EVERY_DAY, NOW)
    assert [memory.subscriptions.turn_picture(Place(-5), receipt(1)) for _ in range(2)] == [True, False]


def test_what_is_in_doubt_is_taken_on_by_one_and_by_the_next_one_after_a_while(memory: Memory) -> None:
    memory.inbox.receive(receipt(1), "{}", NOW)
    assert not memory.inbox.take_doubtful(receipt(1), NOW, LATER)
    memory.inbox.depart(receipt(1), NOW)
    assert [memory.inbox.take_doubtful(receipt(1), NOW, LATER) for _ in range(2)] == [True, False]
    assert waiting(memory) == []
    assert waiting(memory, LATER) == [(1, True)]
    assert memory.inbox.take_doubtful(receipt(1), LATER, LATER + timedelta(minutes=1))
    assert memory.inbox.settle(receipt(1))
    assert not memory.inbox.take_doubtful(receipt(1), LATER + timedelta(days=1), LATER)
