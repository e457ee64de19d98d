"""What answers is shown with its whole quotation, and with who said it where that is asked."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from bot.answers.answer import Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.completing import LONGEST, completed
from bot.answers.extractive import Candidate
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings

QUARRY = """Mayor Olav Brekke called it a heavy day. "We are few here. Nobody is a stranger," he said.
Geologist Tuva Lien had warned of the wall for years. "It was bound to come down," said Lien. The road stays open.
"""
WHOLE = '"We are few. Nobody is a stranger," said Brekke.'


def sentence_of(template: Candidate, sentences: list[str], number: int) -> Candidate:
    """One of the sentences that a passage is made of."""
    text, spans = " ".join(sentences), list[tuple[int, int]]()
    for each in sentences:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(each)))
    stored = template.found.stored
    passage = replace(stored.passage, text=text, start=0, sentences=tuple(spans))
    found = replace(template.found, stored=replace(stored, passage=passage))
    return replace(template, found=found, start=spans[number][0], end=spans[number][1], text=sentences[number])


def test_a_quotation_is_shown_whole(candidates: list[Candidate]) -> None:
    sentences = ["It rains.", '"We are few.', 'Nobody is a stranger," said Brekke.', "It snows."]
    shown = [completed(sentence_of(candidates[0], sentences, number), "x").text for number in range(4)]
    assert shown == ["It rains.", WHOLE, WHOLE, "It snows."]


def test_one_that_runs_on_is_left_as_it_is(candidates: list[Candidate]) -> None:
    sentences = ['"We are few.', "Nobody is a stranger here. " * (LONGEST // 20), 'So it is," said Brekke.']
    assert completed(sentence_of(candidates[0], sentences, 0), "x").text == '"We are few.'


@pytest.fixture(scope="module")
def on_the_quarry(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, qa_model: QAModel
) -> Iterator[ArticleAnswerer]:
    folder = tmp_path_factory.mktemp("quarry")
    (folder / "articles").mkdir()
    (folder / "articles" / "quarry.txt").write_text(QUARRY, "utf-8")
    settings = CorpusSettings(articles_dir=folder / "articles", data_dir=folder / "data")
    ingest(settings, lambda: embedder)
    with closing(Index(settings)) as index:
        yield ArticleAnswerer(index, embedder, qa_model=qa_model)


@pytest.mark.parametrize(
    ("question", "words", "not_words"),
    [
        ('Who said "We are few here"?', ['"We are few here. Nobody is a stranger," he said.', "Olav Brekke"], "Lien"),
        ('Who said "bound to come down"?', ['"It was bound to come down," said Lien.'], "Brekke"),
        ("What did Tuva Lien say about the wall?", ["bound to come down"], "We are few"),
    ],
)
def test_who_said_it_and_what_they_said(
    on_the_quarry: ArticleAnswerer, question: str, words: list[str], not_words: str
) -> None:
    answer = on_the_quarry.answer(Question(question))
    said = answer.statements[0].text
    assert all(each in said for each in words), said
    assert not_words not in said
