"""Questions that one sentence does not answer as they are asked: the other side of a contest, a claimed number."""

from pathlib import Path

import pytest

from bot.answers.answer import Question
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from tests.bot.answers.test_understanding import answering

VOTE = """\
The council of Lerk decided on Monday about the new harbour. Eleven members voted in favour.

Kari Olsen and Per Moe voted against. The Liberals abstained.
"""
CUP = "Harvik won the cup on Sunday, beating Lerk by three goals to one in front of 900 people."


@pytest.mark.parametrize(
    ("question", "words", "bold"),
    [
        ("who voted against the new harbour in Lerk?", "Kari Olsen", True),
        ("Who lost the cup final between Harvik and Lerk?", "Harvik won", False),
    ],
)
def test_a_side_of_a_vote_or_a_contest_is_told(
    question: str, words: str, bold: bool, tmp_path: Path, embedder: Embedder, qa_model: QAModel
) -> None:
    written = {"vote.md": ("2024-05-02", "Lerkposten", "en", VOTE), "cup.md": ("2024-05-03", "Lerkposten", "en", CUP)}
    with answering(tmp_path, written, embedder, qa_model) as answerer:
        answer = answerer.answer(Question(question))
    assert words in answer.statements[0].text
    assert bool(answer.statements[0].highlights) is bold


def test_a_claimed_number_is_answered_with_the_true_one(tmp_path: Path, embedder: Embedder, qa_model: QAModel) -> None:
    text = (
        "A bus and a van collided in Lerk on Monday. Seven passengers were injured, the police said. The road was wet."
    )
    with answering(tmp_path, {"bus.md": ("2024-05-02", "Lerkposten", "en", text)}, embedder, qa_model) as answerer:
        answer = answerer.answer(Question("Is it true that nine passengers were injured in Lerk?"))
    said = answer.statements[0]
    assert [said.text[slice(*mark)].split()[0] for mark in said.highlights] == ["Seven"]
    assert answer.question == "Is it true that nine passengers were injured in Lerk?"
