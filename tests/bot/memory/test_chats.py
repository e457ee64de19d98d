from datetime import UTC, datetime, timedelta

from bot.answers.answer import Answer
from bot.memory import Chat, Memory

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
GROUP, SUPERGROUP = -4012345678, -1001234567890123
ANSWER = Answer("?", "en", (), (), (), abstained=True)


def test_a_group_is_admitted_and_dismissed(memory: Memory) -> None:
    assert memory.chats.get(SUPERGROUP) == Chat(SUPERGROUP)
    memory.chats.admit(SUPERGROUP, "Newsroom")
    memory.chats.admit(SUPERGROUP)
    assert memory.chats.get(SUPERGROUP) == Chat(SUPERGROUP, "Newsroom", admitted=True)
    memory.chats.dismiss(SUPERGROUP)
    assert not memory.chats.get(SUPERGROUP).admitted
    assert memory.chats.is_announced(SUPERGROUP)


def test_presence_and_language(memory: Memory) -> None:
    memory.chats.note_presence(GROUP, present=False, title="Old")
    memory.chats.choose_language(GROUP, "ar")
    assert memory.chats.get(GROUP) == Chat(GROUP, "Old", present=False, language="ar")
    memory.chats.note_presence(GROUP, present=True)
    memory.chats.note_spoken(GROUP, "nb")
    assert memory.chats.get(GROUP) == Chat(GROUP, "Old", language="ar", spoken="nb")


def test_a_group_is_refused_once_and_announced_once(memory: Memory) -> None:
    week = timedelta(days=7)
    assert [memory.chats.refuse(GROUP, NOW, week) for _ in range(2)] == [True, False]
    assert not memory.chats.is_announced(GROUP)
    memory.chats.note_announced(GROUP, NOW)
    assert memory.chats.is_announced(GROUP)


def test_a_group_that_becomes_a_supergroup_keeps_what_was_decided(memory: Memory) -> None:
    memory.chats.admit(GROUP, "Newsroom")
    memory.chats.choose_language(GROUP, "nb")
    memory.chats.note_spoken(GROUP, "ar")
    answer_id = memory.answers.save(GROUP, None, 10, ANSWER)
    memory.answers.note_messages(answer_id, [11])
    for _ in range(2):
        memory.chats.move(GROUP, SUPERGROUP)
    assert memory.chats.get(SUPERGROUP) == Chat(SUPERGROUP, "Newsroom", admitted=True, language="nb", spoken="ar")
    assert memory.chats.get(GROUP) == Chat(GROUP)
    moved = memory.answers.get(answer_id)
    assert moved is not None
    assert (moved.chat_id, moved.question_message, moved.messages) == (SUPERGROUP, None, ())
    assert memory.answers.find(SUPERGROUP, 10) is None


def test_what_the_supergroup_chose_already_stays(memory: Memory) -> None:
    memory.chats.choose_language(GROUP, "nb")
    memory.chats.choose_language(SUPERGROUP, "ar")
    memory.chats.move(GROUP, SUPERGROUP)
    assert memory.chats.get(SUPERGROUP).language == "ar"
    assert not memory.chats.get(SUPERGROUP).admitted


def test_a_group_that_the_settings_admitted_stays_admitted(memory: Memory) -> None:
    memory.chats.move(GROUP, SUPERGROUP, admitted=True)
    assert memory.chats.get(SUPERGROUP).admitted
