"""`python -m bot evaluate` over a small corpus with the real model, and its page."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.settings import BotSettings
from bot.terminal import evaluating
from ingest.errors import ModelUnavailable, QuestionFileError
from ingest.models.embedding import Embedder
from tests.bot.chat_server import answers, serving
from tests.ingest.tiny_reranker import make_reranker

QUESTIONS = """
{"question": "When did the bridge over the Lerk open?", "source": "bridge.txt", "words": "4 May"}
{"question": "How long is the bridge over the Lerk?", "source": "bridge.txt", "words": "999 <b>metres</b>"}
{"question": "Which planet has the most moons?", "words": null}
"""


@pytest.fixture
def report(tmp_path: Path, corpus: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The table and the page."""
    monkeypatch.setattr(evaluating, "load_embedder", lambda *_: embedder)
    file, stream = tmp_path / "questions.jsonl", io.StringIO()
    file.write_text(QUESTIONS, "utf-8")
    settings = BotSettings(data_dir=tmp_path / "data")
    evaluating.evaluate(settings, file, corpus, tmp_path / "out", stream)
    assert not (tmp_path / "data" / "index").exists()
    return stream.getvalue(), (tmp_path / "out" / "evaluation.html").read_text("utf-8")


def test_table_and_page(report: tuple[str, str]) -> None:
    table, page = report
    assert re.search(r"source among the first 1 +1\.000 .* 2$", table, re.MULTILINE)
    assert re.search(r"citations that stand in their file +1\.000 ", table)
    assert re.search(r"answer holds the words +0\.500 .* 2$", table, re.MULTILINE)
    assert re.search(r"declined rightly +1\.000 .* 1$", table, re.MULTILINE)
    wrong = table.partition("Not as expected:")[2]
    assert "How long is the bridge" in wrong
    assert "When did the bridge" not in wrong
    assert "999 &lt;b&gt;metres" in page
    assert "<b>" not in page


def test_page_stands_alone(report: tuple[str, str]) -> None:
    _, page = report
    assert not re.search(r"<script|<link|src=|url\(|https?:", page)
    charts = re.findall(r"<svg.*?</svg>", page)
    assert len(charts) == 2
    for chart in charts:
        assert len(ElementTree.fromstring(chart)) > 2


def test_a_reranker_that_cannot_be_used_is_told_and_one_that_can_is_used(
    tmp_path: Path, corpus: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluating, "load_embedder", lambda *_: embedder)
    file, stream = tmp_path / "questions.jsonl", io.StringIO()
    file.write_text(QUESTIONS, "utf-8")
    broken = BotSettings(data_dir=tmp_path / "data", reranker_model=str(tmp_path))
    with pytest.raises(ModelUnavailable, match="RERANKER_MODEL"):
        evaluating.evaluate(broken, file, corpus, tmp_path / "out", stream)
    tiny = broken.model_copy(update={"reranker_model": str(make_reranker(tmp_path / "tiny"))})
    evaluating.evaluate(tiny, file, corpus, tmp_path / "out", stream)
    assert re.search(r"citations that stand in their file +1\.000 ", stream.getvalue())


def test_with_a_model_its_statements_and_tokens_are_told(
    tmp_path: Path, corpus: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluating, "load_embedder", lambda *_: embedder)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    file, stream = tmp_path / "questions.jsonl", io.StringIO()
    file.write_text(QUESTIONS, "utf-8")
    said = {"text": "It was sold to Denmark.", "citations": [{"passage": 1, "quote": "It was sold."}]}
    with serving(answers(answered=True, statements=[said])) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        settings = BotSettings(data_dir=tmp_path / "data", llm_model="openai:scripted")
        evaluating.evaluate(settings, file, corpus, tmp_path / "out", stream)
        asked = len(server.requests)
    table = stream.getvalue()
    assert re.search(r"language model of no use +1\.000 .* 3$", table, re.MULTILINE)
    for name, figure in (("calls of the model", 1), ("tokens in", 7), ("tokens out", 5)):
        assert re.search(rf"^{name}, a question +{figure * asked / 3:.1f}$", table, re.MULTILINE)
    assert "statements supported" not in table


def test_wrong_file_is_noticed_before_any_model_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluating, "load_embedder", None)
    with pytest.raises(QuestionFileError):
        evaluating.evaluate(BotSettings(), tmp_path / "none.jsonl", None, None, io.StringIO())
