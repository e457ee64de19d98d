"""Spans with the SDK's own exporters; without its variables nothing is imported, and words of people never go out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import tracing
from ingest.errors import PackageMissing, SettingsError
from ingest.pipeline import ingest
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles

pytest.importorskip("opentelemetry.sdk", reason="the extra `otel` is not installed")

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

REPO = Path(__file__).parents[2]


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.use(provider)
    yield exporter
    tracing.use(None)
    provider.shutdown()


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("OTEL_")]:
        monkeypatch.delenv(name)
    yield
    tracing.use(None)


def parents(spans: tuple[ReadableSpan, ...]) -> dict[str, str]:
    """The name of the span above each one, by name; "" where there is none."""
    names = {it.context.span_id: it.name for it in spans}
    return {it.name: names[it.parent.span_id] if it.parent else "" for it in spans}


def test_an_ingestion_is_one_span_with_its_steps_below(exporter: InMemorySpanExporter, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(3))
    (settings.articles_dir / "empty.txt").write_bytes(b"")
    ingest(settings, WordEmbedder)
    spans = exporter.get_finished_spans()
    assert parents(spans) == {
        "ingestion": "",
        "ingestion.reading": "ingestion",
        "ingestion.embedding": "ingestion",
        "ingestion.writing": "ingestion",
    }
    whole = next(it for it in spans if it.name == "ingestion")
    assert whole.attributes == {"kilde.new": 3, "kilde.changed": 0, "kilde.removed": 0, "kilde.failed": 1}
    for it in spans:
        assert it.start_time is not None
        assert it.end_time is not None
        assert whole.start_time is not None
        assert whole.start_time <= it.start_time <= it.end_time


def test_an_error_is_named_and_what_it_says_stays_here(exporter: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="secret"), tracing.span("question"):
        raise ValueError("secret words of somebody")
    (found,) = exporter.get_finished_spans()
    assert not found.status.is_ok
    assert found.attributes == {"error.type": "ValueError"}
    assert "secret" not in found.to_json()


def python(program: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(REPO)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


NOTHING = """
import sys
from ingest.tracing import span, start_tracing
start_tracing("kilde")
with span("question") as tell:
    tell(statements=1)
sys.exit(any(name.partition(".")[0] == "opentelemetry" for name in sys.modules))
"""


@pytest.mark.parametrize(
    "variables",
    [{}, {"OTEL_TRACES_EXPORTER": "none"}, {"OTEL_TRACES_EXPORTER": "console", "OTEL_SDK_DISABLED": "true"}],
)
def test_without_its_variables_nothing_is_imported(variables: dict[str, str]) -> None:
    assert python(NOTHING, **variables).returncode == 0


def test_the_variables_of_opentelemetry_are_the_settings() -> None:
    done = python(
        "from ingest.tracing import span, start_tracing\nstart_tracing('kilde')\nwith span('question'): pass",
        OTEL_TRACES_EXPORTER="console",
        OTEL_RESOURCE_ATTRIBUTES="deployment.environment.name=test",
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["name"] == "question"
    resource = told["resource"]["attributes"]
    assert (resource["service.name"], resource["deployment.environment.name"]) == ("kilde", "test")


def test_what_cannot_be_exported_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "pigeon")
    with pytest.raises(SettingsError, match="pigeon is not installed"):
        tracing.start_tracing("kilde")
    monkeypatch.setattr(tracing, "entry_points", lambda **_: [])
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "otlp")
    with pytest.raises(PackageMissing, match=r"\[otel\]"):
        tracing.start_tracing("kilde")
