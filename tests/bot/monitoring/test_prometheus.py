"""Figures in the form that Prometheus reads, read back by its own parser."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring.prometheus import PrometheusRecorder
from bot.monitoring.recorder import (
    ANSWER_SECONDS,
    FEEDS,
    FLOOD_WAITS,
    METRICS,
    QUESTIONS,
    QUEUED,
    SILENT,
    STAGE_SECONDS,
    MetricKind,
    Recorder,
)

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(exposition: str) -> Samples:
    """Every value, by its name and labels."""
    families = text_string_to_metric_families(exposition)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_what_is_counted_noted_and_read_comes_back() -> None:
    recorder = PrometheusRecorder()
    recorder.count(QUESTIONS, outcome="answered")
    recorder.count(QUESTIONS, 2, outcome="declined")
    recorder.count(FLOOD_WAITS)
    recorder.observe(ANSWER_SECONDS, 0.4)
    recorder.observe(STAGE_SECONDS, 0.2, stage="searching")
    recorder.read(QUEUED, lambda: {"": 7})
    recorder.read(FEEDS, lambda: {"failing": 1, "answering": 2})
    found = samples(recorder.exposition().decode())
    assert found["kilde_questions_total", (("outcome", "answered"),)] == 1
    assert found["kilde_questions_total", (("outcome", "declined"),)] == 2
    assert found["kilde_flood_waits_total", ()] == 1
    assert found["kilde_answer_seconds_bucket", (("le", "0.5"),)] == 1
    assert found["kilde_answer_seconds_bucket", (("le", "0.3"),)] == 0
    assert found["kilde_stage_seconds_count", (("stage", "searching"),)] == 1
    assert found["kilde_queued_updates", ()] == 7
    assert [name for name, _ in found if name.endswith("_created")] == []
    assert found["kilde_feeds", (("state", "failing"),)] == 1


def test_a_gauge_that_cannot_be_read_leaves_the_others(caplog: pytest.LogCaptureFixture) -> None:
    recorder = PrometheusRecorder()
    recorder.read(QUEUED, lambda: {"": 1 / 0})
    recorder.read(FEEDS, lambda: {"failing": 1})
    found = samples(recorder.exposition().decode())
    assert ("kilde_queued_updates", ()) not in found
    assert ("kilde_feeds", (("state", "failing"),)) in found
    assert "kilde_queued_updates cannot be read" in caplog.text


def test_two_bots_in_one_process_count_apart() -> None:
    one, other = PrometheusRecorder(), PrometheusRecorder()
    one.count(FLOOD_WAITS)
    assert samples(other.exposition().decode())["kilde_flood_waits_total", ()] == 0


@pytest.mark.parametrize("recorder", [PrometheusRecorder(), SILENT], ids=["prometheus", "silent"])
def test_every_metric_can_be_told(recorder: Recorder) -> None:
    for metric in METRICS:
        labels = dict.fromkeys(metric.labels, "x")
        if metric.kind is MetricKind.COUNTER:
            recorder.count(metric, 1.0, **labels)
        elif metric.kind is MetricKind.SECONDS:
            recorder.observe(metric, 1.0, **labels)
        else:
            recorder.read(metric, lambda: {"x": 1.0})


def test_names_are_as_prometheus_wants_them() -> None:
    names = [metric.name for metric in METRICS]
    assert len(set(names)) == len(names) > 20
    assert all(name.startswith("kilde_") and not name.endswith(("_total", "_count", "_sum")) for name in names)
    assert all(metric.name.endswith("_seconds") for metric in METRICS if metric.kind is MetricKind.SECONDS)
    assert all(metric.says.endswith(".") for metric in METRICS)
