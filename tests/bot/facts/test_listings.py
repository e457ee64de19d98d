"""How many names a text lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.listings import listed


@pytest.mark.parametrize(
    ("text", "language", "lengths"),
    [
        ("The ferry calls at Lerk, Moss Point, Ostby and Vik every day.", "en", {4}),
        ("It calls at Lerk, Ostby, and Vik.", "en", {3}),
        ("De ble møtt av ordfører Kari Lind og Ola Moe.", "nb", {2}),
        ("Beteiligt sind Lerk, Ostby und Vik.", "de", {3}),
        ("Участвуют Лерк, Остбю и Вик.", "ru", {3}),
        ("شاركت مصر، والأردن، والعراق في الاجتماع", "ar", {3}),
        ("东京、大阪和名古屋", "zh", {3}),
        ("The ferry and the bus were late.", "en", set()),
        ("Lerk voted. And Ostby did not.", "en", set()),
        ("وزير النقل والبنية", "ar", set()),
        ("Lerk, Ostby and Vik.", "xx", set()),
    ],
)
def test_names_that_are_listed_are_counted(text: str, language: str, lengths: set[int]) -> None:
    assert listed(text, language) == lengths


@given(st.text(alphabet="A, band.و،和"), st.sampled_from(["en", "ar", "zh", "und"]))
def test_no_text_breaks_it(text: str, language: str) -> None:
    assert all(length > 1 for length in listed(text, language))
