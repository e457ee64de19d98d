"""What a question compares, in every language that is known; and what is no comparison."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.comparisons import comparison_of
from bot.questions.words import known

TYPED = ["who", "sold", "more", "than", "or", "Lerk", "Ostby", "is", "longest", ",", "?", "hvem", "eller", "أم", "أطول"]


@pytest.mark.parametrize(
    ("language", "question", "sides", "asked"),
    [
        ("en", "Who sold more fish, Lerk or Ostby?", ("Lerk", "Ostby"), "how much Lerk sold fish?"),
        (
            "en",
            "Which cost less, the quay, the mill or the school?",
            ("the quay", "mill", "school"),
            "how much the quay cost?",
        ),
        (
            "en",
            "Is the Lerk bridge longer than the Ostby bridge?",
            ("Lerk bridge", "the Ostby bridge"),
            "how long is Lerk bridge?",
        ),
        ("en", "Did Lerk catch more cod than Ostby?", ("Lerk", "Ostby"), "how much Lerk catch cod?"),
        ("nb", "Hva er dyrest, kaia eller mølla?", ("kaia", "mølla"), "hvor mye koster kaia?"),
        ("nb", "Solgte Lerk mer enn Ostby?", ("Lerk", "Ostby"), "hvor mye Solgte Lerk?"),
        ("da", "Er Lerkbroen længere end Ostbybroen?", ("Lerkbroen", "Ostbybroen"), "hvor lang er Lerkbroen?"),
        ("sv", "Vem sålde mest, Lerk eller Ostby?", ("Lerk", "Ostby"), "hur mycket sålde Lerk?"),
        (
            "de",
            "Ist der Kai in Lerk größer als der in Ostby?",
            ("Kai in Lerk", "der in Ostby"),
            "wie groß ist Kai in Lerk?",
        ),
        ("fr", "Qui a vendu le plus, Lerk ou Ostby ?", ("Lerk", "Ostby"), "combien a vendu Lerk?"),
        ("es", "¿Quién vendió menos, Lerk o Ostby?", ("Lerk", "Ostby"), "cuánto vendió Lerk?"),
        ("ru", "Кто продал больше, Лерк или Остбю?", ("Лерк", "Остбю"), "сколько продал Лерк?"),
        ("ar", "أيهما أطول، جسر ليرك أم جسر أوستبي؟", ("جسر ليرك", "جسر أوستبي"), "كم طول جسر ليرك?"),
        ("ar", "هل جسر ليرك أطول من جسر أوستبي؟", ("جسر ليرك", "جسر أوستبي"), "كم طول جسر ليرك?"),
        ("en", "Which bridge is the longest?", (), "how long is bridge?"),
    ],
)
def test_sides_and_how_one_is_asked(language: str, question: str, sides: tuple[str, ...], asked: str) -> None:
    comparison = comparison_of(question, language)
    assert comparison is not None
    assert comparison.sides == sides
    assert comparison.question(*sides[:1]) == asked


@pytest.mark.parametrize(
    ("language", "question", "greatest"),
    [
        ("en", "Who sold fewer, Lerk or Ostby?", False),
        ("nb", "Hvem er eldst, Kari eller Ola?", True),
        ("ar", "أيهما أرخص، القطار أم الحافلة؟", False),
    ],
)
def test_which_of_them_wins(language: str, question: str, *, greatest: bool) -> None:
    comparison = comparison_of(question, language)
    assert comparison is not None
    assert comparison.greatest == greatest


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How many more people died?"),
        ("en", "Did it rain in Lerk or in Ostby?"),
        ("en", "Is the quay more than 40 years old?"),
        ("en", "What is the most important harbour?"),
        ("en", "The longest day"),
        ("nb", "Hvorfor ble det mindre fisk?"),
        ("nb", "Er det mer enn fem døde?"),
        ("ar", "كم عدد القتلى؟"),
    ],
)
def test_what_compares_nothing(language: str, question: str) -> None:
    assert comparison_of(question, language) is None


@given(
    st.lists(st.sampled_from(TYPED) | st.text(max_size=6), max_size=10),
    st.sampled_from([*known("comparisons.toml"), "und"]),
)
def test_whatever_is_typed_is_read(words: list[str], language: str) -> None:
    text = " ".join(words)
    comparison = comparison_of(text, language)
    assert comparison is None or all(side in text for side in comparison.sides)
