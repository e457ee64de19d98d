"""Carries out what `ingest.plan` decides, in batches of whole articles.

    scan ──▶ decide ──▶ tidy: gone, moved, touched                       one transaction
                   └──▶ read ──▶ embed ──▶ Chroma ──▶ switch             one transaction per batch
    then the same for articles to be cut otherwise because lines have become boilerplate, or are none any more
    at the end: vectors that no passage bears any more are put aside, a rebuilt edition becomes the current one

Killed anywhere, it does no harm: until `switch` readers see the old articles, after it the new ones, and the next run
goes on from there (`ingest.index.vector_sync` says how Chroma is mended). Vectors of a batch that is not finished are
put aside every few seconds, and not made again. Prints nothing: whoever calls passes a `progress`.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.cleaning import repeated_lines
from ingest.errors import UnreadableArticle
from ingest.index import repetition, vectors
from ingest.index.catalogue_writer import CatalogueWriter, Entry, now
from ingest.index.vector_sync import VectorSync
from ingest.index.writing import check_embedder, known_files, missed_files, open_for_writing
from ingest.losses import Judge, decide_for, expect_few_losses, judge_for, knowing
from ingest.passages import SPLITTER_VERSION, Passage
from ingest.plan import Plan
from ingest.reader_process import ReaderProcess, Reading
from ingest.readers import SUFFIXES
from ingest.report import IngestReport, Outcome, Progress, lines_left_out
from ingest.settings import CorpusSettings
from ingest.sources.folder import NEVER, Disk, scan

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder

BATCH = 2_000
"""New vectors per batch at most: enough for the embedder to sort by length."""

BATCH_ARTICLES = 1_000
"""Articles per batch at most, however few of their passages are new."""

BATCH_SECONDS = 8.0
"""Seconds after which a batch is full, however few articles were read: some take long to read."""

PORTION = 256
"""Texts embedded between two signs of progress at most."""

PORTION_SECONDS = 3.0
"""How long a portion should take; what was embedded before it is put aside."""

_FIRST_PORTION = 32

FILES_AT_ONCE = 1_000
"""Files among which repeated lines are counted before the first of them is kept: counting reads each of them once."""

STOPPED_FOR = 24 * 3_600 * 1_000_000
"""Microseconds for which a file whose reading had to be stopped is not tried again, unless it changes."""


def ingest(
    settings: CorpusSettings,
    load: Callable[[], "Embedder"],
    *,
    rebuild: bool = False,
    allow_removal: bool = False,
    taken_out: Collection[str] = (),
    progress: Callable[[Progress], None] = lambda _: None,
) -> IngestReport:
    """Bring the index up to date with the folder of articles.

    Args:
        settings: Where articles, index and Chroma are.
        load: Gives the embedding model; called only if something has to be embedded.
        rebuild: Make everything anew; the old index answers until that is done.
        allow_removal: Believe that whatever is not in the folder is gone, however much it is.
        taken_out: Sources that were taken out on purpose: that these are gone is believed.
        progress: Called from this thread; what it raises stops the run between two steps, and the next run goes on.

    Raises:
        CorpusError: The folder does not exist.
        RemovalRefused: A rebuild would lose more articles than is believed.
        IndexLocked: Another process is writing.
        ModelMismatch: The index was made with another embedding model.
        StoreUnavailable: Chroma cannot be opened or reached.
        ModelUnavailable: From `load`.
    """
    start = time.monotonic()
    disk = scan(settings.articles_dir, SUFFIXES)
    if not allow_removal:
        expect_few_losses(settings, disk, rebuild=rebuild)
    with open_for_writing(settings, rebuild=rebuild) as (catalogue, vector_sync):
        known = catalogue.known()
        plan = decide_for(settings, disk, known)
        judge = judge_for(settings, len(known), {} if allow_removal else catalogue.missing(), believe=allow_removal)
        run = _Run(settings, catalogue, vector_sync, load, progress)
        run.carry_out(plan, disk, knowing(judge, taken_out))
    return IngestReport.of(plan, disk, run.outcome(), time.monotonic() - start)


def rehearse(settings: CorpusSettings, *, rebuild: bool = False, allow_removal: bool = False) -> IngestReport:
    """Say what `ingest` would do; files are read and cut, but nothing is written or embedded.

    Raises:
        CorpusError: The folder does not exist.
        RemovalRefused: A rebuild would lose more articles than is believed.
        ModelMismatch: The index was made with another embedding model.
    """
    start = time.monotonic()
    disk = scan(settings.articles_dir, SUFFIXES)
    if not allow_removal:
        expect_few_losses(settings, disk, rebuild=rebuild)
    known = {} if rebuild else known_files(settings)
    plan = decide_for(settings, disk, known)
    verdict = judge_for(settings, len(known), missed_files(settings), believe=allow_removal)(plan.gone)
    failed, passages, left_out = list(plan.failed), 0, Counter[str]()
    with ReaderProcess(settings.articles_dir) as readers:
        repeated = repeated_lines(readers.lines(plan.to_read))
        for found in readers.articles(plan.to_read, repeated):
            if isinstance(found, UnreadableArticle):
                failed.append(found)
            else:
                passages += len(found.passages)
                left_out += lines_left_out(found.article)
    outcome = Outcome(tuple(failed), verdict.believed, tuple(verdict.withheld), passages, left_out)
    return IngestReport.of(plan, disk, outcome, time.monotonic() - start)


class _Batch:
    """Whole articles, and the passages among them that need a vector, by key."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.failed: list[UnreadableArticle] = []
        self.new: dict[str, Passage] = {}
        self._begun = time.monotonic()

    def __len__(self) -> int:
        return len(self.entries) + len(self.failed)

    def is_full(self) -> bool:
        """Tell whether what is in it should be kept before more is read."""
        late = time.monotonic() - self._begun > BATCH_SECONDS
        return late or len(self.new) >= BATCH or len(self) >= BATCH_ARTICLES


