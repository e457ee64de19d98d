"""Reading files in a process of its own, so that none of them can end, stop or fill up the one that ingests.

    sources ──names──▶ worker: read, clean, cut ──▶ Reading | UnreadableArticle, in order
                               a container: one of these for each of its members, then a ContainerEnd

A file that takes too long or too much memory, or that crashes a parser, ends the worker: that file is reported, and a
new worker reads the next one. Of a container one member is reported, and the new worker goes on behind it. Names are
sent a few ahead, so that the worker reads while others embed. Knows nothing of the index; what a worker does is in
`ingest.reader_worker`.
"""

import atexit
import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Self, cast

from ingest.cleaning import ShortLines
from ingest.errors import UnreadableArticle
from ingest.reader_messages import OUT_OF_MEMORY, Begun, ContainerEnd, Order, Original, Reading, ReadRequest, Refusal
from ingest.readers.file_kinds import file_of, is_container

AHEAD = 8
"""Files asked for before the first is there; few enough for their names never to fill a pipe."""

SECONDS = 20.0
"""Processor time for one file; five mebibytes of prose, the most that is read, take some five."""

MEMORY = 1 << 30
"""Bytes of memory for one file; five mebibytes of prose take some eighty million."""

_GRACE = 0.2
"""Seconds in which a worker that is idle ends by itself when its input ends."""

_TOO_LONG = "reading it takes too long"
_ENDS = {
    -signal.SIGPROF: _TOO_LONG,
    -signal.SIGALRM: _TOO_LONG,
    -signal.SIGKILL: "the process that read it was killed, perhaps for want of memory",
    OUT_OF_MEMORY: "reading it takes too much memory",
}


_MOST_ENDS = 5
"""Members of one container that may end a worker before the rest of it is given up."""


