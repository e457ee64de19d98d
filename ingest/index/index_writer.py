"""Which edition of the index a run writes: the current one, a new one, or a rebuild that was not finished.

Takes settings and gives a locked, mended catalogue with the sync of its vectors; at the end of the block the edition
is the current one. Knows nothing of articles on disk.
"""

import contextlib
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IndexError_, IndexOutOfReach, ModelMismatch, damaged
from ingest.index import editions
from ingest.index.catalogue import Catalogue, CatalogueState
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.containers import KnownMember
from ingest.index.damage_check import expect_whole
from ingest.index.locks import writing
from ingest.index.reading_failures import ReadingFailure
from ingest.index.schema import FILE
from ingest.index.vector_store import StorePlace, delete
from ingest.index.vector_sync import VectorSync
from ingest.plan import KnownFile
from ingest.readers.file_kinds import is_container
from ingest.settings import CorpusSettings

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder

_UNREADABLE = (IndexError_, sqlite3.DatabaseError)


@contextlib.contextmanager
def open_for_writing(settings: CorpusSettings, *, rebuild: bool) -> Iterator[tuple[CatalogueWriter, VectorSync]]:
    """Be the one writer of the index; if the block ends well, readers read what it wrote.

    Raises:
        IndexLocked: Another process is writing.
        ModelMismatch: The index was made with another embedding model.
        StoreUnavailable: Chroma cannot be opened or reached.
        IndexOutOfReach: The folder cannot be written, or the disk is full.
    """
    index = editions.folder(settings.data_dir)
    with _writable(index), writing(index):
        edition = _choose(index, settings, rebuild=rebuild)
        with contextlib.closing(CatalogueWriter.open(edition)) as catalogue:
            check_setting(catalogue.state(), settings)
            expect_whole(catalogue.connection)
            if editions.pointed(index) is None:
                editions.publish(editions.current(index) or edition)
            vector_sync = VectorSync(catalogue, edition, settings.chroma_url)
            if settings.chroma_url is not None:
                vector_sync.mend()
            yield catalogue, vector_sync
            if settings.chroma_url is None:  # no reader needs the files, so articles do not wait for them
                vector_sync.mend()
            if editions.current(index) != edition:
                _replace(index, catalogue, edition)


