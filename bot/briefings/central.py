"""Central sentences: the one or two that tell a story best, of those that are new. Pure.

Takes sentences, their centred vectors and the centre of the story; gives some of them, the best first. What makes
one better, besides lying near the centre: to open its article, and to be in the reader's language. Reads no file.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.index.stored import Sentence
from ingest.models.centring import Vector

MOST = 2
"""Sentences of one entry."""

OPENING = 0.1
"""What a sentence is better for opening its article; see tests/evaluation/LOG.md."""

OWN_LANGUAGE = 0.18
"""What it is better for being in the reader's language: 19 of 20 pairs of translations differ by less."""

SAID = 0.3
"""How much of its likeness to what was told before is taken off a sentence."""

SAME, REPEATING = 0.5, 0.5
"""Likeness from which a second sentence says what the first said, and how much of a lesser one is taken off it."""

WEAKER = 0.4
"""How far below the first a second one may lie: that has its place and its language in its favour."""

SHORTEST, LONGEST = 30, 450
"""Characters; a shorter sentence seldom says what happened, a longer one fills the message."""


def central(
    sentences: Sequence[Sentence], vectors: Vector, centre: Vector, language: str, said: Vector
) -> list[Sentence]:
    """Choose the best sentence, and a second one that says something else and is not much worse.

    Args:
        sentences: At least one, all of one story.
        vectors: Theirs, centred; shape (n, dimension), rows of unit length.
        centre: Of the story, shape (dimension,), of unit length.
        language: The reader's, ISO 639-1; "" for none.
        said: Vectors of what was told before, shape (n, dimension), rows of unit length.
    """
    scores = scored(sentences, vectors, centre, language, said)
    best = int(np.argmax(scores))
    likeness = vectors @ vectors[best]
    worth = scores - REPEATING * np.clip(likeness, 0.0, None)
    others = [
        it
        for it in np.argsort(-worth, kind="stable").tolist()
        if it != best and likeness[it] < SAME and scores[it] >= scores[best] - WEAKER
    ]
    return [sentences[it] for it in (best, *others[: MOST - 1])]


def scored(
    sentences: Sequence[Sentence], vectors: Vector, centre: Vector, language: str, said: Vector
) -> NDArray[np.float64]:
    """Score sentences; shape (n,)."""
    scores = (vectors @ centre).astype(np.float64)
    if len(said):
        scores -= SAID * np.clip(vectors @ said.T, 0.0, None).max(axis=1)
    for place, sentence in enumerate(sentences):
        scores[place] += OPENING * sentence.opens + OWN_LANGUAGE * (sentence.language == language)
        scores[place] -= not SHORTEST <= len(sentence.text) <= LONGEST
    return scores
