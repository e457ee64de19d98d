"""Ranking: from what vectors and words say of each passage to one order over all languages. Pure numpy.

Takes relevance and lexical score of candidates, language by language; gives comparable scores. Knows no passage.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest import lexicon

Scores = NDArray[np.float64]

RELEVANCE_WEIGHT = 2.0
"""Of the centred likeness beside a lexical score; chosen on Arabic and English XQuAD, flat from 1 to 3."""

SAME_TEXT = 0.8
"""Share of common character grams (Jaccard) from which two passages are copies; Broder 1997, "On the Resemblance"."""


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
    order = np.argsort(-(RELEVANCE_WEIGHT * relevance + lexical), kind="stable")
    scores = np.empty_like(relevance)
    scores[order] = -np.sort(-relevance)
    return scores


def without_copies(texts: Sequence[str], most: int) -> list[int]:
    """Give the positions of up to `most` texts, in order, leaving out those nearly equal to an earlier one."""
    kept: list[int] = []
    seen: list[frozenset[str]] = []
    for position, text in enumerate(texts):
        grams = frozenset(lexicon.terms(text))
        if any(resemblance(grams, other) >= SAME_TEXT for other in seen):
            continue
        kept.append(position)
        seen.append(grams)
        if len(kept) == most:
            break
    return kept


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's index of two sets, 0 to 1."""
    return len(one & other) / max(1, len(one | other))
