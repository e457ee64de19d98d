"""What is measured does the same as what it measures, and counts it."""

import pytest

from bot.answers.answer import Notice, Question
from bot.answers.progress import Doing, Stage
from bot.monitoring.prometheus import PrometheusRecorder
from bot.monitoring.recorder import SILENT
from bot.telegram.api.metrics import MeasuredAnswerer, MeasuredIngestion
from ingest import tracing
from ingest.errors import IndexLocked, UnreadableArticle
from ingest.report import IngestReport
from tests.bot.monitoring.test_prometheus import samples
from tests.bot.telegram.samples import ANSWER

REPORT = IngestReport(2, 1, 0, 3, 0, 9, (UnreadableArticle("x.txt", "it is empty"),), {}, 17, {}, 0.5)


def test_stages_are_passed_on_and_timed() -> None:
    recorder, told = PrometheusRecorder(), list[Stage]()
    searching, reading = Stage(Doing.SEARCHING, "nb"), Stage(Doing.READING, "nb", 2)

    class Answerer:
        def answer(self, question: Question, tell: object = None) -> object:
            tell(searching)  # type: ignore[operator]
            tell(reading)  # type: ignore[operator]
            return ANSWER

    answerer = MeasuredAnswerer(Answerer(), recorder)  # type: ignore[arg-type]
    assert answerer.answer(Question("Hva?"), told.append) is ANSWER
    assert told == [searching, reading]
    found = samples(recorder.exposition().decode())
    for stage in ("beginning", "searching", "reading"):
        assert found["kilde_stage_seconds_count", (("stage", stage),)] == 1
    assert found["kilde_answer_seconds_count", ()] == 1
    assert Notice.MODEL_FAILED not in ANSWER.notices


def test_ingestions_are_counted_by_what_changed() -> None:
    recorder = PrometheusRecorder()

    class Ingestion:
        failure: Exception | None = None

        def run(self, taken_out: object) -> IngestReport:
            if self.failure:
                raise self.failure
            return REPORT

    inner = Ingestion()
    ingestion = MeasuredIngestion(inner, recorder)
    assert ingestion.run(()) is REPORT
    inner.failure = IndexLocked("Another ingestion is under way.")
    with pytest.raises(IndexLocked):
        ingestion.run(())
    found = samples(recorder.exposition().decode())
    assert found["kilde_ingestions_total", (("outcome", "done"),)] == 1
    assert found["kilde_ingestions_total", (("outcome", "failed"),)] == 1
    changes = {
        name: found["kilde_ingested_articles_total", (("change", name),)] for name in ("new", "changed", "failed")
    }
    assert changes == {"new": 2, "changed": 1, "failed": 1}
    assert found["kilde_ingested_passages_total", ()] == 17


def test_a_question_is_a_span_with_a_span_for_each_stage() -> None:
    pytest.importorskip("opentelemetry.sdk", reason="the extra `otel` is not installed")
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    class Answerer:
        def answer(self, question: Question, tell: object = None) -> object:
            tell(Stage(Doing.SEARCHING, "nb"))  # type: ignore[operator]
            return ANSWER

    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.use(provider)
    try:
        MeasuredAnswerer(Answerer(), SILENT).answer(Question("Hva sa Kari?"))  # type: ignore[arg-type]
    finally:
        tracing.use(None)
    beginning, searching, question = exporter.get_finished_spans()
    assert [it.name for it in (beginning, searching, question)] == [
        "question.beginning",
        "question.searching",
        "question",
    ]
    assert beginning.parent == searching.parent == question.context
    assert question.attributes == {"kilde.outcome": "answered", "kilde.statements": len(ANSWER.statements)}
    assert "Kari" not in question.to_json() + searching.to_json()
