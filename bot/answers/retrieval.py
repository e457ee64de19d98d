"""Retrieval: the passages that may answer a question, from every language of the index, best first.

    question ──embed, centre──▶ Chroma, per language──▶ candidates ┐
             ──terms──────────▶ FTS5, per language────▶ candidates ┴─ exact scores, reorder, merge, copies out, rerank

Takes the text of a question, gives Found passages. Knows nothing of answers; `bot.answers.retriever` is its face for
langchain.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import numpy as np

from bot.answers.expectation import Expectation, expectation
from bot.answers.ranking import Scores, dealt_anew, reorder, without_copies
from bot.facts.numbers import Quantities, read_quantities
from bot.facts.sounds import shared
from ingest.index import lexicon
from ingest.index.catalogue import StoredPassage
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.index import Index
from ingest.models.centring import Centring, LanguageMean, Vector
from ingest.models.embedding import Embedder
from ingest.models.reranker import Reranker
from ingest.text.languages import UNKNOWN, identify

PER_LANGUAGE = 40
"""Candidates by vector from each language."""

PER_LEXICON = 20
"""Candidates by words from each language."""

RERANKED = 16
"""Best passages that a reranker reads; it takes as long for each as embedding it."""

LEAST_KNOWN = 0.25
"""Share of a question's weight that a language's lexicon must know before its words count at all."""

SOUNDS_WEIGHT = 0.2
"""Of names and numbers that a passage of another language shares with a question, beside its words; chosen on Arabic
and English XQuAD, 0.1 is no worse."""

HEARD = 20
"""Passages of each other language, the nearest, that are listened to for names and numbers; it takes time."""

LONGEST_QUESTION = 1_000
"""Characters of a question that are read; the model reads about 2,000, and nobody asks a question of that length."""


_WEIGHED = 256

_SCANDINAVIAN = ("nb", "da", "sv", "nn")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and why it was found.

    Attributes:
        stored: The passage with its article.
        score: What the order goes by: its centred likeness, reordered by words within its language.
        relevance: Its own centred likeness to the question.
        lexical: The share of the question's words that it matches, weighted by how rare they are; in another language
            than the question's, names and numbers in whatever script as well.
    """

    stored: StoredPassage
    score: float
    relevance: float
    lexical: float


@dataclass(frozen=True, slots=True)
class AskedVector:
    """A question as the model sees it.

    Attributes:
        text: What was asked, shortened.
        language: Its language; "und" when it has none.
        vector: Centred on its language, shape (dimension,).
        kind: The words that tell what kind of answer is wanted, where they are not the whole text.
    """

    text: str
    language: str
    vector: Vector
    kind: str | None = None

    @property
    def expected(self) -> Expectation:
        """What kind of answer is wanted."""
        return expectation(self.kind or self.text, self.language)


