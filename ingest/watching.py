"""Watching: the folder is brought in whenever it changes, by one run after the other, until it is told to stop.

    signals ──look──▶ what has changed, what is still being written ──▶ an unattended run ──▶ WatchEvent

A look costs as much as listing the folder. There is a run only if something has settled, files that failed may be due
again, or somebody confirmed a removal. Runs in whatever thread calls it; knows nothing of who is told.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.errors import IndexLocked, KildeError
from ingest.readers import SUFFIXES
from ingest.report import IngestReport, Progress
from ingest.settings import CorpusSettings
from ingest.sources.folder import NEVER, FileStamp, scan
from ingest.sources.settling import WAITING, Settling, is_same
from ingest.sources.signals import POLL, signals
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
        self._settling = Settling()
        self._read: dict[str, FileStamp] | None = None
        self._failing, self._withholding, self._trouble = False, False, ""
        self._paused, self._again = 0.0, 0.0

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
        for _ in signals(self._settings.articles_dir, self._stop, poll):
            with suppress(_Stopped):
                while self._look() and not self._stop.wait(_SETTLE):
                    pass
            if self._stop.is_set():
                return

    def _look(self) -> bool:
        """Look at the folder, and bring it in if there is anything to bring; tells whether files are being written."""
        try:
            files = scan(self._settings.articles_dir, SUFFIXES)
        except KildeError as error:
            self._troubled(error, pause=0.0)
            return False
        waiting = self._settling.unsettled(files, time.monotonic(), time.time())
        settled = {source: stamp for source, stamp in files.files.items() if source not in waiting}
        changed = self._read is None or _differ(settled, self._read, files.files)
        moment = time.monotonic()
        wanted = changed or self.believes or bool(self._trouble) or (self._failing and moment >= self._again)
        if wanted and moment >= self._paused:
            self._carry_out(settled, waiting, changed=changed)
        return bool(waiting)

    def _carry_out(self, settled: dict[str, FileStamp], waiting: frozenset[str], *, changed: bool) -> None:
        believe, gone = self._confirmed.is_set(), self._gone
        try:
            report = self._bring(
                allow_removal=believe, taken_out=gone, unattended=Unattended(waiting), progress=self._go_on
            )
        except IndexLocked:
            return  # another run is under way; the next look finds the same
        except KildeError as error:
            self._troubled(error, pause=RETRY)
            return
        report = replace(report, failed=tuple(it for it in report.failed if it.reason != WAITING))
        before = self._read or {}
        self._read = {source: before.get(source, _UNREAD) for source in waiting} | settled
        awaited = believe or bool(gone) or bool(self._trouble) or self._withholding != bool(report.withheld)
        self._failing, self._withholding = bool(report.failed), bool(report.withheld)
        self._trouble, self._again, self._gone = "", time.monotonic() + RETRY, self._gone - gone
        if believe:
            self._confirmed.clear()
        if awaited or (changed and _did_something(report)):
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


def _differ(settled: dict[str, FileStamp], read: dict[str, FileStamp], there: dict[str, FileStamp]) -> bool:
    """Tell whether there is anything that was not read as it is now, or that was read and is gone."""
    new = any(source not in read or not is_same(read[source], stamp) for source, stamp in settled.items())
    return new or any(source not in there for source in read)
