"""Retrieval over the seeds with the real model: the right article comes first, whatever its language."""

import pytest

from bot.answers.retrieval import LONGEST_QUESTION, Retrieval

RAIL = {"000_d7e881397f4cd14f.txt", "001_7eb411e36d8cfbe8.txt", "002_b23275171ecaf59b.txt"}


def _sources(retrieval: Retrieval, question: str, most: int = 6) -> list[str]:
    return [hit.stored.article.source for hit in retrieval.find(retrieval.ask(question), most)]


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Who steers the new ferry?", "005_4353177beac6c6d7.txt"),
        ("كم سيارة تتسع لها العبّارة؟", "003_354987512797973b.txt"),
        ("Hvor mange kart er det i atlaset?", "008_b10702887572427a.txt"),
        ("How deep was the river at the bridge in Zarechinsk?", "009_b25df3101e6fa781.txt"),
        ("Wie viel kostete die Renovierung der Bibliothek?", "006_be7ccfe599afc73b.txt"),
        ("ما عمق النهر عند الجسر؟", "009_b25df3101e6fa781.txt"),
    ],
)
def test_the_article_in_another_language_is_among_the_first(retrieval: Retrieval, question: str, source: str) -> None:
    assert source in _sources(retrieval, question)


@pytest.mark.parametrize(
    "question",
    [
        "When was the railway between Russia and North Korea closed?",
        "Når ble jernbanen mellom Russland og Nord-Korea stengt?",
        "متى أغلقت السكة الحديدية بين روسيا وكوريا الشمالية؟",
    ],
)
def test_a_story_told_in_three_languages_is_heard_in_three(retrieval: Retrieval, question: str) -> None:
    assert set(_sources(retrieval, question, 8)) >= RAIL


def test_what_is_found_is_ordered_and_explains_itself(retrieval: Retrieval) -> None:
    found = retrieval.find(retrieval.ask("How many cars does the ferry Havsula carry?"), 8)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert max(hit.lexical for hit in found) > 0.3


def test_a_question_is_read_up_to_its_bound(retrieval: Retrieval) -> None:
    assert len(retrieval.ask("ferry " * 10_000).text) == LONGEST_QUESTION


def test_few_words_that_could_be_danish_are_norwegian_where_the_articles_are(retrieval: Retrieval) -> None:
    assert retrieval.ask("Hvor mange biler?").language == "nb"


def test_a_question_with_a_hint_of_another_nordic_language_keeps_it(retrieval: Retrieval) -> None:
    assert retrieval.ask("Hvor mange biler?", hint="da").language == "da"
