"""Which passages are on the subject of a question, and how counts in words are compared. Pure parts of updating."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.updating import on_subject


@pytest.mark.parametrize(
    ("question", "texts", "meant"),
    [
        ("How many boats sank in Lerk?", ["Six boats sank in Lerk.", "Six boats sank in Ostby."], [True, False]),
        ("How many boats sank in Lerkvik?", ["In Lerkvikhavna sank six.", "وفي ليركفيك غرقت ستة قوارب."], [True, True]),
        ("Wie viele Häuser brannten in Lerk?", ["Häuser in Lerk", "Häuser in Ulm"], [True, False]),
        ("how many boats sank?", ["Six boats sank in Lerk.", "Six boats sank in Ostby."], [True, True]),
        ("?", [], []),
    ],
)
def test_names_tell_the_subject(question: str, texts: list[str], meant: list[bool]) -> None:
    assert on_subject(question, texts) == meant


def test_the_subject_is_measured_by_what_answers() -> None:
    question = "چند قایق در بندر لرکویک غرق شدند؟"
    texts = ["قایق در بندر لرکویک", "Six boats sank in Lerkvik.", "Six boats sank in Ostby."]
    assert on_subject(question, texts) == [True, False, False]
    assert on_subject(question, texts, [False, True, False]) == [True, True, False]


@given(
    st.text(max_size=80), st.sampled_from(["en", "ar", "nb", "ru", "und"]), st.lists(st.text(max_size=30), max_size=4)
)
def test_any_text_is_read(text: str, language: str, texts: list[str]) -> None:
    assert len(on_subject(text, texts)) == len(texts)
