"""Centring: taking out of a vector what its language puts into it, so that languages do not hide from each other.

Takes vectors and the sums the index keeps per language; gives centred questions and what to subtract per language. A
multilingual model puts a text nearest to texts of its own language whatever they say (Roy et al. 2020, "LAReQA"; Yang
et al. 2021, "A Simple and Effective Method To Eliminate the Self Language Bias"). Knows nothing of stores.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.models.embedding import Embedder

Vector = NDArray[np.float32]
Sums = Mapping[str, tuple[NDArray[np.float64], int]]
"""Language -> sum of its vectors, shape (dimension,), and how many they are."""

QUESTION_SHARE = 0.5
"""How much of the generic question of its language is taken out of a question; all of it costs order within a
language. Chosen on the Arabic and English halves of XQuAD; see tests/evaluation/LOG.md."""

PRIOR_WEIGHT = 40
"""As many passages of a language as its generic sentences count for, so that one article is not its own mean."""

_STAND_INS = ("ar", "en", "es", "hi", "ru", "zh")
"""Languages whose mean stands in for one that has no generic sentences."""


def unit(vectors: Vector) -> Vector:
    """Scale a vector, or each row of several, to unit length; what has no length stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vector = (vectors / np.maximum(lengths, 1e-6)).astype(np.float32)
    return scaled


@dataclass(frozen=True, slots=True)
class LanguageMean:
    """Where the passages of one language lie: the mean of their vectors, shape (dimension,)."""

    vector: Vector

    def relevance(self, question: Vector, vectors: Vector) -> Vector:
        """Give the cosine of a centred question to vectors of this language, once these are centred too.

        Args:
            question: Shape (dimension,), of unit length.
            vectors: Shape (n, dimension), rows of unit length.

        Returns:
            Shape (n,), comparable across languages; about 0 for a passage on something else, 0.5 for an answer.
        """
        centred = vectors - self.vector
        lengths = np.maximum(np.linalg.norm(centred, axis=1), 1e-6)
        cosines: Vector = (centred @ question) / lengths
        return cosines


def centred(vectors: Sequence[Vector] | Vector, languages: Sequence[str], means: Mapping[str, LanguageMean]) -> Vector:
    """Take the mean of its language out of each vector; a language without a mean is not centred.

    Args:
        vectors: At least one, each of shape (dimension,).
        languages: Theirs, ISO 639-1.
        means: Where languages lie.

    Returns:
        Shape (n, dimension), rows of unit length.
    """
    pairs = zip(vectors, languages, strict=True)
    return unit(np.stack([row - means[it].vector if it in means else row for row, it in pairs]))


class Centring:
    """Centres for one embedding model; safe to use from several threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._priors: dict[tuple[str, str], Vector] = {}
        self._lock = Lock()

    def question(self, vector: Vector, language: str) -> Vector:
        """Centre the vector of a question, shape (dimension,), on the generic question of its language."""
        centred = vector - QUESTION_SHARE * self._prior("questions", language)
        return unit(centred)

    def means(self, sums: Sums) -> dict[str, LanguageMean]:
        """Give the mean of each language that the index holds, shrunk towards that of its generic sentences."""
        return {language: self._mean(language, total, count) for language, (total, count) in sums.items()}

    def _mean(self, language: str, total: NDArray[np.float64], count: int) -> LanguageMean:
        prior = self._prior("statements", language).astype(np.float64)
        shrunk = (total + PRIOR_WEIGHT * prior) / (count + PRIOR_WEIGHT)
        return LanguageMean(shrunk.astype(np.float32))

    def _prior(self, kind: Literal["questions", "statements"], language: str) -> Vector:
        with self._lock:
            if (kind, language) not in self._priors:
                self._priors[kind, language] = self._embed_prior(kind, language)
            return self._priors[kind, language]

    def _embed_prior(self, kind: Literal["questions", "statements"], language: str) -> Vector:
        texts = generic_sentences(kind, language)
        embed = self._embedder.embed_queries if kind == "questions" else self._embedder.embed_passages
        mean: Vector = embed(texts).mean(axis=0, dtype=np.float32)
        return mean


def generic_sentences(kind: Literal["questions", "statements"], language: str) -> list[str]:
    """Give sentences that say nothing of a topic, in a language; those of a few others where it has none."""
    generic = _generic()[kind]
    return generic.get(language) or [text for code in _STAND_INS for text in generic[code]]


@cache
def _generic() -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("ingest.models").joinpath("generic.toml").read_text("utf-8")
    )
    return content
