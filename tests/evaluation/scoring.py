"""Scores of every passage for every question, from the functions that the bot itself calls.

Takes XQuAD in some languages and an embedder; gives arrays of shape (passages,) per question. Where the bot looks at
some sixty candidates a language, all passages are scored here, which changes nothing among the first; where it reads
at most twelve sentences, all those of the first passages are read.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from bot.answers.extractive import PASSAGES_READ
from bot.answers.ranking import last_order, reorder
from bot.answers.retrieval import AskedVector, words_of
from bot.evaluation.measures import Values
from ingest.index import lexicon
from ingest.index.term_frequencies import TermMoves
from ingest.models.centring import Centring, Vector
from ingest.models.embedding import Embedder
from ingest.text.sentences import sentences
from ingest.text.terms import padded
from tests.evaluation.sets import ParallelSet

RRF = 60
"""Cormack, Clarke & Büttcher 2009, "Reciprocal Rank Fusion": their constant."""

# The bot pads a text once per question; here every question meets every text.
padded = lru_cache(10_000)(padded)


class Collection:
    """Passages of some languages in one index, and questions over them.

    Args:
        sets: By language.
        embedder: Of questions and passages.
        sizes: How many passages of a language are in the index, from the first; all where it is not named.
    """

    def __init__(
        self, sets: Mapping[str, ParallelSet], embedder: Embedder, sizes: Mapping[str, int] | None = None
    ) -> None:
        self.sets = sets
        self.texts = {language: each.passages[: (sizes or {}).get(language)] for language, each in sets.items()}
        self._centring, self._embedder = Centring(embedder), embedder
        self._vectors = {language: embedder.embed_passages(texts) for language, texts in self.texts.items()}
        sums = {language: (rows.sum(axis=0, dtype=np.float64), len(rows)) for language, rows in self._vectors.items()}
        self._means = self._centring.means(sums)
        self._lexicon = sqlite3.connect(":memory:")
        lexicon.create(self._lexicon)
        moves = TermMoves()
        for language, texts in self.texts.items():
            for number, text in enumerate(texts):
                lexicon.add(self._lexicon, number, text, language, moves)
        moves.settle(self._lexicon)

    def question_vectors(self, language: str, chosen: Sequence[int]) -> tuple[Vector, Vector]:
        """Raw and centred vectors of questions, both of shape (n, dimension)."""
        raw = self._embedder.embed_queries([self.sets[language].questions[number] for number in chosen])
        return raw, np.stack([self._centring.question(row, language) for row in raw])

    def cosine(self, raw: Vector, language: str) -> Values:
        """Plain dense retrieval."""
        return (self._vectors[language] @ raw).astype(np.float64)

    def relevance(self, centred: Vector, language: str) -> Values:
        """Centred likeness."""
        return self._means[language].relevance(centred, self._vectors[language]).astype(np.float64)

    def words(self, asked: AskedVector, language: str) -> Values:
        """The lexical score, names and numbers across languages included."""
        weighted = lexicon.weigh(self._lexicon, asked.text, language)
        return words_of(asked, weighted, self.texts[language], self.relevance(asked.vector, language))

    def best_sentence(self, centred: Vector, language: str, passage: int) -> float:
        """Centred likeness of the best sentence of a passage."""
        text = self.texts[language][passage]
        spans = sentences(text, language) or [(0, len(text))]
        vectors = self._embedder.embed_passages([text[start:end] for start, end in spans])
        return float(self._means[language].relevance(centred, vectors).max())

    def final(self, asked: AskedVector, languages: Sequence[str]) -> Values:
        """What the bot orders by, language after language."""
        words = [self.words(asked, language) for language in languages]
        relevance = [self.relevance(asked.vector, language) for language in languages]
        scores = np.concatenate([reorder(*pair) for pair in zip(relevance, words, strict=True)])
        places = [(language, number) for language in languages for number in range(len(self.texts[language]))]
        first = np.argsort(-scores, kind="stable")[:PASSAGES_READ]
        likeness = np.array([self.best_sentence(asked.vector, *places[each]) for each in first])
        scores[first] = last_order(
            scores[first], np.concatenate(words)[first], likeness, [places[each][0] for each in first]
        )
        return scores


def plain_fusion(cosine: Values, words: Values) -> Values:
    """Reciprocal ranks of both over the whole index, as most pipelines fuse; without a common word there is no rank."""
    return 1 / (RRF + _places(cosine)) + (words > 0) / (RRF + _places(words))


def _places(scores: Values) -> Values:
    places = np.empty(len(scores))
    places[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return places
