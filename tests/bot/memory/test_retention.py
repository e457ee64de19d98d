from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from bot.memory import Act, Aging, BriefingState, Memory, Place, Versions
from bot.memory.ledger import Contents
from tests.bot.memory.test_answers import ANSWER

HERE = Place(-5)
OLA = 7
NOW = datetime.now(UTC)
YEAR = timedelta(days=365)


def answered(memory: Memory, message: int) -> int:
    return memory.answers.save(
        HERE.chat_id, None, message, replace(ANSWER, statements=(), citations=(), abstained=True)
    )


def briefed(memory: Memory, occasion: str, story: str, at: datetime) -> int:
    claimed = memory.ledger.claim(HERE, "", occasion, Contents("{}", (story,), at), at)
    assert claimed
    memory.ledger.settle(claimed, BriefingState.SENT, at)
    return claimed


def age(url: URL, table: str, column: str, by: timedelta, where: str = "TRUE") -> None:
    """Makes rows older than they are."""
    engine = create_engine(url)
    with engine.begin() as connection:
        statement = text(f"UPDATE {table} SET {column} = :then WHERE {where}")
        connection.execute(statement, {"then": (NOW - by).replace(tzinfo=None)})
    engine.dispose()


def test_what_is_old_goes_and_the_rest_stays(memory: Memory, url: URL) -> None:
    old, new = answered(memory, 1), answered(memory, 2)
    for answer_id in (old, new):
        stored = memory.answers.get(answer_id)
        assert stored
        memory.watches.toggle(stored, OLA, NOW)
        memory.votes.vote(stored, OLA, True, Versions("0", "packaged", None))
    told = briefed(memory, "then", "ferry", NOW - 2 * YEAR)
    memory.ledger.follow(HERE, "ferry", NOW - 2 * YEAR)
    kept = briefed(memory, "now", "bridge", NOW)
    for table, column, key in (("answers", "answered_at", "id"), ("votes", "voted_at", "answer_id")):
        age(url, table, column, YEAR + timedelta(days=1), f"{key} = {old}")
    assert not memory.retention.remove(dict.fromkeys(Aging, NOW - YEAR), 50)
    assert memory.answers.get(old) is None
    assert memory.answers.get(new) is not None
    assert [watch.declined.id for watch in memory.watches.of(OLA)] == [new]
    assert [vote.answer_id for vote in memory.votes.all()] == [new]
    assert memory.ledger.get(told) is None
    assert memory.ledger.get(kept) is not None
    assert memory.ledger.told(HERE) == {"bridge"}
    assert [story for _, story, _ in memory.ledger.followed()] == ["ferry"]


def test_it_goes_in_small_portions_the_oldest_first(memory: Memory, url: URL) -> None:
    ids = [answered(memory, number) for number in range(7)]
    for number, answer_id in enumerate(ids):
        age(url, "answers", "answered_at", YEAR + timedelta(days=9 - number), f"id = {answer_id}")
    left = []
    while memory.retention.remove({Aging.ANSWERS: NOW - YEAR}, 3):
        left.append([answer_id for answer_id in ids if memory.answers.get(answer_id)])
    assert left == [ids[3:], ids[6:]]
    assert memory.answers.get(ids[6]) is None


def test_each_kind_has_its_own_time_and_what_has_none_stays(memory: Memory, url: URL) -> None:
    answer_id = answered(memory, 1)
    stored = memory.answers.get(answer_id)
    assert stored
    memory.votes.vote(stored, OLA, True, Versions("0", "packaged", None))
    briefing = briefed(memory, "then", "ferry", NOW - 2 * YEAR)
    memory.audit.note(OLA, Act.ADMITTED, "12")
    for table, column in (("answers", "answered_at"), ("votes", "voted_at"), ("audit", "done_at")):
        age(url, table, column, 2 * YEAR)
    assert not memory.retention.remove({}, 50)
    assert not memory.retention.remove({Aging.AUDIT: NOW - YEAR, Aging.VOTES: NOW - 3 * YEAR}, 50)
    assert (memory.audit.count(), len(memory.votes.all())) == (0, 1)
    assert not memory.retention.remove({Aging.VOTES: NOW - YEAR}, 50)
    assert memory.votes.all() == []
    assert memory.ledger.get(briefing) is not None
    assert not memory.retention.remove({Aging.BRIEFINGS: NOW - YEAR}, 50)
    assert (memory.ledger.get(briefing), memory.ledger.told(HERE)) == (None, frozenset())
    assert memory.answers.get(answer_id) is not None


def test_of_strangers_goes_who_was_only_refused(memory: Memory, url: URL) -> None:
    refused, fresh, chose, member, announced = range(11, 16)
    for person in (refused, fresh, chose, member):
        memory.people.refuse(person, NOW, YEAR)
    memory.people.note_announced(announced, NOW - 2 * YEAR)
    memory.people.choose_language(chose, "nb")
    memory.people.admit(member)
    age(url, "people", "refused_at", 2 * YEAR, f"refused_at IS NOT NULL AND id <> {fresh}")
    memory.retention.remove({Aging.STRANGERS: NOW - YEAR}, 50)
    engine = create_engine(url)
    with engine.begin() as connection:
        left = sorted(connection.execute(text("SELECT id FROM people")).scalars())
    engine.dispose()
    assert left == [fresh, chose, member]
