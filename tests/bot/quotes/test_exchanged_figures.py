"""Statements that give figures to one another's things, in the same and in other languages, by the real encoder."""

import pytest

from bot.facts.names import Wording
from bot.quotes.exchanged_figures import figures_exchanged_by_meaning
from bot.quotes.flags import Flag
from bot.quotes.marked_words import together
from bot.quotes.support import Judge
from bot.quotes.vector_judge import judge_by
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel

pytestmark = pytest.mark.slow  # It loads the models, which `make quick` does without.

BIRTHS = ("Im vergangenen Jahr kamen dort 310 Kinder zur Welt, fünf Jahre zuvor waren es noch 540.", "de")
SNOW = ("On Tuesday 40 centimetres of snow fell in Lerk, on Wednesday 12.", "en")
SENATE = ("Il y a 51 républicains et 49 démocrates au Sénat.", "fr")


@pytest.fixture(scope="module")
def judge(embedder: Embedder, qa_model: QAModel) -> Judge:
    judge = judge_by(embedder, qa_model)
    assert judge is not None
    return judge


def flags(judge: Judge, statement: tuple[str, str], quote: tuple[str, str]) -> list[Flag]:
    said, shown = judge.words([Wording(*statement), Wording(*quote)])
    return figures_exchanged_by_meaning(said, together([shown]))


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (("Last year 540 children were born there, five years before 310.", "en"), BIRTHS),
        (("В прошлом году там родилось 540 детей, а пятью годами ранее — 310.", "ru"), BIRTHS),
        (("I Lerk falt det 12 centimeter snø på tirsdag og 40 på onsdag.", "nb"), SNOW),
    ],
)
def test_exchanged_figures_are_seen(statement: tuple[str, str], quote: tuple[str, str], judge: Judge) -> None:
    assert flags(judge, statement, quote)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (("Last year 310 children were born there, five years before 540.", "en"), BIRTHS),
        (("Five years before it was 540 children, last year 310.", "en"), BIRTHS),
        (("I Senatet sitter 49 demokrater og 51 republikanere.", "nb"), SENATE),
        (("There are 51 Republicans in the Senate.", "en"), SENATE),
    ],
)
def test_figures_in_another_order_are_not_exchanged(
    statement: tuple[str, str], quote: tuple[str, str], judge: Judge
) -> None:
    assert flags(judge, statement, quote) == []
