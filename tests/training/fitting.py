"""Fits the two steps of `bot.answers.calibration` to questions whose sentences are known to answer or not. Pure.

The weights of `utility` make the right sentences of a question likelier than its others, together (McFadden 1974,
"Conditional logit"); then one logistic model says of the best sentence of each question, right or not, whether it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bot.answers.calibration import Known, lead

_RIDGE = 0.05
"""Of the weights, squared; features have like scales."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What `bot.answers.calibration` calls WEIGHTS, and UTILITY, LEAD, LIKENESS, BASE."""

    weights: tuple[float, ...]
    confidence: tuple[float, float, float, float]

    def __str__(self) -> str:
        rounded = [", ".join(f"{value:.3g}" for value in each) for each in (self.weights, self.confidence)]
        return f"WEIGHTS = ({rounded[0]})\nUTILITY, LEAD, LIKENESS, BASE = {rounded[1]}"


@dataclass(frozen=True, slots=True)
class Group:
    """The sentences that were read for one question, which of them answer, and how much the question counts."""

    sentences: tuple[Known, ...]
    right: tuple[bool, ...]
    weight: float = 1.0


def fit(groups: Sequence[Group]) -> Fitted:
    """Fit both steps; groups without a right sentence count in the second only."""
    weights = _weights([group for group in groups if any(group.right) and not all(group.right)])
    rows, right = [], []
    for group in groups:
        values = [float(np.dot(weights, known.features())) for known in group.sentences]
        best = int(np.argmax(values))
        leads = lead(values, [known.words for known in group.sentences])
        rows.append([values[best], leads[best], group.sentences[best].likeness])
        right.append(group.right[best])
    model = LogisticRegression(C=10, max_iter=5000)
    model.fit(rows, right, sample_weight=[group.weight for group in groups])
    value, ahead, likeness = (float(each) for each in model.coef_[0])
    return Fitted(tuple(map(float, weights)), (value, ahead, likeness, float(model.intercept_[0])))


def _weights(groups: Sequence[Group]) -> NDArray[np.float64]:
    matrices = [np.array([known.features() for known in group.sentences]) for group in groups]
    masks = [np.array(group.right, float) for group in groups]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for group, matrix, mask in zip(groups, matrices, masks, strict=True):
            likely = _softmax(matrix @ weights)
            right = float(likely @ mask)
            total -= group.weight * float(np.log(right))
            gradient -= group.weight * (matrix.T @ (likely * mask / right - likely))
        return total, gradient

    found: NDArray[np.float64] = minimize(loss, np.zeros(matrices[0].shape[1]), jac=True, method="L-BFGS-B").x
    return found


def _softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    powers: NDArray[np.float64] = np.exp(values - values.max())
    shares: NDArray[np.float64] = powers / powers.sum() + 1e-12
    return shares
