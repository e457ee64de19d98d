"""The words that commands understand: every language has them, and none means two things."""

import pytest

from bot.texts import LANGUAGES, Texts
from bot.texts.command_words import LONGEST, numbered, phrases
from bot.texts.name_folding import folded
from tests.bot.texts.test_translations import entries

KEYS = [key for key in entries("en") if key.startswith("words.")]
NUMBERED = {"words.hours": 12, "words.weekdays": 7}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_language_lacks_no_words(language: str, key: str) -> None:
    said = Texts(language).text(key).split("|")
    assert all(folded(phrase.replace("/", " ")) for phrase in said)
    assert max(len(folded(phrase).split()) for phrase in said) <= LONGEST
    if key in NUMBERED:
        assert len(said) == NUMBERED[key]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("words.am", "words.pm"),
        ("words.am", "words.night"),
        ("words.pm", "words.night"),
        ("words.noon", "words.midnight"),
        ("words.workdays", "words.weekend"),
        ("words.daily", "words.workdays"),
        ("words.hour_unit", "words.day_unit"),
        ("words.day_unit", "words.week_unit"),
        ("words.from", "words.to"),
        ("words.except", "words.and"),
        ("words.languages", "words.outlets"),
    ],
)
def test_no_phrase_means_two_things(one: str, other: str) -> None:
    assert not phrases(one) & phrases(other)


@pytest.mark.parametrize("key", NUMBERED)
def test_no_way_to_say_a_number_means_another_one_elsewhere(key: str) -> None:
    for language in LANGUAGES:
        for number, ways in enumerate(Texts(language).text(key).split("|"), 1):
            assert {numbered(key)[folded(way)] for way in ways.split("/")} == {number}, (language, ways)


def test_what_is_numbered_is_found_by_every_way_to_say_it() -> None:
    hours = numbered("words.hours")
    assert (hours["seven"], hours["sju"], hours["syv"], hours[folded("السابعة")]) == (7, 7, 7, 7)
