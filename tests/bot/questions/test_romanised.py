"""Arabic in Latin letters is told from other languages, and its words from words that only look alike."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.romanised import ARTICLE, is_romanised, words
from ingest.text.terms import normalise


@pytest.mark.parametrize(
    "text",
    [
        "kam 3adad 2atla 7ari2 el nafa2?",
        "fein el maktaba el 2adeema?",
        "emta btefta7 el maktaba?",
        "lesh 7ara2o el jesr",
        "SHU 9AR B-EL 7ARB",
    ],
)
def test_arabic_in_latin_letters_is_known(text: str) -> None:
    assert is_romanised(text)


@pytest.mark.parametrize(
    "text",
    [
        "How many died in the 2nd fire of 2024?",
        "is the 5g network open 24h in the g7 towns",
        "min sør menn di fel vi",
        "Did covid19 close the M25 at 7pm?",
        "a B2B fair in hall 3b",
        "när öppnar E6 norrut, men inte fel fil",
        "3adad",
        "",
        "كم عدد القتلى؟",
    ],
)
def test_other_texts_are_not(text: str) -> None:
    assert not is_romanised(text)


@pytest.mark.parametrize(
    ("typed", "arabic"),
    [
        ("7aree2", "حريق"),
        ("nafa2", "النفق"),
        ("maktaba", "المكتبة"),
        ("2am7", "قمح"),
        ("eshtaret", "اشترت"),
        ("takaleef", "تكاليف"),
        ("madrasa", "مدرسة"),
        ("ra2ees", "رئيس"),
        ("khaled", "خالد"),
        ("mo7ammad", "محمد"),
    ],
)
def test_a_word_may_be_meant(typed: str, arabic: str) -> None:
    (word,) = words(typed)
    assert word.unlike(normalise(arabic)) is not None
    assert {normalise(arabic).removeprefix(ARTICLE)[0]} <= word.begins


@pytest.mark.parametrize(
    ("typed", "arabic"), [("7aree2", "طريق"), ("nafa2", "نفط"), ("maktaba", "مكتب"), ("2am7", "قمة"), ("tany", "طن")]
)
def test_another_word_is_not_meant(typed: str, arabic: str) -> None:
    (word,) = words(typed)
    assert word.unlike(normalise(arabic)) is None


def test_the_usual_letters_are_likelier() -> None:
    (word,) = words("isla7")
    usual, other = word.unlike("اصلاح"), word.unlike("اسلاح")
    assert usual is not None
    assert other is not None
    assert other <= usual  # Both s; which of them is meant the articles say.


def test_small_words_and_articles_are_taken_apart() -> None:
    assert [word.small for word in words("fel nafa2, el-jesr")] == ["في ال", "", "ال", ""]


def test_a_word_that_nobody_knows_is_spelt() -> None:
    (word,) = words("eshtaret")
    assert word.spelt == "اشترت"


@pytest.mark.parametrize(
    "word", ["3" + "a" * 60 + "é", "2a" * 60, "3" + "ai" * 40, "7" + "aeiou" * 30 + "b3", "3'" * 80]
)
def test_a_word_that_is_made_to_be_slow_is_not(word: str) -> None:
    began = process_time()
    is_romanised(f"kam {word}")
    for each in words(word):
        each.unlike("ع" + "اي" * 20 + "ن")
        assert each.spelt
    assert process_time() - began < 2  # As it was first written, some of these took for ever.


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    is_romanised(text)
    for word in words(text):
        assert word.unlike("كلمه") is None or word.typed
        assert isinstance(word.spelt, str)
