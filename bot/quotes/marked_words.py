"""Marked words: the words of a statement or of its quotes with vectors by which they can be compared. Pure.

Takes words in any languages as `ingest.models.word_vectors` reads them; knows no rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.facts.names import Wording
from bot.quotes.negations import denies

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words of one or several texts.

    Attributes:
        words: Each with its language, stops included.
        vectors: Centred on their languages, of unit length; shape (words, dimension).
        denials: Which words deny, shape (words,).
    """

    words: tuple[Wording, ...]
    vectors: Vector
    denials: NDArray[np.bool_]

    def likeness(self, other: "MarkedWords") -> Vector:
        """Give the cosine of each word to each of the other's, shape (words, other words)."""
        cosines: Vector = self.vectors @ other.vectors.T
        return cosines


def marked(words: Sequence[str], vectors: Vector, centre: Vector, language: str) -> MarkedWords:
    """Centre the words of one text on `centre`, where the words of their language lie, and mark them."""
    rows = vectors - centre
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    denials = np.array([denies(word, language) for word in words], np.bool_)
    each = tuple(Wording(word, language) for word in words)
    return MarkedWords(each, (rows / lengths).astype(np.float32), denials)


def together(texts: Sequence[MarkedWords]) -> MarkedWords:
    """Put the words of several texts behind one another."""
    vectors, denials = np.concatenate([it.vectors for it in texts]), np.concatenate([it.denials for it in texts])
    return MarkedWords(tuple(word for it in texts for word in it.words), vectors, denials)
