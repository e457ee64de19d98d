"""Carries out what `ingest.plan` decides, in batches of whole articles.

    scan ──▶ decide ──▶ tidy: gone, moved, touched                       one transaction
                   └──▶ read ──▶ split ──▶ embed ──▶ Chroma ──▶ switch   one transaction per batch
    then the same for articles to be cut otherwise because lines have become boilerplate, or are none any more
    at the end: vectors that no passage bears any more are deleted, a rebuilt edition becomes the current one

Killed anywhere, it does no harm: until `switch` readers see the old articles, after it the new ones, and the next run
goes on from there (`ingest.keeping` says how Chroma is mended). Prints nothing: whoever calls passes a `progress`.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest import repetition, vectors
from ingest.cataloguing import CatalogueWriter, Entry
from ingest.cleaning import repeated_lines, short_lines
from ingest.corpus import Disk, Stamp, digest, scan
from ingest.errors import CorpusError, UnreadableArticle
from ingest.keeping import Keeper
from ingest.opening import check_embedder, known_files, open_for_writing
from ingest.passages import SPLITTER_VERSION, Passage, split
from ingest.plan import Known, Plan, decide
from ingest.readers import SUFFIXES, read_article, read_bytes
from ingest.readers.encodings import decode
from ingest.report import IngestReport, Progress
from ingest.settings import CorpusSettings

if TYPE_CHECKING:
    from ingest.embedding import Embedder

BATCH = 2_000
"""New vectors per batch: enough for the embedder to sort by length, few enough to lose little when killed."""

BATCH_ARTICLES = 1_000
"""Articles per batch at most, however few of their passages are new."""

PORTION = 256
"""Texts embedded between two signs of progress."""

MANY = 10
"""An index with this many articles is not emptied because its folder is: more likely a disk is not mounted."""


def ingest(
    settings: CorpusSettings,
    load: Callable[[], "Embedder"],
    *,
    rebuild: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> IngestReport:
    """Bring the index up to date with the folder of articles.

    Args:
        settings: Where articles, index and Chroma are.
        load: Gives the embedding model; called only if something has to be embedded.
        rebuild: Make everything anew; the old index answers until that is done.
        progress: Called from this thread; what it raises stops the run between two steps, and the next run goes on.

    Raises:
        CorpusError: The folder does not exist, or is suddenly empty.
        IndexLocked: Another process is writing.
        ModelMismatch: The index was made with another embedding model.
        StoreUnavailable: Chroma cannot be opened or reached.
        ModelUnavailable: From `load`.
    """
    start = time.monotonic()
    disk = scan(settings.articles_dir, SUFFIXES)
    with open_for_writing(settings, rebuild=rebuild) as (catalogue, keeper):
        plan = _decide(settings, disk, catalogue.known(), rebuild=rebuild)
        run = _Run(settings, catalogue, keeper, load, progress)
        run.carry_out(plan, disk)
    return IngestReport.of(plan, run.failed, run.passages, time.monotonic() - start)


def rehearse(settings: CorpusSettings, *, rebuild: bool = False) -> IngestReport:
    """Say what `ingest` would do; files are read and cut, but nothing is written or embedded.

    Raises:
        CorpusError: The folder does not exist, or is suddenly empty.
        ModelMismatch: The index was made with another embedding model.
    """
    start = time.monotonic()
    disk = scan(settings.articles_dir, SUFFIXES)
    plan = _decide(settings, disk, {} if rebuild else known_files(settings), rebuild=rebuild)
    failed, passages = list(plan.failed), 0
    repeated = repeated_lines(_lines(settings.articles_dir, plan.to_read))
    for source in plan.to_read:
        try:
            passages += len(_read(settings.articles_dir, source, disk.files[source], repeated).passages)
        except UnreadableArticle as failure:
            failed.append(failure)
    return IngestReport.of(plan, failed, passages, time.monotonic() - start)


def _decide(settings: CorpusSettings, disk: Disk, known: Mapping[str, Known], *, rebuild: bool) -> Plan:
    if len(known) >= MANY and not disk.files and not rebuild:
        raise CorpusError(
            f"The folder {settings.articles_dir} holds no article, but the index has {len(known)}; mount or mend "
            "ARTICLES_DIR, or run `python -m ingest --rebuild` if all of them are really to go."
        )
    return decide(disk, known, SPLITTER_VERSION, lambda source: digest(settings.articles_dir, source))


def _lines(corpus: Path, sources: Sequence[str]) -> Iterator[frozenset[str]]:
    """Read files for their short lines only; what cannot be read is named when it is cut."""
    for source in sources:
        with contextlib.suppress(UnreadableArticle):
            yield short_lines(decode(read_bytes(corpus, source), source)[0])


def _read(corpus: Path, source: str, stamp: Stamp, repeated: frozenset[str]) -> Entry:
    article = read_article(corpus, source, repeated)
    passages = split(article)
    try:
        "".join([article.title, *(passage.text for passage in passages)]).encode()
    except UnicodeEncodeError:
        raise UnreadableArticle(source, "it holds half characters that are not Unicode") from None
    return Entry(article, passages, stamp, SPLITTER_VERSION, short_lines(article.text), repeated)


class _Batch:
    """Whole articles, and the passages among them that need a vector, by key."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.failed: list[UnreadableArticle] = []
        self.new: dict[str, Passage] = {}

    def __len__(self) -> int:
        return len(self.entries) + len(self.failed)


