"""The process that reads files for `ingest.reader_process`: one order after the other, until its input ends.

For each file it may use so much processor time, wall time and memory; the operating system ends it when it uses more,
whatever it is doing. Interrupts are its parent's business.
"""

import contextlib
import hashlib
import os
import pickle
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from ingest.cleaning import short_lines
from ingest.errors import UnreadableArticle
from ingest.passages import split
from ingest.reader_process import OUT_OF_MEMORY, Order, Reading, Refusal
from ingest.readers import article_of, read_bytes, read_document
from ingest.readers.beside import read_beside
from ingest.readers.document import Document
from ingest.readers.kinds import is_extracted

_KEPT_CHARACTERS = 20_000_000
"""Of extracted texts that are kept for a second look."""

_PATIENCE = 6
"""So much more wall time than processor time: a network share that does not answer takes none of the latter."""

_SIZES = Path("/proc/self/statm")
"""Where Linux says how much memory this process takes, in pages; elsewhere memory is not limited."""


def serve(seconds: float, orders: BinaryIO, answers: BinaryIO) -> None:
    """Obey orders until there are no more.

    Args:
        seconds: Processor time for each file.
        orders: Pickled pairs of an Order and what it is about.
        answers: Where what came of each file is written.
    """
    repeated: frozenset[str] = frozenset()
    documents = _Documents()
    while True:
        try:
            order, content = pickle.load(orders)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        if order is Order.REPEATED:
            repeated = content
            continue
        _limit_time(seconds)
        corpus, source = content
        answer = _answer(order, corpus, source, repeated, documents)
        _limit_time(0)
        pickle.dump(answer, answers)
        answers.flush()


def _answer(order: Order, corpus: Path, source: str, repeated: frozenset[str], documents: "_Documents") -> object:
    try:
        if order is Order.LINES:
            return short_lines(documents.read(source, read_bytes(corpus, source)).text)
        return _read(corpus, source, repeated, documents)
    except UnreadableArticle as failure:
        return Refusal(failure.source, failure.reason, failure.passing)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - whatever a file does to a parser, the others are read
        return Refusal(source, f"reading it failed ({type(error).__name__}: {str(error)[:100]})", passing=False)


class _Documents:
    """What was extracted not long ago: each file is asked for twice, for its lines and as an article."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, Document]] = {}
        self._characters = 0

    def read(self, source: str, data: bytes) -> Document:
        digest = hashlib.sha256(data).digest()
        before, found = self._kept.pop(source, (b"", None))
        if found is not None:
            self._characters -= len(found.text)
        if found is None or before != digest:
            found = read_document(source, data)
        if is_extracted(source):
            self._keep(source, digest, found)
        return found

    def _keep(self, source: str, digest: bytes, document: Document) -> None:
        self._kept[source] = (digest, document)
        self._characters += len(document.text)
        while self._characters > _KEPT_CHARACTERS:
            _, oldest = self._kept.pop(next(iter(self._kept)))
            self._characters -= len(oldest.text)


def _read(corpus: Path, source: str, repeated: frozenset[str], documents: _Documents) -> Reading:
    data = read_bytes(corpus, source)
    article = article_of(source, data, documents.read(source, data), repeated, read_beside(corpus, source))
    passages = split(article)
    try:
        "".join([article.title, *(passage.text for passage in passages)]).encode()
    except UnicodeEncodeError:
        raise UnreadableArticle(source, "it holds half characters that are not Unicode") from None
    return Reading(article, passages, short_lines(article.text))


def _limit_time(seconds: float) -> None:
    """Have the operating system end this process after so much time; 0 ends the limit."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE * seconds)


def _limit_memory(more: int) -> None:
    """Let this process take so many bytes more than it has now, and leave no picture of its memory if it crashes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if _SIZES.exists():
        most = int(_SIZES.read_text().split()[0]) * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main() -> None:
    """Take orders from standard input and answer on standard output, which nobody else may write to.

    Arguments: seconds for each file, bytes of memory.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    seconds, memory = sys.argv[1:]
    _limit_memory(int(memory))
    with contextlib.suppress(BrokenPipeError):  # nobody waits for the answer any more
        serve(float(seconds), sys.stdin.buffer, answers)
    os._exit(0)


if __name__ == "__main__":
    main()
