"""Calibration: how likely a sentence answers, from what the QA model and the vectors say of it and of the others. Pure.

    Known of each sentence ──utility──▶ an order ──and how far ahead of its rivals──▶ probability of each

Two steps, since they ask two questions: which sentence of those that were read answers best (a conditional logit over
the sentences of one question), and whether the best one answers at all (a logistic model). One model for both let what
parts easy questions from hard ones decide between two sentences. `tests/training/calibrate.py` fits them on articles
that the QA model has not learnt from; tests/evaluation/LOG.md, entry 34, has the figures. The words that a sentence
shares with the question are left out on purpose: who writes questions with the text in view shares more of them than a
reader does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.ranking import jaccard
from ingest.text.terms import terms


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sentence.

    Attributes:
        score: The QA model's logit for its answering words, against "no answer".
        likeness: Centred likeness of its passage, as dealt by words.
        behind: How far that lies behind the best passage that was read; 0 or less.
        own_likeness: Centred likeness of the sentence itself, where its language is not the question's; else None.
        words: Its words that answer.
        strange: The question names somebody or something that nothing found of its article does.
        speaks: The question asks what somebody said, and somebody is quoted here.
        verbatim: The question quotes words that stand here.
        opposed: It speaks of another side of a vote or a contest than the question.
    """

    score: float
    likeness: float
    behind: float
    own_likeness: float | None = None
    words: str = ""
    strange: bool = False
    speaks: bool = False
    verbatim: bool = False
    opposed: bool = False

    def features(self) -> tuple[float, ...]:
        """Give the inputs of the conditional logit, in the order of WEIGHTS."""
        low, middle = min(self.score, 0.0), min(max(self.score, 0.0), SURE)
        foreign = self.own_likeness is not None
        own = (self.own_likeness or 0.0) - USUAL if foreign else 0.0
        sure, strange = max(self.score - SURE, 0.0), float(self.strange)
        return low, middle, sure, self.likeness, self.behind, own, float(foreign), strange


SURE, USUAL = 6.0, 0.2
"""A score from which more says little more; the usual likeness of a sentence in another language."""

WEIGHTS = (0.396, 0.272, 0.35, 7.02, 7.02, 5.01, -0.235, -3.11)
"""In the order of `Known.features`."""

SPEAKS, VERBATIM, OPPOSED = 2.5, 8.0, -4.0
"""Of three signs that questions of the fit hardly have; too rare to be fitted (tests/evaluation/LOG.md, entry 44)."""

UTILITY, LEAD, LIKENESS, BASE = 0.456, 0.38, -0.452, -1.88
"""What utility, lead over rivals and likeness of the passage add to the logit of "it answers"."""

FARTHEST = 4.0
"""A lead that counts; one alone has it."""

SAME_SAID = 0.35
"""Share of common grams from which two answers say the same."""


def utility(known: Known) -> float:
    """Give what the sentences of one question are ordered by; of different questions it says little."""
    fitted = sum(weight * value for weight, value in zip(WEIGHTS, known.features(), strict=True))
    return fitted + SPEAKS * known.speaks + VERBATIM * known.verbatim + OPPOSED * known.opposed


def probabilities(sentences: Sequence[Known]) -> list[float]:
    """Give for each of the sentences that were read for one question the probability, 0 to 1, that it answers."""
    values = [utility(known) for known in sentences]
    leads = lead(values, [known.words for known in sentences])
    return [
        _logistic(UTILITY * value + LEAD * ahead + LIKENESS * known.likeness + BASE)
        for known, value, ahead in zip(sentences, values, leads, strict=True)
    ]


def alone(known: Known) -> float:
    """Give the probability, 0 to 1, that a sentence answers, as level with its best rival: of a list none is one."""
    return _logistic(UTILITY * utility(known) + LIKENESS * known.likeness + BASE)


def lead(values: Sequence[float], words: Sequence[str]) -> list[float]:
    """Give how far each lies ahead of its best rival, within FARTHEST both ways.

    A sentence that answers with nearly the same words is no rival: it confirms.
    """
    said = [frozenset(terms(each)) for each in words]
    leads = []
    for i, value in enumerate(values):
        rivals = (other for j, other in enumerate(values) if j != i and jaccard(said[i], said[j]) < SAME_SAID)
        leads.append(max(-FARTHEST, min(FARTHEST, value - max(rivals, default=-math.inf))))
    return leads


def _logistic(logit: float) -> float:
    return (1 + math.tanh(logit / 2)) / 2  # In this form it cannot overflow.