@contextlib.contextmanager
def _writable(index: Path) -> Iterator[None]:
    """Make the folder, and turn what the file system refuses in it into one sentence."""
    try:
        index.mkdir(0o700, parents=True, exist_ok=True)
        yield
    except BrokenPipeError:
        raise  # whoever watched the progress has gone
    except OSError as error:
        if error.errno is None:  # a library that could not be loaded, not a file
            raise
        raise IndexOutOfReach(index, error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        raise IndexOutOfReach(index, str(error)) from error
    except sqlite3.DatabaseError:
        raise damaged(index) from None


def mend_vectors(settings: CorpusSettings, *, anew: bool) -> None:
    """Fill Chroma again from the catalogue if it does not hold what that says; embeds nothing.

    Args:
        settings: Where index and Chroma are.
        anew: Do so whatever it looks like.

    Raises:
        IndexLocked: Another process is writing, and will see to it.
        IndexError_: There is no index, or it cannot be written.
    """
    index = editions.folder(settings.data_dir)
    edition = editions.current(index)
    if edition is None:
        return
    with _writable(index), writing(index), contextlib.closing(CatalogueWriter.open(edition)) as catalogue:
        check_setting(catalogue.state(), settings)
        VectorSync(catalogue, edition, settings.chroma_url).mend(thoroughly=True, anew=anew)


def known_files(settings: CorpusSettings) -> dict[str, KnownFile]:
    """Give what the index knows of every file, without a lock and without writing."""
    index = editions.folder(settings.data_dir)
    edition = editions.newest(index) if _resumable(index, settings) else editions.current(index)
    if edition is None:
        return {}
    with contextlib.closing(Catalogue.open(edition)) as catalogue:
        check_setting(catalogue.state(), settings)
        return catalogue.known()


def known_members(settings: CorpusSettings, files: Collection[str]) -> dict[str, dict[str, KnownMember]]:
    """Give what the index knows of the articles in containers among some files, without a lock and without writing."""
    edition = editions.current(editions.folder(settings.data_dir))
    if edition is None:
        return {}
    with contextlib.closing(Catalogue.open(edition)) as catalogue:
        return {file: catalogue.members(file) for file in files if is_container(file)}


def known_failures(settings: CorpusSettings) -> list[ReadingFailure]:
    """Give what could not be read at the last ingestion, without a lock and without writing."""
    edition = editions.current(editions.folder(settings.data_dir))
    if edition is None:
        return []
    with contextlib.closing(Catalogue.open(edition)) as catalogue:
        return catalogue.failures()


def missed_files(settings: CorpusSettings) -> dict[str, int]:
    """Give since when articles are missed that were not believed to be gone, without a lock and without writing.

    An index that cannot be read misses nothing.
    """
    edition = editions.current(editions.folder(settings.data_dir))
    if edition is not None:
        with contextlib.suppress(*_UNREADABLE), contextlib.closing(Catalogue.open(edition)) as catalogue:
            return catalogue.missing()
    return {}


def files_to_be_replaced(settings: CorpusSettings, *, rebuild: bool) -> dict[str, KnownFile]:
    """Give the files of the current edition if this run is to make another one in its place.

    A current edition that cannot be read is nothing that could be lost.
    """
    index = editions.folder(settings.data_dir)
    edition = editions.current(index)
    if edition is None or not (rebuild or _resumable(index, settings)):
        return {}
    with contextlib.suppress(*_UNREADABLE), contextlib.closing(Catalogue.open(edition)) as catalogue:
        return catalogue.known()
    return {}


def check_setting(state: CatalogueState, settings: CorpusSettings) -> None:
    """Refuse another model by its name, without loading it.

    Raises:
        ModelMismatch: The index was made with another embedding model.
    """
    if state.setting != settings.embedding_model:
        raise ModelMismatch(
            f"The index was made with the embedding model {state.setting}, but EMBEDDING_MODEL is "
            f"{settings.embedding_model}; set it back, or run `python -m ingest --rebuild`."
        )


def check_embedder(state: CatalogueState, embedder: "Embedder") -> None:
    """Refuse a model that is not what it was when the index was made.

    Raises:
        ModelMismatch: It calls itself otherwise, its vectors have another dimension, or its weights have changed.
    """
    weights = getattr(embedder, "weights", "")
    if state.weights and weights and state.weights != weights:
        raise ModelMismatch(
            f"The embedding model {embedder.name} has other weights than when the index was made, under the same name; "
            "bring the former ones back, or run `python -m ingest --rebuild`."
        )
    if state.model and (state.model, state.dimension) != (embedder.name, embedder.dimension):
        raise ModelMismatch(
            f"The index holds vectors of {state.model} with {state.dimension} dimensions, but the embedding model is "
            f"{embedder.name} with {embedder.dimension}; run `python -m ingest --rebuild`."
        )


def _choose(index: Path, settings: CorpusSettings, *, rebuild: bool) -> Path:
    for old in editions.superseded(index):
        _delete(old, settings.chroma_url)
    now, newest = editions.current(index), editions.newest(index)
    if newest not in (None, now) and (rebuild or not _resumable(index, settings)):
        _delete(newest, settings.chroma_url)
        newest = editions.newest(index)
    if newest is None or (rebuild and newest == now):
        return _create(index, now, settings)
    return newest


def _resumable(index: Path, settings: CorpusSettings) -> bool:
    """Tell whether a rebuild was not finished that would give what these settings want."""
    newest = editions.newest(index)
    if newest is None or newest == editions.current(index):
        return False
    try:
        with contextlib.closing(Catalogue.open(newest)) as catalogue:
            return catalogue.state().setting == settings.embedding_model
    except IndexError_:
        return False


def _create(index: Path, now: Path | None, settings: CorpusSettings) -> Path:
    with contextlib.ExitStack() as stack:
        previous = None
        if now is not None:
            with contextlib.suppress(IndexError_):
                previous = stack.enter_context(contextlib.closing(Catalogue.open(now)))
        edition, made_of = editions.following(index), (settings.embedding_model, settings.chroma_url)
        try:
            CatalogueWriter.create(edition, *made_of, previous).close()
        except sqlite3.DatabaseError:  # the one before is damaged
            CatalogueWriter.create(edition, *made_of).close()
        return edition


def _replace(index: Path, catalogue: CatalogueWriter, edition: Path) -> None:
    """Make a rebuilt edition the current one; the old one stays until the next run, for readers half-way through."""
    now = editions.current(index)
    with contextlib.suppress(*_UNREADABLE):
        if now is not None:
            with contextlib.closing(Catalogue.open(now)) as previous:
                catalogue.outlive(previous.generation())
    editions.publish(edition)


def _delete(edition: Path, url: str | None) -> None:
    if url is not None and (edition / FILE).exists():
        with contextlib.suppress(IndexError_), contextlib.closing(CatalogueWriter.open(edition)) as catalogue:
            for name in [catalogue.state().store, *catalogue.discarded_stores()]:
                delete(StorePlace(edition, name, url))
    editions.delete(edition)
