"""One chat moves to another database whole, and to none where it does not fit."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from bot.memory import BriefingState, Memory, Place, Versions
from bot.memory.chat_copy import COPIED, LEFT_OUT, ChatCopy
from bot.memory.ledger import Contents
from bot.memory.tables import Table
from ingest.errors import BackupError
from tests.bot.memory.test_answers import ANSWER

GROUP, OTHER, OLA = -100, -200, 7
NOW = datetime.now(UTC)


def test_every_table_with_a_chat_is_copied_or_said_not_to_be() -> None:
    with_chat = {name for name, table in Table.metadata.tables.items() if "chat_id" in table.columns}
    assert with_chat <= {kind.__tablename__ for kind in COPIED} | set(LEFT_OUT)


def live(memory: Memory, chat: int) -> int:
    """Lets a chat leave something in every table that is copied; gives the id of its answer."""
    memory.chats.admit(chat, "Redaksjonen")
    answer_id = memory.answers.save(chat, None, 10, ANSWER)
    memory.answers.note_messages(answer_id, [11])
    stored = memory.answers.get(answer_id)
    assert stored
    memory.watches.toggle(stored, OLA, NOW)
    memory.votes.vote(stored, OLA, True, Versions("0", "packaged", None))
    place = Place(chat)
    memory.subscriptions.put(place, "ferries", time(8), frozenset({0}), NOW, zone="Europe/Oslo")
    claimed = memory.ledger.claim(place, "", "then", Contents("{}", ("ferry",), NOW), NOW)
    assert claimed
    memory.ledger.settle(claimed, BriefingState.SENT, NOW)
    memory.ledger.follow(place, "ferry", NOW)
    return answer_id


@pytest.fixture
def target(tmp_path: Path) -> Memory:
    return Memory(URL.create("sqlite", database=str(tmp_path / "target.db")))


def test_all_of_a_chat_and_nothing_of_another_moves(memory: Memory, target: Memory) -> None:
    live(memory, OTHER)
    answer_id = live(memory, GROUP)
    copy = ChatCopy.model_validate_json(memory.copies.of(GROUP).model_dump_json())
    assert all(copy.tables[kind.__tablename__] for kind in COPIED)
    assert target.copies.put(copy) == sum(map(len, copy.tables.values()))
    assert target.copies.of(GROUP) == copy
    stored = target.answers.get(answer_id)
    assert stored
    assert (stored.answer, stored.messages) == (ANSWER, (11,))
    assert target.chats.get(GROUP).admitted
    with pytest.raises(BackupError, match="Nothing is known"):
        target.copies.of(OTHER)
    target.close()


def test_where_numbers_are_taken_it_gets_new_ones(memory: Memory, url: URL) -> None:
    live(memory, GROUP)
    copy = memory.copies.of(GROUP)
    moved = ChatCopy.model_validate_json(copy.model_dump_json().replace(str(GROUP), str(OTHER)))
    memory.copies.put(moved)
    (answer,) = memory.copies.of(OTHER).tables["answers"]
    assert answer["id"] != copy.tables["answers"][0]["id"]
    assert [row["answer_id"] for row in memory.copies.of(OTHER).tables["votes"]] == [answer["id"]]
    assert memory.copies.of(GROUP) == copy
    assert memory.answers.save(OTHER, None, 99, ANSWER) > answer["id"], "the numbers go on"


def test_what_does_not_fit_is_refused_and_changes_nothing(memory: Memory, target: Memory) -> None:
    live(memory, GROUP)
    copy = memory.copies.of(GROUP)
    with pytest.raises(BackupError, match="known here already"):
        memory.copies.put(copy)
    with pytest.raises(BackupError, match="of another version"):
        target.copies.put(copy.model_copy(update={"revision": "0001"}))
    foreign = copy.model_copy(deep=True)
    foreign.tables["told"][0]["chat_id"] = OTHER
    orphan = copy.model_copy(deep=True)
    orphan.tables["votes"][0]["answer_id"] = 999_999
    short = copy.model_copy(deep=True)
    del short.tables["ledger"][0]["content"]
    for broken in (foreign, orphan, short):
        with pytest.raises(BackupError, match="is damaged"):
            target.copies.put(broken)
        with pytest.raises(BackupError, match="Nothing is known"):
            target.copies.of(GROUP)
    target.close()
