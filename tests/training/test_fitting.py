"""Fitting finds what questions were made with: which feature parts right from wrong, and which known from unknown."""

from random import Random

import numpy as np
import pytest

from bot.answers.calibration import Known
from tests.training.fitting import Group, fit


def groups(many: int, seed: int) -> list[Group]:
    """Questions of four sentences: the QA model is mostly right where the passage is like the question."""
    random, made = Random(seed), []
    for number in range(many):
        answered = number % 2 == 0
        likeness = random.gauss(0.5 if answered else 0.2, 0.1)
        right = tuple(answered and i == 0 for i in range(4))
        sentences = tuple(
            Known(random.gauss(3.0 if each else -2.0, 1.5), likeness, 0.0, words=f"word{i} of{number}")
            for i, each in enumerate(right)
        )
        made.append(Group(sentences, right))
    return made


@pytest.fixture(scope="module")
def made() -> list[Group]:
    return groups(200, 5)


def test_both_steps_are_found(made: list[Group]) -> None:
    fitted = fit(made)
    assert fitted.weights[0] > 0 < fitted.weights[1]
    value, lead, likeness, base = fitted.confidence
    assert min(value + lead, likeness) > 0 > base


def test_the_fit_tells_new_questions_apart(made: list[Group]) -> None:
    weights = fit(made).weights
    new = [group for group in groups(100, 6) if any(group.right)]
    first = [
        group.right[int(np.argmax([np.dot(weights, known.features()) for known in group.sentences]))] for group in new
    ]
    assert np.mean(first) > 0.9


def test_what_counts_more_draws_the_fit(made: list[Group]) -> None:
    turned = [Group(group.sentences, tuple(not each for each in group.right), 50.0) for group in made]
    assert fit([*made, *turned]).weights[0] < 0 < fit(made).weights[0]


def test_the_lines_are_those_of_the_code(made: list[Group]) -> None:
    names: dict[str, object] = {}
    exec(str(fit(made)), names)
    assert {"WEIGHTS", "UTILITY", "LEAD", "LIKENESS", "BASE"} <= names.keys()