class _Run:
    """One ingestion; counts what it does."""

    def __init__(
        self,
        settings: CorpusSettings,
        catalogue: CatalogueWriter,
        vector_sync: VectorSync,
        load: Callable[[], "Embedder"],
        progress: Callable[[Progress], None],
    ) -> None:
        self._corpus, self._catalogue, self._vector_sync = settings.articles_dir, catalogue, vector_sync
        self._load, self._progress = load, progress
        self._embedder: Embedder | None = None
        self._embedded, self._written, self._passages = 0, 0, 0
        self._portion = _FIRST_PORTION
        self._failed: list[UnreadableArticle] = []
        self._removed: list[str] = []
        self._withheld: dict[str, int] = {}
        self._left_out: dict[str, Counter[str]] = {}

    def outcome(self) -> Outcome:
        """Say what came of it."""
        left_out = sum(self._left_out.values(), Counter[str]())
        withheld = tuple(sorted(self._withheld))
        return Outcome(tuple(self._failed), tuple(self._removed), withheld, self._passages, left_out)

    def carry_out(self, plan: Plan, disk: Disk, judge: Judge) -> None:
        self._failed += plan.failed
        kept = [*plan.touched, *(move.new for move in plan.moved)]
        gone = self._remove(plan.gone, judge)
        self._removed += set(gone) - {failure.source for failure in plan.failed}
        self._catalogue.tidy(gone, plan.moved, {source: disk.files[source] for source in kept})
        with ReaderProcess(self._corpus, self._stopped(disk)) as readers:
            before = set(readers.stopped)
            if plan.to_read:
                self._vector_sync.mend(thoroughly=True)
                self._read_new(readers, plan, disk)
            self._passages = self._written
            unusable = [f.source for f in self._failed if not f.passing and f.source in plan.changed]
            self._catalogue.tidy(self._remove(unusable, judge), (), {})
            while stale := self._stale(disk):
                repeated = repetition.repeated(self._catalogue.connection)
                self._read_all(readers, stale, disk, repeated, Progress(0, len(stale), 0))
            self._catalogue.stop(before, [f for s, f in readers.stopped.items() if s not in before], disk.files)
        self._vector_sync.sweep()
        self._catalogue.expire()
        self._catalogue.set_missing(self._withheld)
        self._catalogue.set_corpus(self._corpus.resolve())

    def _remove(self, gone: Sequence[str], judge: Judge) -> tuple[str, ...]:
        """Give what may be removed; what is not believed to be gone is noted."""
        verdict = judge(gone)
        self._withheld |= verdict.withheld
        return verdict.believed

    def _stopped(self, disk: Disk) -> list[UnreadableArticle]:
        """Give the files whose reading had to be stopped not long ago, and that are what they were."""
        return [
            UnreadableArticle(source, reason)
            for source, (stamp, splitter, reason) in self._catalogue.stopped(now() - STOPPED_FOR).items()
            if splitter == SPLITTER_VERSION and stamp.mtime_ns != NEVER and disk.files.get(source) == stamp
        ]

    def _stale(self, disk: Disk) -> list[str]:
        failed = {failure.source for failure in self._failed}
        return [s for s in repetition.stale(self._catalogue.connection) if s in disk.files and s not in failed]

    def _read_new(self, readers: ReaderProcess, plan: Plan, disk: Disk) -> None:
        """Read what is new or changed, so many files at a time that a run that is killed has kept some of them."""
        total = len(plan.to_read)
        for start in range(0, total, FILES_AT_ONCE):
            sources = plan.to_read[start : start + FILES_AT_ONCE]
            coming = readers.lines(sources)
            repeated = repetition.repeated(self._catalogue.connection, coming, set(sources) & set(plan.changed))
            self._read_all(readers, sources, disk, repeated, Progress(start, total, 0))

    def _read_all(
        self, readers: ReaderProcess, sources: Sequence[str], disk: Disk, repeated: frozenset[str], at: Progress
    ) -> None:
        coming = readers.articles(sources, repeated)
        while batch := self._gather(coming, disk, repeated):
            at = replace(at, passages=self._embedded)
            self._progress(at)
            new = self._vectors(batch.new, at)
            self._vector_sync.switch(batch.entries, [], new)
            self._failed += batch.failed
            self._written += sum(len(entry.passages) for entry in batch.entries)
            at = replace(at, files=at.files + len(batch), passages=self._embedded)
            self._progress(at)

    def _gather(self, coming: Iterator[Reading | UnreadableArticle], disk: Disk, repeated: frozenset[str]) -> _Batch:
        batch = _Batch()
        for found in coming:
            if isinstance(found, UnreadableArticle):
                batch.failed.append(found)
            else:
                stamp = disk.files[found.article.source]
                self._left_out[found.article.source] = lines_left_out(found.article)
                batch.entries.append(
                    Entry(found.article, found.passages, stamp, SPLITTER_VERSION, found.lines, repeated)
                )
                by_key = {passage.key: passage for passage in found.passages}
                batch.new |= {key: by_key[key] for key in vectors.missing(self._catalogue.connection, by_key)}
            if batch.is_full():
                break
        return batch

    def _vectors(self, new: Mapping[str, Passage], at: Progress) -> dict[str, dict[str, NDArray[np.float32]]]:
        """Give a vector for each passage, per language: put aside by an earlier run, or made now."""
        spare = vectors.spare(self._catalogue.connection, new)
        found = _by_language(new, spare)
        unsaved: dict[str, NDArray[np.float32]] = {}
        saved = time.monotonic()
        for portion in self._embed({key: new[key] for key in new.keys() - spare.keys()}):
            for language, of_language in _by_language(new, portion).items():
                found.setdefault(language, {}).update(of_language)
            unsaved |= portion
            if time.monotonic() - saved >= PORTION_SECONDS / 2:
                self._catalogue.save(_by_language(new, unsaved))
                unsaved, saved = {}, time.monotonic()
            self._progress(replace(at, passages=self._embedded))
        return found

    def _embed(self, new: Mapping[str, Passage]) -> Iterator[dict[str, NDArray[np.float32]]]:
        """Embed in order of length, so that the texts of one portion need little padding."""
        keys = sorted(new, key=lambda key: (len(new[key].text), key))
        while keys:
            size = min(self._portion, PORTION)
            portion, keys = keys[:size], keys[size:]
            model, start = self._model(), time.monotonic()
            found = model.embed_passages([embedded_text(new[key]) for key in portion])
            seconds = time.monotonic() - start
            self._embedded += len(portion)
            self._portion = max(1, min(PORTION, 4 * self._portion, int(size * PORTION_SECONDS / max(seconds, 1e-3))))
            yield dict(zip(portion, found, strict=True))

    def _model(self) -> "Embedder":
        if self._embedder is None:
            embedder = self._load()
            check_embedder(self._catalogue.state(), embedder)
            self._catalogue.set_model(embedder.name, embedder.dimension, getattr(embedder, "weights", ""))
            self._embedder = embedder
        return self._embedder


def _by_language(
    passages: Mapping[str, Passage], found: Mapping[str, NDArray[np.float32]]
) -> dict[str, dict[str, NDArray[np.float32]]]:
    sorted_out: dict[str, dict[str, NDArray[np.float32]]] = {}
    for key, vector in found.items():
        sorted_out.setdefault(passages[key].language, {})[key] = vector
    return sorted_out


def embedded_text(passage: Passage) -> str:
    """Give what a passage's vector stands for: its heading, if it has one, and its text."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text
