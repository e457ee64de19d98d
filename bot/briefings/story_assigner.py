"""The story assigner: every article that comes in gets its story, once and for all.

    index ──articles, vectors──▶ those without a story ──place──▶ story book ──▶ Placed

`bot.briefings.story_matching` decides. An article that is changed keeps its story where that is still what it tells;
one that is removed leaves its story standing. Knows no database: a StoryBook keeps what was decided.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

from bot.briefings.story_clustering import likeness_among
from bot.briefings.story_matching import WINDOW, StoryComparison, place
from bot.briefings.story_membership import Belonging, StoryBook
from bot.likeness.article_traces import ArticleTraces
from bot.likeness.article_vectors import ArticleVectors
from ingest.index.catalogue import StoredArticle
from ingest.index.protocols import PassageIndex
from ingest.models.centring import Centring, Vector

HORIZON = timedelta(days=31) + WINDOW
"""How far back articles are looked at: the longest briefing on demand, and what its first articles may have joined."""

_PAGE = 1_000
_MOMENT = timedelta(microseconds=1)
_TRIES = 20
"""Of which each is only needed if another process decided something meanwhile."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An article in the index, the story it belongs to, and when it was first seen here."""

    article: StoredArticle
    story: str
    noticed: datetime


class Assigner:
    """Gives articles their stories; safe to use from several threads."""

    def __init__(self, index: PassageIndex, centring: Centring, book: StoryBook) -> None:
        self._index, self._centring, self._book = index, centring, book
        self._vectors, self._traces = ArticleVectors(index.vectors_of), ArticleTraces(index.passages_of)
        self._turn = Lock()
        self._by_hash: dict[str, Belonging] = {}
        self._by_source: dict[str, Belonging] = {}
        self._last = 0
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._found: tuple[tuple[int, int], list[Placed]] = (-1, -1), []

    def placed(self, now: datetime) -> list[Placed]:
        """Give every article that came in within the horizon, the newest first; those without a story get one."""
        with self._turn:
            generation = self._index.refresh()
            # Who asked earlier and had to wait: what came in meanwhile is new to those, too, that were served before.
            now = now if now >= self._latest else self._latest + _MOMENT
            self._latest = max(self._latest, now)
            self._read_book()
            if self._found[0] != (generation, self._last):
                articles = self._recent(now - HORIZON)
                self._assign(articles, now)
                known = ((it, self._by_hash.get(it.content_hash)) for it in articles)
                found = [Placed(it, entry.story, entry.noticed) for it, entry in known if entry]
                self._found = (generation, self._last), found
            return self._found[1]

    def _assign(self, articles: Sequence[StoredArticle], now: datetime) -> None:
        for _ in range(_TRIES):
            decided = self._decide(articles, now)
            added = not decided or self._book.add(decided, self._last)
            self._read_book()
            if added:
                return

    def rows(self, articles: Sequence[StoredArticle]) -> dict[str, Vector]:
        """Give the centred vectors of articles by content hash; remembered while they are within the horizon."""
        with self._turn:
            return self._vectors.rows(articles, self._centring.means(self._index.language_sums()))

    def _recent(self, since: datetime) -> list[StoredArticle]:
        found: list[StoredArticle] = []
        # Each page sorts all articles: so the next is as long as all before it.
        while page := self._index.articles(offset=len(found), limit=max(_PAGE, len(found))):
            found += page
            if page[-1].first_ingested < since:
                break
        # What comes in between two pages pushes the last articles of one onto the next.
        distinct = {it.id: it for it in found}
        return [it for it in distinct.values() if it.first_ingested >= since]

    def _read_book(self) -> None:
        entries, self._last = self._book.read(self._last)
        for entry in entries:
            self._by_hash[entry.content_hash] = self._by_source[entry.source] = entry

    def _decide(self, articles: Sequence[StoredArticle], now: datetime) -> list[Belonging]:
        """Give what is to be added to the book: the articles that are not in it, each content once."""
        new = {it.content_hash: it for it in articles if it.content_hash not in self._by_hash}
        if not new:
            return []
        hashes = {it.content_hash for it in articles} - new.keys()
        placed = {key: self._by_hash[key].story for key in hashes}
        sums = self._index.language_sums()
        self._vectors.forget_all_but(articles)
        self._traces.forget_all_but(articles)
        rows = self._vectors.rows(articles, self._centring.means(sums))
        likeness = likeness_among(sum(count for _, count in sums.values()))
        comparison = StoryComparison(rows, likeness, self._traces)
        stories = place(articles, placed, self._before(new, placed), comparison)
        return [self._entry(article, stories[key], now) for key, article in new.items()]

    def _before(self, new: Mapping[str, StoredArticle], placed: Mapping[str, str]) -> dict[str, str]:
        """Give the stories of changed articles that were the only ones in them."""
        left = Counter(placed.values())
        earlier = ((key, self._by_source.get(it.source)) for key, it in new.items())
        return {key: known.story for key, known in earlier if known and not left[known.story]}

    def _entry(self, article: StoredArticle, story: str, now: datetime) -> Belonging:
        """Date it: what the very first look at an index finds, by its coming in; what is changed, as it was before."""
        known = self._by_source.get(article.source)
        if known and known.story == story:
            noticed = known.noticed
        else:
            noticed = now if self._last else min(now, article.first_ingested)
        return Belonging(article.content_hash, article.source, story, noticed)
