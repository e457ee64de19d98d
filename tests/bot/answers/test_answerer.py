"""The answerer over the seeds with the real model: what it says stands in the files, and it knows when to be silent."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, Notice, Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.retrieval import LONGEST_QUESTION
from bot.settings import Caution
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings

SEEDS = Path(__file__).parents[3] / "seeds"


def _assert_every_word_stands_in_its_file(answer: Answer) -> None:
    assert answer.abstained == (not answer.statements)
    used = {number for statement in answer.statements for number in statement.citations}
    assert used == {citation.number for citation in answer.citations}
    for citation in answer.citations:
        text = (SEEDS / citation.source).read_bytes().decode("utf-8")
        assert text[citation.start : citation.end] == citation.quote
        assert citation.quote in "\n".join(text.split("\n")[citation.first_line - 1 : citation.last_line])


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many cars does the ferry Havsula carry?", "120"),
        ("Hvor lang tid tar det å lade batteriene?", "ni minutter"),
        ("كم مخطوطا تضم المكتبة؟", "14200"),
        ("How many manuscripts does the library hold?", "14200"),
        ("Hvem er kaptein på fergen?", "Oda Lerviken"),
        ("ما عمق النهر عند جسر زاريتشينسك؟", "62"),
        ("How many hours a week may a family open the irrigation channel?", "cuatro horas"),
        ("Wann brannte die Brücke über die Velna ab?", "1811"),
        ("Hvor mange artillerikanoner har Nord-Korea?", "21,600"),
    ],
)
def test_the_first_sentences_hold_the_answer(answerer: ArticleAnswerer, question: str, words: str) -> None:
    answer = answerer.answer(Question(question))
    assert any(words in citation.quote for citation in answer.citations), [c.quote for c in answer.citations]
    _assert_every_word_stands_in_its_file(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football world cup in 2022?",
        "Hvor mye koster en billett til månen?",
        "من هو رئيس فرنسا؟",
        "What is the capital of Australia?",
        "Какая столица у Японии?",
    ],
)
def test_what_the_articles_do_not_know_is_declined_with_the_nearest_passages(
    answerer: ArticleAnswerer, question: str
) -> None:
    answer = answerer.answer(Question(question))
    assert answer.abstained
    assert not answer.citations
    assert answer.passages


def test_both_months_of_the_closing_are_shown(answerer: ArticleAnswerer) -> None:
    answer = answerer.answer(Question("When did North Korea close the railway to Russia?"))
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "February 2020" in quotes or "فبراير 2020" in quotes
    assert "januar 2020" in quotes


@pytest.mark.parametrize("text", ["", "   ", "🎉🎉", "؟!…", "\x00\x07\u202e", "-" * 10_000])
def test_nothing_asked_is_said_so(answerer: ArticleAnswerer, text: str) -> None:
    answer = answerer.answer(Question(text, hint="nb"))
    assert (answer.abstained, answer.notices[-1], answer.language) == (True, Notice.NOTHING_ASKED, "nb")


def test_a_long_question_is_shortened_and_says_so(answerer: ArticleAnswerer) -> None:
    answer = answerer.answer(Question("How many cars does the ferry Havsula carry? " * 400))
    assert Notice.SHORTENED in answer.notices
    assert len(answer.question) > LONGEST_QUESTION


def test_the_language_is_the_choice_then_the_question_then_the_hint(answerer: ArticleAnswerer) -> None:
    assert answerer.answer(Question("Where does the ferry go?", language="ar")).language == "ar"
    assert answerer.answer(Question("Hvor går fergen hen?", hint="en")).language == "nb"
    assert answerer.answer(Question("2022?", hint="ar")).language == "ar"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_a_sound_answer(answerer: ArticleAnswerer, text: str) -> None:
    answer = answerer.answer(Question(text))
    _assert_every_word_stands_in_its_file(answer)
    assert answer.seconds > 0


def test_a_file_that_changed_since_it_was_ingested_is_not_quoted(tmp_path: Path, embedder: Embedder) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    bridge, museum = articles / "bridge.txt", articles / "museum.txt"
    bridge.write_text(
        "The Lerk bridge opened on 4 May after two years of work. The Lerk bridge is 312 metres long.\n", "utf-8"
    )
    museum.write_text("The museum of clocks has lent its oldest watch to the castle of Brenn.\n", "utf-8")
    corpus = CorpusSettings(articles_dir=articles, data_dir=tmp_path / "data")
    ingest(corpus, lambda: embedder)
    index = Index(corpus)
    try:
        answerer = ArticleAnswerer(index, embedder)
        question = Question("How long is the Lerk bridge?")
        assert "312" in answerer.answer(question).citations[0].quote
        bridge.write_text("The Lerk bridge is closed.\n", "utf-8")
        assert all("312" not in citation.quote for citation in answerer.answer(question).citations)
        museum.unlink()
        bridge.unlink()
        ingest(corpus, lambda: embedder, rebuild=True)
        answer = answerer.answer(question)
        assert (answer.abstained, answer.notices) == (True, (Notice.NO_ARTICLES,))
    finally:
        index.close()


def test_caution_decides_how_sure_an_answer_must_be(seeds_index: Index, embedder: Embedder) -> None:
    """Which question is declined at which level hangs on a hair; that more caution declines more does not."""
    questions = [
        "متى أُغلقت السكة الحديدية؟",  # Norwegian and English articles tell.
        "من هو قبطان العبارة؟",  # A German one does.
        "كم عدد زوار المكتبة؟",  # The articles tell of its manuscripts only.
        "كم مخطوطًا تضم المكتبة؟",
        "How many people live on Mars?",
    ]
    declined = []
    for level in get_args(Caution):
        answerer = ArticleAnswerer(seeds_index, embedder, caution=level)
        declined.append({text for text in questions if answerer.answer(Question(text)).abstained})
    low, normal, high = declined
    assert low <= normal < high
    assert questions[4] in low
    assert questions[2] in high - normal
    assert questions[3] not in high
