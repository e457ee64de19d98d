"""What a later sentence takes back, denies or counts anew of an earlier one, in whatever words."""

from datetime import date

import pytest

from bot.answers.dated_sentences import DatedSentence, dated_sentences, denies, recounts, takes_back
from tests.bot.quotes.stored import store


def told(source: str, day: int, text: str, language: str = "en") -> DatedSentence:
    stored = store(source, f"{text}\n", language)[0]
    return DatedSentence(stored, 0, len(text), date(2024, 5, day))


TWELVE = told("a.md", 2, "Twelve people were injured in Lerk, and three are missing.")


@pytest.mark.parametrize(
    ("text", "anew"),
    [
        ("Nineteen people were injured in Lerk, two of them badly.", True),
        ("Twelve people were injured in Lerk, two of them badly.", False),
        ("Nineteen people were evacuated from Lerk.", False),
        ("Nineteen boats were lost in Lerk.", False),
    ],
)
def test_the_same_is_counted_anew(text: str, anew: bool) -> None:
    assert recounts(told("b.md", 4, text), TWELVE, "Twelve people") is anew
    assert not recounts(told("b.md", 1, text), TWELVE, "Twelve people")
    assert not recounts(told("b.md", 4, text), TWELVE, "in Lerk")


def test_counts_are_compared_in_neighbouring_languages_only() -> None:
    older = told("a.md", 2, "Tolv personer er skadet.", "nb")
    assert recounts(told("b.md", 4, "Nitten personar er skadde.", "nn"), older, "Tolv personer")
    assert not recounts(told("b.md", 4, "Nineteen persons were skadet.", "en"), older, "Tolv personer")


@pytest.mark.parametrize(
    ("later", "back"),
    [
        ("The storm damaged 45 houses, not 19 as first said.", False),
        ("The storm damaged 60 houses, not 45 as first said.", True),
        ("The number of houses rose from 45 to 60.", True),
        ("The storm damaged 45 houses and took 3 boats.", False),
    ],
)
def test_a_value_is_taken_back_that_stands_with_the_words_for_it(later: str, back: bool) -> None:
    older = told("a.md", 2, "The storm damaged 45 houses, the fire service said.")
    assert takes_back(told("b.md", 4, later), older) is back


@pytest.mark.parametrize(
    ("later", "language", "denied"),
    [
        ("It began in the brakes and not in the batteries.", "en", True),
        ("Brannen startet i bremsene, ikke i batteriene.", "nb", True),
        ("Der Brand begann in den Bremsen und nicht in den Batterien.", "de", True),
        ("The batteries were not found.", "en", False),
        ("It began in the brakes and not in the engine.", "en", False),
    ],
)
def test_the_very_words_are_denied(later: str, language: str, denied: bool) -> None:
    older = told("a.md", 2, "The fire began when lithium batteries overheated.")
    assert denies(told("b.md", 4, later, language), older, "lithium batteries overheated") is denied
    assert not denies(told("b.md", 4, later, language), older, "The fire began")


@pytest.mark.parametrize(
    ("later", "language"),
    [
        ("The quay costs 710 million crowns, not 640 million as was said.", "en"),
        ("Kaia koster 710 millioner kroner, ikke 640 millioner.", "nb"),
        ("The quay costs two million crowns, not five million.", "en"),
    ],
)
def test_a_value_is_no_word_that_is_denied(later: str, language: str) -> None:
    older = told("a.md", 2, "The bridge will cost 220 million crowns.")
    assert not denies(told("b.md", 4, later, language), older, "220 million")


def test_a_correction_in_two_sentences_takes_back_what_the_first_repeats() -> None:
    older = told("a.md", 2, "The pool in Lerk will open in April, and the roof costs 3 million kroner.")
    text = "On Monday we wrote that the pool would open in April. It will open in June."
    stored = store("b.md", f"An earlier version of this note was wrong.\n{text}\n", "en")[0]
    note, wrong, right = dated_sentences(stored, date(2024, 5, 4))
    assert not takes_back(wrong, older)
    assert takes_back(right, older)
    assert not takes_back(note, older)
    assert not takes_back(right, told("c.md", 2, "The pool in Lerk has 8 lanes and opens in July."))
    assert not any(takes_back(it, older) for it in dated_sentences(stored, date(2024, 5, 1)))
