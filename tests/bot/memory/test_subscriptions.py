from datetime import UTC, datetime, time

import pytest

from bot.briefings.schedule import EVERY_DAY, Timetable
from bot.memory import Memory, Place
from bot.memory.subscriptions import A_CHAT

NOW = datetime(2026, 6, 1, 7, tzinfo=UTC)
EIGHT = time(8)


def test_a_wish_waits_for_its_time_zone(memory: Memory) -> None:
    here = Place(-5)
    memory.subscriptions.put(here, "", EIGHT, EVERY_DAY, NOW)
    assert memory.subscriptions.active() == []
    assert memory.subscriptions.of(here)[0].timetable is None
    memory.subscriptions.choose_zone(-5, "Europe/Oslo", NOW)
    memory.subscriptions.put(here, "ferries", time(17, 30), frozenset({0, 4}), NOW)
    first, second = memory.subscriptions.active()
    assert first.timetable == Timetable(EIGHT, "Europe/Oslo")
    assert second.timetable == Timetable(time(17, 30), "Europe/Oslo", frozenset({0, 4}))
    assert (second.subject, second.place, second.since, second.last) == ("ferries", here, NOW, None)


def test_the_same_subject_is_one_wish_a_place(memory: Memory) -> None:
    for topic in (None, None, 7, 8):
        memory.subscriptions.put(Place(-5, topic), "", EIGHT, EVERY_DAY, NOW)
    assert [len(memory.subscriptions.of(Place(-5, topic))) for topic in (None, 7, 8, 9)] == [1, 1, 1, 0]
    assert memory.subscriptions.remove(Place(-5, 7)) == 1
    assert memory.subscriptions.remove(Place(-5, 7)) == 0
    assert memory.subscriptions.remove(Place(-5), "ferries") == 0
    assert memory.subscriptions.remove(Place(-5), "") == 1


def test_who_blocked_the_bot_waits_and_quiet_days_are_those_of_the_chat(memory: Memory) -> None:
    memory.subscriptions.choose_zone(-5, "Africa/Cairo", NOW)
    memory.subscriptions.put(Place(-5), "", EIGHT, EVERY_DAY, NOW)
    memory.chats.choose_quiet_days(-5, [4, 5])
    timetable = memory.subscriptions.active()[0].timetable
    assert timetable
    assert timetable.quiet == {4, 5}
    memory.chats.note_presence(-5, present=False)
    assert memory.subscriptions.active() == []
    memory.chats.note_presence(-5, present=True)
    assert len(memory.subscriptions.active()) == 1


def test_they_move_with_the_group(memory: Memory) -> None:
    memory.subscriptions.choose_zone(-5, "Africa/Cairo", NOW)
    memory.subscriptions.put(Place(-5), "", EIGHT, EVERY_DAY, NOW)
    memory.chats.choose_quiet_days(-5, [4])
    for _ in range(2):
        memory.chats.move(-5, -500)
    assert memory.subscriptions.of(Place(-5)) == []
    assert [it.place for it in memory.subscriptions.active()] == [Place(-500)]
    assert memory.chats.get(-500).zone == "Africa/Cairo"
    assert memory.chats.get(-500).quiet == {4}


def test_a_picture_is_wanted_by_a_place_whatever_it_subscribes_to_later(memory: Memory) -> None:
    here, topic = Place(-5), Place(-5, 7)
    assert memory.subscriptions.turn_picture(here) is None
    for place in (here, topic):
        memory.subscriptions.put(place, "", EIGHT, EVERY_DAY, NOW)
    assert memory.subscriptions.turn_picture(here) is True
    memory.subscriptions.put(here, "ferries", EIGHT, EVERY_DAY, NOW)
    memory.subscriptions.put(here, "", time(9), EVERY_DAY, NOW)
    assert [it.picture for it in memory.subscriptions.of(here)] == [True, True]
    assert [it.picture for it in memory.subscriptions.of(topic)] == [False]
    assert memory.subscriptions.turn_picture(here) is False
    assert [it.picture for it in memory.subscriptions.of(here)] == [False, False]


def test_each_has_a_time_zone_of_its_own(memory: Memory) -> None:
    here, subscriptions = Place(-5), memory.subscriptions
    subscriptions.put(here, "ferries", EIGHT, EVERY_DAY, NOW, zone="Europe/Oslo")
    subscriptions.put(here, "housing", EIGHT, EVERY_DAY, NOW, zone="Africa/Cairo")
    subscriptions.put(here, "", time(9), EVERY_DAY, NOW)
    subscriptions.put(here, "housing", time(10), EVERY_DAY, NOW)
    subscriptions.choose_zone(-5, "Asia/Tokyo", NOW)
    zones = {it.subject: it.timetable.zone for it in subscriptions.of(here) if it.timetable}
    assert zones == {"ferries": "Europe/Oslo", "housing": "Africa/Cairo", "": "Europe/Oslo"}


@pytest.mark.parametrize("subjects", [("Ferries", "ferries"), ("العبّارات", "العبارات"), ("Økonomi", "økonomi")])
def test_a_subject_is_one_in_any_spelling(memory: Memory, subjects: tuple[str, str]) -> None:
    here = Place(-5)
    numbers = {memory.subscriptions.put(here, it, EIGHT, EVERY_DAY, NOW) for it in subjects}
    assert len(numbers) == len(memory.subscriptions.of(here)) == 1
    memory.subscriptions.put(here, "else", EIGHT, EVERY_DAY, NOW)
    assert memory.subscriptions.remove(here, subjects[1]) == 1
    assert memory.subscriptions.stop(Place(-6), [it.id for it in memory.subscriptions.of(here)]) == 0
    assert memory.subscriptions.stop(here, [it.id for it in memory.subscriptions.of(here)]) == 1


def test_a_chat_has_so_many_at_most_and_may_change_those(memory: Memory) -> None:
    kept = [memory.subscriptions.put(Place(-5, n % 3), str(n), EIGHT, EVERY_DAY, NOW) for n in range(A_CHAT + 5)]
    assert [number is not None for number in kept] == [True] * A_CHAT + [False] * 5
    assert memory.subscriptions.put(Place(-5, 0), "0", time(9), EVERY_DAY, NOW)
    assert memory.subscriptions.put(Place(-6), "0", EIGHT, EVERY_DAY, NOW)
    memory.subscriptions.remove(Place(-5, 0), "0")
    assert memory.subscriptions.put(Place(-5, 0), "another", EIGHT, EVERY_DAY, NOW)
