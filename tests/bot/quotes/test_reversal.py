"""Statements that turn their quote round with nearly the same words, and those that only shorten or reword it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quotes.flags import Flag, Rule
from bot.quotes.reversal import turned_round


@pytest.mark.parametrize(
    ("language", "statement", "quote", "found"),
    [
        ("en", "The town closed the school.", "The town decided on Monday not to close the school.", "a denial"),
        ("en", "Holm did not sell the harbour.", "Holm sold the harbour to a bank.", "a denial"),
        ("en", "Norgrid sold the harbour.", "Norgrid denies that it sold the harbour.", "a denial"),
        ("nb", "Kommunen stenger skolen i Lerk.", "Kommunen stenger ikke skolen i Lerk.", "a denial"),
        ("ar", "وافق المجلس على بناء الجسر", "لم يوافق المجلس على بناء الجسر", "a denial"),
        ("de", "Der Rat schließt die Schule.", "Der Rat schließt die Schule nicht.", "a denial"),
        ("ru", "Совет закрыл школу.", "Совет не закрыл школу.", "a denial"),
        ("en", "Arvo bid 40 million and Lysa 70 million.", "Lysa bid 40 million and Arvo 70.", "who has which figure"),
        ("en", "Lerk beat Ostby in the final.", "In the final Ostby beat Lerk.", "who did it to whom"),
    ],
)
def test_what_is_turned_round_is_seen(language: str, statement: str, quote: str, found: str) -> None:
    assert Flag(Rule.TURNED_ROUND, found) in turned_round(statement, quote, language)


@pytest.mark.parametrize(
    ("language", "statement", "quote"),
    [
        ("en", "Four people died in the fire.", "Four people died in the fire, not five as police first said."),
        ("en", "The town will not close the school.", "The town decided on Monday not to close the school."),
        ("en", "Lerk was beaten by Ostby in the final.", "In the final Ostby beat Lerk."),
        ("en", "Lysa bid 40 million and Arvo 70 million.", "Lysa bid 40 million and Arvo 70."),
        ("en", "The ferry is late.", "No ticket is needed on Sundays."),
        ("nb", "Kommunen sa nei.", "Kommunen avviste planen."),
        ("xx", "Nobody came.", "Nobody came."),
        ("en", "", ""),
    ],
)
def test_what_shortens_or_rewords_is_left_alone(language: str, statement: str, quote: str) -> None:
    assert turned_round(statement, quote, language) == ()


@given(st.text(), st.sampled_from(["en", "ar", "nb", "de", "und"]))
def test_no_text_turns_itself_round(text: str, language: str) -> None:
    assert turned_round(text, text, language) == ()
