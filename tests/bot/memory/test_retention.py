from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from bot.memory import Memory, Place, State, Versions
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
    memory.ledger.settle(claimed, State.SENT, at)
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
    assert not memory.retention.remove(NOW - YEAR, 50)
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
    while memory.retention.remove(NOW - YEAR, 3):
        left.append([answer_id for answer_id in ids if memory.answers.get(answer_id)])
    assert left == [ids[3:], ids[6:]]
    assert memory.answers.get(ids[6]) is None
