"""The door to prometheus_client: a Recorder whose figures are given in Prometheus' text form.

Its registry is its own, so that several bots in one process (tests) do not add to one another's figures.
"""

import logging
from collections.abc import Iterator, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from bot.monitoring.recorder import METRICS, Metric, MetricKind, Reading

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_CLASSES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0, 300.0, 1800.0)
"""Seconds: an answer without a language model takes a few tenths, with one some seconds, an ingestion minutes."""

logger = logging.getLogger(__name__)
disable_created_metrics()  # type: ignore[no-untyped-call]  # Else every counter comes with a second series.


class PrometheusRecorder:
    """Counts for Prometheus."""

    def __init__(self) -> None:
        self._registry, self._gauges = CollectorRegistry(), _Gauges()
        self._counters = {
            metric.name: Counter(metric.name, metric.says, metric.labels, registry=self._registry)
            for metric in METRICS
            if metric.kind is MetricKind.COUNTER
        }
        self._seconds = {
            metric.name: Histogram(metric.name, metric.says, metric.labels, registry=self._registry, buckets=_CLASSES)
            for metric in METRICS
            if metric.kind is MetricKind.SECONDS
        }
        self._registry.register(self._gauges)
        ProcessCollector(registry=self._registry)

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """Add to a counter."""
        counter = self._counters[metric.name]
        (counter.labels(**labels) if labels else counter).inc(amount)

    def observe(self, metric: Metric, seconds: float, **labels: str) -> None:
        """Note how long something took."""
        histogram = self._seconds[metric.name]
        (histogram.labels(**labels) if labels else histogram).observe(seconds)

    def read(self, metric: Metric, reading: Reading) -> None:
        """Have a gauge read there from now on."""
        self._gauges.readings[metric] = reading

    def exposition(self) -> bytes:
        """Give all figures as text."""
        return generate_latest(self._registry)


class _Gauges(Collector):
    """Reads what is read when somebody asks; one that cannot be read is left out."""

    def __init__(self) -> None:
        self.readings: dict[Metric, Reading] = {}

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for metric, reading in list(self.readings.items()):
            try:
                values: Mapping[str, float] = reading()
            except Exception:
                logger.exception("%s cannot be read.", metric.name)
                continue
            family = GaugeMetricFamily(metric.name, metric.says, labels=metric.labels)
            for label, value in values.items():
                family.add_metric([label] if metric.labels else [], value)
            yield family
