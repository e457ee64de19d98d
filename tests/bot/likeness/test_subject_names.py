"""Names in a subject: which words are, and which articles of the same story have one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.names import Wording
from bot.likeness.subject_names import has_one, names_in

STORM = Wording("Storm Edda closes schools on Skarvøy\nThe storm Edda hit Skarvøy on Monday.", "en")
STURM = Wording("Sturm Edda auf Skarvøy\nDer Sturm traf die Schulen.", "de")


@pytest.mark.parametrize(
    ("subject", "language", "names"),
    [
        ("storm edda", "en", ["edda"]),
        ("stormen på skarvøy", "nb", ["skarvøy"]),
        ("the schools", "en", []),
        ("Norway", "en", []),
        ("الدنمارك", "ar", []),
        ("copenhagen", "en", []),
    ],
)
def test_a_name_is_written_with_a_capital_letter_and_never_without(
    subject: str, language: str, names: list[str]
) -> None:
    assert names_in(subject, language, [STORM]) == names


def test_capital_letters_say_nothing_in_german() -> None:
    assert names_in("schulen", "de", [STURM]) == []


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("After Edda the cables were mended.", True),
        ("Etter Eddas herjinger", True),
        ("العاصفة إدا ضربت سكارفوي يوم الاثنين", True),
        ("Ураган обрушился на Скарвёй", True),
        ("المجلس صوت ضد الكابل", False),
        ("The council said no to a cable.", False),
        ("In Skarvoy the council said no to a – cable.", True),
    ],
)
def test_an_article_has_one_of_the_names_in_its_script(text: str, has: bool) -> None:
    assert has_one(["edda"] if text.isascii() else ["skarvøy"], text) is has


def test_a_name_with_too_few_consonants_cannot_be_told_in_another_script() -> None:
    assert has_one(["oslo"], "المجلس صوت ضد الكابل")
    assert not has_one(["oslo"], "The council said no to a cable.")


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_text_is_read(subject: str, text: str) -> None:
    names = names_in(subject, "en", [Wording(text, "en")])
    assert all(has_one([name], text) for name in names)
