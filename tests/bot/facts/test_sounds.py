"""Sounds: a name is known again in another script, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.sounds import MOST, shared, sounds


@pytest.mark.parametrize(
    "spellings",
    [
        ("Pushkin", "Пушкин", "بوشكين", "والبوشكين", "Πούσκιν"),
        ("Charles", "Чарльз", "تشارلز"),
        ("London", "Лондон", "لندن", "Λονδίνο"),
        ("1999", "١٩٩٩"),
        ("Köln", "Кёльн", "كولن"),
    ],
)
def test_a_name_sounds_the_same_in_every_script(spellings: tuple[str, ...]) -> None:
    assert len({sounds(spelling) for spelling in spellings}) == 1
    assert sounds(spellings[0])


def test_words_without_a_capital_and_short_names_say_nothing() -> None:
    assert sounds("the ferry carries two new buses, 5 of them in Rio") == frozenset()


def test_names_that_all_texts_share_do_not_count_and_rare_ones_do() -> None:
    texts = ["مدينة واشنطن وبرلين", "مدينة واشنطن", "مدينة واشنطن في عام 1999", "مدينة واشنطن"]
    berlin, none, *_ = shared("Is Berlin near Washington?", texts)
    assert berlin > none
    assert shared("who was it?", texts) == [0.0] * 4


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_a_share_from_0_to_1(question: str, texts: list[str]) -> None:
    assert all(0 <= share <= 1 for share in shared(question, texts))
    assert all(sound.isdigit() or len(sound) <= MOST for sound in sounds(question))
