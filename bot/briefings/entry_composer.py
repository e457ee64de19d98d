"""Composing: the articles of one story in, the BriefingEntry that tells it out, each sentence as it stands in its file.

    articles ──the most central──▶ passages ──the likeliest sentences, embed──▶ central ──cite──▶ Entry

Takes Placed articles, old and new, and their vectors. An article whose file is no longer what was ingested is not
quoted. Knows nothing of what else is in the briefing.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.briefings.briefing import BriefingEntry
from bot.briefings.central import OWN_LANGUAGE, central
from bot.briefings.story_assigner import Placed
from bot.briefings.story_contradictions import differing
from bot.quotes.citing import cite_each, take
from ingest.errors import CorpusError
from ingest.index.protocols import PassageIndex
from ingest.index.stored import Sentence, StoredArticle, sentences_of
from ingest.models.centring import LanguageMean, Vector, centred, unit
from ingest.models.embedding import Embedder

READ = 4
"""New articles of a story whose sentences are looked at."""

PASSAGES = 2
"""Passages of each: the first one, and that nearest to the centre of the story."""

SENTENCES = 8
"""Sentences of one story that are embedded at most, which takes most of the time."""

_REMEMBERED = 4_096

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoryToTell:
    """One story as it is to be told.

    Attributes:
        story: Its key.
        new: Its articles to be told of.
        old: Its other articles.
        update: It was told before.
    """

    story: str
    new: tuple[Placed, ...]
    old: tuple[Placed, ...]
    update: bool


Promising = tuple[float, Sentence]
"""A sentence and how much it promises, by what costs nothing."""


class Composer:
    """Makes entries; remembers the vectors of sentences. Safe to use from several threads."""

    def __init__(self, index: PassageIndex, embedder: Embedder) -> None:
        self._index, self._embedder = index, embedder
        self._vectors: dict[str, Vector] = {}

    def entry(
        self, told: StoryToTell, rows: Mapping[str, Vector], means: Mapping[str, LanguageMean], language: str
    ) -> BriefingEntry | None:
        """Tell a story; None if none of its new articles can be quoted any more.

        Args:
            told: The story.
            rows: Content hash -> centred vector, of the articles that count; of new ones at least one.
            means: Where each language lies.
            language: The reader's.
        """
        centre = _centre(rows)
        texts = self._texts(_telling(told, rows, centre, language), READ)
        drafts = [it for source in texts for it in self._drafts(source, centre, means)]
        if not drafts:
            return None
        sentences = [sentence for _, sentence in sorted(drafts, key=lambda it: -it[0])[:SENTENCES]]
        vectors = self._embedded(sentences, means)
        before = [rows[it.article.content_hash] for it in told.old if told.update and it.article.content_hash in rows]
        said = np.stack(before) if before else np.empty((0, len(centre)), np.float32)
        sides = differing(sentences, vectors, self._index.passages_of)
        chosen = sides or central(sentences, vectors, centre, language, said)
        return _told_by(told, chosen, texts, differ=bool(sides))

    def opening(
        self, told: StoryToTell, rows: Mapping[str, Vector], means: Mapping[str, LanguageMean], language: str
    ) -> BriefingEntry | None:
        """Tell a story as `entry` does, by one sentence of its most telling new article and without the model."""
        centre = _centre(rows)
        texts = self._texts(_telling(told, rows, centre, language), 1)
        drafts = [it for source in texts for it in self._drafts(source, centre, means)]
        return _told_by(told, [max(drafts, key=lambda it: it[0])[1]], texts) if drafts else None

    def _texts(self, telling: Sequence[Placed], most: int) -> dict[str, str]:
        """Give the files of the first so many articles that can be quoted."""
        texts: dict[str, str] = {}
        for it in telling:
            try:
                texts[it.article.source] = self._index.article_text(it.article.source)
            except CorpusError as error:
                log.info("An article was left out of a briefing: %s", error)
            if len(texts) == most:
                break
        return texts

    def _drafts(self, source: str, centre: Vector, means: Mapping[str, LanguageMean]) -> Iterator[Promising]:
        """Cut the first passage and the nearest ones, and score their sentences by what costs nothing."""
        passages = self._index.passages_of(source)
        vectors = self._index.vectors(it.key for it in passages)
        held = [it for it in passages if it.key in vectors]
        if not held:
            return
        rows = centred([vectors[it.key] for it in held], [it.passage.language for it in held], means)
        near = list(zip((rows @ centre).tolist(), held, strict=True))
        near.sort(key=lambda pair: (pair[1].passage.ordinal > 0, -pair[0]))
        for likeness, stored in near[:PASSAGES]:
            whole = Sentence(stored, stored.passage.start, stored.passage.end)
            for place, sentence in enumerate(sentences_of(stored) or [whole]):
                yield likeness + sentence.opens - 0.01 * place, sentence

    def _embedded(self, sentences: Sequence[Sentence], means: Mapping[str, LanguageMean]) -> Vector:
        """Give the vectors of sentences, centred; shape (n, dimension), rows of unit length."""
        known = self._vectors
        missing = list(dict.fromkeys(it.text for it in sentences if it.text not in known))
        if missing:
            found = dict(zip(missing, self._embedder.embed_passages(missing), strict=True))
            # Replaced, never changed: another thread may be reading the old one.
            self._vectors = found if len(known) > _REMEMBERED else known | found
            known = known | found
        return centred([known[it.text] for it in sentences], [it.language for it in sentences], means)


def _telling(told: StoryToTell, rows: Mapping[str, Vector], centre: Vector, language: str) -> list[Placed]:
    """Put the new articles that are weighed in order, the most telling first."""
    weighed = [it for it in told.new if it.article.content_hash in rows]
    return sorted(weighed, key=lambda it: -_nearness(it.article, rows, centre, language))


def _told_by(
    told: StoryToTell, chosen: Sequence[Sentence], texts: Mapping[str, str], *, differ: bool = False
) -> BriefingEntry | None:
    """Cite the chosen sentences; None if no file holds its one any more."""
    everything = [*told.new, *told.old]
    quotes = (take(it.stored, it.start, it.end, texts[it.source]) for it in chosen)
    _, citations = cite_each(quote for quote in quotes if quote)
    if not citations:
        return None
    return BriefingEntry(
        told.story,
        citations[0].title,
        citations,
        _distinct(it.article.outlet for it in everything),
        _distinct(it.article.language for it in everything),
        len(everything),
        told.update,
        tuple(it.outlet or it.title for it in citations) if differ and len(citations) > 1 else (),
    )


def _nearness(article: StoredArticle, rows: Mapping[str, Vector], centre: Vector, language: str) -> float:
    return float(rows[article.content_hash] @ centre) + OWN_LANGUAGE * (article.language == language)


def _centre(rows: Mapping[str, Vector]) -> Vector:
    return unit(np.sum(list(rows.values()), axis=0))


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
