"""Expectation: a question for a number wants a number, one for a time wants a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.expectation import Expectation, _interrogatives, expectation, meets
from ingest.text.terms import normalise


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("How many cars fit?", "en", Expectation.NUMBER),
        ("Hvor lang tid tar det?", "nb", Expectation.NUMBER),
        ("كم سيارة؟", "ar", Expectation.NUMBER),
        ("متى أُغلقت السكة؟", "ar", Expectation.TIME),
        ("Når ble den stengt?", "nb", Expectation.TIME),
        ("How long ago was it?", "en", Expectation.TIME),
        ("Сколько метров?", "ru", Expectation.NUMBER),
        ("Who was it?", "en", Expectation.ANY),
        ("Whenever I ask", "en", Expectation.ANY),
        ("何時ですか", "ja", Expectation.ANY),
    ],
)
def test_questions_tell_what_they_want(question: str, language: str, kind: Expectation) -> None:
    assert expectation(question, language) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "language", "met"),
    [
        (Expectation.NUMBER, "Det er plass til 118 biler.", "nb", True),
        (Expectation.NUMBER, "Batteriene lades på ni minutter.", "nb", 0.5),
        (Expectation.NUMBER, "عددها ٦٢", "ar", True),
        (Expectation.NUMBER, "Den går til Lyngsund.", "nb", False),
        (Expectation.NUMBER, "It has been closed since 2016.", "en", False),
        (Expectation.NUMBER, "It holds 14200 manuscripts.", "en", True),
        (Expectation.TIME, "Den ble stengt i januar.", "nb", 0.5),
        (Expectation.TIME, "Den ble stengt i januar 2020.", "nb", True),
        (Expectation.TIME, "أغلقت يوم الثلاثاء.", "ar", 0.5),
        (Expectation.TIME, "It burned in 1811.", "en", True),
        (Expectation.TIME, "It holds 118 cars.", "en", False),
        (Expectation.ANY, "", "en", True),
        (Expectation.TIME, "It burned in 1811.", "und", True),
    ],
)
def test_sentences_tell_what_they_have(kind: Expectation, sentence: str, language: str, met: float) -> None:
    assert meets(kind, sentence, language) == met


def test_every_language_that_asks_for_numbers_asks_for_times() -> None:
    words = _interrogatives()
    assert set(words["number"]) == set(words["time"]) >= set(words["numerals"])
    assert all(normalise(phrase).strip() for kind in words.values() for phrases in kind.values() for phrase in phrases)


@given(st.text(max_size=100), st.sampled_from(["en", "ar", "nb", "und", "zz"]))
def test_any_text_is_taken(text: str, language: str) -> None:
    assert meets(expectation(text, language), f"{text} 2023 januar january", "nb") in {0.0, 0.5, 1.0}
