"""Which sentences tell a story, on vectors whose likeness is known."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from bot.briefings.central import LONGEST, Sentence, central
from bot.briefings.story_contradictions import differing
from ingest.index.catalogue import StoredArticle, StoredPassage
from ingest.models.centring import Vector
from ingest.passages import Passage

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CENTRE, ASIDE, FAR = np.eye(3, dtype=np.float32)
NOTHING = np.empty((0, 3), np.float32)
TEXT = "The ferry to Lyngsund sails again with batteries."


def vector(near: float, side: float = 0.0) -> Vector:
    """A unit vector with these cosines to CENTRE and ASIDE."""
    return np.array([near, side, np.sqrt(max(0.0, 1 - near**2 - side**2))], np.float32)


def sentence(
    row: Vector, text: str = TEXT, source: str = "a.txt", language: str = "en", *, opens: bool = False
) -> Sentence:
    article = StoredArticle(1, source, "Ferry", language, None, None, None, "0" * 64, "utf-8", NOW, NOW, 1)
    passage = Passage(source, 0, language, "", text, 0, len(text), 1, 1, ((0, len(text)),))
    return Sentence(StoredPassage(1, passage, article), 0, len(text), text, opens, row)


def test_the_nearest_to_the_centre_is_shown_first() -> None:
    near, far = sentence(vector(0.8, 0.6)), sentence(vector(0.5, -0.8))
    assert central([far, near], CENTRE, "", NOTHING) == [near, far]


@pytest.mark.parametrize(
    "other",
    [
        sentence(vector(0.75, -0.6), opens=True),
        sentence(vector(0.7, -0.6), language="nb"),
    ],
)
def test_about_as_good_an_opening_or_the_readers_language_wins(other: Sentence) -> None:
    assert central([sentence(vector(0.8, 0.6)), other], CENTRE, "nb", NOTHING)[0] is other


def test_the_readers_language_does_not_win_at_any_price() -> None:
    near = sentence(vector(0.9))
    assert central([sentence(vector(0.3), language="nb"), near], CENTRE, "nb", NOTHING)[0] is near


def test_what_was_told_before_comes_after_what_was_not() -> None:
    old, new = sentence(vector(0.7, 0.7)), sentence(vector(0.65, -0.7))
    assert central([old, new], CENTRE, "", NOTHING)[0] is old
    assert central([old, new], CENTRE, "", vector(0.7, 0.7)[None])[0] is new


def test_a_second_sentence_says_something_else() -> None:
    first, same = sentence(vector(0.8, 0.6)), sentence(vector(0.79, 0.6), source="b.txt")
    other, unrelated = sentence(vector(0.6, -0.8)), sentence(vector(0.05, -0.9))
    assert central([first, same, other], CENTRE, "", NOTHING) == [first, other]
    assert central([first, same, unrelated], CENTRE, "", NOTHING) == [first]


@pytest.mark.parametrize("text", ["Yes.", "word " * (LONGEST // 4)])
def test_too_short_and_too_long_comes_last(text: str) -> None:
    fit = sentence(vector(0.2))
    assert central([sentence(vector(0.9), text), fit], CENTRE, "", NOTHING)[0] is fit


def test_sentences_that_contradict_each_other_are_found() -> None:
    one = sentence(vector(0.9), "The ferry has room for 118 cars and sails from Tarnholm.")
    other = sentence(vector(0.9), "The ferry has room for 120 cars and sails from Tarnholm.", "b.txt")
    alike = replace(other, text=one.text)

    def passages_of(source: str) -> list[StoredPassage]:
        return [it.stored for it in (one, other) if it.stored.article.source == source]

    assert differing([one, other], passages_of) == (one, other)
    assert differing([one, alike], lambda _: [one.stored]) is None
    assert differing([one, replace(other, vector=vector(0.1))], passages_of) is None
    assert differing([one], passages_of) is None
