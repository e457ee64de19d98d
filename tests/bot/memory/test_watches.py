from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import URL

from bot.memory import Memory, Place, StoredAnswer, WatchOutcome
from bot.memory.watches import A_CHAT, A_PERSON
from tests.bot.memory.test_answers import ANSWER

GROUP, OLA, KARI = -5, 7, 8
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
DECLINED = replace(ANSWER, statements=(), citations=(), abstained=True)


def asked(memory: Memory, message: int = 10, chat: int = GROUP, topic: int | None = None) -> StoredAnswer:
    stored = memory.answers.get(memory.answers.save(chat, topic, message, DECLINED))
    assert stored
    return stored


def waiting(memory: Memory, mark: str = "1") -> list[tuple[int, tuple[int, ...]]]:
    return [(it.declined.id, it.people) for it in memory.watches.due(mark, 50)]


def test_watched_stopped_and_watched_again(memory: Memory) -> None:
    declined = asked(memory)
    outcomes = [memory.watches.toggle(declined, OLA, NOW) for _ in range(3)]
    assert outcomes == [WatchOutcome.WATCHED, WatchOutcome.STOPPED, WatchOutcome.WATCHED]
    (watch,) = memory.watches.of(OLA)
    assert (watch.declined, watch.since, watch.claimed) == (declined, NOW, False)
    assert memory.watches.of(KARI) == []
    assert memory.watches.of(OLA, 99) == []
    assert memory.watches.stop(declined.id, OLA)
    assert not memory.watches.stop(declined.id, OLA)


def test_each_index_is_asked_once_for_all_who_watch(memory: Memory) -> None:
    first, second = asked(memory, 10), asked(memory, 11)
    for declined, person in ((first, KARI), (first, OLA), (second, OLA)):
        memory.watches.toggle(declined, person, NOW)
    assert waiting(memory) == [(first.id, (OLA, KARI)), (second.id, (OLA,))]
    memory.watches.note_looked(first.id, "1", NOW)
    assert waiting(memory) == [(second.id, (OLA,))]
    memory.watches.note_looked(second.id, None, NOW - timedelta(minutes=1))
    assert waiting(memory, "2") == [(second.id, (OLA,)), (first.id, (OLA, KARI))]


def test_limits_of_a_person_and_of_a_chat(memory: Memory) -> None:
    for number in range(A_PERSON):
        memory.watches.toggle(asked(memory, number, chat=OLA), OLA, NOW)
    one_more = asked(memory, 99)
    assert memory.watches.toggle(one_more, OLA, NOW) is WatchOutcome.ENOUGH
    assert memory.watches.toggle(one_more, KARI, NOW) is WatchOutcome.WATCHED
    for number in range(A_CHAT - 1):
        memory.watches.toggle(asked(memory, number), 1000 + number, NOW)
    assert memory.watches.toggle(asked(memory, 98), 999, NOW) is WatchOutcome.CHAT_FULL


def test_told_once_by_one_of_many_processes(url: URL) -> None:
    lives = [Memory(url) for _ in range(4)]
    declined = asked(lives[0])
    lives[0].watches.toggle(declined, OLA, NOW)
    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(lambda it: it.ledger.claim_watched(Place(GROUP), declined.id, "", NOW), lives))
    assert len([claim for claim in claims if claim]) == 1
    assert [(watch.declined.id, watch.claimed) for watch in lives[1].watches.of(OLA)] == [(declined.id, True)]
    assert lives[1].watches.toggle(declined, KARI, NOW) is WatchOutcome.TOLD
    lives[1].watches.note_told(declined.id, NOW)
    assert lives[1].watches.of(OLA) == []
    assert waiting(lives[1]) == []
    for life in lives:
        life.close()


def test_what_may_have_arrived_is_listed_until_stopped_and_never_sent_again(memory: Memory) -> None:
    declined = asked(memory)
    memory.watches.toggle(declined, OLA, NOW)
    assert memory.ledger.claim_watched(Place(GROUP), declined.id, "", NOW)
    assert memory.watches.of(OLA)[0].claimed
    assert memory.watches.stop(declined.id, OLA)
    assert memory.watches.of(OLA) == []
    assert memory.watches.toggle(declined, OLA, NOW) is WatchOutcome.TOLD


def test_a_claim_that_certainly_came_to_nothing_is_taken_back(memory: Memory) -> None:
    declined = asked(memory)
    memory.watches.toggle(declined, OLA, NOW)
    assert memory.ledger.claim_watched(Place(GROUP), declined.id, "", NOW)
    assert waiting(memory) == []
    memory.watches.release(declined.id)
    assert waiting(memory) == [(declined.id, (OLA,))]
    assert memory.ledger.claim_watched(Place(GROUP), declined.id, "", NOW + timedelta(seconds=1))


def test_chats_without_the_bot_wait_and_lost_topics_are_forgotten(memory: Memory) -> None:
    here, lost = asked(memory), asked(memory, 11, topic=5)
    for declined in (here, lost):
        memory.watches.toggle(declined, OLA, NOW)
    memory.watches.drop(Place(GROUP, 5))
    memory.chats.note_presence(GROUP, present=False)
    assert waiting(memory) == []
    memory.chats.note_presence(GROUP, present=True)
    assert waiting(memory) == [(here.id, (OLA,))]


def test_a_watch_moves_with_its_group(memory: Memory) -> None:
    memory.watches.toggle(asked(memory), OLA, NOW)
    memory.chats.move(GROUP, -500)
    (watched,) = memory.watches.due("1", 50)
    assert (watched.declined.chat_id, watched.declined.question_message) == (-500, None)


def test_a_question_edited_into_one_that_is_answered_is_watched_no_more(memory: Memory) -> None:
    declined = asked(memory)
    memory.watches.toggle(declined, OLA, NOW)
    memory.answers.save(GROUP, None, 10, ANSWER)
    assert memory.watches.of(OLA) == []
    assert waiting(memory) == []
    memory.answers.save(GROUP, None, 10, DECLINED)
    assert waiting(memory) == []


@pytest.mark.parametrize("days", [89, 91])
def test_a_watch_ends_after_a_while(memory: Memory, days: int) -> None:
    memory.watches.toggle(asked(memory), OLA, NOW - timedelta(days=days))
    assert memory.watches.expire(NOW - timedelta(days=90)) == (days > 90)
    assert len(waiting(memory)) == (days < 90)


def test_declined_questions_say_who_watches(memory: Memory) -> None:
    declined = asked(memory)
    for person in (OLA, KARI):
        memory.watches.toggle(declined, person, NOW)
    assert [it.watchers for it in memory.answers.declined()] == [{OLA, KARI}]


def test_answered_questions_are_given_with_what_they_lean_on(memory: Memory) -> None:
    start = datetime.now(UTC)
    asked(memory, 10)
    memory.answers.save(GROUP, None, 11, replace(ANSWER, question="Og hvorfor?", follows="Hvem vant?"))
    assert [question for question, moment in memory.answers.answered(start)] == ["Hvem vant? Og hvorfor?"]
    assert memory.answers.answered(datetime.now(UTC)) == []


def test_an_answer_that_nobody_had_just_asked_for_stands_for_its_own_question(memory: Memory) -> None:
    ids = [memory.answers.save(GROUP, None, None, ANSWER) for _ in range(2)]
    assert ids[0] != ids[1]
    memory.answers.note_messages(ids[1], [44, 45])
    found = memory.answers.find(GROUP, 44)
    assert found
    assert found.id == ids[1]
