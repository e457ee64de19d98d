"""An engine that has Ray's workers read and embed, on this machine or on many: the only door to ray.

    files ──16 at a time──▶ task: read ──┐                       ┌─▶ in order, as if read here
    batches ──64 texts──▶ task: embed ───┴─ so many at once ─────┴─▶ in order, as if embedded here

Ray is started when there is something to do: a cluster whose address stands in RAY_ADDRESS, else workers on this
machine until the end of the run. A task whose worker is killed is given to another one. One process, this one, writes,
and what is computed together is decided here (`ingest.engine`), so the index is that of any other run. Containers
(dumps, mailboxes) are read here too: their articles come one by one out of one file.
"""

import contextlib
import os
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from ingest.cleaning import ShortLines
from ingest.engine import Batches, Readers, Rows, take
from ingest.errors import KildeError, PackageMissing, UnreadableArticle, WorkersLost
from ingest.installing import install_command
from ingest.models.embedding import BatchEmbedder, granted_cores
from ingest.ray_tasks import EmbedOrder, FilesRead, ReadOrder, embed, read, refusal, unreadable
from ingest.reader_messages import ContainerEnd, Reading, Refusal
from ingest.reader_process import ReaderProcess
from ingest.readers.file_kinds import file_of, is_container
from ingest.settings import CorpusSettings

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder

ADDRESS = "RAY_ADDRESS"
"""Ray's own variable for the address of a cluster."""

FILES = 16
"""Files read by one task."""

TEXTS = 64
"""Texts embedded by one task, about: some two seconds of one core, beside which a task costs nothing."""

RETRIES = 5
"""Times a task is given to another worker when its own was killed."""

PATIENCE = 900.0
"""Seconds to wait for one task before its workers are taken to be lost."""

STARTS = 4
"""Times that Ray may try to start."""

OBJECT_STORE = 100_000_000
"""Bytes of shared memory in which local workers hand over what they made; a task's vectors are 100 kB."""


class RayEngine:
    """Has Ray's workers do it; a context manager, which ends what it has started."""

    def __init__(self, settings: CorpusSettings, workers: int | None = None) -> None:
        """Take what the tasks need to know.

        Args:
            settings: Of the run.
            workers: Processes on this machine, if there is no RAY_ADDRESS; as many as keep its cores busy if None.

        Raises:
            PackageMissing: ray is not installed.
        """
        if find_spec("ray") is None:
            raise PackageMissing(f"Ray is not installed: {install_command('ray', 'ray')}.")
        self._settings, self._workers = settings, workers
        self._ray: Any = None
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def readers(
        self, corpus: Path, stopped: Iterable[UnreadableArticle], fields: str
    ) -> contextlib.AbstractContextManager[Readers]:
        """Give what has workers read."""
        return _RayReaders(self, corpus, stopped, fields)

    def embed(self, load: Callable[[], "Embedder"], batches: Batches) -> Iterator[Rows]:
        """Have workers embed; the model is loaded here as well, to be compared with theirs."""
        waiting = list(batches)
        if not waiting:
            return
        model = load()
        if not isinstance(model, BatchEmbedder):
            raise KildeError("This embedding model cannot be used with --engine ray.")
        made_of = (self._settings.embedding_model, self._settings.data_dir.resolve(), model.weights, model.threads)

        def orders() -> Iterator[EmbedOrder]:
            while waiting:
                yield EmbedOrder(*made_of, tuple(take(waiting, TEXTS)))

        for rows in self.in_order(self.task(embed, model.threads), orders()):
            yield cast("Rows", rows)

    def task(self, work: Callable[..., object], threads: int = 1) -> Callable[..., object]:
        """Give what begins this work elsewhere and gives a ticket for what comes of it."""
        ray = self._started()
        cores = threads if os.environ.get(ADDRESS) else 1
        begin: Callable[..., object] = ray.remote(work).options(num_cpus=cores, max_retries=RETRIES).remote
        return begin

    def in_order(self, begin: Callable[..., object], orders: Iterable[object]) -> Iterator[object]:
        """Begin so many tasks that no worker waits; gives what comes of each, in the order of the orders."""
        tickets: deque[object] = deque()
        for order in orders:
            tickets.append(begin(order))
            if len(tickets) > self._most():
                yield self.result(tickets.popleft())
        while tickets:
            yield self.result(tickets.popleft())

    def _most(self) -> int:
        """Say how many tasks may wait or run at once: two for each core."""
        return 2 * max(1, int(self._started().cluster_resources().get("CPU", 1)))

    def result(self, ticket: object) -> object:
        """Wait for what came of a task.

        Raises:
            WorkersLost: It was killed again and again, or nothing comes.
        """
        from ray import exceptions

        try:
            return self._started().get(ticket, timeout=PATIENCE)
        except exceptions.GetTimeoutError:
            raise WorkersLost(
                f"Ray's workers gave nothing for {PATIENCE / 60:.0f} minutes; look at the cluster with `ray status`."
            ) from None
        except exceptions.RayTaskError as error:
            raise (error.cause if isinstance(error.cause, KildeError) else error) from None
        except exceptions.RayError as error:
            raise WorkersLost(
                f"Ray's workers were lost {RETRIES + 1} times over the same work ({type(error).__name__}); what was "
                "finished is kept, so look at the cluster and run again."
            ) from error

    def _started(self) -> Any:
        if self._ray is None:
            self._ray = self._open.enter_context(_running(self._workers))
        return self._ray


