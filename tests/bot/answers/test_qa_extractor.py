"""Reading over the seeds, with the real model: what is read, what comes out, and in which order."""

from dataclasses import replace

import pytest

from bot.answers.extractive import Extractor
from bot.answers.qa_extractor import (
    COMPARED,
    OWN_LANGUAGE,
    PASSAGES_READ,
    UNANSWERING,
    QAExtractor,
    answering,
    by_reading,
    compared,
    to_read,
)
from bot.answers.retrieval import Retrieval
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel, SentenceReading


@pytest.fixture(scope="module")
def reader(seeds_index: Index, retrieval: Retrieval, embedder: Embedder, qa_model: QAModel) -> QAExtractor:
    return QAExtractor(retrieval, qa_model, Extractor(retrieval, embedder).likeness, seeds_index.article_text)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Hvor mange manuskripter har biblioteket?", "14200"),
        ("Hvem er kaptein på fergen?", "Oda Lerviken"),
        ("Wie voll ist der Stausee noch?", "41 Prozent"),
        ("¿Cuántos mapas hay en el atlas?", "46"),
    ],
)
def test_the_likeliest_sentence_holds_the_answer(
    reader: QAExtractor, retrieval: Retrieval, question: str, words: str
) -> None:
    asked = retrieval.ask(question)
    best = reader.candidates(asked, retrieval.find(asked, 24))[0]
    assert best.answer is not None
    assert best.start <= best.answer[0] < best.answer[1] <= best.end
    assert words in best.text[best.answer[0] - best.start : best.answer[1] - best.start]


def test_every_sentence_of_the_passages_comes_once_the_likeliest_first(
    reader: QAExtractor, retrieval: Retrieval
) -> None:
    asked = retrieval.ask("Who is the captain of the ferry?")
    found = retrieval.find(asked, 24)
    candidates = reader.candidates(asked, found)
    read = to_read(found, "en")
    assert len(candidates) == sum(len(hit.stored.passage.sentences) for hit in read)
    assert [each.score for each in candidates] == sorted((each.score for each in candidates), reverse=True)
    assert all(0 <= each.score <= 1 for each in candidates)


@pytest.mark.parametrize("language", ["en", "ar", "nb", "fi"])
def test_ones_own_language_is_read_too(retrieval: Retrieval, language: str) -> None:
    found = retrieval.find(retrieval.ask("How many barrels of oil?"), 24)
    read = to_read(found, language)
    own = [hit for hit in found if hit.stored.passage.language == language]
    assert len(read) == min(PASSAGES_READ, len(found))
    assert sum(hit in read for hit in own) >= min(OWN_LANGUAGE, len(own))
    assert read == [hit for hit in found if hit in read]


def test_a_neighbour_of_ones_own_language_is_no_foreign_one(reader: QAExtractor, retrieval: Retrieval) -> None:
    asked = replace(retrieval.ask("Hvor lang tid tar det å lade batteriene?"), language="nn")
    known = reader.known(asked, retrieval.find(asked, 24))
    liked = {each.found.stored.passage.language for each, of in known if of.own_likeness is not None}
    assert "nb" in {each.found.stored.passage.language for each, _ in known}
    assert "nb" not in liked
    assert liked


def test_passages_are_ordered_by_their_best_sentence(reader: QAExtractor, retrieval: Retrieval) -> None:
    asked = retrieval.ask("When was the oldest manuscript written?")
    found = retrieval.find(asked, 24)
    candidates = reader.candidates(asked, found)
    ordered = by_reading(found, candidates)
    assert {hit.stored.id for hit in ordered} == {hit.stored.id for hit in found}
    assert ordered[0].stored.id == candidates[0].found.stored.id
    scores = [hit.score for hit in ordered[:PASSAGES_READ]]
    assert scores == sorted(scores, reverse=True)


def test_what_is_compared_comes_from_different_articles(reader: QAExtractor, retrieval: Retrieval) -> None:
    asked = retrieval.ask("How many cars does the ferry carry?")
    candidates = reader.candidates(asked, retrieval.find(asked, 24))
    near = compared(candidates[:1], candidates)
    sources = [each.found.stored.article.source for each in near]
    assert near[0] == candidates[0]
    assert len(near) <= COMPARED
    assert len(set(sources)) == len(sources)


@pytest.mark.parametrize(
    ("texts", "scores", "told"),
    [
        (["How was it parted?", "With steam.", "It took long."], [5.0, 1.0, 2.0], [UNANSWERING, 5.0, 2.0]),
        (["هل يستطيع الزائر ذلك؟", "نعم."], [1.0, 3.0], [UNANSWERING, 3.0]),
        (["“为什么？”", "因为下雨。"], [2.0, -4.0], [UNANSWERING, 2.0]),
        (["It rained.", "Why?"], [1.0, 2.0], [1.0, UNANSWERING]),
        (["“Why now?” she asked.", "It rained."], [2.0, 1.0], [2.0, 1.0]),
    ],
)
def test_a_question_in_an_article_is_answered_by_the_sentence_behind_it(
    texts: list[str], scores: list[float], told: list[float]
) -> None:
    read = [SentenceReading(score, 0, 2) for score in scores]
    assert [each and each.score for each in answering(texts, read)] == told
    assert answering(texts, [None] * len(texts)) == [None] * len(texts)


def test_what_a_correction_repeats_is_answered_by_the_sentence_behind_it() -> None:
    read = [SentenceReading(score, 0, 2) for score in (4.0, 1.0, 2.0)]
    told = answering(["We wrote that it costs 3 million.", "It costs 4.", "It is red."], read, [True, False, False])
    assert [each and each.score for each in told] == [UNANSWERING, 4.0, 2.0]
