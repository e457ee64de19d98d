"""Two processes on one database, and lives that end between claiming and settling."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy.engine import URL

from bot.briefings.schedule import EVERY_DAY, Occasion, due
from bot.memory import BriefingState, Memory, Place, Subscription
from bot.memory.ledger import PATIENCE, Contents

HERE = Place(-5)
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TODAY = Occasion(date(2026, 6, 1), NOW, "UTC")
CONTENTS = Contents('{"entries": []}', ("ferry", "bridge"), NOW)


def wish(memory: Memory) -> Subscription:
    if not memory.subscriptions.of(HERE):
        memory.subscriptions.choose_zone(HERE.chat_id, "UTC", NOW)
        memory.subscriptions.put(HERE, "", time(8), EVERY_DAY, NOW)
    return memory.subscriptions.of(HERE)[0]


def test_claimed_and_settled(memory: Memory) -> None:
    claimed = memory.ledger.claim_due(wish(memory), TODAY, CONTENTS, NOW)
    assert claimed
    assert memory.subscriptions.of(HERE)[0].last == TODAY
    assert memory.ledger.told(HERE) == frozenset()
    assert memory.ledger.covered_to(HERE, "", LATER) is None
    memory.ledger.settle(claimed, BriefingState.SENT, NOW)
    assert memory.ledger.told(HERE) == {"ferry", "bridge"}
    assert memory.ledger.told(Place(-5, 7)) == frozenset()
    assert memory.ledger.covered_to(HERE, "", LATER) == NOW
    assert memory.ledger.covered_to(HERE, "ferries", LATER) is None
    assert memory.ledger.lose(NOW + timedelta(days=1)) == []
    stored = memory.ledger.get(claimed)
    assert stored
    assert (stored.state, stored.place, stored.content) == (BriefingState.SENT, HERE, CONTENTS.content)


def test_of_many_processes_one_claims(url: URL) -> None:
    lives = [Memory(url) for _ in range(4)]
    wishes = [wish(lives[0])] * 4
    with ThreadPoolExecutor(4) as pool:
        claims = list(
            pool.map(lambda it: it[0].ledger.claim_due(it[1], TODAY, CONTENTS, NOW), zip(lives, wishes, strict=True))
        )
        asked = list(pool.map(lambda it: it.ledger.claim(HERE, "", "asked:3", CONTENTS, NOW), lives))
    assert [len([claim for claim in found if claim]) for found in (claims, asked)] == [1, 1]
    for life in lives:
        life.close()


def test_what_was_never_settled_is_lost_once_and_not_told(url: URL) -> None:
    first = Memory(url)
    stale = wish(first)
    assert first.ledger.claim_due(stale, TODAY, CONTENTS, NOW)
    first.close()
    second, third = Memory(url), Memory(url)
    assert second.ledger.claim_due(stale, TODAY, CONTENTS, NOW) is None
    assert second.ledger.lose(NOW + PATIENCE) == []
    later = NOW + PATIENCE + timedelta(seconds=1)
    lost = [*second.ledger.lose(later), *third.ledger.lose(later)]
    assert [(it.place, it.occasion, it.state) for it in lost] == [(HERE, "2026-06-01", BriefingState.LOST)]
    assert third.ledger.told(HERE) == frozenset()
    assert third.ledger.claim_due(stale, TODAY, CONTENTS, later) is None
    second.close()
    third.close()


def test_subscribing_anew_does_not_bring_back_the_day(memory: Memory) -> None:
    assert memory.ledger.claim_due(wish(memory), TODAY, CONTENTS, NOW)
    memory.subscriptions.remove(HERE)
    again = wish(memory)
    assert again.last is None
    assert memory.ledger.claim_due(again, TODAY, CONTENTS, NOW) is None
    assert memory.subscriptions.of(HERE)[0].last == TODAY


def test_a_timetable_changed_meanwhile_is_not_claimed(memory: Memory) -> None:
    stale = wish(memory)
    memory.subscriptions.put(HERE, "", time(8), EVERY_DAY, NOW + timedelta(seconds=5), zone="Africa/Cairo")
    assert memory.ledger.claim_due(stale, TODAY, CONTENTS, NOW) is None
    assert memory.subscriptions.of(HERE)[0].last is None


def test_a_story_is_followed_and_told_by_one_process(memory: Memory) -> None:
    assert memory.ledger.follow(HERE, "ferry", NOW)
    assert memory.ledger.followed() == [(HERE, "ferry", NOW)]
    later = NOW + timedelta(hours=1)
    assert memory.ledger.note_followed(HERE, "ferry", NOW, later)
    assert not memory.ledger.note_followed(HERE, "ferry", NOW, later)
    assert not memory.ledger.follow(HERE, "ferry", later)
    assert memory.ledger.followed() == []


def test_all_of_it_moves_with_the_group(memory: Memory) -> None:
    claimed = memory.ledger.claim_due(wish(memory), TODAY, CONTENTS, NOW)
    assert claimed
    memory.ledger.settle(claimed, BriefingState.SENT, NOW)
    memory.ledger.follow(HERE, "ferry", NOW)
    for _ in range(2):
        memory.chats.move(HERE.chat_id, -500)
    there = Place(-500)
    assert memory.ledger.told(there) == {"ferry", "bridge"}
    assert memory.ledger.followed() == [(there, "ferry", NOW)]
    assert memory.ledger.claim(there, "", "2026-06-01", CONTENTS, NOW) is None


def test_a_year_of_two_processes_that_restart_and_die(url: URL) -> None:
    start, lives, chance = datetime(2026, 1, 1, tzinfo=UTC), [Memory(url), Memory(url)], Random(7)
    lives[0].subscriptions.choose_zone(HERE.chat_id, "Europe/Oslo", start)
    lives[0].subscriptions.put(HERE, "", time(2, 30), EVERY_DAY, start)
    days: list[str] = []
    for tick in range(365 * 12):
        now = start + tick * timedelta(hours=2)
        seen = [life.subscriptions.of(HERE)[0] for life in lives]  # Both look before either claims.
        for number, wish in enumerate(seen):
            occasion = due(wish.timetable, wish.last, wish.since, now) if wish.timetable else None
            if occasion is None:
                continue
            claimed = lives[number].ledger.claim_due(wish, occasion, CONTENTS, now)
            days += [occasion.day.isoformat()] if claimed else []
            if claimed and chance.random() < 0.9:
                lives[number].ledger.settle(claimed, BriefingState.SENT, now)
            elif claimed:
                lives[number].close()
                lives[number] = Memory(url)
    lost = lives[0].ledger.lose(start + timedelta(days=366))
    assert days == [(date(2026, 1, 1) + timedelta(days=number)).isoformat() for number in range(365)]
    assert 0 < len(lost) < 80
    for life in lives:
        life.close()


def test_what_was_claimed_and_covered_in_the_future_is_no_obstacle(memory: Memory) -> None:
    """The clock was ahead for a while, and is right again."""
    ahead = NOW + timedelta(days=400)
    late = Contents("{}", (), ahead)
    first = memory.ledger.claim_due(wish(memory), Occasion(ahead.date(), ahead, "UTC"), late, ahead)
    assert first
    memory.ledger.settle(first, BriefingState.SENT, ahead)
    assert memory.ledger.covered_to(HERE, "", NOW) is None
    second = memory.ledger.claim_due(wish(memory), TODAY, CONTENTS, NOW)
    assert second
    assert memory.ledger.claim_due(wish(memory), TODAY, CONTENTS, NOW) is None
    memory.ledger.settle(second, BriefingState.SENT, NOW)
    assert memory.ledger.covered_to(HERE, "", NOW) == NOW


def test_what_was_claimed_by_a_clock_that_was_ahead_is_lost_as_well(memory: Memory) -> None:
    for name, moment in (("ahead", NOW + timedelta(days=400)), ("now", NOW)):
        assert memory.ledger.claim(HERE, "", name, Contents("{}", (), NOW), moment)
    assert [lost.occasion for lost in memory.ledger.lose(NOW)] == ["ahead"]
