"""Figures that the quotes have, but of something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.names import Wording
from bot.quotes.figure_subjects import said_of_another


@pytest.mark.parametrize(
    ("language", "statement", "quote", "figures"),
    [
        (
            "en",
            "The mill opened in 1998 and burned down in 1974.",
            "The mill opened in 1974 and burned down in 1998.",
            {"1998", "1974"},
        ),
        (
            "en",
            "The budget fell to 4.1 million euros.",
            "The budget fell to 3.2 million euros from a record of 4.1 million.",
            {"4100000"},
        ),
        ("nb", "Skolen hadde 90 elever.", "Skolen hadde 120 elever i 1990, og i kampen sto det 90.", {"90"}),
        (
            "de",
            "Die Brücke kostet 40 Millionen Euro.",
            "Die Brücke kostet 12 Millionen Euro, die Straße 40 Millionen.",
            {"40000000"},
        ),
    ],
)
def test_a_figure_of_something_else_is_flagged(language: str, statement: str, quote: str, figures: set[str]) -> None:
    flags = said_of_another(Wording(statement, language), [Wording(quote, language)])
    assert {str(flag) for flag in flags} <= {f"what {figure} is said of" for figure in figures}
    assert flags


@pytest.mark.parametrize(
    ("language", "statement", "quote"),
    [
        ("en", "The school opened in 1974.", "The school opened in 1974 and was closed in 1998."),
        ("en", "It was closed in 1998.", "The school opened in 1974 and was closed in 1998."),
        ("en", "Vik lost 17-5 at home.", "Vik, who had 5 new players, lost 17-5 at home."),
        ("en", "The fire took 4 lives, 19 were hurt.", "Four died and 19 were hurt in the fire."),
        ("nb", "Skolen har 120 elever.", "Skolen åpnet i 1990. Den har 120 elever."),
        ("ar", "تضم المكتبة 14200 مخطوط", "تضم المكتبة 14200 مخطوط منذ عام 1990"),
    ],
)
def test_what_is_said_of_the_same_is_left_alone(language: str, statement: str, quote: str) -> None:
    assert said_of_another(Wording(statement, language), [Wording(quote, language)]) == []


def test_across_languages_nothing_is_said() -> None:
    statement = Wording("The school opened in 1998.", "en")
    assert said_of_another(statement, [Wording("Skolen åpnet i 1974 og stengte i 1998.", "nb")]) == []


@given(st.text(alphabet="ab 1234-.,%"), st.text(alphabet="ab 1234-.,%"))
def test_no_text_breaks_it_and_none_exchanges_its_own(one: str, other: str) -> None:
    said_of_another(Wording(one, "en"), [Wording(other, "en")])
