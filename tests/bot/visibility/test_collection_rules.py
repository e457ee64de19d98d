"""Which chats see which folders."""

import asyncio

import pytest

from bot.telegram.api.thread_pool import ThreadPool
from bot.visibility.collection_rules import Collections, ask_for, seen_by
from bot.visibility.per_chat import feeds_in_sight
from ingest.sources.feeds import FeedState, Seen

RULES = Collections.parse("internal = -100123, 42;feeds/wire.example=42 7 ;")


@pytest.mark.parametrize(
    ("chat", "hidden"),
    [(42, ()), (-100123, ("feeds/wire.example",)), (7, ("internal",)), (8, ("feeds/wire.example", "internal"))],
)
def test_a_folder_that_is_named_is_seen_by_the_chats_it_names(chat: int, hidden: tuple[str, ...]) -> None:
    assert RULES.hidden_from(chat) == hidden
    with seen_by(chat):
        assert RULES.shows(["internal/a.txt"]) == ("internal" not in hidden)
        assert RULES.shows(["other/a.txt", "internal.txt", "internally/a.txt"])


def test_where_nobody_said_who_asks_everything_named_is_hidden() -> None:
    assert RULES.hidden_now() == ("feeds/wire.example", "internal")
    assert Collections.parse("").hidden_now() == ()


@pytest.mark.parametrize("text", ["internal", "internal=", "=4", "internal=a", "a=1;a=2", "../a=1", "a=1 b=2", "/=1"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no collection"):
        Collections.parse(text)


async def test_who_asks_is_known_in_threads_and_not_in_other_tasks() -> None:
    pool = ThreadPool(limit=2)

    async def hidden(chat: int) -> tuple[str, ...]:
        ask_for(chat)
        await asyncio.sleep(0)
        return await pool.run(RULES.hidden_now)

    found = await asyncio.gather(*(hidden(chat) for chat in (42, 7, 8, 42)))
    pool.close()
    assert found == [RULES.hidden_from(chat) for chat in (42, 7, 8, 42)]
    assert RULES.hidden_now() == RULES.hidden_from(None)


def test_feeds_of_hidden_folders_are_not_listed() -> None:
    wire, other = FeedState("https://wire.example/rss"), FeedState("https://news.example/rss")
    moved = FeedState("https://mirror.example/", entries={"1": Seen("v", "feeds/wire.example/a.html")})
    assert feeds_in_sight(RULES, [wire, other, moved]) == [other]
    with seen_by(42):
        assert feeds_in_sight(RULES, [wire, other, moved]) == [wire, other, moved]
