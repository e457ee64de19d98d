"""Neighbours of a draft: which articles say the same, and which story it would join.

Takes a DraftReading, the index and the story book. What says the same is for `ingest.text.resemblance` to tell; the
candidates are those whose passages lie nearest. A draft joins the story to whose articles it is alike enough on
average, as briefings decide, but by likeness alone. Writes nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from bot.briefings.story_clustering import likeness_among
from bot.briefings.story_matching import WINDOW
from bot.briefings.story_membership import StoryBook
from bot.desk.reading import DraftReading, ManyReading
from bot.likeness.article_vectors import ArticleVectors
from ingest.index.catalogue import StoredArticle
from ingest.index.protocols import PassageIndex
from ingest.models.centring import Centring, LanguageMean, Vector, unit
from ingest.models.embedding import Embedder
from ingest.pipeline import embedded_text
from ingest.text.resemblance import SAME, containment, count_texts, runs_of

_PASSAGES = 24
"""Of a draft that are looked at: its beginning tells what it is about."""
COMPARED = 100
"""Articles of one file that are compared with others; the first."""
_NEAREST = 5
_CANDIDATES = 30
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Twin:
    """An article that says much the same; `share` is of the runs of the shorter text, from 0 to 1."""

    article: StoredArticle
    share: float


@dataclass(frozen=True, slots=True)
class Nearby:
    """What is near to a draft.

    Attributes:
        twins: Articles that say the same, the most alike first.
        story: The newest article of the story that it would join; None where it would be a story of its own.
        known: Of the first of many articles, how many say the same as one in the index.
        alike: How many of them say the same as another one before them.
    """

    twins: tuple[Twin, ...] = ()
    story: StoredArticle | None = None
    known: int = 0
    alike: int = 0


class Neighbours:
    """Looks for them; safe to use from several threads."""

    def __init__(self, index: PassageIndex, embedder: Embedder) -> None:
        self._index, self._embedder, self._centring = index, embedder, Centring(embedder)

    def of(self, reading: DraftReading, book: StoryBook) -> Nearby:
        """Look at the articles near to a draft."""
        self._index.refresh()
        passages = reading.passages[:_PASSAGES]
        if not passages:
            return Nearby()
        vectors = self._embedder.embed_passages([embedded_text(passage) for passage in passages])
        candidates = self._candidates(vectors)
        if not candidates:
            return Nearby()
        twins = _twins(reading, candidates, self._index)
        story = self._story(vectors, reading, candidates, book)
        return Nearby(tuple(twins[:_SHOWN]), story)

    def of_many(self, many: ManyReading) -> Nearby:
        """Count which of the first articles of a file say the same as others; who is near is told by their openings."""
        self._index.refresh()
        readings = [reading for reading in many.readings[:COMPARED] if reading.passages]
        vectors = self._embedder.embed_passages([embedded_text(reading.passages[0]) for reading in readings])
        known = sum(
            bool(_twins(reading, self._candidates(vectors[at : at + 1]), self._index))
            for at, reading in enumerate(readings)
        )
        alike = len(readings) - count_texts([runs_of(reading.body) for reading in readings])
        return Nearby(known=known, alike=alike)

    def _candidates(self, vectors: Vector) -> list[StoredArticle]:
        likeness: dict[str, float] = defaultdict(float)
        articles: dict[str, StoredArticle] = {}
        for vector in vectors:
            for stored, cosine in self._index.nearest(vector, _NEAREST):
                likeness[stored.article.source] += cosine
                articles[stored.article.source] = stored.article
        return [articles[source] for source in sorted(likeness, key=lambda it: -likeness[it])[:_CANDIDATES]]

    def _story(
        self, vectors: Vector, reading: DraftReading, candidates: Sequence[StoredArticle], book: StoryBook
    ) -> StoredArticle | None:
        """Give the newest article of the story to whose articles, on average, the draft is alike enough.

        Args:
            vectors: Of the passages that are looked at.
            reading: The draft.
            candidates: Articles near to it.
            book: Which article is in which story.
        """
        sums = self._index.language_sums()
        means, likeness = self._centring.means(sums), likeness_among(sum(count for _, count in sums.values()))
        own = _mean_of(vectors, [passage.language for passage in reading.passages[:_PASSAGES]], means)
        stories = {entry.content_hash: entry.story for entry in book.read(0)[0]}
        wanted = {stories[it.content_hash] for it in candidates if it.content_hash in stories}
        members = self._index.articles_with([key for key, story in stories.items() if story in wanted])
        near = [it for it in {it.id: it for it in (*candidates, *members)}.values() if _is_near(it, reading)]
        rows = ArticleVectors(self._index.vectors_of).rows(near, means)
        alike: dict[str, list[tuple[float, StoredArticle]]] = defaultdict(list)
        for article in near:
            story = stories.get(article.content_hash, article.content_hash)
            alike[story].append((float(rows[article.content_hash] @ own), article))
        means_of = {story: sum(cosine for cosine, _ in found) / len(found) for story, found in alike.items()}
        best = max(means_of, key=lambda story: means_of[story], default=None)
        if best is None or means_of[best] < likeness:
            return None
        return max((article for _, article in alike[best]), key=lambda it: it.published or it.first_ingested.date())


def _twins(reading: DraftReading, candidates: Sequence[StoredArticle], index: PassageIndex) -> list[Twin]:
    own = runs_of(reading.body)
    found = []
    for article in candidates:
        other = runs_of(" ".join(stored.passage.text for stored in index.passages_of(article.source)))
        share = containment(own, other)
        if share >= SAME:
            found.append(Twin(article, share))
    return sorted(found, key=lambda twin: -twin.share)


def _mean_of(vectors: Vector, languages: Sequence[str], means: Mapping[str, LanguageMean]) -> Vector:
    """Give the mean of centred vectors, of unit length, as `ArticleVectors` has it."""
    pairs = zip(vectors, languages, strict=True)
    total = np.sum([vector - means[it].vector if it in means else vector for vector, it in pairs], axis=0)
    return unit(total)


def _is_near(article: StoredArticle, reading: DraftReading) -> bool:
    if article.published and reading.article.published:
        return abs(article.published - reading.article.published) <= WINDOW
    return abs(article.first_ingested - datetime.now(UTC)) <= WINDOW
