"""Watching: the folder is brought in whenever it changes, by one run after the other, until it is told to stop.

    signals ──look──▶ what has changed, what is still being written ──▶ an unattended run ──▶ WatchEvent

A look costs as much as listing the folders in which something has happened, where that is told. There is a run only if
something has settled, files that failed may be due again, or somebody confirmed a removal; it compares what has changed
with the index, unless somebody else has written that. Runs in whatever thread calls it; knows nothing of who is told.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.errors import IndexLocked, KildeError
from ingest.report import IngestReport, Progress
from ingest.settings import CorpusSettings
from ingest.sources.folder import NEVER, Disk, FileStamp
from ingest.sources.listing import FolderListing
from ingest.sources.settling import WAITING, Settling, is_same
from ingest.sources.signals import POLL, Told, signals
from ingest.unattended import Unattended

RETRY = 60.0
"""Seconds after which a run that could not be carried out is tried again, and files that failed may be due."""

_SETTLE = 0.5
"""Seconds between two looks while a file is being written."""

_UNREAD = FileStamp(-1, NEVER)
"""Of a file that was never read here; the index may know it, so that it matters when it goes."""

logger = logging.getLogger(__name__)


class Bring(Protocol):
    """Carries out a run, as `ingest.pipeline.ingest` does."""

    def __call__(
        self,
        *,
        allow_removal: bool,
        taken_out: Collection[str],
        unattended: Unattended,
        progress: Callable[[Progress], None],
    ) -> IngestReport:
        """Bring the index up to date."""
        ...


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """What a run was, for whoever is to be told.

    Attributes:
        report: What it did; None where it could not be carried out.
        trouble: Why it could not, "" where it could.
    """

    report: IngestReport | None
    trouble: str = ""


class _Stopped(Exception):
    pass


class FolderWatch:
    """Watches one folder; `confirm`, `believe` and `stop` may be called from any thread."""

    def __init__(self, settings: CorpusSettings, bring: Bring, tell: Callable[[WatchEvent], None]) -> None:
        """Take where the folder is, what carries out a run, and who is told of each that did something or failed."""
        self._settings, self._bring, self._tell = settings, bring, tell
        self._stop, self._confirmed = threading.Event(), threading.Event()
        self._gone: frozenset[str] = frozenset()
        self._settling, self._listing = Settling(), FolderListing(settings.articles_dir)
        self._disk: Disk | None = None
        self._waiting: frozenset[str] = frozenset()
        self._read: dict[str, FileStamp] | None = None
        self._failing, self._withholding, self._trouble = False, False, ""
        self._paused, self._again, self._generation = 0.0, 0.0, -1

    def stop(self) -> None:
        """End `run`; a run in hand ends between two steps, and the next one goes on from there."""
        self._stop.set()

    def confirm(self) -> None:
        """Believe, in the next run, that whatever is gone is gone."""
        self._confirmed.set()

    def believe(self, gone: Collection[str]) -> None:
        """Believe, in the next run, that these sources are gone, and no others."""
        self._gone |= frozenset(gone)

    @property
    def believes(self) -> bool:
        """Whether a run is still to be made that somebody confirmed a removal for."""
        return self._confirmed.is_set() or bool(self._gone)

    def run(self, poll: float = POLL) -> None:
        """Watch until `stop`."""
        for told in signals(self._settings.articles_dir, self._stop, poll):
            with suppress(_Stopped):
                self._look(told)
                while self._waiting and not self._stop.wait(_SETTLE):
                    self._look(self._waiting)
            if self._stop.is_set():
                return

    def _look(self, told: Told) -> None:
        """Look at the folder, and bring it in if there is anything to bring; notes which files are being written."""
        try:
            disk = self._listing.look(told if told is None else told | self._waiting)
        except KildeError as error:
            self._waiting = frozenset()
            self._troubled(error, pause=0.0)
            return
        moment = time.monotonic()
        wanted = self.believes or bool(self._trouble) or (self._failing and moment >= self._again)
        if disk is self._disk and not (self._waiting or wanted):
            return
        self._waiting = self._settling.unsettled(disk, moment, time.time())
        changed = None if self._read is None else _differing(disk, self._read, self._waiting)
        if (changed is None or changed or wanted) and moment >= self._paused:
            self._carry_out(disk, changed)
        elif not changed:
            self._disk = disk

    def _carry_out(self, disk: Disk, changed: frozenset[str] | None) -> None:
        believe, gone, waiting = self._confirmed.is_set(), self._gone, self._waiting
        unattended = Unattended(waiting, disk, changed, self._generation)
        try:
            report = self._bring(allow_removal=believe, taken_out=gone, unattended=unattended, progress=self._go_on)
        except IndexLocked:
            return  # another run is under way; the next look finds the same
        except KildeError as error:
            self._troubled(error, pause=RETRY)
            return
        report = replace(report, failed=tuple(it for it in report.failed if it.reason != WAITING))
        before = self._read or {}
        settled = {source: stamp for source, stamp in disk.files.items() if source not in waiting}
        self._read = {source: before.get(source, _UNREAD) for source in waiting} | settled
        self._disk, self._generation = disk, report.generation
        awaited = believe or bool(gone) or bool(self._trouble) or self._withholding != bool(report.withheld)
        self._failing, self._withholding = bool(report.failed), bool(report.withheld)
        self._trouble, self._again, self._gone = "", time.monotonic() + RETRY, self._gone - gone
        if believe:
            self._confirmed.clear()
        if awaited or (changed != frozenset() and _did_something(report)):
            self._tell(WatchEvent(report))

    def _go_on(self, _: Progress) -> None:
        if self._stop.is_set():
            raise _Stopped

    def _troubled(self, error: KildeError, *, pause: float) -> None:
        """Say once what is wrong, and carry out no run for so many seconds."""
        self._paused = time.monotonic() + pause
        if str(error) != self._trouble:
            self._trouble = str(error)
            logger.warning("%s", error)
            self._tell(WatchEvent(None, str(error)))


def _did_something(report: IngestReport) -> bool:
    counts = (report.new, report.changed, report.moved, report.removed, report.withheld, len(report.failed))
    return any(counts)


def _differing(disk: Disk, read: dict[str, FileStamp], waiting: frozenset[str]) -> frozenset[str]:
    """Give what was not read as it is now, or was read and is gone; but for what is still being written."""
    there = disk.files
    other = (it for it, stamp in there.items() if it not in read or not is_same(read[it], stamp))
    return frozenset(other) - waiting | frozenset(it for it in read if it not in there)