class ReaderProcess:
    """The worker of a run: started when it is first needed, and again after each file that ended it."""

    def __init__(self, corpus: Path, stopped: Iterable[UnreadableArticle] = (), fields: str = "") -> None:
        """Take the folder of articles, sources that are known to end a worker, which are not tried, and DUMP_FIELDS."""
        self._fields = fields
        self.stopped = {failure.source: failure for failure in stopped}
        self._corpus = corpus.resolve()
        self._worker: subprocess.Popen[bytes] | None = None
        self._repeated: frozenset[str] = frozenset()
        self._asked: deque[ReadRequest] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._asked or self._worker is None:
            self._end()
        else:
            _leave(self._worker)
            self._worker = None

    def lines(self, sources: Iterable[str]) -> Iterator[ShortLines]:
        """Give the short lines of each file that can be read, see `ingest.cleaning`."""
        for found in self._ask(Order.LINES, sources):
            if isinstance(found, ShortLines):
                yield found

    def articles(
        self, sources: Iterable[str], repeated: frozenset[str]
    ) -> Iterator[Reading | UnreadableArticle | ContainerEnd]:
        """Read, clean and cut files; gives what came of each, in order.

        Args:
            sources: Paths relative to the corpus folder, or members of containers; those of one file are read at once.
            repeated: Lines that are boilerplate because they stand in many articles.
        """
        self._begin()
        self._repeated = repeated
        if self._worker is not None:
            self._send(Order.REPEATED, repeated)
        for found in self._ask(Order.ARTICLE, sources):
            yield cast("Reading | UnreadableArticle | ContainerEnd", found)

    def original(self, source: str) -> Original | None:
        """Give an article of a container as it stands there; None if it cannot be had any more."""
        found = list(self._ask(Order.ORIGINAL, [source]))
        return next((one for one in found if isinstance(one, Original)), None)

    def _ask(self, order: Order, sources: Iterable[str]) -> Iterator[object]:
        self._begin()
        coming = self._requests(sources)
        while True:
            while len(self._asked) < AHEAD and (request := next(coming, None)) is not None:
                self._asked.append(request)
                self._request(order, request)
            if not self._asked:
                return
            yield from self._answers(order)

    def _requests(self, sources: Iterable[str]) -> Iterator[ReadRequest]:
        """Give one request a file; members that are wanted behind one another are wanted together."""
        for file, wanted in groupby(sources, file_of):
            only = frozenset(source for source in wanted if source != file)
            yield ReadRequest(self._corpus, file, self._fields, only)

    def _begin(self) -> None:
        """Forget a worker that still owes answers which nobody waits for any more."""
        if self._asked:
            self._end()

    def _request(self, order: Order, request: ReadRequest) -> None:
        if request.source not in self.stopped:
            refused = {s: f.reason for s, f in self.stopped.items() if "#" in s and file_of(s) == request.source}
            self._send(order, replace(request, refused=refused))

    def _answers(self, order: Order) -> Iterator[object]:
        """Give what came of the first file; where it ended the worker, ask another for the rest."""
        request, done, ends, member = self._asked[0], 0, 0, ""
        while True:
            source = request.source
            if source in self.stopped:
                yield self._finished(self.stopped[source])
                return
            found = self._answer()
            match found:
                case None:
                    ends += 1
                    self._stop(member if member and ends < _MOST_ENDS else source)
                    self._ask_again(order, replace(request, done=done))
                    member = ""
                case Begun():
                    member = found.source
                case ContainerEnd():
                    yield self._finished(found)
                    return
                case _ if not is_container(source):
                    yield self._finished(found)
                    return
                case _:
                    done, member = done + 1, ""
                    yield found

    def _finished(self, found: object) -> object:
        """Give the last answer about the first file."""
        self._asked.popleft()
        return found

    def _answer(self) -> object:
        """Take the next answer; None if the worker has ended."""
        try:
            found: object = pickle.load(self._running().stdout)  # type: ignore[arg-type]  # noqa: S301 - our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        if isinstance(found, Refusal):
            return UnreadableArticle(found.source, found.reason, passing=found.passing)
        return found

    def _stop(self, source: str) -> None:
        """Note what ended the worker; what was asked of it is still to be answered."""
        waiting = list(self._asked)
        self.stopped[source] = UnreadableArticle(source, self._end())
        self._asked.extend(waiting)

    def _ask_again(self, order: Order, first: ReadRequest) -> None:
        for request in (first, *list(self._asked)[1:]):
            self._request(order, request)

    def _send(self, order: Order, content: object) -> None:
        stdin = self._running().stdin
        with contextlib.suppress(BrokenPipeError):  # it ended over an earlier file; whoever waits for that will see
            pickle.dump((order, content), stdin)  # type: ignore[arg-type]
            stdin.flush()  # type: ignore[union-attr]

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._worker is None:
            self._worker = _start()
            self._send(Order.REPEATED, self._repeated)
        return self._worker

    def _end(self) -> str:
        """End the worker; says how it ended, if it did so by itself."""
        self._asked.clear()
        worker, self._worker = self._worker, None
        return "" if worker is None else _end(worker)


_idle: dict[tuple[str, ...], "subprocess.Popen[bytes]"] = {}
"""A worker that an earlier run of this process has left, by its command line: starting one takes half a second."""
_guard = threading.Lock()


def _start() -> "subprocess.Popen[bytes]":
    """Give a worker: one that was left, or a new one."""
    paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    command = (sys.executable, "-m", "ingest.reader_worker", str(SECONDS), str(MEMORY))
    with _guard:
        left = _idle.pop(command, None)
    if left is not None and left.poll() is None:
        return left
    if left is not None:
        _end(left)
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, env=os.environ | {"PYTHONPATH": paths})


def _leave(worker: "subprocess.Popen[bytes]") -> None:
    """Keep a worker that owes nothing for the next run of this process."""
    with _guard:
        other = _idle.pop(tuple(worker.args), None)  # type: ignore[arg-type]
        _idle[tuple(worker.args)] = worker  # type: ignore[arg-type]
    if other is not None:
        _end(other)


def _end(worker: "subprocess.Popen[bytes]") -> str:
    """End a worker; says how it ended, if it did so by itself."""
    with contextlib.suppress(BrokenPipeError):
        worker.stdin.close()  # type: ignore[union-attr]
    worker.stdout.close()  # type: ignore[union-attr]
    try:
        status = worker.wait(_GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()
        status = worker.wait()
    return _ENDS.get(status, f"reading it ends the process that does (status {status})")


@atexit.register
def _end_all() -> None:
    while _idle:
        _end(_idle.popitem()[1])
