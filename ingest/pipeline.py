"""Carries out what `ingest.plan` decides, in batches of whole articles.

    scan ──▶ decide ──▶ tidy: gone, moved, touched                       one transaction
                   └──▶ read ──▶ embed ──▶ Chroma ──▶ switch             one transaction per batch
                            └─ of a container, article by article: what is unchanged is skipped, what vanished is tidied
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
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest import leftovers
from ingest.batch import Batch
from ingest.engine import Engine, LocalEngine, Readers, batches_of
from ingest.errors import UnreadableArticle
from ingest.index import repetition, vectors
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.index_writer import check_embedder, open_for_writing
from ingest.index.stored import CatalogueEntry
from ingest.index.vector_sync import VectorSync
from ingest.losses import Judge, decide_for, expect_few_losses, judge_for, knowing
from ingest.member_tally import MemberTally
from ingest.passages import SPLITTER_VERSION, Passage
from ingest.plan import KnownFile, Plan
from ingest.reader_messages import ContainerEnd, Reading
from ingest.readers import SUFFIXES
from ingest.readers.file_kinds import file_of, is_container, reader_of
from ingest.report import IngestReport, PlanOutcome, Progress, lines_left_out
from ingest.settings import CorpusSettings
from ingest.sources.folder import Disk, scan
from ingest.tracing import span
from ingest.unattended import Unattended, doubting, in_question, seen

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder

SAVE_SECONDS = 1.5
"""After so many seconds what was embedded is put aside."""

FILES_AT_ONCE = 1_000
"""Files among which repeated lines are counted before the first of them is kept: counting reads each of them once."""


def ingest(
    settings: CorpusSettings,
    load: Callable[[], "Embedder"],
    *,
    rebuild: bool = False,
    allow_removal: bool = False,
    taken_out: Collection[str] = (),
    progress: Callable[[Progress], None] = lambda _: None,
    unattended: Unattended | None = None,
    engine: Engine | None = None,
) -> IngestReport:
    """Bring the index up to date with the folder of articles.

    Args:
        settings: Where articles, index and Chroma are.
        load: Gives the embedding model; called only if something has to be embedded.
        rebuild: Make everything anew; the old index answers until that is done.
        allow_removal: Believe that whatever is not in the folder is gone, however much it is.
        taken_out: Sources that were taken out on purpose: that these are gone is believed.
        progress: Called from this thread; what it raises stops the run between two steps, and the next run goes on.
        unattended: Nobody called for this run, see `Unattended`.
        engine: Who reads and embeds; without one this process.

    Raises:
        CorpusError: The folder does not exist.
        RemovalRefused: A rebuild would lose more articles than is believed.
        IndexLocked: Another process is writing.
        ModelMismatch: The index was made with another embedding model.
        StoreUnavailable: Chroma cannot be opened or reached.
        ModelUnavailable: From `load`.
    """
    start = time.monotonic()
    disk = scan(settings.articles_dir, SUFFIXES) if unattended is None else seen(settings, unattended)
    if not allow_removal:
        expect_few_losses(settings, disk, rebuild=rebuild)
    with span("ingestion") as told, open_for_writing(settings, rebuild=rebuild) as (catalogue, vector_sync):
        only = None if unattended is None or allow_removal or taken_out else in_question(catalogue, unattended)
        plan = decide_for(settings, disk.among(only), catalogue.known(only))
        missing, indexed = {} if allow_removal else catalogue.missing(), catalogue.count_articles()
        judge = judge_for(settings, indexed, missing, believe=allow_removal, count=plan.count)
        if unattended is not None and not allow_removal:
            judge = doubting(judge, indexed, plan.count)
        run = _Run(settings, catalogue, vector_sync, load, progress, unattended, engine or LocalEngine())
        run.carry_out(plan, disk, knowing(judge, taken_out))
        report = IngestReport.of(plan, disk, run.outcome(), time.monotonic() - start, catalogue.generation())
        told(new=report.new, changed=report.changed, removed=report.removed, failed=len(report.failed))
    return report


class _Run:
    """One ingestion; counts what it does."""

    def __init__(
        self,
        settings: CorpusSettings,
        catalogue: CatalogueWriter,
        vector_sync: VectorSync,
        load: Callable[[], "Embedder"],
        progress: Callable[[Progress], None],
        unattended: Unattended | None,
        engine: Engine,
    ) -> None:
        self._unattended, self._engine = unattended, engine
        self._settings, self._catalogue, self._vector_sync = settings, catalogue, vector_sync
        self._tally, self._others = MemberTally(catalogue.members), Counter[str]()
        self._load, self._progress = load, progress
        self._embedder: Embedder | None = None
        self._embedded, self._written, self._passages = 0, 0, 0
        self._failed: list[UnreadableArticle] = []
        self._removed: list[str] = []
        self._withheld: dict[str, int] = {}
        self._left_out: dict[str, Counter[str]] = {}

    def outcome(self) -> PlanOutcome:
        """Say what came of it."""
        left_out = sum(self._left_out.values(), Counter[str]())
        withheld = tuple(sorted(self._withheld))
        removed = tuple(self._removed)
        counts, others = self._tally.counts, self._others
        return PlanOutcome(tuple(self._failed), removed, withheld, self._passages, left_out, counts, others)

    def carry_out(self, plan: Plan, disk: Disk, judge: Judge) -> None:
        self._failed += plan.failed
        kept = [*plan.touched, *(move.new for move in plan.moved)]
        self._catalogue.tidy((), plan.moved, {})
        gone = self._remove([*plan.gone, *leftovers.still_missing(self._catalogue, plan)], judge)
        self._removed += set(gone) - {failure.source for failure in plan.failed}
        self._catalogue.tidy(gone, (), {source: disk.files[source] for source in kept})
        spared = [] if self._unattended is None else leftovers.not_due(self._catalogue, disk)
        ended = leftovers.stopped(self._catalogue, disk)
        known_to_fail = [*(UnreadableArticle(it.source, it.reason) for it in spared), *ended]
        with self._engine.readers(self._settings.articles_dir, known_to_fail, self._settings.dump_fields) as readers:
            before, remembered = set(readers.stopped), {failure.source for failure in ended}
            if plan.to_read:
                self._read_new(readers, plan, disk, judge)
            self._passages = self._written
            unusable = [f.source for f in self._failed if _is_unusable(f) and f.source in plan.changed]
            self._catalogue.tidy(self._remove(unusable, judge), (), {})
            while stale := leftovers.stale(self._catalogue, disk, {it.source for it in self._failed}):
                repeated = repetition.repeated(self._catalogue.connection)
                self._read_all(readers, stale, disk, repeated, Progress(0, len(stale), 0))
            stopped = [f for s, f in readers.stopped.items() if s not in before]
            self._catalogue.stop(remembered, stopped, {f.source: disk.files[file_of(f.source)] for f in stopped})
        self._vector_sync.sweep()
        self._catalogue.expire()
        self._catalogue.set_missing(self._withheld)
        untried = {*plan.same, *plan.touched, *(move.new for move in plan.moved), *(it.source for it in spared)}
        self._catalogue.set_failures(self._failed, disk.files, untried)
        self._catalogue.set_corpus(self._settings.articles_dir.resolve())

    def _remove(self, gone: Sequence[str], judge: Judge) -> tuple[str, ...]:
        """Give what may be removed; what is not believed to be gone is noted."""
        verdict = judge(gone)
        self._withheld |= verdict.withheld
        return verdict.believed

    def _read_new(self, readers: Readers, plan: Plan, disk: Disk, judge: Judge) -> None:
        """Read what is new or changed, so many files at a time that a run that is killed has kept some of them."""
        total = len(plan.to_read)
        for start in range(0, total, FILES_AT_ONCE):
            sources = plan.to_read[start : start + FILES_AT_ONCE]
            coming = readers.lines(sources)
            going = set(sources) & set(plan.changed)
            going |= {member for file in going if is_container(file) for member in self._catalogue.members(file)}
            repeated = repetition.repeated(self._catalogue.connection, coming, going)
            self._read_all(readers, sources, disk, repeated, Progress(start, total, 0), judge)

    def _read_all(
        self,
        readers: Readers,
        sources: Sequence[str],
        disk: Disk,
        repeated: frozenset[str],
        at: Progress,
        judge: Judge | None = None,
    ) -> None:
        """Read files and put them in; without `judge`, articles whose content is known and which are cut otherwise."""
        coming = readers.articles(sources, repeated)
        while batch := self._gather(coming, disk, repeated, None if judge is None else self._tally):
            at = replace(at, passages=self._embedded)
            self._progress(at)
            with span("ingestion.embedding") as told:
                new = self._vectors(batch.new, at)
                told(passages=len(batch.new))
            with span("ingestion.writing"):
                self._vector_sync.switch(batch.entries, [], new)
            self._failed += batch.failed
            self._written += sum(len(entry.passages) for entry in batch.entries)
            if judge is not None:
                self._finish(batch.ends, disk, judge)
            at = replace(at, files=at.files + batch.files, passages=self._embedded)
            self._progress(at)

    def _finish(self, ends: Sequence[ContainerEnd], disk: Disk, judge: Judge) -> None:
        """Take out what containers that were read to their end do not hold any more, and keep how they look now."""
        gone = self._remove(self._tally.vanished(ends), judge)
        self._removed += gone
        self._catalogue.tidy(gone, (), {})
        if self._withheld:
            self._catalogue.set_missing(self._withheld)
        whole = [end for end in ends if end.complete]
        fields = self._settings.dump_fields
        known = (
            KnownFile(disk.files[it.source], it.content_hash, SPLITTER_VERSION, reader_of(it.source, fields))
            for it in whole
        )
        self._catalogue.finish({end.source: file for end, file in zip(whole, known, strict=True)})
        for end in ends:
            self._others.update(end.others)

    def _gather(
        self,
        coming: Iterator[Reading | UnreadableArticle | ContainerEnd],
        disk: Disk,
        repeated: frozenset[str],
        tally: MemberTally | None,
    ) -> Batch:
        batch = Batch()
        with span("ingestion.reading"):
            for found in coming:
                if isinstance(found, ContainerEnd):
                    batch.ends.append(found)
                    batch.files += 1
                elif isinstance(found, UnreadableArticle):
                    batch.failed.append(found)
                    batch.files += not is_container(file_of(found.source))
                    if tally is not None:
                        tally.failed(found.source, passing=found.passing)
                elif (
                    tally is None
                    or file_of(found.article.source) == found.article.source
                    or tally.has_to_be_written(found.article)
                ):
                    self._take(found, batch, disk, repeated)
                if batch.is_full():
                    break
        return batch

    def _take(self, found: Reading, batch: Batch, disk: Disk, repeated: frozenset[str]) -> None:
        stamp = disk.files[file_of(found.article.source)]
        self._left_out[found.article.source] = lines_left_out(found.article)
        batch.entries.append(
            CatalogueEntry(found.article, found.passages, stamp, SPLITTER_VERSION, found.lines, repeated)
        )
        batch.files += not is_container(file_of(found.article.source))
        batch.characters += len(found.article.text)
        by_key = {passage.key: passage for passage in found.passages}
        batch.new |= {key: by_key[key] for key in vectors.missing(self._catalogue.connection, by_key)}

    def _vectors(self, new: Mapping[str, Passage], at: Progress) -> dict[str, dict[str, NDArray[np.float32]]]:
        """Give a vector for each passage, per language: put aside by an earlier run, or made now."""
        spare = vectors.spare(self._catalogue.connection, new)
        found = _by_language(new, spare)
        unsaved: dict[str, NDArray[np.float32]] = {}
        saved = time.monotonic()
        for portion in self._embed(new, spare):
            for language, of_language in _by_language(new, portion).items():
                found.setdefault(language, {}).update(of_language)
            unsaved |= portion
            self._embedded += len(portion)
            if time.monotonic() - saved >= SAVE_SECONDS:
                self._catalogue.save(_by_language(new, unsaved))
                unsaved, saved = {}, time.monotonic()
            self._progress(replace(at, passages=self._embedded))
        return found

    def _embed(self, new: Mapping[str, Passage], spare: Collection[str]) -> Iterator[dict[str, NDArray[np.float32]]]:
        """Embed what has no vector yet; what is computed together is so whatever an earlier run has put aside."""
        if new.keys() <= set(spare):
            return
        texts = {key: embedded_text(passage) for key, passage in new.items()}
        batches = [[key for key in batch if key not in spare] for batch in batches_of(self._model(), texts)]
        waiting = iter([key for batch in batches for key in batch])
        for rows in self._engine.embed(self._model, [[texts[key] for key in batch] for batch in batches if batch]):
            yield dict(zip(islice(waiting, len(rows)), rows, strict=True))

    def _model(self) -> "Embedder":
        if self._embedder is None:
            embedder = self._load()
            check_embedder(self._catalogue.state(), embedder)
            self._catalogue.set_model(embedder.name, embedder.dimension, getattr(embedder, "weights", ""))
            self._embedder = embedder
        return self._embedder


def _is_unusable(failure: UnreadableArticle) -> bool:
    """Tell whether a file holds no article any more; a container that is broken keeps what it held."""
    return not failure.passing and not is_container(failure.source)


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
