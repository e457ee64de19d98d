"""What earlier runs have left for this one: files that failed, articles that are missed, or cut otherwise.

Takes the catalogue and a look at the folder; writes nothing.
"""

from collections.abc import Collection

from ingest.errors import UnreadableArticle
from ingest.index import repetition
from ingest.index.catalogue import Catalogue
from ingest.index.catalogue_writer import now
from ingest.index.reading_failures import ReadingFailure
from ingest.passages import SPLITTER_VERSION
from ingest.plan import Plan
from ingest.readers.file_kinds import file_of
from ingest.sources.folder import NEVER, Disk

STOPPED_FOR = 24 * 3_600 * 1_000_000
"""Microseconds for which a file whose reading had to be stopped is not tried again, unless it changes."""


def stopped(catalogue: Catalogue, disk: Disk) -> list[UnreadableArticle]:
    """Give the files whose reading had to be stopped not long ago, and that are what they were."""
    return [
        UnreadableArticle(source, reason)
        for source, (stamp, splitter, reason) in catalogue.stopped(now() - STOPPED_FOR).items()
        if splitter == SPLITTER_VERSION and stamp.mtime_ns != NEVER and disk.files.get(file_of(source)) == stamp
    ]


def not_due(catalogue: Catalogue, disk: Disk) -> list[ReadingFailure]:
    """Give the files that failed not long ago, and that are what they were."""
    moment = now()
    return [
        failure
        for failure in catalogue.failures()
        if failure.due > moment and failure.stamp.mtime_ns != NEVER and disk.files.get(failure.source) == failure.stamp
    ]


def still_missing(catalogue: Catalogue, plan: Plan) -> list[str]:
    """Give the articles of containers that were missed before and kept, where the file has not changed since."""
    there = {*plan.same, *plan.touched, *(move.new for move in plan.moved)}
    return [s for s in catalogue.missing() if (file := file_of(s)) != s and file in there]


def stale(catalogue: Catalogue, disk: Disk, failed: Collection[str]) -> list[str]:
    """Give the articles that would be cut otherwise now, those of one file behind one another."""
    found = repetition.stale(catalogue.connection)
    there = (s for s in found if file_of(s) in disk.files and s not in failed and file_of(s) not in failed)
    return sorted(there, key=file_of)
