"""A question with a slip is asked as the articles write, and shown as it was understood; what is written well stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.spelling import Spelling
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel, vocabulary_of


@pytest.fixture(scope="module")
def spelling(seeds_index: Index, qa_model: QAModel) -> Spelling:
    return Spelling(seeds_index, vocabulary_of(qa_model))


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "How many cars does the Havsulla carry?", "How many cars does the Havsula carry?"),
        ("nb", "Når går fergen fra lyngsnd?", "Når går fergen fra Lyngsund?"),
        ("nb", "Hvem sto i køen i Tarnhlom?", "Hvem sto i køen i Tarnholm?"),
        ("de", "Was kostete das Kraftwerk in Graadalen?", "Was kostete das Kraftwerk in Grådalen?"),
        ("ru", "Кто капитан парома Хавсулла?", None),
        ("ar", "kam 3adad el kotob fel maktaba?", "كم عدد الكتب في المكتبة"),
    ],
)
def test_it_is_written_as_articles_write(spelling: Spelling, language: str, typed: str, meant: str | None) -> None:
    assert spelling.meant(typed, language) == meant


@pytest.mark.parametrize(
    "text",
    [
        "How many cars does the ferry Havsula carry?",
        "Who won the football world cup in 2022?",
        "What did NATO say to the UNSC?",
        "Hvor mye koster en billett til månen?",
        "Welche Fähren fahren nach Lyngsund?",
        "多少辆汽车？",
        "كم مخطوطا تضم المكتبة؟",
        "a",
        "",
    ],
)
def test_what_is_written_well_stays(spelling: Spelling, text: str) -> None:
    assert spelling.meant(text, "en") is None


def test_without_a_vocabulary_no_word_is_taken_for_a_slip(seeds_index: Index) -> None:
    assert Spelling(seeds_index).meant("Whom does the Havsulla carry?", "en") is None


def test_an_inflected_word_is_no_slip(spelling: Spelling) -> None:
    assert spelling.meant("Havsulas", "nb") is None


@given(st.text(max_size=80))
@settings(max_examples=50)
def test_any_text_is_read(spelling: Spelling, text: str) -> None:
    meant = spelling.meant(text, "en")
    assert meant is None or meant != text


def test_the_answer_says_how_the_question_was_understood(
    seeds_index: Index, embedder: Embedder, qa_model: QAModel | None
) -> None:
    answerer = ArticleAnswerer(seeds_index, embedder, qa_model=qa_model)
    for typed, meant, words in (
        ("kam 3adad ma5tutat el maktaba?", "كم عدد مخطوطات المكتبة", "14200"),
        ("hwo mnay casr does teh Havsulla carry", "hwo mnay casr does teh Havsula carry", "120"),
    ):
        answer = answerer.answer(Question(typed))
        if typed.startswith("kam"):
            assert answer.rewritten == meant
        assert any(words in citation.quote for citation in answer.citations), answer
    known = answerer.answer(Question("How many cars does the ferry Havsula carry?"))
    assert known.rewritten is None
    unknown = answerer.answer(Question("Who won the footbal world cup in Tarnhlom?"))
    assert unknown.abstained
    assert unknown.rewritten is None
