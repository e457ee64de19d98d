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
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from ingest.article import Article
from ingest.cleaning import short_lines
from ingest.errors import UnreadableArticle
from ingest.passages import split
from ingest.reader_messages import OUT_OF_MEMORY, Begun, ContainerEnd, Order, Original, Reading, ReadRequest, Refusal
from ingest.readers import article_of, read_bytes, read_document, read_member
from ingest.readers.beside import read_beside
from ingest.readers.containers import file_name, members, others_in
from ingest.readers.containers.member import Found, Member
from ingest.readers.document import Document
from ingest.readers.file_kinds import is_container, is_extracted, reader_of_member

_KEPT_CHARACTERS = 20_000_000
"""Of extracted texts that are kept for a second look."""

CONTAINER_SECONDS = 900.0
"""Processor time for all of one container; ten thousand pages take some two minutes."""

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
        coming = _answers(order, content, repeated, documents)
        while True:
            _limit_time(seconds)
            answer = next(coming, None)
            _limit_time(0)
            if answer is None:
                break
            pickle.dump(answer, answers)
            answers.flush()


def _answers(order: Order, request: ReadRequest, repeated: frozenset[str], documents: "_Documents") -> Iterator[object]:
    """Give what comes of a file: one answer, or of a container one for each member that was not answered before."""
    if not is_container(request.source):
        yield _guarded(request.source, lambda: _answer(order, request, repeated, documents))
        return
    data = _guarded(request.source, lambda: read_bytes(request.corpus, request.source))
    if not isinstance(data, bytes):
        yield data
        yield ContainerEnd(request.source)
        return
    number, complete = 0, not request.only
    for found in _members(data, request):
        if isinstance(found, Refusal):
            yield found
            complete = False
            break
        source = f"{request.source}#{found.id}" if isinstance(found, Member) else found.source
        if request.only and source not in request.only:
            continue
        number += 1
        if number > request.done:
            yield Begun(source)
            yield _of_member(order, request, found, repeated, documents)
    yield ContainerEnd(request.source, hashlib.sha256(data).hexdigest(), complete, others_in(data, request.source))


def _members(data: bytes, request: ReadRequest) -> Iterator[Found | Refusal]:
    """Give what is in a container, and last a Refusal if it breaks off or takes too long."""
    begun, coming = time.process_time(), members(data, request.source, request.fields)
    while (found := _guarded(request.source, lambda: next(coming, None))) is not None:
        if time.process_time() - begun > CONTAINER_SECONDS:
            yield Refusal(request.source, "reading all of it takes too long", passing=False)
            return
        yield cast("Found | Refusal", found)


def _of_member(
    order: Order, request: ReadRequest, found: Found, repeated: frozenset[str], documents: "_Documents"
) -> object:
    if isinstance(found, UnreadableArticle):
        return Refusal(found.source, found.reason, found.passing)
    source = f"{request.source}#{found.id}"
    if source in request.refused:
        return Refusal(source, request.refused[source], passing=False)
    return _guarded(source, lambda: _answer_of_member(order, source, found, repeated, documents))


def _guarded(source: str, read: Callable[[], object]) -> object:
    """Do what reads a file; whatever that does to a parser, the others are read."""
    try:
        return read()
    except UnreadableArticle as failure:
        return Refusal(failure.source, failure.reason, failure.passing)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001
        return Refusal(source, f"reading it failed ({type(error).__name__}: {str(error)[:100]})", passing=False)


def _answer(order: Order, request: ReadRequest, repeated: frozenset[str], documents: "_Documents") -> object:
    source = request.source
    data = read_bytes(request.corpus, source)
    document = documents.read(source, data, lambda: read_document(source, data))
    if order is Order.LINES:
        return short_lines(document.text)
    return _reading(article_of(source, data, document, repeated, read_beside(request.corpus, source)))


def _answer_of_member(
    order: Order, source: str, member: Member, repeated: frozenset[str], documents: "_Documents"
) -> object:
    if order is Order.ORIGINAL:
        content_hash = hashlib.sha256(member.data).hexdigest()
        return Original(source, file_name(member), member.original or member.data, content_hash)
    document = documents.read(source, member.data, lambda: read_member(source, member))
    if order is Order.LINES:
        return short_lines(document.text)
    reader = reader_of_member(source, member.kind)
    return _reading(article_of(source, member.data, document, repeated, reader=reader))


class _Documents:
    """What was extracted not long ago: each file is asked for twice, for its lines and as an article."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, Document]] = {}
        self._characters = 0

    def read(self, source: str, data: bytes, extract: Callable[[], Document]) -> Document:
        """Give what was extracted from these bytes under this name, or extract it now."""
        digest = hashlib.sha256(data).digest()
        before, found = self._kept.pop(source, (b"", None))
        if found is not None:
            self._characters -= len(found.text)
        if found is None or before != digest:
            found = extract()
        if is_extracted(source):
            self._keep(source, digest, found)
        return found

    def _keep(self, source: str, digest: bytes, document: Document) -> None:
        self._kept[source] = (digest, document)
        self._characters += len(document.text)
        while self._characters > _KEPT_CHARACTERS:
            _, oldest = self._kept.pop(next(iter(self._kept)))
            self._characters -= len(oldest.text)


def _reading(article: Article) -> Reading:
    passages = split(article)
    try:
        "".join([article.title, *(passage.text for passage in passages)]).encode()
    except UnicodeEncodeError:
        raise UnreadableArticle(article.source, "it holds half characters that are not Unicode") from None
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
