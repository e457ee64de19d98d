"""Comparisons over a few articles with the real models: the side that wins leads, values in bold, both cited."""

import pytest

from bot.answers.answer import Answer, ComparedSide, Notice, Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.presenting import compared_line
from bot.texts import Texts


def bold(answer: Answer) -> list[str]:
    """The words in bold, as they stand in the statements."""
    return [it.text[start:end] for it in answer.statements for start, end in it.highlights]


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Who bid more for the quay, Holm Bygg or Lerk Stål?", [("Lerk Stål", "310"), ("Holm Bygg", "275")]),
        ("Hvem bød minst på kaia, Lerk Stål eller Holm Bygg?", [("Holm Bygg", "275"), ("Lerk Stål", "310")]),
    ],
)
def test_both_values_are_read_of_one_sentence(
    several: ArticleAnswerer, question: str, sides: list[tuple[str, str]]
) -> None:
    answer = several.answer(Question(question))
    assert answer.compared is not None
    assert [(side.name, side.value.split()[0]) for side in answer.compared.sides] == sides
    assert [citation.source for citation in answer.citations] == ["bids_en.md"]
    assert bold(answer) == ["310 million kroner", "275 million"]


def test_units_and_languages_may_differ_and_the_winner_leads(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("Is the Ostby bridge longer than the bridge in Velling?"))
    assert [citation.source for citation in answer.citations] == ["bridge_de.md", "bridge_nb.md"]
    assert bold(answer) == ["2,1 Kilometer", "1140 meter"]
    assert answer.compared is not None
    assert answer.compared.sides[1] == ComparedSide("Ostby bridge", "1140 meter", 2)
    line = compared_line(answer, Texts("en"))
    assert line.startswith("Highest first: ")
    assert "2,1 Kilometer" in line
    assert line.index("2,1") < line.index("1140")


def test_where_all_of_a_kind_are_compared_it_is_said_that_it_may_not_be_all(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("Which was the largest bid for the quay?"))
    assert answer.compared is not None
    assert [side.value for side in answer.compared.sides] == ["310 million kroner", "275 million"]
    assert answer.notices == (Notice.NOT_ALL,)


@pytest.mark.parametrize(
    "question",
    [
        "Who bid more for the quay, Holm Bygg or Velnau Bau?",
        "Is the Ostby bridge longer than the school in Lerk?",
        "What cost more, the Ostby bridge or the town hall?",
    ],
)
def test_a_side_of_which_nothing_is_told_is_not_made_up(several: ArticleAnswerer, question: str) -> None:
    assert several.answer(Question(question)).compared is None
