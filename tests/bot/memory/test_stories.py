from datetime import UTC, datetime, timedelta

from sqlalchemy.engine import URL

from bot.briefings.story_membership import Belonging
from bot.memory import Memory

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def belonging(number: int, story: str = "s:1") -> Belonging:
    return Belonging(f"{number:064}", f"nyheter/{number}.md", story, NOON + timedelta(seconds=number))


def test_what_is_added_is_read_in_order_and_once(memory: Memory) -> None:
    assert memory.stories.read(0) == ([], 0)
    assert memory.stories.add([], 0)
    assert memory.stories.add([belonging(2), belonging(1)], 0)
    first, last = memory.stories.read(0)
    assert first == [belonging(2), belonging(1)]
    assert memory.stories.read(last) == ([], last)
    assert memory.stories.add([belonging(3, "s:2")], last)
    assert memory.stories.read(last)[0] == [belonging(3, "s:2")]


def test_of_two_processes_that_add_at_once_the_second_is_refused(memory: Memory, url: URL) -> None:
    other = Memory(url)
    assert memory.stories.add([belonging(1)], 0)
    assert not other.stories.add([belonging(1, "s:2"), belonging(2, "s:2")], 0)
    added, last = other.stories.read(0)
    assert added == [belonging(1)]
    assert other.stories.add([belonging(2)], last)
    other.close()


def test_the_largest_are_those_of_most_articles(memory: Memory) -> None:
    assert memory.stories.largest(5) == {}
    sizes = {"s:1": 1, "s:2": 2, "s:3": 4, "s:4": 3}
    stories = [story for story, size in sizes.items() for _ in range(size)]
    assert memory.stories.add([belonging(number, story) for number, story in enumerate(stories)], 0)
    assert sorted(memory.stories.largest(2).values()) == ["s:3"] * 4 + ["s:4"] * 3
    assert sorted(memory.stories.largest(9).values()) == ["s:2"] * 2 + ["s:3"] * 4 + ["s:4"] * 3
    assert memory.stories.largest(9)[f"{3:064}"] == "s:3"
