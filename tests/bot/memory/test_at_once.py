"""Several threads at once: what one transaction decides by must still hold when it writes, in either database.

Fast transactions seldom overlap by chance, so each thread lingers before its first INSERT, UPDATE or DELETE, until the
others have come as far, or for a moment if they wait for their turn.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError, get_ident
from typing import Any, TypeVar

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.briefings.schedule import EVERY_DAY
from bot.memory import BriefingState, Memory, Place, Receipt, Versions, WatchOutcome
from bot.memory.ledger import Contents
from bot.memory.subscriptions import A_CHAT
from bot.memory.watches import A_CHAT as WATCHES_OF_A_CHAT
from bot.memory.watches import A_PERSON
from tests.bot.memory.test_answers import ANSWER
from tests.bot.memory.test_watches import asked

NOW = datetime(2026, 6, 1, 7, tzinfo=UTC)
EIGHT = time(8)
GROUP, OLA = -100, 5
HERE = Place(GROUP)
VERSIONS = Versions("1", "e5", None)
THREADS = 4
T = TypeVar("T")


@pytest.fixture
def at_once(memory: Memory) -> Callable[..., list[Any]]:
    """Run calls at once; each waits before its first change until all have come so far, or some time has passed."""
    engine: Engine = memory.people._sessions.kw["bind"]
    barrier, met = Barrier(THREADS), set[int]()

    def linger(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        changes = statement.startswith(("INSERT", "UPDATE", "DELETE")) and "DELETE FROM links" not in statement
        if changes and get_ident() not in met:
            met.add(get_ident())
            with suppress(BrokenBarrierError):
                barrier.wait(0.3)

    def run(*calls: Callable[[], T]) -> list[T]:
        nonlocal barrier
        barrier = Barrier(len(calls))
        event.listen(engine, "before_cursor_execute", linger)
        try:
            with ThreadPoolExecutor(len(calls)) as pool:
                return [future.result() for future in [pool.submit(call) for call in calls]]
        finally:
            event.remove(engine, "before_cursor_execute", linger)
            met.clear()

    return run


def subscribe(memory: Memory, subject: str) -> int | None:
    return memory.subscriptions.put(HERE, subject, EIGHT, EVERY_DAY, NOW)


def briefing(memory: Memory, subject: str, *stories: str) -> int:
    claimed = memory.ledger.claim(HERE, subject, "now", Contents("{}", stories, NOW), NOW)
    assert claimed
    return claimed


def test_of_two_new_links_one_is_open(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    tokens = at_once(*[memory.links.issue] * THREADS)
    assert [memory.links.claim(token, 1 + number) for number, token in enumerate(tokens)].count(True) == 1
    assert len(memory.people.admins()) == 1


def test_who_opens_the_link_while_being_admitted_is_an_admin(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    for person in range(1, 9):
        token = memory.links.issue()
        memory.people.choose_language(person, "nb")
        at_once(partial(memory.links.claim, token, person), partial(memory.people.admit, person))
    assert memory.people.admins() == tuple(range(1, 9))


def test_a_chat_gets_no_more_subscriptions_than_it_may_have(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    for number in range(A_CHAT - 1):
        subscribe(memory, f"subject {number}")
    taken = at_once(*[lambda subject=f"new {number}": subscribe(memory, subject) for number in range(THREADS)])
    assert len(memory.subscriptions.of(HERE)) == A_CHAT
    assert taken.count(None) == THREADS - 1


def test_one_subject_is_subscribed_to_once(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    memory.chats.choose_language(GROUP, "nb")
    ids = at_once(*[lambda subject=subject: subscribe(memory, subject) for subject in ("Ferries", "ferries") * 2])
    assert len(set(ids)) == len(memory.subscriptions.of(HERE)) == 1


def test_each_removal_is_counted_once(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    subscribe(memory, "ferries")
    assert sorted(at_once(*[lambda: memory.subscriptions.remove(HERE, "Ferries")] * THREADS)) == [0, 0, 0, 1]


@pytest.mark.parametrize("turns", [3, 4])
def test_every_turn_of_the_weekly_picture_counts(memory: Memory, at_once: Callable[..., list[Any]], turns: int) -> None:
    subscribe(memory, "")
    said = at_once(*[lambda: memory.subscriptions.turn_picture(HERE)] * turns)
    assert sorted(said) == sorted(turn % 2 == 0 for turn in range(turns))
    assert [it.picture for it in memory.subscriptions.of(HERE)] == [turns % 2 == 1]


@pytest.mark.parametrize("turns", [3, 4])
def test_every_turn_of_following_counts(memory: Memory, at_once: Callable[..., list[Any]], turns: int) -> None:
    said = at_once(*[lambda: memory.ledger.follow(HERE, "story", NOW)] * turns)
    assert sorted(said) == sorted(turn % 2 == 0 for turn in range(turns))
    assert len(memory.ledger.followed()) == turns % 2


@pytest.mark.parametrize("turns", [3, 4])
def test_every_turn_of_a_vote_counts(memory: Memory, at_once: Callable[..., list[Any]], turns: int) -> None:
    stored = memory.answers.get(memory.answers.save(GROUP, None, 10, ANSWER))
    assert stored
    said = at_once(*[lambda: memory.votes.vote(stored, OLA, True, VERSIONS)] * turns)
    assert sorted(said) == sorted(turn % 2 == 0 for turn in range(turns))
    assert len(memory.votes.all()) == turns % 2


@pytest.mark.parametrize("turns", [3, 4])
def test_every_turn_of_a_watch_counts(memory: Memory, at_once: Callable[..., list[Any]], turns: int) -> None:
    declined = asked(memory)
    said = at_once(*[lambda: memory.watches.toggle(declined, OLA, NOW)] * turns)
    assert said.count(WatchOutcome.WATCHED) == (turns + 1) // 2
    assert said.count(WatchOutcome.STOPPED) == turns // 2
    assert len(memory.watches.of(OLA)) == turns % 2


def test_a_person_watches_no_more_than_one_may(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    for number in range(A_PERSON - 1):
        memory.watches.toggle(asked(memory, number), OLA, NOW)
    more = [asked(memory, 50 + number, chat=GROUP - number) for number in range(THREADS)]
    said = at_once(*[lambda declined=declined: memory.watches.toggle(declined, OLA, NOW) for declined in more])
    assert sorted(it.value for it in said) == ["enough"] * (THREADS - 1) + ["watched"]


def test_a_chat_watches_no_more_than_it_may(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    for number in range(WATCHES_OF_A_CHAT - 1):
        memory.watches.toggle(asked(memory, number), 1000 + number, NOW)
    more = [asked(memory, 200 + number) for number in range(THREADS)]
    people = enumerate(more, start=1)
    said = at_once(*[lambda it=it, who=who: memory.watches.toggle(it, who, NOW) for who, it in people])
    assert sorted(it.value for it in said) == ["chat_full"] * (THREADS - 1) + ["watched"]


def test_who_begins_to_watch_while_others_are_told_is_told_or_told_so(
    memory: Memory, at_once: Callable[..., list[Any]]
) -> None:
    declined = asked(memory)
    memory.watches.toggle(declined, OLA, NOW)
    at_once(
        lambda: memory.ledger.claim_watched(HERE, declined.id, "", NOW),
        lambda: memory.watches.toggle(declined, OLA + 1, NOW),
    )
    assert memory.watches.due("1", 50) == []


def test_an_answer_that_is_saved_twice_is_one(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    assert len(set(at_once(*[lambda: memory.answers.save(GROUP, None, 10, ANSWER)] * THREADS))) == 1


def test_a_story_that_two_briefings_tell_is_told(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    one, other = briefing(memory, "ferries", "a", "b"), briefing(memory, "", "b", "a")
    at_once(*[lambda it=it: memory.ledger.settle(it, BriefingState.SENT, NOW) for it in (one, other)])
    assert memory.ledger.told(HERE) == {"a", "b"}


def test_every_putting_off_counts(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    receipt = Receipt(1, 1)
    memory.inbox.receive(receipt, "{}", NOW)
    at_once(*[lambda: memory.inbox.put_off(receipt, NOW)] * 3)
    assert memory.inbox.unsettled(1, NOW + timedelta(seconds=19), 5) == []
    assert memory.inbox.unsettled(1, NOW + timedelta(seconds=20), 5)


def test_who_renews_what_another_removes_meets_no_error(memory: Memory, at_once: Callable[..., list[Any]]) -> None:
    for hour in range(8):
        subscribe(memory, "ferries")
        renew = partial(memory.subscriptions.put, HERE, "ferries", time(12 + hour), EVERY_DAY, NOW)
        _, gone = at_once(renew, partial(memory.subscriptions.remove, HERE))
        assert gone == 1


def test_who_asks_in_a_group_and_the_group_never_wait_for_each_other(
    memory: Memory, at_once: Callable[..., list[Any]]
) -> None:
    one, other = {OLA: 99, GROUP: 99}, {GROUP: 99, OLA: 99}
    for day in range(12):
        moment = NOW + timedelta(days=day)
        assert at_once(*[partial(memory.spending.ask, allowed, moment) for allowed in (one, other) * 2]) == [True] * 4
