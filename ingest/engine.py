"""Who does the part of an ingestion that takes long: reading files, and embedding. One process writes the index.

    sources ──readers──▶ Reading | …, in order          texts ──batches──▶ portions of vectors, in order

An engine decides where this is done and nothing about what comes out. This one does it here: reading in one process
beside this one, embedding in this one. `ingest.ray_engine` has other processes and machines do it.

The last bits of a vector depend on the texts that are computed together with it. So what is computed together is
decided here, from all texts of a batch, whatever the time takes and whoever computes: two runs over the same articles
give the same vectors, bit for bit, if both have the same number of threads.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.cleaning import ShortLines
from ingest.errors import UnreadableArticle
from ingest.models.embedding import BatchEmbedder
from ingest.reader_messages import ContainerEnd, Reading
from ingest.reader_process import ReaderProcess

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder

PORTION = 256
"""Texts embedded between two signs of progress, about, at most."""

PORTION_SECONDS = 3.0
"""How long a portion should take; what was embedded before it is put aside."""

_FIRST_PORTION = 32

Rows = NDArray[np.float32]
Batches = Sequence[Sequence[str]]


class Readers(Protocol):
    """Reads files; `ingest.reader_process` says what comes of each.

    Attributes:
        stopped: Sources that are known to end a reading process, by name; grows.
    """

    stopped: dict[str, UnreadableArticle]

    def lines(self, sources: Iterable[str]) -> Iterator[ShortLines]:
        """Give the short lines of each file that can be read."""
        ...

    def articles(
        self, sources: Iterable[str], repeated: frozenset[str]
    ) -> Iterator[Reading | UnreadableArticle | ContainerEnd]:
        """Read, clean and cut files; gives what came of each, in order."""
        ...


class Engine(Protocol):
    """Does what takes long."""

    def readers(
        self, corpus: Path, stopped: Iterable[UnreadableArticle], fields: str
    ) -> AbstractContextManager[Readers]:
        """Give what reads the files of a run; arguments as of `ReaderProcess`."""
        ...

    def embed(self, load: Callable[[], "Embedder"], batches: Batches) -> Iterator[Rows]:
        """Give the vectors of the texts of all batches in order, some at a time: arrays of shape (n, dimension).

        Args:
            load: Gives the model; called only if there is a batch.
            batches: Texts that are computed together.
        """
        ...


class LocalEngine:
    """Does everything in this process, and files in one beside it."""

    def __init__(self) -> None:
        self._portion = _FIRST_PORTION

    def readers(
        self, corpus: Path, stopped: Iterable[UnreadableArticle], fields: str
    ) -> AbstractContextManager[Readers]:
        """Give a process that reads."""
        return ReaderProcess(corpus, stopped, fields)

    def embed(self, load: Callable[[], "Embedder"], batches: Batches) -> Iterator[Rows]:
        """Embed portions that take a few seconds each."""
        waiting = list(batches)
        while waiting:
            portion, start = take(waiting, min(self._portion, PORTION)), time.monotonic()
            rows = embed_batches(load(), portion)
            seconds = max(time.monotonic() - start, 1e-3)
            self._portion = max(1, min(PORTION, 4 * self._portion, int(len(rows) * PORTION_SECONDS / seconds)))
            yield rows


def batches_of(model: "Embedder", passages: Mapping[str, str]) -> list[list[str]]:
    """Decide which passages are computed together, the shortest first.

    Args:
        model: That computes them.
        passages: Texts by key.

    Returns:
        Keys.
    """
    keys = sorted(passages, key=lambda key: (len(passages[key]), key))
    if not isinstance(model, BatchEmbedder):
        return [[key] for key in keys]
    return [[keys[i] for i in batch] for batch in reversed(model.batches([passages[key] for key in keys]))]


def embed_batches(model: "Embedder", batches: Batches) -> Rows:
    """Embed batches of texts, each by itself; gives the vectors of all of them, in order."""
    if isinstance(model, BatchEmbedder):
        return np.concatenate([model.embed_batch(batch) for batch in batches])
    return model.embed_passages([text for batch in batches for text in batch])


def take(waiting: list[Sequence[str]], most: int) -> list[Sequence[str]]:
    """Take the first batches out of a list: so many texts at most, but one batch at least."""
    taken = [waiting.pop(0)]
    while waiting and sum(map(len, taken)) + len(waiting[0]) <= most:
        taken.append(waiting.pop(0))
    return taken
