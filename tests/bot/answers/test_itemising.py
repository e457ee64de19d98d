"""Lists over a few articles with the real models: a line an item, nothing twice, and said that it may not be all."""

from bot.answers.answer import Notice, Question
from bot.answers.answerer import ArticleAnswerer


def test_each_item_has_its_line_and_is_cited_once(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("List all mayors mentioned"))
    named = [name for name in ("Tora Lind", "Ada Holm") for it in answer.statements if name in it.text]
    assert named == ["Tora Lind", "Ada Holm"]
    assert len(answer.statements) == len(answer.citations) == 2
    assert Notice.NOT_ALL in answer.notices
    for statement in answer.statements:
        assert any(statement.text[a:b] in {"Tora Lind", "Ada Holm", "Mayor Ada Holm"} for a, b in statement.highlights)


def test_a_question_that_one_sentence_answers_is_an_ordinary_one(several: ArticleAnswerer) -> None:
    answer = several.answer(Question("Which companies bid for the quay in Lerk?"))
    assert [citation.source for citation in answer.citations] == ["bids_en.md"]
    assert Notice.NOT_ALL not in answer.notices


def test_of_what_nothing_is_told_there_is_no_list(several: ArticleAnswerer) -> None:
    assert several.answer(Question("List all astronauts mentioned")).abstained
