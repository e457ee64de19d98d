"""Ranking: from what vectors and words say of each passage to one order over all languages. Pure numpy.

Takes relevance and lexical score of candidates, language by language; gives comparable scores. Knows no passage.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.text.terms import terms

Scores = NDArray[np.float64]

RELEVANCE_WEIGHT = 2.0
"""Of the centred likeness beside a lexical score; chosen on Arabic and English XQuAD, flat from 1 to 3."""

WORDS_WEIGHT = 0.5
"""Of a passage's words in the last order, beside its score and its best sentence; chosen as above."""

SAME_TEXT = 0.8
"""Share of common character grams (Jaccard) from which two passages are copies; Broder 1997, "On the Resemblance"."""


_BEHIND = 10.0
"""More than a score, words and a likeness add up to."""


def reorder(relevance: Scores, lexical: Scores) -> Scores:
    """Let words reorder the passages of one language without moving that language among the others.

    The best passage by both together receives the greatest relevance, the second the second greatest, and so on. A
    lexical score, which only the question's own language can earn, so never buries another language's passages.

    Args:
        relevance: Shape (n,), centred likeness.
        lexical: Shape (n,), share of the question that is matched.

    Returns:
        Shape (n,), a permutation of `relevance`.
    """
    return dealt_anew(relevance, RELEVANCE_WEIGHT * relevance + lexical)


def last_order(scores: Scores, lexical: Scores, likeness: Scores, languages: Sequence[str]) -> Scores:
    """Let the best sentence of each passage reorder the first passages; words do so within a language only.

    A passage tells several things and its vector lies amid them; the one sentence that answers lies nearer.

    Args:
        scores: Shape (n,), as `reorder` gave them.
        lexical: Shape (n,), share of the question that is matched.
        likeness: Shape (n,), centred likeness of the best sentence; NaN where none was looked at, which stays behind.
        languages: Those of the n passages.

    Returns:
        Shape (n,), a permutation of `scores`.
    """
    merit = scores + np.where(np.isnan(likeness), -_BEHIND, likeness)
    spoken = np.array(languages)
    for language in set(languages):
        own = spoken == language
        merit[own] = dealt_anew(merit[own], merit[own] + WORDS_WEIGHT * lexical[own])
    return dealt_anew(scores, merit)


def dealt_anew(scores: Scores, merit: Scores) -> Scores:
    """Give the greatest score to whoever has the greatest merit, and so on; of equal merit the first comes first.

    Args:
        scores: Shape (n,).
        merit: Shape (n,), on any scale.

    Returns:
        Shape (n,), a permutation of `scores`.
    """
    dealt = np.empty_like(scores)
    dealt[np.argsort(-merit, kind="stable")] = -np.sort(-scores)
    return dealt


def without_copies(texts: Sequence[str], most: int, same: Callable[[int, int], bool] | None = None) -> list[int]:
    """Give the positions of up to `most` texts, in order, leaving out those nearly equal to an earlier one.

    Args:
        texts: Best first.
        most: How many at most.
        same: Whether two that are nearly equal, by their positions, say the same all the same; asked of those only.
    """
    kept: list[int] = []
    seen: list[frozenset[str]] = []
    for position, text in enumerate(texts):
        grams = frozenset(terms(text))
        copied = (at for at, other in zip(kept, seen, strict=True) if jaccard(grams, other) >= SAME_TEXT)
        if any(same is None or same(at, position) for at in copied):
            continue
        kept.append(position)
        seen.append(grams)
        if len(kept) == most:
            break
    return kept


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's index of two sets, 0 to 1."""
    common = len(one & other)
    return common / max(1, len(one) + len(other) - common)
