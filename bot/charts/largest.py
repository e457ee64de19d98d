"""The stories that most articles tell, and how these are parted: as far as somebody decided what tells which story.

Pure. Takes articles by their content and the story of each; what is in no story, or alone in one, is of no account.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.charts.counting import By, name_of
from ingest.index.catalogue import StoredArticle

STORIES = 3
"""So many are shown."""
CONSIDERED = 50
"""Of so many the articles are to be looked up: some may be gone from the index, or be older than what is shown."""


@dataclass(frozen=True, slots=True)
class LargeStory:
    """One story.

    Attributes:
        title: Of its newest article, one in the reader's language if there is any.
        parts: Of each language or outlet ("" where it is not known) how many articles tell it, most first.
    """

    title: str
    parts: tuple[tuple[str, int], ...]

    @property
    def articles(self) -> int:
        """All of them."""
        return sum(count for _, count in self.parts)


def largest(
    articles: Sequence[StoredArticle], stories: Mapping[str, str], by: By, since: date | None, language: str
) -> tuple[LargeStory, ...]:
    """Give the largest stories of at least two articles.

    Args:
        articles: What is left of the contents considered.
        stories: The story of each, by content.
        by: What to part them by.
        since: What is older does not count; None for all.
        language: Of the reader.
    """
    members: dict[str, dict[str, StoredArticle]] = defaultdict(dict)
    for article in articles:
        if since is None or _day(article) >= since:
            members[stories[article.content_hash]].setdefault(article.content_hash, article)
    told = [_told(it.values(), by, language) for it in members.values() if len(it) > 1]
    return tuple(sorted(told, key=lambda it: (-it.articles, it.title))[:STORIES])


def _told(articles: Iterable[StoredArticle], by: By, language: str) -> LargeStory:
    known = sorted(articles, key=lambda it: (it.language == language, _day(it), it.id))
    parts = Counter(name_of(it, by) for it in known)
    return LargeStory(known[-1].title, tuple(sorted(parts.items(), key=lambda pair: (-pair[1], pair[0]))))


def _day(article: StoredArticle) -> date:
    return article.published or article.first_ingested.date()
