"""Measured: an answerer and an ingestion that are counted, and do what the ones inside do.

Ingestions of other processes are not seen here, but in what the index holds.
"""

from collections.abc import Collection
from time import monotonic, time_ns
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Question
from bot.answers.progress import Stage, Tell, silently
from bot.desk.publishing import Ingests
from bot.monitoring.recorder import (
    ANSWER_SECONDS,
    INGESTED_ARTICLES,
    INGESTED_PASSAGES,
    INGESTION_SECONDS,
    INGESTIONS,
    NOTICES,
    QUESTIONS,
    STAGE_SECONDS,
    Recorder,
)
from ingest.report import IngestReport
from ingest.tracing import span, stage

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

_FIRST = "beginning"
"""The stage before the answerer tells of one."""


class MeasuredAnswerer:
    """Counts what people ask."""

    def __init__(self, answerer: "Answerer", recorder: Recorder) -> None:
        self._answerer, self._recorder = answerer, recorder

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        """Answer one question, and count it."""
        with span("question") as told:
            stages = _Stages(self._recorder, tell)
            try:
                answer = self._answerer.answer(question, stages.tell)
            except Exception:
                self._recorder.count(QUESTIONS, outcome="failed")
                raise
            stages.end()
            outcome = "declined" if answer.abstained else "answered"
            told(outcome=outcome, statements=len(answer.statements))
        self._recorder.count(QUESTIONS, outcome=outcome)
        for notice in answer.notices:
            self._recorder.count(NOTICES, notice=notice.value)
        return answer


class _Stages:
    """Times the stages that are told."""

    def __init__(self, recorder: Recorder, tell: Tell) -> None:
        self._recorder, self._tell = recorder, tell
        self._name, self._began, self._at = _FIRST, monotonic(), time_ns()
        self._start = self._began

    def tell(self, stage: Stage) -> None:
        self._next(stage.doing.value)
        self._tell(stage)

    def end(self) -> None:
        self._next("")
        self._recorder.observe(ANSWER_SECONDS, self._began - self._start)

    def _next(self, name: str) -> None:
        now = monotonic()
        self._recorder.observe(STAGE_SECONDS, now - self._began, stage=self._name)
        stage(f"question.{self._name}", self._at)
        self._name, self._began, self._at = name, now, time_ns()


class MeasuredIngestion:
    """Counts what the bot ingests."""

    def __init__(self, ingestion: Ingests, recorder: Recorder) -> None:
        self._ingestion, self._recorder = ingestion, recorder

    def run(self, taken_out: Collection[str]) -> IngestReport:
        """Do it once, and count it."""
        begun = monotonic()
        try:
            report = self._ingestion.run(taken_out)
        except Exception:
            count_ingestion(None, self._recorder)
            raise
        self._recorder.observe(INGESTION_SECONDS, monotonic() - begun)
        count_ingestion(report, self._recorder)
        return report


def count_ingestion(report: IngestReport | None, recorder: Recorder) -> None:
    """Count an ingestion, and what it brought; one that failed has no report."""
    recorder.count(INGESTIONS, outcome="done" if report else "failed")
    if report is None:
        return
    changes = {"new": report.new, "changed": report.changed, "removed": report.removed}
    for change, articles in (changes | {"failed": len(report.failed)}).items():
        recorder.count(INGESTED_ARTICLES, articles, change=change)
    recorder.count(INGESTED_PASSAGES, report.passages)
