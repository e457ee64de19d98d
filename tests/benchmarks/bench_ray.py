"""Ingestion by Ray's workers beside that in one process: seconds, and what an article costs where.

    python -m tests.benchmarks.bench_ray --corpus DIR [--workers N …] [--threads N]

Each run fills an empty index in a process of its own, with the packaged model. Processor time is given by who used it:
`reading` (the processes that read files), `embedding` (workers, or this process while it embeds), `writing` (this
process while it writes the index), `other` (the rest of this process: starting, loading a model, handing out work) and
`ray` (Ray's own processes). The last figure is a hash of all vectors, to the last bit. Linux; needs the extra `ray`.
"""

import argparse
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from ingest.engine import Engine, LocalEngine
from ingest.index import editions
from ingest.index.schema import FILE
from ingest.index.vector_sync import VectorSync
from ingest.models.embedding import load_embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings

REPO = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


def descendants() -> Iterator[tuple[str, float]]:
    """Command line and processor seconds of every process that this one has started, directly or not."""
    found: dict[int, tuple[int, float]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            found[int(stat.parent.name)] = (int(fields[1]), sum(map(int, fields[11:13])) / TICKS)
    for number, (parent, seconds) in found.items():
        while parent in found and parent != os.getpid():
            parent = found[parent][0]
        if parent == os.getpid():
            with contextlib.suppress(OSError):
                yield Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(), seconds


def kind(command: str) -> str:
    """Who a process is."""
    if "ingest.reader_worker" in command:
        return "reading"
    return "embedding" if command.startswith(("ray::embed", "ray::read", "ray::IDLE")) else "ray"


class Stopwatch:
    """Processor time of this process within calls of a function."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*arguments: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return work(*arguments, **named)
            finally:
                self.seconds += time.process_time() - began

        return measured


def measure(corpus: Path, data: Path, workers: int) -> dict[str, Any]:
    """Ingest once; 0 workers is this process alone."""
    import ingest.engine

    settings = CorpusSettings(articles_dir=corpus, data_dir=data)
    writing, embedding = Stopwatch(), Stopwatch()
    setattr(VectorSync, "switch", writing.timed(VectorSync.switch))  # noqa: B010 - mypy knows it as a method
    if not workers:
        setattr(ingest.engine, "embed_batches", embedding.timed(ingest.engine.embed_batches))  # noqa: B010
    began = time.perf_counter()
    with _engine(settings, workers) as engine:
        report = run(settings, engine)
        wall, processor = time.perf_counter() - began, time.process_time()
        spent = {"reading": 0.0, "embedding": embedding.seconds, "ray": 0.0}
        for command, seconds in descendants():
            spent[kind(command)] += seconds
    spent |= {"writing": writing.seconds, "other": processor - writing.seconds - embedding.seconds}
    each = {name: round(1_000 * seconds / report.new, 2) for name, seconds in spent.items()}
    figures: dict[str, Any] = {
        "workers": workers,
        "articles": report.new,
        "passages": report.passages,
        "seconds": round(wall, 1),
    }
    rounded = {name: round(value, 1) for name, value in spent.items()}
    return figures | {"processor": rounded, "processor_ms_an_article": each, "vectors": _hash(settings)}


def run(settings: CorpusSettings, engine: Engine) -> Any:
    return ingest(settings, partial(load_embedder, settings.embedding_model, settings.data_dir), engine=engine)


def _engine(settings: CorpusSettings, workers: int) -> contextlib.AbstractContextManager[Engine]:
    if not workers:
        return contextlib.nullcontext(LocalEngine())
    from ingest.ray_engine import RayEngine

    return RayEngine(settings, workers)


def _hash(settings: CorpusSettings) -> str:
    """A hash of all vectors, to the last bit."""
    edition = editions.current(editions.folder(settings.data_dir))
    assert edition is not None
    with contextlib.closing(sqlite3.connect(edition / FILE)) as catalogue:
        return sha256(
            repr(catalogue.execute("SELECT key, vector FROM vector ORDER BY key").fetchall()).encode()
        ).hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2], help="0 is a run without Ray")
    parser.add_argument("--threads", type=int, default=1, help="of each process that embeds")
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.data:
        print(json.dumps(measure(given.corpus.resolve(), given.data, given.workers[0])), flush=True)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        load_embedder("packaged", Path(scratch))  # unpacked once, before any clock runs
        for workers in given.workers:
            data = Path(scratch) / str(workers)
            data.mkdir()
            (data / "models").symlink_to(Path(scratch) / "models")
            command = [sys.executable, "-m", "tests.benchmarks.bench_ray", "--corpus", str(given.corpus)]
            command += ["--workers", str(workers), "--data", str(data)]
            subprocess.run(command, check=True, cwd=REPO, env=os.environ | {"OMP_NUM_THREADS": str(given.threads)})


if __name__ == "__main__":
    main()
