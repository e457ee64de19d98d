"""The judge by vectors: what letters cannot tell of a statement and its quotes, by the embedding model and a tokenizer.

Takes an embedder and a Vocabulary; gives a Judge for `bot.quotes.support`. Safe to use from several threads.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from bot.facts.names import Wording
from bot.quotes.support import Judge
from ingest.models.centring import Centring, Vector, centred
from ingest.models.embedding import Embedder
from ingest.models.qa_model import KnownWords, QAModel, vocabulary_of

MOST_REMEMBERED = 200
"""Vectors that are kept: those of the quotes of a few answers."""


class SentenceJudge:
    """Compares sentences by vectors that are centred on their languages."""

    def __init__(self, embedder: Embedder, vocabulary: KnownWords) -> None:
        self._embedder, self._centring = embedder, Centring(embedder)
        self._vocabulary = vocabulary
        self._known: dict[Wording, Vector] = {}

    def likeness(self, statement: Wording, quotes: Sequence[Wording]) -> float:
        """Give the likeness of a statement to the nearest of its quotes, or to all of them together."""
        together = Wording(" ".join(quote.text for quote in quotes), quotes[0].language)
        said, *shown = self.centred([statement, *quotes, *([together] if len(quotes) > 1 else [])])
        return max(float(said @ each) for each in shown)

    def is_like_orders(self, quote: Wording) -> bool:
        """Tell by the direction in which orders to machines lie from news (`tests/training/orders.py`)."""
        weights, bias = _direction()
        return float(self.centred([quote])[0] @ weights) + bias > 0

    def centred(self, texts: Sequence[Wording]) -> Vector:
        """Give a row for each text, of length one; those that were asked for last are remembered."""
        known = self._known if len(self._known) < MOST_REMEMBERED else {}
        new = [it for it in dict.fromkeys(texts) if it not in known]
        vectors: Iterable[Vector] = self._embedder.embed_passages([it.text for it in new]) if new else ()
        known = known | {it: self._centred(vector, it.language) for vector, it in zip(vectors, new, strict=True)}
        self._known = known  # Two threads at once lose one another's, which are made again.
        return np.stack([known[it] for it in texts])

    def is_ordinary(self, word: str) -> bool:
        """Tell by the vocabulary."""
        return self._vocabulary.is_ordinary(word)

    def is_word(self, word: str) -> bool:
        """Tell by the vocabulary."""
        return self._vocabulary.is_word(word)

    def _centred(self, vector: Vector, language: str) -> Vector:
        nothing = np.zeros(len(vector))
        row: Vector = centred([vector], [language], self._centring.means({language: (nothing, 0)}))[0]
        return row


@cache
def _direction() -> tuple[Vector, float]:
    told = json.loads(files("bot.quotes").joinpath("order_direction.json").read_text("utf-8"))
    return np.asarray(told["weights"], np.float32), float(told["bias"])


def judge_by(embedder: Embedder, qa_model: QAModel | None) -> Judge | None:
    """Give a judge where the packaged models are at hand, whose thresholds were chosen on them; else None."""
    vocabulary = vocabulary_of(qa_model)
    return SentenceJudge(embedder, vocabulary) if vocabulary else None
