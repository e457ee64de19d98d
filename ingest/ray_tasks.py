"""What Ray's workers do for `ingest.ray_engine`: read some files, embed some texts. Functions that do not know Ray.

    ReadOrder ──ReaderProcess──▶ Found           EmbedOrder ──model of this process──▶ vectors

Each gives the same for the same order, however often and wherever it is carried out, so that whatever a worker did when
it was killed can be done by another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest import __version__
from ingest.cleaning import ShortLines
from ingest.engine import Rows, embed_batches
from ingest.errors import ModelMismatch, UnreadableArticle
from ingest.models.embedding import BatchEmbedder, load_embedder
from ingest.reader_messages import ContainerEnd, Reading, Refusal
from ingest.reader_process import ReaderProcess


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """Files to read.

    Attributes:
        corpus: The folder of articles, at the same path on every machine.
        sources: Paths relative to it; none is a container.
        fields: DUMP_FIELDS.
        stopped: Those of them that are known to end a reading process.
        repeated: Lines that are boilerplate; None if only the short lines are asked for.
        version: Of Kilde: another one may read otherwise.
    """

    corpus: Path
    sources: tuple[str, ...]
    fields: str
    stopped: tuple[Refusal, ...]
    repeated: frozenset[str] | None
    version: str = __version__


@dataclass(frozen=True, slots=True)
class FilesRead:
    """What came of a ReadOrder: an answer for each file, in order, and the files that ended a reading process."""

    answers: tuple[ShortLines | Reading | Refusal | ContainerEnd, ...]
    stopped: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class EmbedOrder:
    """Passages to embed.

    Attributes:
        model: EMBEDDING_MODEL.
        data_dir: DATA_DIR; the packaged model is unpacked there where it is not yet.
        weights: What the model's weights must be.
        threads: In which the vectors are computed.
        batches: Texts that are computed together.
    """

    model: str
    data_dir: Path
    weights: str
    threads: int
    batches: tuple[Sequence[str], ...]


def read(order: ReadOrder) -> FilesRead:
    """Read, clean and cut files in a process of their own.

    Raises:
        ModelMismatch: This machine has another version of Kilde.
    """
    if order.version != __version__:
        raise ModelMismatch(
            f"A Ray worker has Kilde {__version__}, not {order.version}; install the same on all machines."
        )
    known = {refusal.source for refusal in order.stopped}
    with ReaderProcess(order.corpus, map(unreadable, order.stopped), order.fields) as readers:
        if order.repeated is None:
            answers = [*readers.lines(order.sources)]
        else:
            answers = [_portable(found) for found in readers.articles(order.sources, order.repeated)]  # type: ignore[misc]
        stopped = [refusal(failure) for source, failure in readers.stopped.items() if source not in known]
    return FilesRead(tuple(answers), tuple(stopped))


def embed(order: EmbedOrder) -> Rows:
    """Embed passages, batch by batch: (number of texts, dimension), rows in order.

    Raises:
        ModelMismatch: The model has other weights here.
        ModelUnavailable: The model is not there.
    """
    model = _model(order.model, order.data_dir, order.threads)
    if not isinstance(model, BatchEmbedder) or model.weights != order.weights:
        raise ModelMismatch(
            f"The embedding model {order.model} has other weights on a Ray worker; bring the same ones to all machines."
        )
    return embed_batches(model, order.batches)


def refusal(failure: UnreadableArticle) -> Refusal:
    """Put a failure into a form that travels between processes."""
    return Refusal(failure.source, failure.reason, failure.passing)


def unreadable(told: Refusal) -> UnreadableArticle:
    """Make a failure of it again."""
    return UnreadableArticle(told.source, told.reason, passing=told.passing)


def _portable(found: Reading | UnreadableArticle | ContainerEnd) -> Reading | Refusal | ContainerEnd:
    return refusal(found) if isinstance(found, UnreadableArticle) else found


_model = cache(load_embedder)
"""Loaded once in each worker process, which Ray keeps for the next task."""
