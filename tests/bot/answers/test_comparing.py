"""Comparisons over a few articles with the real models: the side that wins leads, values in bold, both cited."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from bot.answers.answer import Answer, ComparedSide, Notice, Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.comparing import Comparing
from bot.answers.extractive import Candidate, Extractor
from bot.answers.presenting import compared_line
from bot.answers.retrieval import AskedVector, Found, Retrieval
from bot.questions.comparisons import comparison_of
from bot.quotes.citation import Citation
from bot.texts import Texts
from ingest.models.embedding import Embedder


def bold(answer: Answer) -> list[str]:
    """The words in bold, as they stand in the statements."""
    return [it.text[start:end] for it in answer.statements for start, end in it.highlights]


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Who bid more for the quay, Holm Bygg or Lerk Stål?", [("Lerk Stål", "310"), ("Holm Bygg", "275")]),
        ("Hvem bød minst på kaia, Lerk Stål eller Holm Bygg?", [("Holm Bygg", "275"), ("Lerk Stål", "310")]),
    ],
)
def test_both_values_are_read_of_one_sentence(
    several: ArticleAnswerer, question: str, sides: list[tuple[str, str]]
) -> None:
    answer = several.answer(Question(question))
    assert answer.compared is not None
    assert [(side.name, side.value.split()[0]) for side in answer.compared.sides] == sides
    assert [citation.source for citation in answer.citations] == ["bids_en.md"]
    assert bold(answer) == ["310 million kroner", "275 million"]


def take(sentences: Sequence[Candidate]) -> Iterator[Citation]:
    for it in sentences:
        yield Citation(
            source=it.sentence.source,
            content_hash="0" * 64,
            start=it.start,
            end=it.end,
            first_line=1,
            last_line=1,
            quote=it.text,
            language="en",
            title="",
        )


def test_a_sentence_that_names_the_side_goes_before_one_under_a_title_that_does(
    retrieval: Retrieval, candidates: list[Candidate], embedder: Embedder
) -> None:
    def said(text: str, words: str, score: float, start: int) -> Candidate:
        stored = candidates[0].found.stored
        passage = replace(stored.passage, text=text, language="en", heading="")
        article = replace(stored.article, title="Ida Moe beats Ole Vik")
        found = replace(candidates[0].found, stored=replace(stored, passage=passage, article=article))
        place = (start + text.index(words), start + text.index(words) + len(words))
        return replace(
            candidates[0], found=found, text=text, start=start, end=start + len(text), answer=place, score=score
        )

    def read(asked: AskedVector, found: Sequence[Found]) -> list[Candidate]:
        words = "793" if "Ole Vik" in asked.text else "812"
        named = said("Ida Moe got 812 votes, Ole Vik 793.", words, 0.2, 100)
        return [said("Turnout was 57 per cent.", "57", 0.5, 0), named]

    question = "Did Ole Vik get fewer votes than Ida Moe?"
    comparison = comparison_of(question, "en")
    assert comparison is not None
    comparing = Comparing(retrieval, Extractor(retrieval, embedder), read, take, "normal")
    answer = comparing.answer(Question(question), comparison, "en")
    assert answer is not None
    assert answer.compared is not None
    assert [side.value for side in answer.compared.sides] == ["793", "812 votes"]


def test_a_side_named_in_arabic_is_heard_in_a_sentence_in_latin_letters(
    retrieval: Retrieval, candidates: list[Candidate], embedder: Embedder
) -> None:
    def said(text: str, words: str, score: float, start: int) -> Candidate:
        stored = candidates[0].found.stored
        found = replace(
            candidates[0].found, stored=replace(stored, passage=replace(stored.passage, text=text, language="en"))
        )
        place = (start + text.index(words), start + text.index(words) + len(words))
        return replace(
            candidates[0], found=found, text=text, start=start, end=start + len(text), answer=place, score=score
        )

    velling = said("The bridge in Velling is 800 metres long.", "800 metres", 0.5, 0)
    holmestad = said("The one in Holmestad measures 950 metres.", "950 metres", 0.2, 100)

    question = "أيهما أطول جسر فيلينغ أم جسر هولمستاد؟"
    comparison = comparison_of(question, "ar")
    assert comparison is not None
    comparing = Comparing(
        retrieval, Extractor(retrieval, embedder), lambda asked, found: [velling, holmestad], take, "normal"
    )
    answer = comparing.answer(Question(question), comparison, "ar")
    assert answer is not None
    assert answer.compared is not None
    assert [(side.name, side.value) for side in answer.compared.sides] == [
        ("جسر هولمستاد", "950 metres"),
        ("جسر فيلينغ", "800 metres"),
    ]


def test_units_and_languages_may_differ_and_the_winner_leads(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("Is the Ostby bridge longer than the bridge in Velling?"))
    assert [citation.source for citation in answer.citations] == ["bridge_de.md", "bridge_nb.md"]
    assert bold(answer) == ["2,1 Kilometer", "1140 meter"]
    assert answer.compared is not None
    assert answer.compared.sides[1] == ComparedSide("Ostby bridge", "1140 meter", 2)
    line = compared_line(answer, Texts("en"))
    assert line.startswith("Highest first: ")
    assert "2,1 Kilometer" in line
    assert line.index("2,1") < line.index("1140")


def test_where_all_of_a_kind_are_compared_it_is_said_that_it_may_not_be_all(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("Which was the largest bid for the quay?"))
    assert answer.compared is not None
    assert [side.value for side in answer.compared.sides] == ["310 million kroner", "275 million"]
    assert answer.notices == (Notice.NOT_ALL,)


@pytest.mark.parametrize(
    "question",
    [
        "Who bid more for the quay, Holm Bygg or Velnau Bau?",
        "Is the Ostby bridge longer than the school in Lerk?",
        "What cost more, the Ostby bridge or the town hall?",
    ],
)
def test_a_side_of_which_nothing_is_told_is_not_made_up(several: ArticleAnswerer, question: str) -> None:
    assert several.answer(Question(question)).compared is None
