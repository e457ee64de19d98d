"""Which articles are compared, and what becomes of those that are new, changed or late."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from bot.briefings.story_matching import StoryComparison, place, story_key
from bot.likeness.article_traces import ArticleTraces
from ingest.index.catalogue import StoredArticle, StoredPassage
from ingest.models.centring import Vector

MONDAY = datetime(2026, 6, 1, 8, tzinfo=UTC)
FERRY, LIBRARY = np.eye(8, dtype=np.float32)[:2]


class NoText:
    """Articles that have nothing but a title."""

    def passages_of(self, source: str) -> list[StoredPassage]:
        return []


def article(name: str, published: date | None = None, came: datetime = MONDAY) -> StoredArticle:
    return StoredArticle(
        0, f"{name}.txt", name, "en", None, published, None, name * 64, "utf-8", first_ingested=came, changed=came,
        passages=1,
    )  # fmt: skip


def placed(
    articles: list[StoredArticle],
    known: dict[str, str] | None = None,
    before: dict[str, str] | None = None,
    rows: dict[str, Vector] | None = None,
) -> dict[str, str]:
    """By the letter that an article is named; all alike unless said otherwise."""
    vectors = {it.content_hash: FERRY for it in articles} | {key * 64: row for key, row in (rows or {}).items()}
    own, earlier = ({key * 64: story for key, story in (of or {}).items()} for of in (known, before))
    comparison = StoryComparison(vectors, 0.5, ArticleTraces(NoText().passages_of))
    return {key[0]: story for key, story in place(articles, own, earlier, comparison).items()}


def test_what_is_alike_is_one_story_named_for_its_first_article() -> None:
    found = placed([article("b"), article("a"), article("c")], rows={"c": LIBRARY})
    assert found == {"a": story_key("a" * 64), "b": story_key("a" * 64), "c": story_key("c" * 64)}
    assert len(found["a"]) <= 64


def test_a_later_article_joins_and_the_story_keeps_its_key() -> None:
    assert placed([article("a"), article("z")], {"z": "s:old"}) == {"a": "s:old"}


def test_what_returns_after_weeks_is_another_story() -> None:
    june = date(2026, 6, 1)
    old = article("z", june)
    assert placed([article("a", june + timedelta(days=14)), old], {"z": "s:old"}) == {"a": "s:old"}
    assert placed([article("a", june + timedelta(days=15)), old], {"z": "s:old"}) == {"a": story_key("a" * 64)}
    archive = [article("a", june), article("b", june + timedelta(days=180)), article("c", june + timedelta(days=1))]
    found = placed(archive)
    assert found["a"] == found["c"] != found["b"]


def test_an_article_without_a_date_is_near_to_what_came_in_with_it() -> None:
    dated = article("a", date(2024, 9, 17))
    assert len(set(placed([dated, article("b"), article("c")]).values())) == 1
    late = article("b", came=MONDAY + timedelta(days=15))
    assert len(set(placed([dated, late]).values())) == 2


def test_a_story_that_goes_on_for_weeks_stays_one() -> None:
    days = [article(name, date(2026, 6, 1) + timedelta(days=10 * n)) for n, name in enumerate("abcd")]
    assert len(set(placed(days).values())) == 1


def test_a_changed_article_keeps_the_story_that_was_its_own() -> None:
    assert placed([article("a")], before={"a": "s:own"}) == {"a": "s:own"}
    # Not where it now tells what another story tells.
    assert placed([article("a"), article("z")], {"z": "s:other"}, {"a": "s:own"}) == {"a": "s:other"}


def test_the_same_content_twice_is_placed_once() -> None:
    copies = [article("a"), replace(article("a"), source="copy.txt")]
    assert placed(copies) == {"a": story_key("a" * 64)}
