"""Story matching: which articles are compared with which, and what story each new one comes to belong to. Pure.

Takes articles with their vectors, and the stories of those that have one; gives the stories of the others, one day of
publication after the other. `bot.briefings.story_clustering` says which are alike enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from bot.briefings.story_clustering import Labels, gather
from ingest.index.catalogue import StoredArticle
from ingest.models.centring import Vector

WINDOW = timedelta(days=14)
"""Articles further apart in time are never compared: what returns later is another story. Most events are told within
days; two weeks leave room for a court case or a search, and bound what a new article is compared with."""

_SHOWN = 30
"""Articles of one story, the last ones, that a new article is compared with."""

Day = tuple[date | None, date]
"""When an article was published, if known, and when it came in."""


class Lifter(Protocol):
    """Tells what speaks for two articles in different languages beside their likeness."""

    def lifts(self, articles: Sequence[StoredArticle], left: Labels, right: Labels) -> Vector:
        """Give what is added to the likeness of pairs of these articles, by the positions of both; shape (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class StoryComparison:
    """By what articles are compared.

    Attributes:
        rows: Content hash -> vector, shape (dimension,), of unit length.
        likeness: See `bot.briefings.story_clustering`.
        traces: Names and figures of articles.
    """

    rows: Mapping[str, Vector]
    likeness: float
    traces: Lifter


def place(
    articles: Sequence[StoredArticle],
    placed: Mapping[str, str],
    before: Mapping[str, str],
    comparison: StoryComparison,
) -> dict[str, str]:
    """Give every article that has no story one.

    Args:
        articles: All that may be compared.
        placed: Content hash -> story, of those that have one.
        before: Content hash -> story to which the article belonged before it was changed; no other is left in it.
        comparison: By what they are compared.

    Returns:
        Content hash -> story, for those that are not in `placed`.
    """
    distinct = {it.content_hash: it for it in articles}
    order = {key: number for number, key in enumerate(distinct)}
    days: dict[Day, list[StoredArticle]] = defaultdict(list)
    for article in distinct.values():
        days[_day(article)].append(article)
    found = dict(placed)
    for day in sorted(days, key=_order):
        if new := [it for it in days[day] if it.content_hash not in placed]:
            close = [it for other, own in days.items() if _near(day, other) for it in own if it.content_hash in found]
            near = _last_of_each(sorted(close, key=lambda it: order[it.content_hash]), found)
            found |= _gathered(new, near, found, before, comparison)
    return {key: story for key, story in found.items() if key not in placed}


def _gathered(
    new: Sequence[StoredArticle],
    near: Sequence[StoredArticle],
    stories: Mapping[str, str],
    before: Mapping[str, str],
    comparison: StoryComparison,
) -> dict[str, str]:
    articles = [*near, *sorted(new, key=lambda it: it.source)]
    keys = [it.content_hash for it in articles]
    known = [stories.get(key, "") for key in keys]
    vectors = np.stack([comparison.rows[key] for key in keys])
    labels = gather(
        vectors, known, comparison.likeness, lambda left, right: comparison.traces.lifts(articles, left, right)
    )
    story_of = {label: story for label, story in zip(labels.tolist(), known, strict=True) if story}
    for label, key in zip(labels.tolist(), keys, strict=True):
        if key in before:
            story_of.setdefault(label, before[key])
    return {key: story_of.setdefault(label, story_key(key)) for label, key in zip(labels.tolist(), keys, strict=True)}


def story_key(content_hash: str) -> str:
    """Give the key of a story that begins with the article of this content."""
    return f"s:{content_hash[:32]}"


def _day(article: StoredArticle) -> Day:
    return article.published, article.first_ingested.date()


def _order(day: Day) -> tuple[bool, date, date]:
    return day[0] is None, day[0] or date.min, day[1]


def _near(one: Day, other: Day) -> bool:
    """Tell whether two articles are near in time: as published, or as they came in where that is not known of both."""
    if one[0] and other[0]:
        return abs(one[0] - other[0]) <= WINDOW
    return abs(one[1] - other[1]) <= WINDOW


def _last_of_each(articles: Iterable[StoredArticle], stories: Mapping[str, str]) -> list[StoredArticle]:
    """Leave the last few articles of each story."""
    by_story: dict[str, list[StoredArticle]] = defaultdict(list)
    for article in articles:
        by_story[stories[article.content_hash]].append(article)
    return [it for own in by_story.values() for it in sorted(own, key=lambda it: _order(_day(it)))[-_SHOWN:]]
