"""The plainest briefer: every new article is an entry of its own, told by its first sentence.

Takes the index; gives Briefings whose sentences are the files' own words. An article that no longer is what was
ingested is left out. It knows no stories, so nothing is ever added to one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.briefings.briefing import Briefing, Entry, Request, numbered
from bot.quotes.citation import Citation
from ingest.catalogue import StoredArticle, StoredPassage
from ingest.errors import CorpusError
from ingest.lines import Lines

_PAGE = 200
_MOST = 50
"""Entries of one briefing."""
_OVERLAP = timedelta(hours=1)
"""An article is dated before readers can see it, so that the time before `since` is looked at again."""


class Articles(Protocol):
    """What is needed of the index."""

    def refresh(self) -> int:
        """Take notice of what was ingested meanwhile."""
        ...

    def articles(self, *, offset: int, limit: int) -> Sequence[StoredArticle]:
        """Give some articles, the last ingested first."""
        ...

    def passages_of(self, source: str) -> Sequence[StoredPassage]:
        """Give the passages of an article in order."""
        ...

    def article_text(self, source: str) -> str:
        """Give the text of the file."""
        ...


class LatestBriefer:
    """Tells what was ingested last."""

    def __init__(self, index: Articles) -> None:
        self._index = index

    def brief(self, request: Request) -> Briefing:
        """Tell what came since, the newest first, of a subject all of whose words stand in the article."""
        self._index.refresh()
        entries: list[Entry] = []
        for article in self._since(request.since - _OVERLAP if request.told else request.since):
            if article.first_ingested <= request.until and f"article:{article.id}" not in request.told:
                entries += self._entry(article, request.subject)
            if len(entries) == _MOST:
                break
        return Briefing(request.subject, request.since, request.until, numbered(tuple(entries)))

    def news_of(self, story: str, since: datetime) -> Entry | None:
        """Give nothing: an article is never added to."""
        return None

    def _since(self, since: datetime) -> Iterator[StoredArticle]:
        for offset in range(0, 10**9, _PAGE):
            page = self._index.articles(offset=offset, limit=_PAGE)
            yield from (article for article in page if article.first_ingested > since)
            if len(page) < _PAGE or page[-1].first_ingested <= since:
                return

    def _entry(self, article: StoredArticle, subject: str) -> list[Entry]:
        passages = self._index.passages_of(article.source)
        said = f"{article.title} {' '.join(it.passage.text for it in passages)}".casefold()
        if not passages or not all(word in said for word in subject.casefold().split()):
            return []
        try:
            citation = _first_sentence(passages[0], self._index.article_text(article.source))
        except CorpusError:
            return []
        outlets = (article.outlet,) if article.outlet else ()
        return [Entry(f"article:{article.id}", article.title, (citation,), outlets, (article.language,), grows=False)]


def _first_sentence(found: StoredPassage, text: str) -> Citation:
    article, passage = found.article, found.passage
    start, end = passage.sentences[0] if passage.sentences else (passage.start, passage.end)
    first, last = Lines(text).span(start, end)
    return Citation(
        1,
        article.source,
        article.content_hash,
        start,
        end,
        first,
        last,
        text[start:end],
        passage.language,
        article.title,
        article.outlet,
        article.published,
    )
