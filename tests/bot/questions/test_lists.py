"""Which questions want a list, in every language that is known, and how what they want is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.lists import list_of
from bot.questions.words import known

TYPED = ["list", "all", "which", "mayors", "and", "judges", "mentioned", ",", "?", "hvilke", "nevn", "اذكر", "ما هي"]


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Which boats were lost?"),
        ("en", "Which countries sent boats?"),
        ("nb", "Hvilke båter gikk tapt?"),
        ("da", "Hvilke både gik tabt?"),
        ("sv", "Vilka båtar gick förlorade?"),
        ("de", "Welche Firmen haben geboten?"),
        ("fr", "Quels bateaux ont été perdus ?"),
        ("es", "¿Qué barcos se perdieron?"),
        ("ru", "Какие лодки потеряны?"),
        ("ar", "ما هي الشركات التي فازت؟"),
    ],
)
def test_a_plural_is_asked_as_it_stands(language: str, question: str) -> None:
    wanted = list_of(question, language)
    assert wanted is not None
    assert wanted.questions == (question,)
    assert (wanted.kinds, wanted.demanded) == ((), False)


@pytest.mark.parametrize(
    ("language", "question", "asked", "kinds"),
    [
        (
            "en",
            "List all mayors and harbour masters mentioned",
            ("who are the mayors mentioned?", "who are the harbour masters mentioned?"),
            ("mayors", "harbour masters"),
        ),
        ("en", "Name all towns that sent boats", ("who are the towns that sent boats?",), ()),
        (
            "en",
            "List mayors, judges and pilots",
            ("who are the mayors?", "who are the judges?", "who are the pilots?"),
            ("mayors", "judges", "pilots"),
        ),
        ("nb", "Nevn alle ordførere", ("hvem er ordførere?",), ("ordførere",)),
        ("ar", "اذكر كل الوزراء المذكورين", ("من هم الوزراء المذكورين?",), ("الوزراء",)),
    ],
)
def test_each_kind_of_what_is_demanded_is_asked_for(
    language: str, question: str, asked: tuple[str, ...], kinds: tuple[str, ...]
) -> None:
    wanted = list_of(question, language)
    assert wanted is not None
    assert (wanted.questions, wanted.kinds, wanted.demanded) == (asked, kinds, True)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Which boat was lost?"),
        ("en", "Which is larger?"),
        ("en", "What happens next?"),
        ("en", "The list of boats"),
        ("de", "Welche Stadt?"),
        ("ar", "ما هي عاصمة فرنسا؟"),
    ],
)
def test_what_wants_one_answer(language: str, question: str) -> None:
    assert list_of(question, language) is None


@given(
    st.lists(st.sampled_from(TYPED) | st.text(max_size=6), max_size=10),
    st.sampled_from([*known("lists.toml"), "und"]),
)
def test_whatever_is_typed_is_read(words: list[str], language: str) -> None:
    wanted = list_of(" ".join(words), language)
    assert wanted is None or len(wanted.kinds) in {0, len(wanted.questions)}
