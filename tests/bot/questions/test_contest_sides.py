"""Which side of a vote or a contest is asked about, and which a sentence tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.contest_sides import Side, is_opposed, other_side, part_about, side_of
from bot.questions.words import known


@pytest.mark.parametrize(
    ("language", "question", "side"),
    [
        ("en", "who voted against the quay", Side.AGAINST),
        ("nb", "Hvem stemte for ny skole?", Side.FOR),
        ("de", "Wer hat gegen den Hafen gestimmt?", None),  # Its words stand apart.
        ("de", "wer stimmte gegen den Hafen", Side.AGAINST),
        ("fr", "qui a voté contre ?", Side.AGAINST),
        ("ru", "Кто воздержался?", Side.ABSTAINED),
        ("ar", "من امتنع عن التصويت؟", Side.ABSTAINED),
        ("es", "¿Quién perdió el partido?", Side.LOST),
        ("en", "who did not win", Side.LOST),
        ("sv", "vem vann inte", Side.LOST),
        ("en", "who won", Side.WON),
        ("en", "who won and who lost", None),
        ("en", "who opened the quay", None),
        ("ja", "誰が勝った", None),
    ],
)
def test_the_side_that_is_asked_about(language: str, question: str, side: Side | None) -> None:
    assert side_of(question, language) is side


@pytest.mark.parametrize(
    ("side", "language", "sentence", "opposed"),
    [
        (Side.AGAINST, "en", "Ten members voted in favour of the quay.", True),
        (Side.AGAINST, "en", "Ten voted for the quay, four voted against.", False),
        (Side.AGAINST, "en", "The quay was built.", False),
        (Side.FOR, "fr", "Les Verts ont voté contre.", True),
        (Side.LOST, "nb", "Harvik vant kampen.", True),
        (Side.LOST, "nb", "Ti stemte for.", False),
        (Side.WON, "nb", "Lerk tapte for Harvik.", False),
    ],
)
def test_a_sentence_speaks_of_another_side(side: Side, language: str, sentence: str, opposed: bool) -> None:
    assert is_opposed(side, sentence, language) is opposed


@pytest.mark.parametrize(
    ("side", "language", "sentence", "part"),
    [
        (Side.AGAINST, "en", "Oslo voted for it; Rome and Bonn voted against.", "Rome and Bonn voted against"),
        (Side.FOR, "nb", "Høyre stemte mot, mens SV, Rødt og Ap stemte for.", "mens SV, Rødt og Ap stemte for"),
        (Side.FOR, "de", "Die CDU stimmte dagegen, während die Grünen dafür stimmten.", None),
        (Side.FOR, "en", "Rome voted for it.", None),
    ],
)
def test_the_part_of_a_sentence_about_a_side(side: Side, language: str, sentence: str, part: str | None) -> None:
    place = part_about(side, sentence, language)
    assert (sentence[slice(*place)] if place else None) == part


@pytest.mark.parametrize(
    ("language", "question", "other"),
    [
        ("en", "Who lost the cup in Lerk?", "Who won the cup in Lerk?"),
        ("en", "which bidders did not win", "which bidders won"),
        ("de", "Wer hat die Wahl verloren?", "Wer hat die Wahl gewonnen?"),
        ("ru", "кто проиграл матч", "кто выиграл матч"),
        ("en", "Who won the cup?", ""),
        ("ja", "誰が負けた", ""),
    ],
)
def test_a_question_for_the_other_side(language: str, question: str, other: str) -> None:
    assert other_side(question, language) == other


@given(st.text(max_size=60), st.sampled_from([*known("contest_sides.toml"), "und"]), st.sampled_from(Side))
def test_any_text_is_read(text: str, language: str, side: Side) -> None:
    side_of(text, language)
    other_side(text, language)
    place = part_about(side, text, language)
    assert place is None or 0 <= place[0] < place[1] <= len(text)
    assert not (is_opposed(side, text, language) and side_of(text, language) is side)
