"""Calibration: how likely a sentence answers, from what the QA model and the vectors say of it. Pure.

A logistic model of five features. `tests/training/calibrate.py` fitted it on development articles that the QA model had
not seen, asked with the answering article in the index and taken out, and on the choosing half of the newsroom
questions, which counted eightfold: few articles lie nearer to the mean of their language, so likeness says less there.
The words that a sentence shares with the question are left out on purpose: who writes questions with the text in view
shares more of them than a reader does.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sentence.

    Attributes:
        score: The QA model's logit for its answering words, against "no answer".
        likeness: Centred likeness of its passage, as dealt by words.
        behind: How far that lies behind the best passage that was read; 0 or less.
        own_likeness: Centred likeness of the sentence itself, where its language is not the question's; else None.
    """

    score: float
    likeness: float
    behind: float
    own_likeness: float | None = None

    def features(self) -> tuple[float, ...]:
        """Give the inputs of the logistic model, in the order of WEIGHTS."""
        foreign = self.own_likeness is not None
        return self.score, self.likeness, self.behind, self.own_likeness or 0.0, float(foreign)


WEIGHTS, BASE = (0.27, 3.05, 9.6, 6.73, -1.14), -2.44
"""In the order of `Known.features`; entry 33 of tests/evaluation/LOG.md."""


def probability(known: Known) -> float:
    """Give the probability, 0 to 1, that a sentence answers."""
    logit = BASE + sum(weight * value for weight, value in zip(WEIGHTS, known.features(), strict=True))
    return (1 + math.tanh(logit / 2)) / 2  # The logistic function, which cannot overflow in this form.
