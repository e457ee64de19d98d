"""What an interview asks in a heading is answered by the first sentence below it, in whatever words it is asked."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Question
from bot.answers.interviews import Interviews, heading_question, to_be_read
from bot.answers.retrieval import Retrieval
from ingest.index.catalogue import StoredPassage
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel, QAReading, SentenceReading
from tests.bot.answers.test_understanding import answering
from tests.bot.quotes.stored import store

TALK = """\
# Talk with the organ builder Petra Lindahl

Petra Lindahl has built organs in Harvik for thirty years.

**What was the hardest organ to repair?**

– The one in the harbour church. Salt had eaten its pipes.

**Warum haben Sie die Werkstatt verkauft?**

– My hands are tired, and nobody in the family wants it.
"""


def under(heading: str, text: str) -> StoredPassage:
    stored = store("talk.md", f"{text}\n", "en")[0]
    return replace(stored, passage=replace(stored.passage, heading=f"{stored.article.title} – {heading}"))


@pytest.mark.parametrize(
    ("heading", "asks"),
    [("What now?", True), ("وماذا الآن؟", True), ("« Et maintenant ? »", True), ("What now", False), ("", False)],
)
def test_a_heading_asks(heading: str, asks: bool) -> None:
    assert heading_question(under(heading, "We wait.")) == (heading if asks else "")


@given(st.text("abc ?؟-–.", max_size=12).map(str.strip), st.lists(st.floats(-9, 9), min_size=3, max_size=3))
def test_what_was_read_stands_where_the_passage_has_it(heading: str, scores: list[float]) -> None:
    stored = under(heading, "We wait. It will rain.")
    read = to_be_read(stored)
    sentences = [read.text[start:end] for start, end in read.sentences]
    assert sentences[-2:] == ["We wait.", "It will rain."]
    told = [SentenceReading(score, *place) for score, place in zip(scores, read.sentences, strict=False)]
    interviews = Interviews(lambda *_: pytest.fail("nothing is embedded where nothing asks"))
    if not heading_question(stored):
        assert interviews.behind(None, stored, QAReading(0.0, tuple(told))).sentences == tuple(told)  # type: ignore[arg-type]


def test_whoever_asks_the_same_is_answered_below_the_heading(retrieval: Retrieval) -> None:
    stored = under("How long did the journey take?", "Nine days. It rained.")
    read = to_be_read(stored)
    reading = QAReading(0.0, tuple(SentenceReading(-5.0 - n, *place) for n, place in enumerate(read.sentences)))
    interviews = Interviews(retrieval.ask)
    same = interviews.behind(retrieval.ask("how long was the journey"), stored, reading)
    other = interviews.behind(retrieval.ask("who sold the workshop"), stored, reading)
    text = stored.passage.text
    assert [text[each.start : each.end] for each in same.sentences if each] == ["Nine days.", "It rained."]
    assert [each.score > 0 for each in same.sentences if each] == [True, False]
    assert [each.score for each in other.sentences if each] == [-5.0, -7.0]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("which organ was hardest to repair", "harbour church"),
        ("Warum hat Lindahl ihre Werkstatt verkauft?", "hands are tired"),
    ],
)
def test_an_interview_is_answered_from(
    question: str, words: str, tmp_path: Path, embedder: Embedder, qa_model: QAModel
) -> None:
    written = {"talk.md": ("2024-05-02", "Harvik Avis", "en", TALK)}
    with answering(tmp_path, written, embedder, qa_model) as answerer:
        answer = answerer.answer(Question(question))
    assert words in answer.statements[0].text
