"""A capital may stand for its country, and the country for its capital; a place is a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.capitals import stands_for
from bot.facts.names import Wording


@pytest.mark.parametrize(
    ("name", "said", "language", "quote", "quoted_in"),
    [
        ("Moskva", "Valgkampen og Moskva samarbeidet.", "nb", "Kampanjen samarbeidet med Russland.", "nb"),
        ("Athens", "A quarrel with Athens ended.", "en", "The dispute with Greece is over.", "en"),
        ("USA", "USA mener det.", "nb", "Washington says so.", "en"),
        ("Russia", "Russia denies it.", "en", "Кремль это отрицает.", "ru"),
        ("Brussels", "Brussels wants a deal.", "en", "La Unión Europea quiere un acuerdo.", "es"),
        ("Jakarta", "Au nord-est de Jakarta.", "fr", "Na północny wschód od Dżakarty.", "pl"),
        ("Пхеньян", "Помпео собирается в Пхеньян.", "ru", "Pompeo visitará Pyongyang.", "es"),
    ],
)
def test_one_stands_for_the_other(name: str, said: str, language: str, quote: str, quoted_in: str) -> None:
    assert stands_for(name, Wording(said, language), [Wording(quote, quoted_in)])


@pytest.mark.parametrize(
    ("name", "said", "quote"),
    [
        ("London", "She arrives in London.", "Britain's Prime Minister arrives."),
        ("Sweden", "Sweden denies it.", "Washington denies it."),
        ("Vladivostok", "Vladivostok denies it.", "Russia denies it."),
        ("Olsen", "Olsen denies it.", "Russia denies it."),
    ],
)
def test_a_place_or_another_country_does_not(name: str, said: str, quote: str) -> None:
    assert not stands_for(name, Wording(said, "en"), [Wording(quote, "en")])


@given(st.text(max_size=40), st.sampled_from(["en", "ru", "ar", "xx"]))
def test_any_name_is_read(name: str, language: str) -> None:
    stands_for(name, Wording(name, language), [Wording(name, language)])
