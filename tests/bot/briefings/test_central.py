"""Which sentences tell a story, on vectors whose likeness is known."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import NamedTuple

import numpy as np
import pytest

from bot.briefings.central import LONGEST, central
from bot.briefings.story_contradictions import differing
from ingest.index.stored import Sentence, StoredArticle, StoredPassage
from ingest.models.centring import Vector
from ingest.passages import Passage

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CENTRE, ASIDE, FAR = np.eye(3, dtype=np.float32)
NOTHING = np.empty((0, 3), np.float32)
IDS = count(1)
TEXT = "The ferry to Lyngsund sails again with batteries."


def vector(near: float, side: float = 0.0) -> Vector:
    """A unit vector with these cosines to CENTRE and ASIDE."""
    return np.array([near, side, np.sqrt(max(0.0, 1 - near**2 - side**2))], np.float32)


class Weighed(NamedTuple):
    sentence: Sentence
    vector: Vector


def weighed(
    row: Vector, text: str = TEXT, source: str = "a.txt", language: str = "en", *, opens: bool = False
) -> Weighed:
    article = StoredArticle(1, source, "Ferry", language, None, None, None, "0" * 64, "utf-8", NOW, NOW, 1)
    passage = Passage(source, 0 if opens else 1, language, "", text, 0, len(text), 1, 1, ((0, len(text)),))
    return Weighed(Sentence(StoredPassage(next(IDS), passage, article, passage.key), 0, len(text)), row)


def chosen(among: Sequence[Weighed], language: str = "", said: Vector = NOTHING) -> list[Sentence]:
    return central([it.sentence for it in among], np.stack([it.vector for it in among]), CENTRE, language, said)


def contradicting(*among: Weighed) -> tuple[Sentence, Sentence] | None:
    def passages_of(source: str) -> list[StoredPassage]:
        return [it.sentence.stored for it in among if it.sentence.source == source]

    return differing([it.sentence for it in among], np.stack([it.vector for it in among]), passages_of)


def test_the_nearest_to_the_centre_is_shown_first() -> None:
    near, far = weighed(vector(0.8, 0.6)), weighed(vector(0.5, -0.8))
    assert chosen([far, near]) == [near.sentence, far.sentence]


@pytest.mark.parametrize(
    "other",
    [
        weighed(vector(0.75, -0.6), opens=True),
        weighed(vector(0.7, -0.6), language="nb"),
    ],
)
def test_about_as_good_an_opening_or_the_readers_language_wins(other: Weighed) -> None:
    assert chosen([weighed(vector(0.8, 0.6)), other], "nb")[0] is other.sentence


def test_the_readers_language_does_not_win_at_any_price() -> None:
    near = weighed(vector(0.9))
    assert chosen([weighed(vector(0.3), language="nb"), near], "nb")[0] is near.sentence


def test_what_was_told_before_comes_after_what_was_not() -> None:
    old, new = weighed(vector(0.7, 0.7)), weighed(vector(0.65, -0.7))
    assert chosen([old, new])[0] is old.sentence
    assert chosen([old, new], said=vector(0.7, 0.7)[None])[0] is new.sentence


def test_a_second_sentence_says_something_else() -> None:
    first, same = weighed(vector(0.8, 0.6)), weighed(vector(0.79, 0.6), source="b.txt")
    other, unrelated = weighed(vector(0.6, -0.8)), weighed(vector(0.05, -0.9))
    assert chosen([first, same, other]) == [first.sentence, other.sentence]
    assert chosen([first, same, unrelated]) == [first.sentence]


@pytest.mark.parametrize("text", ["Yes.", "word " * (LONGEST // 4)])
def test_too_short_and_too_long_comes_last(text: str) -> None:
    fit = weighed(vector(0.2))
    assert chosen([weighed(vector(0.9), text), fit])[0] is fit.sentence


def test_sentences_that_contradict_each_other_are_found() -> None:
    one = weighed(vector(0.9), "The ferry has room for 118 cars and sails from Tarnholm.")
    other = weighed(vector(0.9), "The ferry has room for 120 cars and sails from Tarnholm.", "b.txt")
    alike = weighed(other.vector, one.sentence.text, "b.txt")
    assert contradicting(one, other) == (one.sentence, other.sentence)
    assert contradicting(one, alike) is None
    assert contradicting(one, weighed(vector(0.1), other.sentence.text, "b.txt")) is None
    assert contradicting(one) is None