class Retrieval:
    """Finds passages in an index; safe to use from several threads."""

    def __init__(self, index: Index, embedder: Embedder, reranker: Reranker | None = None) -> None:
        self._index, self._embedder, self._reranker = index, embedder, reranker
        self._centring = Centring(embedder)
        self._means: tuple[int, dict[str, LanguageMean]] = (-1, {})
        self._weighed = lru_cache(_WEIGHED)(self._weigh)

    def ask(self, text: str, hint: str | None = None, topic: str | None = None) -> AskedVector:
        """Embed a question; `hint` is the language of the asker's client, `topic` an earlier question it leans on."""
        own = text[:LONGEST_QUESTION]
        language = self.language(own, hint)
        whole = f"{topic} {own}"[:LONGEST_QUESTION] if topic else own
        vector = self._embedder.embed_queries([whole])[0]
        return AskedVector(whole, language, self._centring.question(vector, language), own if topic else None)

    def language(self, text: str, hint: str | None) -> str:
        """Identify the language; a few words, or several languages mixed, are in one of the index or of the asker."""
        known = self.means()
        language = identify(text, hint=hint, among=[*known, *([hint] if hint else [])])
        if language in known or language not in _SCANDINAVIAN:
            return language
        near = (code for code in _SCANDINAVIAN if code in known)
        return hint if hint in _SCANDINAVIAN else next(near, language)

    def find(self, asked: AskedVector, most: int, conditions: Conditions = EVERYTHING) -> list[Found]:
        """Give up to `most` passages of articles that fit, best first.

        Nearly equal ones are left out unless their figures or dates differ.
        """
        found = sorted(self._scored(asked, conditions), key=lambda hit: (-hit.score, hit.stored.id))
        wanted = max(most, RERANKED) if self._reranker else most
        texts = [hit.stored.passage.text for hit in found[: 4 * wanted]]
        several = without_copies(texts, wanted, lambda a, b: _quantities(found[a]) == _quantities(found[b]))
        return self._rerank(asked, [found[i] for i in several])[:most]

    def _rerank(self, asked: AskedVector, found: list[Found]) -> list[Found]:
        """Let the reranker, if there is one, reorder the best passages of each language; the languages stay in place.

        Such models prefer the question's language too, and many know only one.
        """
        if self._reranker is None:
            return found
        best, rest = found[:RERANKED], found[RERANKED:]
        verdicts = self._reranker.scores(asked.text, [hit.stored.passage.text for hit in best])
        scores: Scores = np.array([hit.score for hit in best], dtype=np.float64)
        languages = np.array([hit.stored.passage.language for hit in best])
        for language in np.unique(languages):
            own = languages == language
            scores[own] = dealt_anew(scores[own], verdicts[own])
        judged = [replace(hit, score=float(score)) for hit, score in zip(best, scores, strict=True)]
        return [*sorted(judged, key=lambda hit: -hit.score), *rest]

    def means(self) -> dict[str, LanguageMean]:
        """Give the centres of the languages in the index as it is now."""
        generation = self._index.refresh()
        if self._means[0] != generation:
            self._means = (generation, self._centring.means(self._index.language_sums()))
        return self._means[1]

    def weigh(self, asked: AskedVector, language: str) -> lexicon.WeightedQuestion:
        """Weigh the words of a question as one language's lexicon sees them; remembered while the index stays."""
        return self._weighed(self._index.refresh(), asked.text, language)

    def _weigh(self, _generation: int, text: str, language: str) -> lexicon.WeightedQuestion:
        return lexicon.weigh(self._index.read(), text, language)

    def _scored(self, asked: AskedVector, conditions: Conditions) -> Iterator[Found]:
        means = self.means()
        candidates = {hit.id: hit for hit, _ in self._index.nearest(asked.vector, PER_LANGUAGE, conditions)}
        weighted = {language: self.weigh(asked, language) for language in means}
        candidates |= {hit.id: hit for hit in self._by_words(weighted.values(), conditions)}
        for language, group in groupby(
            sorted(candidates.values(), key=lambda hit: (hit.passage.language, hit.id)),
            key=lambda hit: hit.passage.language,
        ):
            if language in means:
                yield from self._score(list(group), asked, means[language], weighted[language])

    def _by_words(self, weighted: Iterable[lexicon.WeightedQuestion], conditions: Conditions) -> list[StoredPassage]:
        likely = (each for each in weighted if tells(each))
        return [hit for each in likely for hit in self._index.with_words(each, PER_LEXICON, conditions)]

    def _score(
        self, hits: list[StoredPassage], asked: AskedVector, mean: LanguageMean, weighted: lexicon.WeightedQuestion
    ) -> Iterator[Found]:
        vectors = self._index.vectors(hit.key for hit in hits)
        alive = [hit for hit in hits if hit.key in vectors]
        if not alive:
            return
        stacked = np.stack([vectors[hit.key] for hit in alive])
        relevance: Scores = mean.relevance(asked.vector, stacked).astype(np.float64)
        texts = [hit.passage.text for hit in alive]
        lexical = words_of(asked, weighted, texts, relevance)
        scores = reorder(relevance, lexical)
        for hit, score, likeness, words in zip(alive, scores, relevance, lexical, strict=True):
            yield Found(hit, float(score), float(likeness), float(words))


def words_of(asked: AskedVector, weighted: lexicon.WeightedQuestion, texts: Sequence[str], relevance: Scores) -> Scores:
    """Say what words, names and numbers tell of texts in one language, whose relevance is known; shape (n,)."""
    words: Scores = np.array(lexicon.scores(weighted, texts) if tells(weighted) else [0.0] * len(texts))
    if weighted.language != asked.language:
        nearest = np.argsort(-relevance, kind="stable")[:HEARD]
        words[nearest] += SOUNDS_WEIGHT * np.array(shared(asked.text, [texts[each] for each in nearest]))
    return words


def _quantities(hit: Found) -> Quantities:
    return read_quantities(hit.stored.passage.text, hit.stored.passage.language)


def tells(weighted: lexicon.WeightedQuestion) -> bool:
    """Whether enough of a question is known to a language's lexicon for its words to say anything."""
    return sum(weighted.weights.values()) >= LEAST_KNOWN * weighted.total > 0


def language_or(asked: AskedVector, fallback: str) -> str:
    """Give the language of a question, or `fallback` when it has none."""
    return asked.language if asked.language != UNKNOWN else fallback
