"""Words of a subject: they stand in a text inflected and joined to others, and not in pieces of several words."""

import pytest

from bot.likeness.topics import stands, words_of
from ingest.text.terms import padded


@pytest.mark.parametrize(
    ("word", "said", "is_there"),
    [
        ("ferries", "The ferry company bought two ferries.", True),
        ("ferger", "Fergen gikk ikke.", True),
        ("tunnel", "Brannen i Sørviktunnelen", True),
        ("wolf", "Die Reederei wollte nicht, sagt Rolf.", False),
        ("wolf", "zwölf Minuten", False),
        ("wolf", "The wolf took two sheep.", True),
        ("bees", "They had been at sea for three weeks among the trees", False),
        ("пчёлами", "Пчёлы падали на лету.", True),
        ("пчёлами", "Человек за столом", False),
        ("bees", "His bees are well.", True),
    ],
)
def test_a_word_stands_in_one_word_of_a_text(word: str, said: str, is_there: bool) -> None:
    assert stands(word, padded(said)) is is_there


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Nord-Korea", ["Nord", "Korea"]),
        ("l'incendie du tunnel", ["incendie", "du", "tunnel"]),
        ("38 North", ["38", "North"]),
        ("سدّ النهر", ["سدّ", "النهر"]),
        ("X", ["X"]),
        ("!", []),
    ],
)
def test_what_is_joined_is_looked_for_by_its_parts(subject: str, words: list[str]) -> None:
    assert words_of(subject) == words
