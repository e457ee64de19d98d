"""What is counted, and the Recorder that counts it: the real one is `bot.monitoring.prometheus`, SILENT keeps nothing.

Labels have few values, all known beforehand: never an id, a name or a word of somebody. Both are safe to call from
several threads, and neither ever raises for what it is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class MetricKind(Enum):
    """What a metric does over time."""

    COUNTER = "counter"
    """It grows, and begins anew with the process; its name gets `_total` behind it."""
    SECONDS = "seconds"
    """How long something took, in classes."""
    GAUGE = "gauge"
    """It is read when somebody asks."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its name, what it is in a sentence, and the names of its labels."""

    name: str
    kind: MetricKind
    says: str
    labels: tuple[str, ...] = ()


QUESTIONS = Metric("kilde_questions", MetricKind.COUNTER, "Questions of people, by what came of them.", ("outcome",))
ANSWER_SECONDS = Metric("kilde_answer_seconds", MetricKind.SECONDS, "From a question to its answer, before it is sent.")
STAGE_SECONDS = Metric("kilde_stage_seconds", MetricKind.SECONDS, "How long a stage of an answer took.", ("stage",))
NOTICES = Metric("kilde_notices", MetricKind.COUNTER, "What answers say about how they came about.", ("notice",))
DROPPED = Metric(
    "kilde_dropped_statements", MetricKind.COUNTER, "Statements that their quotes did not carry.", ("rule",)
)
MODEL_CALLS = Metric("kilde_model_calls", MetricKind.COUNTER, "Requests to the language model.")
MODEL_TOKENS = Metric("kilde_model_tokens", MetricKind.COUNTER, "Tokens of the language model.", ("direction",))
MODEL_COST = Metric(
    "kilde_model_cost", MetricKind.COUNTER, "What these cost, by the prices in the settings.", ("currency",)
)
QUEUED = Metric("kilde_queued_updates", MetricKind.GAUGE, "Updates that nobody has in hand yet.")
HELD = Metric("kilde_held_updates", MetricKind.GAUGE, "Updates that were received and are not settled.")
FLOOD_WAITS = Metric("kilde_flood_waits", MetricKind.COUNTER, "How often Telegram asked to wait.")
FLOOD_SECONDS = Metric("kilde_flood_wait_seconds", MetricKind.COUNTER, "For how long it did, all together.")
INGESTIONS = Metric("kilde_ingestions", MetricKind.COUNTER, "Ingestions by the bot itself.", ("outcome",))
INGESTED_ARTICLES = Metric(
    "kilde_ingested_articles", MetricKind.COUNTER, "Articles of these, by what changed.", ("change",)
)
INGESTED_PASSAGES = Metric("kilde_ingested_passages", MetricKind.COUNTER, "Passages of the new and changed ones.")
INGESTION_SECONDS = Metric("kilde_ingestion_seconds", MetricKind.SECONDS, "How long an ingestion by the bot took.")
INDEXED = Metric("kilde_indexed_articles", MetricKind.GAUGE, "Articles in the index, whoever brought them in.")
PENDING = Metric(
    "kilde_pending_sources", MetricKind.GAUGE, "Files in the folder that are not in the index as they are."
)
FEEDS = Metric("kilde_feeds", MetricKind.GAUGE, "Feeds, by how they are.", ("state",))
BRIEFINGS = Metric("kilde_briefings", MetricKind.COUNTER, "Briefings that were due, by what came of them.", ("state",))
ROUNDS = Metric("kilde_rounds", MetricKind.COUNTER, "How often the bot did what it does by itself.")
BACKUPS = Metric("kilde_backups", MetricKind.COUNTER, "Backups by the bot itself, by what came of them.", ("outcome",))
LAST_BACKUP = Metric(
    "kilde_last_backup_timestamp", MetricKind.GAUGE, "When the last of these was made, seconds since 1970."
)
ERRORS = Metric(
    "kilde_errors", MetricKind.COUNTER, "What failed, by where and by the name of the error.", ("where", "kind")
)
UNWELL = Metric("kilde_unwell", MetricKind.GAUGE, "1 for each sign of /health that is not well, else 0.", ("sign",))

METRICS = tuple(value for value in list(globals().values()) if isinstance(value, Metric))
"""All of them."""

Reading = Callable[[], Mapping[str, float]]
"""Gives the value of a gauge for each value of its one label; under "" where it has none. From any thread."""


class Recorder(Protocol):
    """Whatever counts."""

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """Add to a counter."""
        ...

    def observe(self, metric: Metric, seconds: float, **labels: str) -> None:
        """Note how long something took."""
        ...

    def read(self, metric: Metric, reading: Reading) -> None:
        """Have a gauge read there from now on."""
        ...


class Silent:
    """Keeps nothing."""

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """Keep nothing."""

    def observe(self, metric: Metric, seconds: float, **labels: str) -> None:
        """Keep nothing."""

    def read(self, metric: Metric, reading: Reading) -> None:
        """Keep nothing."""


SILENT = Silent()
