"""Places: countries are found by name, of however many words."""

import pytest

from bot.facts.places import find_places, named_in


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("Ministers of the United States and North Korea met.", "en", {"US", "KP"}),
        ("Côte d’Ivoire grows cocoa, the U.S. eats it.", "en", {"CI", "US"}),
        ("Handelen mellom Russland og Nord-Korea er i gang.", "nb", {"RU", "KP"}),
        ("بين روسيا وكوريا الشمالية", "ar", {"RU", "KP"}),
        ("L'ONU et l'UE", "fr", {"UN", "EU"}),
        ("ООН и США против КНДР", "ru", {"UN", "US", "KP"}),
        ("The united northern states of mind", "en", set()),
    ],
)
def test_a_country_is_known_by_all_words_of_its_name(text: str, language: str, codes: set[str]) -> None:
    assert set(find_places(text, language).values()) == codes


def test_a_country_is_named_in_other_languages() -> None:
    assert named_in("Egypt", "en", ["nb", "ar", "ru"]) == {"ar": "مصر", "ru": "Египет"}
    assert named_in("روسيا", "ar", ["nb", "en"]) == {"nb": "Russland", "en": "Russia"}
    assert named_in("Egypt and North Korea", "en", ["nb", "ar"]) == {
        "nb": "Egypt Nord-Korea",
        "ar": "مصر كوريا الشمالية",
    }
    assert named_in("Egypt wheat", "en", ["ar"]) == named_in("Lerk", "en", ["ar"]) == {}
