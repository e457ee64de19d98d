"""`python -m bot evaluate` over a small corpus with the real model, and its page."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.settings import BotSettings
from bot.terminal import evaluating
from bot.terminal.evaluating import EvaluationOptions
from ingest.errors import LanguageModelMissing, ModelUnavailable, QuestionFileError
from ingest.models.embedding import Embedder
from tests.bot.chat_server import Handler, answers, serving
from tests.ingest.tiny_reranker import make_reranker

QUESTIONS = """
{"question": "When did the bridge over the Lerk open?", "source": "bridge.txt", "words": "4 May"}
{"question": "How long is the bridge over the Lerk?", "source": "bridge.txt", "words": "999 <b>metres</b>"}
{"question": "Which planet has the most moons?", "words": null}
"""

OPENED = "The bridge over the Lerk opened on 4 May"


@pytest.fixture
def report(tmp_path: Path, corpus: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The table and the page."""
    monkeypatch.setattr(evaluating, "load_embedder", lambda *_: embedder)
    file, stream = tmp_path / "questions.jsonl", io.StringIO()
    file.write_text(QUESTIONS, "utf-8")
    settings = BotSettings(data_dir=tmp_path / "data")
    evaluating.evaluate(settings, EvaluationOptions(file, corpus, tmp_path / "out"), stream)
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
        evaluating.evaluate(broken, EvaluationOptions(file, corpus, tmp_path / "out"), stream)
    tiny = broken.model_copy(update={"reranker_model": str(make_reranker(tmp_path / "tiny"))})
    evaluating.evaluate(tiny, EvaluationOptions(file, corpus, tmp_path / "out"), stream)
    assert re.search(r"citations that stand in their file +1\.000 ", stream.getvalue())


def talks(handler: Handler) -> None:
    """State what is true of the bridge, and something that is not; confirm it; judge the answer wrong."""
    shown = handler.server.requests[-1]["messages"][-1]["content"]
    if "Expected, one text a line:" in shown:
        return answers(reason="It is another day.", right=False)(handler)
    if "<statement " in shown:
        return answers(judgements=[{"number": 1, "lacking": "", "carried": True}])(handler)
    places = re.findall(r'<passage number="(\d+)"[^>]*>\n(.*?)\n</passage>', shown, re.DOTALL)
    number = next((int(number) for number, text in places if OPENED in text), 1)
    said = ("The bridge opened on 4 May.", "The bridge opened on 14 May 2019.", "It cost 3 on 4 May.")
    citations = [{"passage": number, "quote": OPENED}]
    return answers(statements=[{"text": text, "citations": citations} for text in said])(handler)


def evaluated(
    tmp_path: Path, corpus: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, **settings: object
) -> tuple[str, int]:
    """The table with a model that talks and judges, and how often it was asked."""
    monkeypatch.setattr(evaluating, "load_embedder", lambda *_: embedder)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    file, stream = tmp_path / "questions.jsonl", io.StringIO()
    file.write_text(QUESTIONS, "utf-8")
    with serving(talks) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        read = BotSettings.model_validate({"data_dir": tmp_path / "data", "llm_model": "openai:scripted"} | settings)
        evaluating.evaluate(read, EvaluationOptions(file, corpus, tmp_path / "out", judge=True), stream)
        return stream.getvalue(), len(server.requests)


def test_with_a_model_what_it_said_took_and_cost_is_told(
    tmp_path: Path, corpus: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, requests = evaluated(tmp_path, corpus, embedder, monkeypatch, llm_price_in="1000", llm_price_out="1000")
    assert re.search(r"statements supported +0\.333 .* 9$", table, re.MULTILINE)
    assert re.search(r"statements left out, all together +6$", table, re.MULTILINE)
    assert re.search(r"^- number +6$", table, re.MULTILINE)
    # Of the six two answer a question without an answer; of "4 May", expected by one question, one speaks.
    assert re.search(r"left out rightly, where the file tells +0\.667 .* 3$", table, re.MULTILINE)
    assert re.search(r"answer judged right by the model +0\.000 .* 2$", table, re.MULTILINE)
    judged = 2
    for name, figure in (("calls of the model", 1), ("tokens in", 7), ("tokens out", 5)):
        assert re.search(rf"^{name}, a question +{figure * (requests - judged) / 3:.1f}$", table, re.MULTILINE)
    assert re.search(rf"^cost, a question +{12 * (requests - judged) / 3 / 1000:.6f} USD$", table, re.MULTILINE)


def test_a_model_of_no_use_is_counted(
    tmp_path: Path, corpus: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.bot.terminal.test_evaluating.OPENED", "It was sold.")
    table, _ = evaluated(tmp_path, corpus, embedder, monkeypatch)
    assert re.search(r"language model of no use +1\.000 .* 3$", table, re.MULTILINE)
    assert re.search(r"statements supported", table) is None
    assert re.search(r"^- no_quote +9$", table, re.MULTILINE)
    assert "cost, a question" not in table


def test_without_a_model_nobody_judges(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(QUESTIONS, "utf-8")
    with pytest.raises(LanguageModelMissing, match="--judge needs a language model"):
        evaluating.evaluate(BotSettings(data_dir=tmp_path), EvaluationOptions(file, judge=True), io.StringIO())


def test_wrong_file_is_noticed_before_any_model_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluating, "load_embedder", None)
    with pytest.raises(QuestionFileError):
        evaluating.evaluate(BotSettings(), EvaluationOptions(tmp_path / "none.jsonl"), io.StringIO())
