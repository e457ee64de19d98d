"""Stories over a real index that grows, changes and is made anew, kept in a real database."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.briefings.story_assigner import Assigner, Placed
from bot.briefings.story_membership import Belonging
from bot.memory import Memory
from ingest.index.catalogue import StoredArticle
from tests.bot.briefings.news import News

RAILWAY, FERRY, LIBRARY = ("000", "001", "002"), ("003", "004", "005"), ("006", "007", "008")
LATER = timedelta(hours=1)


def noticed(found: Sequence[Placed], name: str) -> datetime:
    return next(it.noticed for it in found if it.article.source.startswith(name))


def test_the_seeds_are_stories_across_languages(news: News) -> None:
    news.write("0")
    stories = news.stories()
    for group in (RAILWAY, FERRY, LIBRARY):
        assert len({stories[it] for it in group}) == 1
    assert len({stories[it] for it in ("000", "003", "006", "009", "011")}) == 5
    assert all(len(it) <= 64 for it in stories.values())


def test_a_story_keeps_its_key_when_articles_join_and_after_a_restart(news: News) -> None:
    news.write("004", "006", "009")
    before = news.stories()
    news.write("003", "005")
    after = news.stories()
    assert {key: after[key] for key in before} == before
    assert after["003"] == after["005"] == before["004"]
    assert news.stories(news.assigner()) == after
    news.ingest(rebuild=True)
    assert news.stories() == after


def test_removed_changed_and_moved_articles_break_nothing(news: News) -> None:
    news.write("003", "004", "009")
    before = news.stories()
    first = news.path("003")
    first.unlink()
    dry = news.path("009")
    dry.write_text(dry.read_text("utf-8") + "\nПаром вернётся в июне.\n", "utf-8")
    dry.rename(dry.with_name("009-corrected.txt"))
    moved = news.path("004")
    moved.rename(moved.with_name("004-moved.md"))
    news.ingest()
    news.write("005")
    after = news.stories()
    assert after["004"] == after["005"] == before["004"]
    edited = news.path("005")
    edited.write_text(edited.read_text("utf-8") + "\nDie Fahrt kostet 4 Euro.\n", "utf-8")
    news.ingest()
    assert news.stories()["005"] == before["004"]


def test_what_the_first_look_finds_is_as_old_as_it_is_and_the_rest_is_new_when_noticed(news: News) -> None:
    news.write("006")
    assigner, start = news.assigner(), datetime.now(UTC)
    first = assigner.placed(start + LATER)
    assert noticed(first, "006") <= start
    news.write("007")
    second = assigner.placed(start + 2 * LATER)
    assert noticed(second, "007") == start + 2 * LATER
    assert noticed(second, "006") == noticed(first, "006")
    edited = news.path("007")
    edited.write_text(edited.read_text("utf-8") + "\nEntry is free.\n", "utf-8")
    news.ingest()
    assert noticed(assigner.placed(start + 3 * LATER), "007") == start + 2 * LATER


def test_who_asked_earlier_and_waited_takes_no_news_from_who_was_served_first(news: News) -> None:
    news.write("006")
    assigner, now = news.assigner(), datetime.now(UTC)
    assigner.placed(now)
    news.write("007")
    served_first = now + 2 * LATER
    assigner.placed(served_first)
    news.write("008")
    waited = assigner.placed(now + LATER)
    assert noticed(waited, "007") == served_first
    assert noticed(waited, "008") > served_first


def test_two_processes_agree_though_one_decides_while_the_other_does(news: News) -> None:
    news.write("004", "006")

    class Overtaken:
        """A book to which another process adds just before."""

        def __init__(self, own: Memory, other: Assigner) -> None:
            self._own, self._other, self.refused = own, other, 0

        def read(self, after: int) -> tuple[Sequence[Belonging], int]:
            return self._own.stories.read(after)

        def add(self, entries: Sequence[Belonging], after: int) -> bool:
            if not self.refused:
                self._other.placed(datetime.now(UTC))
            added = self._own.stories.add(entries, after)
            self.refused += not added
            return added

    other = news.assigner()
    assert news.index
    book = Overtaken(news.memory, other)
    mine = Assigner(news.index, news.centring, book)
    assert news.stories(mine) == news.stories(other)
    assert book.refused == 1
    news.write("003")
    assert news.stories(other) == news.stories(mine)


def test_an_article_that_moves_to_the_next_page_meanwhile_counts_once(news: News) -> None:
    news.write("003", "006")
    assert news.index
    articles = news.index.articles(offset=0, limit=9)

    class Growing:
        """One article comes in after the first page."""

        def articles(self, *, offset: int, limit: int) -> Sequence[StoredArticle]:
            return articles[:1] if offset == 0 else articles[offset - 1 :][:limit] if offset < 3 else []

        def __getattr__(self, name: str) -> object:
            return getattr(news.index, name)

    found = Assigner(Growing(), news.centring, news.memory.stories).placed(datetime.now(UTC))  # type: ignore[arg-type]
    assert [it.article.id for it in found] == [it.id for it in articles]