class _RayReaders:
    """Has workers read files, and reads containers in a process beside this one."""

    def __init__(self, engine: RayEngine, corpus: Path, stopped: Iterable[UnreadableArticle], fields: str) -> None:
        self._engine, self._corpus, self._fields = engine, corpus.resolve(), fields
        self._here = ReaderProcess(corpus, stopped, fields)
        self.stopped = self._here.stopped

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._here.__exit__()

    def lines(self, sources: Iterable[str]) -> Iterator[ShortLines]:
        """Give the short lines of each file that can be read."""
        for container, some in _portions(sources):
            coming = self._here.lines(some) if container else self._answers(some, None)
            yield from cast("Iterator[ShortLines]", coming)

    def articles(
        self, sources: Iterable[str], repeated: frozenset[str]
    ) -> Iterator[Reading | UnreadableArticle | ContainerEnd]:
        """Give what came of each file, in order."""
        for container, some in _portions(sources):
            if container:
                yield from self._here.articles(some, repeated)
                continue
            for found in self._answers(some, repeated):
                yield unreadable(found) if isinstance(found, Refusal) else cast("Reading", found)

    def _answers(self, sources: Iterable[str], repeated: frozenset[str] | None) -> Iterator[object]:
        coming = iter(sources)
        groups = iter(lambda: tuple(islice(coming, FILES)), ())
        orders = (ReadOrder(self._corpus, group, self._fields, self._known(group), repeated) for group in groups)
        for found in self._engine.in_order(self._engine.task(read), orders):
            done = cast("FilesRead", found)
            self.stopped.update({told.source: unreadable(told) for told in done.stopped})
            yield from done.answers

    def _known(self, sources: tuple[str, ...]) -> tuple[Refusal, ...]:
        return tuple(refusal(self.stopped[source]) for source in sources if source in self.stopped)


def _portions(sources: Iterable[str]) -> Iterator[tuple[bool, Iterator[str]]]:
    """Give runs of sources that are in containers, and of such that are not."""
    return groupby(sources, lambda source: is_container(file_of(source)))


@contextlib.contextmanager
def _running(workers: int | None) -> Iterator[Any]:
    """Start Ray, or join the cluster of RAY_ADDRESS; gives the package, and leaves no process and no file behind."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    with contextlib.ExitStack() as stack:
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
        if address := os.environ.get(ADDRESS):
            options["address"] = address
        else:
            logs = stack.enter_context(tempfile.TemporaryDirectory(prefix="kilde-ray-", ignore_cleanup_errors=True))
            options |= {"num_cpus": workers or _workers(), "object_store_memory": OBJECT_STORE, "_temp_dir": logs}
            options["include_dashboard"] = False
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        stack.callback(ray.shutdown)
        _start(ray, options)
        if threading.current_thread() is threading.main_thread():
            for number, handler in before.items():  # Ray has put its own there, which ends the process without a word
                signal.signal(number, handler)
        yield ray


def _start(ray: Any, options: Mapping[str, Any]) -> None:
    """Start Ray or join it; on a busy machine it is not up within the 30 seconds that it gives itself, and tries again.

    Raises:
        WorkersLost: It says why not.
    """
    for left in reversed(range(STARTS)):
        try:
            ray.init(**options)
        except Exception as error:
            ray.shutdown()
            if type(error) is not Exception or not left:  # Ray raises that, bare, when its time is over
                reason = next(iter(str(error).splitlines()), type(error).__name__)
                raise WorkersLost(f"Ray could not be started or reached: {reason}") from error
        else:
            return


def _workers() -> int:
    """Say how many workers keep the cores of this machine busy, if each computes in as many threads as this process."""
    cores = min(granted_cores(), len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else granted_cores())
    threads = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, cores // (int(threads) if threads.isdecimal() and int(threads) else cores))
