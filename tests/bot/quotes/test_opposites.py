"""Statements that say the opposite of their quotes, in any languages, by the real packaged encoder."""

import tomllib
from importlib.resources import files

import pytest

from bot.facts.names import Wording
from bot.quotes.marked_words import MarkedWords, together
from bot.quotes.opposites import denied_there, opposed
from bot.quotes.support import Judge
from bot.quotes.vector_judge import judge_by
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel


@pytest.fixture(scope="module")
def judge(embedder: Embedder, qa_model: QAModel) -> Judge:
    judge = judge_by(embedder, qa_model)
    assert judge is not None
    return judge


def words(judge: Judge, statement: tuple[str, str], quote: tuple[str, str]) -> tuple[MarkedWords, MarkedWords]:
    said, shown = judge.words([Wording(*statement), Wording(*quote)])
    return said, together([shown])


NORTH = ("وصل الرماد إلى الأحياء الجنوبية من المدينة.", "ar")
SALES = ("Salget av elbiler falt kraftig i november.", "nb")
CLINIC = ("Die Klinik schließt ihre Geburtsstation im März.", "de")
SCHOOL = ("Der Rat hat den Plan für die neue Schule abgelehnt.", "de")
FINE = ("The fine is to be paid once a year.", "en")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (("Ash has reached the northern districts of the city.", "en"), NORTH),
        (("Продажи электромобилей резко выросли в ноябре.", "ru"), SALES),
        (("The clinic will open its maternity ward in March.", "en"), CLINIC),
        (("Boten skal betales en gang i måneden.", "nb"), FINE),
    ],
)
def test_an_opposite_in_the_place_of_a_word_is_seen(
    statement: tuple[str, str], quote: tuple[str, str], judge: Judge
) -> None:
    assert opposed(*words(judge, statement, quote))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (("Ash has reached the southern districts of the city.", "en"), NORTH),
        (("Fewer electric cars were sold in November.", "en"), SALES),
        (("Sales of electric cars did not rise in November.", "en"), SALES),
        (("Der Stadtrat will keine neue Schule.", "de"), SCHOOL),
        (("Boten skal betales hvert år.", "nb"), FINE),
    ],
)
def test_what_says_the_same_is_no_opposite(statement: tuple[str, str], quote: tuple[str, str], judge: Judge) -> None:
    assert opposed(*words(judge, statement, quote)) == []


@pytest.mark.slow
def test_what_a_foreign_quote_denies_is_not_to_be_said(judge: Judge) -> None:
    quote = ("Politiet har ikke funnet våpenet som ble brukt.", "nb")
    assert denied_there(*words(judge, ("The police have found the weapon that was used.", "en"), quote))
    assert denied_there(*words(judge, ("The police have not found the weapon that was used.", "en"), quote)) == []
    assert denied_there(*words(judge, ("The council has approved the plan for the new school.", "en"), SCHOOL))


def test_each_set_has_as_many_sides_in_every_language() -> None:
    content = tomllib.loads(files("bot.quotes").joinpath("opposites.toml").read_text("utf-8"))
    for concept, languages in content.items():
        assert len({len(words.split("|")) for words in languages.values()}) == 1, concept
