"""Measures of retrieval and of declining, from ranks and scores alone. Pure numpy.

Takes where the right passages came and what was answered; gives numbers from 0 to 1, one per question wherever it can,
so that their mean can be given with an interval. Knows neither questions nor passages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

RESAMPLES = 1_000
"""Bootstrap samples; enough for two decimals of a 95 % interval (Efron & Tibshirani 1993, section 13.3)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its 95 % bootstrap interval.

    Attributes:
        value: The mean; NaN without any value.
        low: 2.5th percentile of the means of resamples.
        high: 97.5th percentile.
        count: Values it is the mean of.
    """

    value: float
    low: float
    high: float
    count: int


def estimate(values: Sequence[float] | Values, seed: int = 0) -> Estimate:
    """Give the mean of the values with its bootstrap interval; the same for the same values at every run."""
    given = np.asarray(values, np.float64)
    if not len(given):
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    means = given[np.random.default_rng(seed).integers(0, len(given), (RESAMPLES, len(given)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(given.mean()), float(low), float(high), len(given))


def ranks(scores: Values, right: Sequence[int]) -> list[int]:
    """Give the 1-based ranks, ascending, of the positions `right` when `scores` are sorted, greatest first.

    Of equal scores the earlier position comes first.
    """
    return sorted(1 + int((scores > scores[each]).sum()) + int((scores[:each] == scores[each]).sum()) for each in right)


def ndcg(right: Sequence[int], k: int = 10, possible: int | None = None) -> float:
    """Normalised discounted cumulative gain at `k` with binary relevance (Järvelin & Kekäläinen 2002).

    Args:
        right: 1-based ranks of the right passages that were found.
        k: Ranks that count.
        possible: How many right passages there are, if more than were found.
    """
    most = min(k, possible or len(right))
    gained = sum(1 / np.log2(rank + 1) for rank in right if rank <= k)
    return float(gained / sum(1 / np.log2(rank + 1) for rank in range(1, most + 1))) if most else 0.0


def average_precision(right: Sequence[int]) -> float:
    """Mean of the precisions at the ranks (1-based, ascending) of the right passages; 0 when there are none."""
    return float(np.mean([number / rank for number, rank in enumerate(right, 1)])) if right else 0.0


def roc_auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive's score lies above a negative's, ties counted half; NaN without either."""
    if not len(positive) or not len(negative):
        return float("nan")
    ordered = np.sort(np.asarray(negative, np.float64))
    given = np.asarray(positive, np.float64)
    below, up_to = np.searchsorted(ordered, given, "left"), np.searchsorted(ordered, given, "right")
    return float((below + up_to).mean() / 2 / len(ordered))


def roc_auc_estimate(positive: Sequence[float], negative: Sequence[float], seed: int = 0) -> Estimate:
    """Give `roc_auc` with a bootstrap interval; positives and negatives are resampled apart."""
    up, down, random = np.asarray(positive), np.asarray(negative), np.random.default_rng(seed)
    value = roc_auc(positive, negative)
    if np.isnan(value):
        return Estimate(value, value, value, len(up) + len(down))
    resampled = [
        roc_auc(random.choice(up, len(up)).tolist(), random.choice(down, len(down)).tolist()) for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Estimate(value, float(low), float(high), len(up) + len(down))
