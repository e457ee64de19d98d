"""What letters cannot tell, told by the real packaged models."""

from datetime import date

import pytest

from bot.facts.names import Wording
from bot.quotes.judging import judge_by
from bot.quotes.support import Cited, Judge, unsupported
from ingest.models.embedding import Embedder
from ingest.models.qa_model import load_qa_model

NB = Wording("Statsminister Jonas Berge sier at skattene vil falle, og at nitten kommuner får mer.", "nb")
AR = Wording("وأوضحت قائدة الشرطة إنغريد سولهايم أن أحد المفقودين عُثر عليه حيا", "ar")
EN = Wording("He denied that his party had promised a new park in return for the votes.", "en")


@pytest.fixture(scope="module")
def judge(embedder: Embedder) -> Judge:
    judge = judge_by(embedder, load_qa_model("packaged", embedder))
    assert judge is not None
    return judge


@pytest.mark.parametrize(
    ("text", "language", "quote"),
    [
        ("Prime Minister Jonas Berge said taxes will fall.", "en", NB),
        ("Taxes will fall, according to the Prime Minister, Jonas Berge.", "en", NB),
        ("19 municipalities will get more, Jonas Berge says.", "en", NB),
        ("Police Chief Ingrid Solheim said that one of the missing was found alive.", "en", AR),
        ("Tom Beckett denied that his party had promised a park for votes.", "en", EN),
    ],
)
def test_titles_and_names_that_the_article_has_are_supported(
    text: str, language: str, quote: Wording, judge: Judge
) -> None:
    cited = Cited(("A question for Tom Beckett",), frozenset({date(2026, 3, 2)}))
    assert unsupported(Wording(text, language), [quote], cited=cited, judge=judge) == ()


@pytest.mark.parametrize(
    ("text", "language", "quote", "flag"),
    [
        ("Police Chief Kari Olsen said that one of the missing was found alive.", "en", AR, "name Olsen"),
        ("Prime Minister Nils Haugen said taxes will fall.", "en", NB, "name Haugen"),
        ("The cathedral organ was repaired with pipes of tin.", "en", AR, "another matter altogether"),
        ("Taxes will fall in Sweden, says Jonas Berge.", "en", NB, "name Sweden"),
        ("His party had promised a new park in return for the votes.", "en", EN, "a denial"),
    ],
)
def test_what_is_invented_is_flagged(text: str, language: str, quote: Wording, flag: str, judge: Judge) -> None:
    assert flag in unsupported(Wording(text, language), [quote], judge=judge)


def test_a_difference_of_quoted_figures_may_be_said(judge: Judge) -> None:
    quote = Wording("Arvo bid 950 million kroner and Lysa 780 million.", "en")
    assert not unsupported(Wording("Arvo bid 170 million kroner more than Lysa.", "en"), [quote], judge=judge)
    assert unsupported(Wording("Arvo bid 180 million kroner more than Lysa.", "en"), [quote], judge=judge)


def test_another_unit_is_another_figure(judge: Judge) -> None:
    quote = Wording("De hadde kjent hverandre i to uker.", "nb")
    assert not unsupported(Wording("They had known each other for two weeks.", "en"), [quote], judge=judge)
    assert "unit of 2" in unsupported(Wording("They had known each other for two months.", "en"), [quote], judge=judge)


def test_only_the_packaged_models_judge(embedder: Embedder) -> None:
    assert judge_by(embedder, None) is None
