"""A process with everything imported, which runs each order in a child of its own, so that a test may kill it.

One order is one line of JSON on standard input; two lines answer it: the child's process id, then its exit status. An
order may name a moment at which the child shall die by its own hand: {"die": ["upsert", "before", 2]} is just
before the second call of `Store.upsert`. {"work": 10} is after ten seconds of embedding, on a clock that
only embedding moves.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import chromadb.api.rust  # noqa: F401 - what takes long to import
import numpy as np
from numpy.typing import NDArray

from ingest import batch, engine, pipeline
from ingest.errors import IndexLocked
from ingest.index import vector_sync, vectors
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.index import Index
from ingest.index.vector_store import Store
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder

MOMENTS: dict[str, tuple[type, str]] = {
    "upsert": (Store, "upsert"),
    "delete": (Store, "delete"),
    "dirty": (CatalogueWriter, "mark_dirty"),
    "switch": (CatalogueWriter, "switch"),
    "tidy": (CatalogueWriter, "tidy"),
    "forget": (CatalogueWriter, "forget"),
    "adopt": (CatalogueWriter, "adopt_store"),
    "discard": (vector_sync.VectorSync, "discard"),
    "create": (CatalogueWriter, "create"),
}


SECONDS_A_TEXT = 0.04
"""What embedding takes on the slow machine that the order "work" imitates."""


class SlowEmbedder(WordEmbedder):
    """Moves the clock of `ingest.pipeline` by what embedding would take, and ends the process after so many seconds.

    Counts the texts in a file. `monotonic` stands in for that of `time`.
    """

    def __init__(self, seconds: float, tally: Path) -> None:
        super().__init__()
        self._seconds, self._tally, self._now = seconds, tally, 0.0

    def monotonic(self) -> float:
        return self._now

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._now += len(texts) * SECONDS_A_TEXT
        with self._tally.open("a") as file:
            file.write("." * len(texts))
        if self._now >= self._seconds:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_passages(texts)


def _work(order: dict[str, Any], settings: CorpusSettings) -> int:
    batch.BATCH, engine.PORTION = 2_000, 256
    embedder = SlowEmbedder(order["work"], Path(order["tally"]))
    for module in (pipeline, engine):
        setattr(module, "time", embedder)  # noqa: B010 - mypy knows it as a module
    pipeline.ingest(settings, lambda: embedder)
    return 0


def obey(order: dict[str, Any]) -> int:
    batch.BATCH = vectors.PORTION = order.get("batch", 24)
    engine.PORTION = 8
    if "die" in order:
        _die(*order["die"])
    settings = CorpusSettings(articles_dir=Path(order["corpus"]), data_dir=Path(order["data"]))
    if "work" in order:
        return _work(order, settings)
    if order.get("read"):
        return _read(settings, order["read"])
    while True:
        try:
            pipeline.ingest(settings, WordEmbedder, rebuild=order.get("rebuild", False))
            return 0
        except IndexLocked:
            if not order.get("retry"):
                return 2


def _die(name: str, when: str, turn: int) -> None:
    kind, method = MOMENTS[name]
    whole: Callable[..., Any] = getattr(kind, method)
    calls = 0

    def deadly(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == turn and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = whole(*arguments, **named)
        if calls == turn:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(kind, method, deadly)


def _read(settings: CorpusSettings, stop: str) -> int:
    """Ask until the file `stop` appears; 0 if every article ever seen was whole and of one version."""
    embedder, index = WordEmbedder(), Index(settings)
    while not Path(stop).exists():
        index.refresh()
        for stored, _ in index.nearest(embedder.embed_queries(["ferries in the report of Bergen"])[0], 5):
            text = stored.passage.text
            passages = index.passages_of(stored.article.source)
            if passages and len(passages) != passages[0].article.passages:
                return 3
            whole = " ".join(found.passage.text for found in passages)
            if ("first" in whole and "second" in whole) or not text:
                return 4
    index.close()
    return 0


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(obey(json.loads(line)))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