class _Run:
    """One ingestion; counts what it does."""

    def __init__(
        self,
        settings: CorpusSettings,
        catalogue: CatalogueWriter,
        keeper: Keeper,
        load: Callable[[], "Embedder"],
        progress: Callable[[Progress], None],
    ) -> None:
        self._corpus, self._catalogue, self._keeper = settings.articles_dir, catalogue, keeper
        self._load, self._progress = load, progress
        self._embedder: Embedder | None = None
        self._embedded, self._written = 0, 0
        self.passages = 0
        self.failed: list[UnreadableArticle] = []

    def carry_out(self, plan: Plan, disk: Disk) -> None:
        self.failed += plan.failed
        kept = [*plan.touched, *(move.new for move in plan.moved)]
        gone = [*plan.gone, *(failure.source for failure in plan.failed)]
        self._catalogue.tidy(gone, plan.moved, {source: disk.files[source] for source in kept})
        if plan.to_read:
            self._keeper.mend(thoroughly=True)
            coming = _lines(self._corpus, plan.to_read)
            self._read_all(plan.to_read, disk, repetition.repeated(self._catalogue.connection, coming, plan.changed))
        self.passages = self._written
        while stale := [s for s in repetition.stale(self._catalogue.connection) if s in disk.files]:
            self._read_all(stale, disk, repetition.repeated(self._catalogue.connection))
        self._keeper.sweep()
        self._catalogue.set_corpus(self._corpus.resolve())

    def _read_all(self, sources: Sequence[str], disk: Disk, repeated: frozenset[str]) -> None:
        done = 0
        while done < len(sources):
            batch = self._gather(sources[done:], disk, repeated)
            self._progress(Progress(done, len(sources), self._embedded))
            new: dict[str, dict[str, NDArray[np.float32]]] = {}
            for key, vector in self._embed(batch.new, done, len(sources)):
                new.setdefault(batch.new[key].language, {})[key] = vector
            self._keeper.switch(batch.entries, [failure.source for failure in batch.failed], new)
            done += len(batch)
            self.failed += batch.failed
            self._written += sum(len(entry.passages) for entry in batch.entries)
            self._progress(Progress(done, len(sources), self._embedded))

    def _gather(self, sources: Sequence[str], disk: Disk, repeated: frozenset[str]) -> _Batch:
        batch = _Batch()
        for source in sources[:BATCH_ARTICLES]:
            try:
                entry = _read(self._corpus, source, disk.files[source], repeated)
            except UnreadableArticle as failure:
                batch.failed.append(failure)
                continue
            batch.entries.append(entry)
            by_key = {passage.key: passage for passage in entry.passages}
            batch.new |= {key: by_key[key] for key in vectors.missing(self._catalogue.connection, by_key)}
            if len(batch.new) >= BATCH:
                break
        return batch

    def _embed(self, new: Mapping[str, Passage], done: int, of: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Embed in order of length, so that the texts of one portion need little padding."""
        keys = sorted(new, key=lambda key: (len(new[key].text), key))
        for start in range(0, len(keys), PORTION):
            portion = keys[start : start + PORTION]
            found = self._model().embed_passages([embedded_text(new[key]) for key in portion])
            yield from zip(portion, found, strict=True)
            self._embedded += len(portion)
            self._progress(Progress(done, of, self._embedded))

    def _model(self) -> "Embedder":
        if self._embedder is None:
            embedder = self._load()
            check_embedder(self._catalogue.state(), embedder)
            self._catalogue.set_model(embedder.name, embedder.dimension)
            self._embedder = embedder
        return self._embedder


def embedded_text(passage: Passage) -> str:
    """Give what a passage's vector stands for: its heading, if it has one, and its text."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text
