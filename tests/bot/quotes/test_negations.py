"""Words that deny."""

import pytest

from bot.quotes.negations import denies


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("not", "en"),
        ("didn't", "en"),
        ("«ikke»", "nb"),
        ("keinen", "de"),
        ("ولم", "ar"),
        ("отказался,", "ru"),
        ("pas", "fr"),
    ],
)
def test_a_word_that_denies_is_known(word: str, language: str) -> None:
    assert denies(word, language)


@pytest.mark.parametrize(
    ("word", "language"), [("note", "en"), ("nie", "en"), ("kein", "nb"), ("«", "nb"), ("notes", "xx"), ("", "en")]
)
def test_no_other_word_denies(word: str, language: str) -> None:
    assert not denies(word, language)
