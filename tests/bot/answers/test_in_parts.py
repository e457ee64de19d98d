"""Questions of several parts over a few articles with the real models: a line a part, and what is not told is named."""

from dataclasses import replace

from bot.answers.answer import Answer, Question, Voice
from bot.answers.answerer import ArticleAnswerer
from bot.answers.in_parts import joined
from bot.answers.presenting import untold_line
from bot.quotes.citation import Citation, Statement
from bot.texts import Texts


def sources(answer: Answer) -> list[str]:
    used = [number for statement in answer.statements for number in statement.citations]
    assert sorted(set(used)) == [citation.number for citation in answer.citations]
    return [citation.source for citation in answer.citations]


def told(question: str, quote: str, words: str, confidence: float) -> Answer:
    """A part that one sentence answers with these of its words."""
    start = quote.index(words)
    marks = ((start, start + len(words)),)
    citation = Citation(
        number=1,
        source="mill.md",
        content_hash="",
        start=0,
        end=len(quote),
        first_line=1,
        last_line=1,
        quote=quote,
        language="en",
        title="The mill",
        highlights=marks,
    )
    return Answer(question, "en", (Statement(quote, (1,), marks),), (citation,), (), False, confidence=confidence)


def test_each_part_has_its_line(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("How long is the Ostby bridge and what did Lerk Stål bid for the quay?"))
    assert sources(answer) == ["bridge_nb.md", "bids_en.md"]
    assert "1140 meter" in answer.statements[0].text
    assert "310 million" in answer.statements[1].text
    assert answer.question == "How long is the Ostby bridge and what did Lerk Stål bid for the quay?"
    assert (answer.untold, answer.follows) == ((), None)


def test_what_no_article_says_is_named(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("How long is the Ostby bridge and who is the mayor of Oslo?"))
    assert sources(answer) == ["bridge_nb.md"]
    assert answer.untold == ("who is the mayor of Oslo?",)
    assert untold_line(answer, Texts("en")).startswith("I found no answer to: ")


def test_where_no_part_is_answered_the_whole_is_declined(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("Who won the World Cup and who is the mayor of Oslo?"))
    assert answer.abstained
    assert not answer.untold


def test_a_sentence_that_answers_both_stands_once() -> None:
    quote = "The mill in Lerk burned on Monday."
    parts = [told("When?", quote, "Monday", 0.9), told("Where?", quote, "Lerk", 0.6)]
    answer = joined("When and where?", parts)
    assert answer is not None
    assert [it.highlights for it in answer.statements] == [((12, 16), (27, 33))]
    assert answer.citations[0].highlights == ((12, 16), (27, 33))
    assert (answer.confidence, answer.voice, answer.untold) == (0.6, Voice.SURE, ())


def test_the_same_words_do_not_answer_two_questions() -> None:
    quote = "The mill is worth 4 million."
    parts = [told("Who burned it?", quote, "4 million", 0.3), told("What is it worth?", quote, "4 million", 0.9)]
    answer = joined("Who burned it and what is it worth?", parts)
    assert answer is not None
    assert answer.untold == ("Who burned it?",)
    assert answer.confidence == 0.9


def test_one_doubtful_part_makes_the_whole_doubtful() -> None:
    sure = told("When?", "It burned on Monday.", "Monday", 0.9)
    doubtful = replace(told("Where?", "It stood in Lerk.", "Lerk", 0.3), voice=Voice.UNSURE)
    answer = joined("When and where?", [sure, doubtful])
    assert answer is not None
    assert answer.voice is Voice.UNSURE
    assert [citation.number for citation in answer.citations] == [1, 2]
