from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from bot.memory import Memory, Person, Role

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
LARGEST = 2**52 - 1


def test_nobody_is_known_at_first(memory: Memory) -> None:
    assert memory.people.get(LARGEST) == Person(LARGEST, Role.STRANGER, None)
    assert memory.people.admins() == ()


def test_a_person_is_admitted_and_dismissed(memory: Memory) -> None:
    memory.people.admit(LARGEST)
    assert memory.people.get(LARGEST).role is Role.MEMBER
    memory.people.dismiss(LARGEST)
    assert memory.people.get(LARGEST).role is Role.STRANGER
    assert memory.people.is_announced(LARGEST)


def test_admitting_an_admin_takes_nothing_away(memory: Memory) -> None:
    memory.links.claim(memory.links.issue(), 7)
    memory.people.admit(7)
    assert memory.people.get(7).role is Role.ADMIN
    assert memory.people.admins() == (7,)


def test_a_language_is_remembered_until_it_is_taken_back(memory: Memory) -> None:
    memory.people.choose_language(7, "nb")
    assert memory.people.get(7) == Person(7, Role.STRANGER, "nb")
    memory.people.choose_language(7, None)
    assert memory.people.get(7).language is None


def test_the_language_of_the_client_is_noted(memory: Memory) -> None:
    memory.people.note_client(7, "nb-NO" + "x" * 100)
    assert memory.people.get(7).client == ("nb-NO" + "x" * 100)[:64]


def test_a_stranger_is_refused_once_and_then_rarely(memory: Memory) -> None:
    moments = [NOW, NOW + WEEK / 2, NOW + WEEK, NOW + 1.5 * WEEK]
    assert [memory.people.refuse(7, moment, WEEK) for moment in moments] == [True, False, True, False]


def test_an_earlier_reading_of_the_clock_that_comes_later_is_no_second_refusal(memory: Memory) -> None:
    moments = [NOW, NOW - timedelta(seconds=1), NOW - timedelta(days=400)]
    assert [memory.people.refuse(7, moment, WEEK) for moment in moments] == [True, False, True]


def test_a_stranger_is_announced_once(memory: Memory) -> None:
    assert not memory.people.is_announced(7)
    memory.people.note_announced(7, NOW)
    assert memory.people.is_announced(7)
    assert not memory.people.is_announced(8)


def test_many_at_once_neither_collide_nor_get_two_refusals(memory: Memory) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda person: memory.people.refuse(person % 5, NOW, WEEK), range(50)))
    assert told.count(True) == 5
