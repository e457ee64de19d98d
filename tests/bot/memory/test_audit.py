"""The audit log in the database: in the order of the acts, never longer than a row may be."""

from bot.memory import Act, Memory


def test_acts_are_given_newest_first_and_in_pages(memory: Memory) -> None:
    for number in range(5):
        memory.audit.note(7, Act.ADMITTED, str(number))
    memory.audit.note(None, Act.DISMISSED)
    assert memory.audit.count() == 6
    first, second = memory.audit.latest(offset=0, limit=2)
    assert (first.actor, first.act, first.subject) == (None, "dismissed", "")
    assert (second.actor, second.act, second.subject) == (7, "admitted", "4")
    assert first.done_at >= second.done_at
    assert [entry.subject for entry in memory.audit.latest(offset=4, limit=9)] == ["1", "0"]


def test_a_long_subject_is_cut(memory: Memory) -> None:
    memory.audit.note(7, Act.ADMITTED, "x" * 9999)
    (entry,) = memory.audit.latest(offset=0, limit=1)
    assert 100 < len(entry.subject) <= 500


def test_letting_in_and_shutting_out_are_news_once(memory: Memory) -> None:
    assert [memory.people.admit(7), memory.people.admit(7), memory.people.dismiss(7), memory.people.dismiss(7)] == [
        True,
        False,
        True,
        False,
    ]
    assert [memory.chats.admit(-7), memory.chats.admit(-7), memory.chats.dismiss(-7), memory.chats.dismiss(-7)] == [
        True,
        False,
        True,
        False,
    ]
