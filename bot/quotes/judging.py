"""Judging: what letters cannot tell of a statement and its quotes, by the embedding model and a tokenizer.

Takes an embedder and a Vocabulary; gives a Judge for `bot.quotes.support`. Safe to use from several threads.
"""

from collections.abc import Sequence

import numpy as np

from bot.facts.names import Wording
from bot.quotes.support import Judge
from ingest.models.centring import Centring, Vector
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel, Vocabulary, vocabulary_of


class SentenceJudge:
    """Compares sentences by vectors that are centred on their languages."""

    def __init__(self, embedder: Embedder, vocabulary: Vocabulary) -> None:
        self._embedder, self._centring = embedder, Centring(embedder)
        self._vocabulary = vocabulary

    def likeness(self, statement: Wording, quotes: Sequence[Wording]) -> float:
        """Give the likeness of a statement to the nearest of its quotes, or to all of them together."""
        together = Wording(" ".join(quote.text for quote in quotes), quotes[0].language)
        texts = [statement, *quotes, *([together] if len(quotes) > 1 else [])]
        vectors = self._embedder.embed_passages([it.text for it in texts])
        said, *shown = (self._centred(vector, it.language) for vector, it in zip(vectors, texts, strict=True))
        return max(float(said @ each) for each in shown)

    def is_ordinary(self, word: str) -> bool:
        """Tell by the vocabulary."""
        return self._vocabulary.is_ordinary(word)

    def _centred(self, vector: Vector, language: str) -> Vector:
        nothing = np.zeros(len(vector))
        mean = self._centring.means({language: (nothing, 0)})[language]
        centred: Vector = vector - mean.vector
        return centred / max(float(np.linalg.norm(centred)), 1e-6)


def judge_by(embedder: Embedder, qa_model: QAModel | None) -> Judge | None:
    """Give a judge where the packaged models are at hand, whose thresholds were chosen on them; else None."""
    vocabulary = vocabulary_of(qa_model)
    return SentenceJudge(embedder, vocabulary) if vocabulary else None
