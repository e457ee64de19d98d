"""The judge by vectors: what letters cannot tell of a statement and its quotes, by the embedding model and a tokenizer.

    statement, quotes ──one pass of the encoder──▶ vectors of the texts ──▶ likeness
                                              └──▶ vectors of their words ──▶ opposites, exchanged figures

Takes an embedder and a Vocabulary; gives a Judge for `bot.quotes.support`. Safe to use from several threads.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from bot.facts.names import Wording
from bot.quotes.marked_words import MarkedWords, marked
from bot.quotes.support import Judge
from ingest.models.centring import Centring, Vector, centred
from ingest.models.embedding import Embedder
from ingest.models.qa_model import KnownWords, QAModel, vocabulary_of
from ingest.models.word_vectors import ReadText, WordReader

MOST_REMEMBERED = 200
"""Texts whose vectors are kept: the quotes of a few answers."""


class SentenceJudge:
    """Compares sentences by vectors that are centred on their languages."""

    def __init__(self, embedder: Embedder, vocabulary: KnownWords) -> None:
        self._centring, self._vocabulary = Centring(embedder), vocabulary
        self._reader = WordReader(embedder)
        self._known: dict[Wording, ReadText] = {}

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
        """Give a row for each text, of length one."""
        return np.stack(
            [self._centred(it.whole, text.language) for it, text in zip(self._read(texts), texts, strict=True)]
        )

    def words(self, texts: Sequence[Wording]) -> list[MarkedWords]:
        """Give the words of each text with their vectors."""
        read = zip(self._read(texts), texts, strict=True)
        return [marked(it.words, it.vectors, self._reader.centre(text.language), text.language) for it, text in read]

    def _read(self, texts: Sequence[Wording]) -> list[ReadText]:
        """Read some texts together; those that were asked for last are remembered."""
        known = self._known if len(self._known) < MOST_REMEMBERED else {}
        new = [it for it in dict.fromkeys(texts) if it not in known]
        known = known | dict(zip(new, self._reader.read([it.text for it in new]), strict=True))
        self._known = known  # Two threads at once lose one another's, which are made again.
        return [known[it] for it in texts]

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
