"""Spans of OpenTelemetry, where its packages are installed and its variables ask for them: the door to opentelemetry.

    start_tracing("kilde") ──OTEL_…──▶ exporter            with span("question") as told: … told(outcome="answered")

Settings are OpenTelemetry's own variables; Kilde has none. Without them nothing is imported, and a span is a block like
any other. A span holds numbers and words of Kilde's own: never an id, a name, a path or a word of somebody.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from ingest import __version__
from ingest.errors import PackageMissing, SettingsError
from ingest.installing import install_command

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

Tell = Callable[..., None]
"""Takes attributes of the span: numbers, truth values and words of Kilde's own."""

_ASKED_BY = ("OTEL_TRACES_EXPORTER", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_GROUP = "opentelemetry_traces_exporter"

log = logging.getLogger(__name__)

_tracer: "Tracer | None" = None


def _silent(**_attributes: object) -> None:
    """Tell nobody."""


_UNTRACED = nullcontext(_silent)


def start_tracing(service: str) -> None:
    """Send spans from now on, if the environment says where to.

    Args:
        service: Name of the program, unless OTEL_SERVICE_NAME says otherwise.

    Raises:
        PackageMissing: The packages that this takes are not installed.
        SettingsError: OTEL_TRACES_EXPORTER names an exporter that there is not.
    """
    if not any(os.environ.get(name) for name in _ASKED_BY) or os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return
    names = [name.strip() for name in os.environ.get("OTEL_TRACES_EXPORTER", "otlp").split(",")]
    exporters = [_exporter(name) for name in names if name not in {"", "none"}]
    if not exporters:
        return
    try:
        from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise _missing() from None

    own = {SERVICE_NAME: os.environ.get("OTEL_SERVICE_NAME", service), SERVICE_VERSION: __version__}
    provider = TracerProvider(resource=Resource.create(own))
    for exporter in exporters:
        provider.add_span_processor(BatchSpanProcessor(exporter()))
    use(provider)


def use(provider: "TracerProvider | None") -> None:
    """Make spans with this provider from now on; None for none."""
    global _tracer
    _tracer = provider.get_tracer("kilde", __version__) if provider else None


def span(name: str) -> AbstractContextManager[Tell]:
    """Give a block that becomes a span; what is told inside becomes its attributes.

    Spans of the same thread inside it become its children. An error marks it by the name of its class alone: what an
    error says may hold words of people.
    """
    return _UNTRACED if _tracer is None else _spanning(_tracer, name)


def stage(name: str, began: int) -> None:
    """Make a span of what is over now and began then (nanoseconds since 1970), below the one that is open."""
    if _tracer is not None:
        _tracer.start_span(name, start_time=began).end(time.time_ns())


@contextmanager
def _spanning(tracer: "Tracer", name: str) -> Iterator[Tell]:
    from opentelemetry.trace import StatusCode

    with tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as made:

        def tell(**attributes: str | float | bool) -> None:
            made.set_attributes({f"kilde.{key}": value for key, value in attributes.items()})

        try:
            yield tell
        except BaseException as error:
            made.set_attribute("error.type", type(error).__name__)
            made.set_status(StatusCode.ERROR)
            raise


def _exporter(name: str) -> Callable[[], "SpanExporter"]:
    """Find an exporter as OpenTelemetry's own start does: packages offer them under a name."""
    if name == "otlp":
        wanted = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL")
        name = "otlp_proto_http" if (wanted or "grpc").startswith("http") else "otlp_proto_grpc"
    offered = {point.name: point for point in entry_points(group=_GROUP)}
    if name not in offered:
        if name.startswith("otlp_proto_"):
            raise _missing()
        raise SettingsError(f"OTEL_TRACES_EXPORTER must be otlp, console or none; {name} is not installed.")
    exporter: Callable[[], SpanExporter] = offered[name].load()
    return exporter


def _missing() -> PackageMissing:
    command = install_command("otel", "opentelemetry-sdk", "opentelemetry-exporter-otlp")
    return PackageMissing(f"The variables OTEL_… ask for traces, and their packages are not installed: {command}.")
