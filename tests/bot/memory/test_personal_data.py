"""What is stored of a person: all of it is given, all that may go goes, and no table is forgotten."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import BigInteger
from sqlalchemy.engine import URL

from bot.desk.draft import ArticleDraft, DraftState
from bot.llm.usage import ModelUsage
from bot.memory import Act, BriefingState, Memory, Place, Receipt, Role, Versions
from bot.memory.ledger import Contents
from bot.memory.personal_data import HOLDINGS, NOBODYS, Stays
from bot.memory.tables import Table
from tests.bot.memory.test_answers import ANSWER

OLA, NORA, GROUP = 7, 8, -100
NOW = datetime.now(UTC)
TODAY, YESTERDAY = NOW.date(), date(2026, 1, 2)
NO_ID_OF_A_PERSON = {
    *("answers.id", "answers.topic", "answers.question_message", "votes.answer_id", "watches.answer_id"),
    *("subscriptions.id", "subscriptions.topic", "ledger.id", "ledger.topic", "told.topic", "follows.topic"),
    *("inbox.bot_id", "inbox.update_id", "audit.id", "drafts.id", "drafts.message"),
    *("draft_messages.message", "draft_messages.draft_id"),
    *("model_use.tokens_in", "model_use.tokens_out", "model_use.cost"),
}
"""Columns that could hold an id by their type, and do not."""


def test_every_table_is_somebodys_or_nobodys() -> None:
    named = [held.table.__tablename__ for held in HOLDINGS] + [table.__tablename__ for table in NOBODYS]
    assert sorted(named) == sorted(Table.metadata.tables)


def test_every_column_that_could_hold_an_id_is_accounted_for() -> None:
    known = {f"{held.table.__tablename__}.{column.key}" for held in HOLDINGS for column in held.by}
    large = {
        f"{name}.{column.key}"
        for name, table in Table.metadata.tables.items()
        for column in table.columns
        if isinstance(column.type, BigInteger) and name not in {it.__tablename__ for it in NOBODYS}
    }
    assert large - known == NO_ID_OF_A_PERSON
    assert not known & NO_ID_OF_A_PERSON


def draft(person: int, chat: int, state: DraftState = DraftState.OPEN, acted_by: int | None = None) -> ArticleDraft:
    key = f"{abs(person)}-{abs(chat)}-{state.value}"[:16]
    return ArticleDraft(0, key, chat, person, NOW, state, "article.txt", acted_by=acted_by)


def live(memory: Memory, person: int) -> None:
    """Lets a person leave something in every table that can hold something of them."""
    memory.people.choose_language(person, "nb")
    memory.chats.choose_quiet_days(person, [6])
    for chat in (person, GROUP):
        stored = memory.answers.get(memory.answers.save(chat, None, 1000 + person, ANSWER))
        assert stored
        memory.watches.toggle(stored, person, NOW)
        memory.votes.vote(stored, person, True, Versions("0", "packaged", None))
    here = Place(person)
    memory.subscriptions.put(here, "", time(8), frozenset({0}), NOW, zone="Europe/Oslo")
    claimed = memory.ledger.claim(here, "", "then", Contents("{}", ("ferry",), NOW), NOW)
    assert claimed
    memory.ledger.settle(claimed, BriefingState.SENT, NOW)
    memory.ledger.follow(here, "ferry", NOW)
    kept, _ = memory.drafts.add(draft(person, person), 5)
    memory.drafts.show(kept.id, person, 6)
    memory.spending.ask({person: 10}, NOW)
    memory.model_use.add((person,), ModelUsage(1, 10, 1), 0, TODAY)
    memory.model_use.add((person,), ModelUsage(1, 10, 1), 0, YESTERDAY)
    memory.audit.note(person, Act.ADMITTED, "99")
    memory.audit.note(99, Act.DISMISSED, str(person))
    update = f'{{"message": {{"from": {{"first_name": "X", "id": {person}}}, "text": "Når?"}}, "update_id": {person}}}'
    memory.inbox.receive(Receipt(1, person), update, NOW)


def everything(memory: Memory) -> dict[str, int]:
    return {table: len(rows) for table, rows in memory.personal.of(NORA).items()}


def test_all_is_given_and_deleting_leaves_what_must_stay_and_what_is_others(memory: Memory) -> None:
    live(memory, OLA)
    live(memory, NORA)
    theirs = everything(memory)
    stored = memory.personal.of(OLA)
    assert set(stored) == {held.table.__tablename__ for held in HOLDINGS}
    assert stored["answers"][0]["answer"]["question"] == ANSWER.question
    assert [row["chat_id"] for row in stored["answers"]] == [OLA]
    assert len(stored["votes"]) == len(stored["watches"]) == len(stored["audit"]) == 2
    assert stored["inbox"][0]["content"]["message"]["text"] == "Når?"

    erased = memory.personal.erase(OLA, TODAY)
    left = memory.personal.of(OLA)
    assert {table: len(rows) for table, rows in left.items()} == {"audit": 2, "inbox": 1, "model_use": 1, "spent": 1}
    assert [row["day"] for row in left["model_use"]] == [TODAY.isoformat()]
    assert erased.stays == {Stays.ACTS, Stays.IN_HAND, Stays.TODAY}
    assert len(erased.drafts) == 1
    assert everything(memory) == theirs
    group = memory.answers.find(GROUP, 1000 + OLA)
    assert group, "what a group asked is the group's"
    assert memory.personal.erase(OLA, TODAY).drafts == ()
    assert memory.personal.of(OLA) == left


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN])
def test_who_may_use_the_bot_still_may(memory: Memory, role: Role) -> None:
    memory.people.choose_language(OLA, "nb")
    if role is Role.ADMIN:
        assert memory.links.claim(memory.links.issue(), OLA)
    else:
        memory.people.admit(OLA)
    assert Stays.ACCESS in memory.personal.erase(OLA, TODAY).stays
    person = memory.people.get(OLA)
    assert (person.role, person.language, person.client) == (role, None, None)


def test_a_draft_under_way_is_finished_and_decisions_on_others_lose_their_name(memory: Memory) -> None:
    underway, _ = memory.drafts.add(draft(OLA, OLA, DraftState.PUBLISHING), 1)
    other, _ = memory.drafts.add(draft(NORA, NORA, DraftState.REJECTED, acted_by=OLA), 2)
    erased = memory.personal.erase(OLA, TODAY)
    assert erased.drafts == ()
    assert erased.stays == {Stays.UNDERWAY}
    assert memory.drafts.get(underway.id) is not None
    kept = memory.drafts.get(other.id)
    assert kept
    assert kept.acted_by is None


def test_an_id_within_another_is_another(memory: Memory, url: URL) -> None:
    live(memory, NORA * 10 + 1)
    assert memory.personal.of(NORA) == {}
