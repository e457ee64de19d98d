"""Confidence: whether the best sentence found answers the question, or the articles don't know. Pure.

Takes the ranked candidates; gives a probability from a small logistic model.
"""

import math
from collections.abc import Sequence

from bot.answers.extractive import Candidate

THRESHOLD = 0.5


def confidence(candidates: Sequence[Candidate]) -> float:
    """Give the probability, 0 to 1, that the first candidate answers."""
    if not candidates:
        return 0.0
    best = candidates[0]
    return 1 / (1 + math.exp(-(12 * (best.relevance - 0.36) + 2 * best.lexical)))
