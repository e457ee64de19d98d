"""Both sides of what the seeds disagree on, in every language, and the room that an answer has for them."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.answers.answer import Answer, Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.both_sides import PASSAGES_SEARCHED, BothSides
from bot.answers.extractive import Extractor
from bot.answers.retrieval import Retrieval
from bot.facts.contradictions import ContradictionKind
from bot.quotes.citation import Citation, Statement
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings

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
    assert found.kind is ContradictionKind.DATE
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
        self.asked, self.extractor = retrieval.ask(RAILWAY), Extractor(retrieval, embedder)
        self.passages = retrieval.find(self.asked, PASSAGES_SEARCHED)
        self.candidates = self.extractor.candidates(self.asked, self.passages)

    def complete(self, answer: Answer, index: Index, kind: str = "When?", read: int = 99) -> Answer:
        """Look for the other side of a question of a kind, where only so many candidates were read."""
        asked = replace(self.asked, kind=kind)
        return BothSides(index, self.extractor).complete(answer, asked, self.candidates[:read], self.passages)

    def answer(self, *positions: int) -> Answer:
        """Answer with as many statements, each quoting the candidate at that position."""
        citations = []
        for number, position in enumerate(positions, 1):
            it = self.candidates[position]
            stored, passage = it.found.stored.article, it.found.stored.passage
            citations.append(
                Citation(
                    number=number,
                    source=stored.source,
                    content_hash=stored.content_hash,
                    start=it.start,
                    end=it.end,
                    first_line=passage.first_line,
                    last_line=passage.last_line,
                    quote=it.text,
                    language=passage.language,
                    title="",
                )
            )
        statements = tuple(Statement(f"Claim {it.number}", (it.number,)) for it in citations)
        return Answer(RAILWAY, "en", statements, tuple(citations), (), abstained=False)

    def at(self, words: str) -> int:
        return next(place for place, it in enumerate(self.candidates) if words in it.text)

    def without(self, *words: str) -> list[int]:
        return [place for place, it in enumerate(self.candidates) if not any(each in it.text for each in words)]


def test_the_vectors_are_of_unit_length(found: Found) -> None:
    vectors = found.extractor.vectors(found.candidates)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert found.extractor.vectors([]).shape == (0, vectors.shape[1])


def test_nothing_is_found_where_no_value_excludes_another(found: Found, seeds_index: Index) -> None:
    """Whatever is quoted: what is not looked at could not have been found."""
    asked, sides = replace(found.asked, kind="Who?"), BothSides(seeds_index, found.extractor)
    may = []
    for place in range(len(found.candidates)):
        for read in (2, 5, 99):
            answer, candidates = found.answer(place), found.candidates[:read]
            may.append(sides.may_find(answer, asked, candidates))
            if not may[-1]:
                assert sides.complete(answer, asked, candidates, found.passages) is answer
    assert {*may} == {True, False}
    assert sides.may_find(found.answer(0), found.asked, []), "for a time more sentences are looked for"


def test_the_side_that_is_missing_is_quoted(found: Found, seeds_index: Index) -> None:
    completed = found.complete(found.answer(found.at("February 2020")), seeds_index)
    assert [it.text[:7] for it in completed.statements] == ["Claim 1", "Forbind"]
    assert "januar 2020" in completed.citations[1].quote
    assert (completed.disagreements[0].one, completed.disagreements[0].other) == ((1,), (2,))


def test_it_is_looked_for_in_passages_that_were_not_read_too(found: Found, seeds_index: Index) -> None:
    place = found.at("February 2020")
    assert found.at("januar 2020") > place
    completed = found.complete(found.answer(place), seeds_index, read=place + 1)
    assert "januar 2020" in completed.citations[1].quote


@pytest.mark.parametrize("kind", ["How many?", "Why?"])
def test_what_was_not_asked_for_is_not_said(found: Found, seeds_index: Index, kind: str) -> None:
    answer = found.answer(found.at("February 2020"))
    assert found.complete(answer, seeds_index, kind) == answer


def test_what_is_of_neither_side_makes_room(found: Found, seeds_index: Index) -> None:
    others = found.without("2020")[:2]
    completed = found.complete(found.answer(*others, found.at("February 2020")), seeds_index)
    assert [it.text[:7] for it in completed.statements] == ["Claim 1", "Claim 3", "Forbind"]
    assert [it.number for it in completed.citations] == [1, 2, 3]
    assert [it.citations for it in completed.statements] == [(1,), (2,), (3,)]
    assert (completed.disagreements[0].one, completed.disagreements[0].other) == ((2,), (3,))


def test_both_sides_that_are_quoted_already_are_only_named(found: Found, seeds_index: Index) -> None:
    answer = found.answer(found.at("januar 2020"), found.at("February 2020"))
    completed = found.complete(answer, seeds_index)
    assert completed == replace(answer, disagreements=completed.disagreements)
    assert len(completed.disagreements) == 1


def test_without_candidates_nothing_is_said(found: Found, seeds_index: Index) -> None:
    answer = found.answer(0)
    assert found.complete(answer, seeds_index, read=0) == answer


def test_a_copy_with_another_figure_is_the_other_side(tmp_path: Path, embedder: Embedder) -> None:
    text = "The bridge over the river Lerk in Tarnholm is 312 metres long and was built by a shipyard of the town.\n"
    for name, figure in (("one.txt", "312"), ("two.txt", "347")):
        (tmp_path / "articles").mkdir(exist_ok=True)
        (tmp_path / "articles" / name).write_text(text.replace("312", figure), "utf-8")
    settings = CorpusSettings(articles_dir=tmp_path / "articles", data_dir=tmp_path / "data")
    ingest(settings, lambda: embedder)
    with closing(Index(settings)) as index:
        answer = ArticleAnswerer(index, embedder).answer(Question("How long is the bridge over the Lerk?"))
    assert {"312", "347"} == {word for it in answer.citations for word in it.quote.split() if word.isdigit()}
    assert [each.kind for each in answer.disagreements] == [ContradictionKind.NUMBER]


def test_what_is_further_from_the_question_and_of_another_file_is_no_side(
    found: Found, retrieval: Retrieval, seeds_index: Index
) -> None:
    asked = retrieval.ask("How many maps are in the atlas of Mina al-Zahr?")
    atlas = found.extractor.candidates(asked, retrieval.find(asked, 3))[0]
    dated = [found.candidates[found.at(month)] for month in ("February 2020", "januar 2020")]
    found.candidates.append(atlas)
    answer = found.answer(len(found.candidates) - 1)
    found.candidates.pop()

    def completed(likeness: float) -> Answer:
        candidates = [replace(atlas, relevance=likeness, expected=False), *dated]
        asked = replace(found.asked, kind="When?")
        return BothSides(seeds_index, found.extractor).complete(answer, asked, candidates, found.passages)

    assert completed(0.9) == answer
    assert completed(0.0).disagreements
