"""Both sides of what the seeds disagree on, in every language, and the room that an answer has for them."""

from dataclasses import replace

import numpy as np
import pytest

from bot.answers.answer import Answer, Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.disagreeing import with_both_sides
from bot.answers.expectation import Expectation
from bot.answers.extractive import Extractor
from bot.answers.retrieval import Retrieval
from bot.quotes.citation import Citation, Statement
from bot.quotes.disagreement import Kind
from ingest.embedding import Embedder
from ingest.index import Index

RAILWAY = "When was the railway link between Russia and North Korea closed?"
JANUARY, FEBRUARY = ("januar 2020",), ("February 2020", "فبراير 2020")


@pytest.mark.parametrize(
    "question",
    [
        RAILWAY,
        "Når ble jernbaneforbindelsen mellom Russland og Nord-Korea stengt?",
        "متى تم إغلاق خط السكك الحديدية بين روسيا وكوريا الشمالية؟",
    ],
)
def test_the_railway_was_closed_in_two_months(answerer: ArticleAnswerer, question: str) -> None:
    answer = answerer.answer(Question(question))
    (found,) = answer.disagreements
    assert found.kind is Kind.DATE
    sides = ["".join(answer.citations[number - 1].quote for number in side) for side in (found.one, found.other)]
    assert any(month in "".join(sides) for month in JANUARY)
    assert any(month in "".join(sides) for month in FEBRUARY)
    assert {*found.one, *found.other} <= {number for it in answer.statements for number in it.citations}
    assert len(answer.statements) <= 3


@pytest.mark.parametrize(
    "question",
    [
        "How many barrels did Russia send?",
        "كم مخطوطا تضم المكتبة؟",
        "When was the library flooded?",
        "Hvor lang tid tar overfarten?",
        "How deep is the Velna at the bridge?",
    ],
)
def test_where_the_articles_agree_nothing_is_said(answerer: ArticleAnswerer, question: str) -> None:
    answer = answerer.answer(Question(question))
    assert not answer.abstained
    assert answer.disagreements == ()


@pytest.fixture(scope="module")
def found(retrieval: Retrieval, embedder: Embedder) -> "Found":
    return Found(retrieval, embedder)


class Found:
    """The candidates for the railway question, and answers that quote one of them."""

    def __init__(self, retrieval: Retrieval, embedder: Embedder) -> None:
        asked = retrieval.ask(RAILWAY)
        extractor = Extractor(retrieval, embedder)
        self.candidates = extractor.candidates(asked, retrieval.find(asked, 8))
        self.vectors = extractor.vectors(self.candidates)

    def answer(self, *positions: int) -> Answer:
        """Answer with as many statements, each quoting the candidate at that position."""
        citations = []
        for number, position in enumerate(positions, 1):
            it = self.candidates[position]
            stored, passage = it.found.stored.article, it.found.stored.passage
            place = (it.start, it.end, passage.first_line, passage.last_line, it.text, passage.language, "")
            citations.append(Citation(number, stored.source, stored.content_hash, *place))
        statements = tuple(Statement(f"Claim {it.number}", (it.number,)) for it in citations)
        return Answer(RAILWAY, "en", statements, tuple(citations), (), abstained=False)

    def at(self, words: str) -> int:
        return next(place for place, it in enumerate(self.candidates) if words in it.text)

    def without(self, *words: str) -> list[int]:
        return [place for place, it in enumerate(self.candidates) if not any(each in it.text for each in words)]


def test_the_vectors_are_of_unit_length(found: Found) -> None:
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("expected", [Expectation.TIME, Expectation.ANY])
def test_the_side_that_is_missing_is_quoted(found: Found, seeds_index: Index, expected: Expectation) -> None:
    answer = found.answer(found.at("February 2020"))
    completed = with_both_sides(answer, found.candidates, found.vectors, expected, seeds_index)
    if expected is Expectation.ANY:
        assert completed == answer  # nobody asked for a date, and the sentences are not alike in all the rest
        return
    assert [it.text[:7] for it in completed.statements] == ["Claim 1", "Forbind"]
    assert "januar 2020" in completed.citations[1].quote
    assert (completed.disagreements[0].one, completed.disagreements[0].other) == ((1,), (2,))


def test_what_is_of_neither_side_makes_room(found: Found, seeds_index: Index) -> None:
    others = found.without("2020")[:2]
    answer = found.answer(*others, found.at("February 2020"))
    completed = with_both_sides(answer, found.candidates, found.vectors, Expectation.TIME, seeds_index)
    assert [it.text[:7] for it in completed.statements] == ["Claim 1", "Claim 3", "Forbind"]
    assert [it.number for it in completed.citations] == [1, 2, 3]
    assert [it.citations for it in completed.statements] == [(1,), (2,), (3,)]
    assert (completed.disagreements[0].one, completed.disagreements[0].other) == ((2,), (3,))


def test_both_sides_that_are_quoted_already_are_only_named(found: Found, seeds_index: Index) -> None:
    answer = found.answer(found.at("januar 2020"), found.at("February 2020"))
    completed = with_both_sides(answer, found.candidates, found.vectors, Expectation.TIME, seeds_index)
    assert completed == replace(answer, disagreements=completed.disagreements)
    assert len(completed.disagreements) == 1


def test_another_kind_than_was_asked_for_is_not_said(found: Found, seeds_index: Index) -> None:
    answer = found.answer(found.at("February 2020"))
    assert with_both_sides(answer, found.candidates, found.vectors, Expectation.NUMBER, seeds_index) == answer


def test_without_candidates_nothing_is_said(found: Found, seeds_index: Index) -> None:
    answer = found.answer(0)
    assert with_both_sides(answer, [], np.empty((0, 384), np.float32), Expectation.TIME, seeds_index) == answer
