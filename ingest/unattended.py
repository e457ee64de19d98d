"""Runs that nobody called for: how they differ from those of somebody who reads the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.index.catalogue import Catalogue
from ingest.index.catalogue_writer import now
from ingest.losses import Count, Judge
from ingest.readers import SUFFIXES
from ingest.readers.file_kinds import file_of
from ingest.settings import CorpusSettings
from ingest.sources.folder import Disk, scan
from ingest.sources.removal import RemovalVerdict
from ingest.sources.settling import without

FEW = 3
"""Articles of an index so small that half of it is nothing to doubt."""


@dataclass(frozen=True, slots=True)
class Unattended:
    """How a run differs that is started by a change in the folder, and not by somebody.

    Files that failed and are what they were are tried again after a while only; and if more than half of the index is
    gone that is never believed before somebody says so.

    Attributes:
        waiting: Files that are still being written; what the index knows of them stays.
        disk: What a look at the folder showed just now; without it the run looks itself.
        changed: Files that came, went or look otherwise than when `generation` was written; None where all may.
        generation: Of the index, as the last run left it.
    """

    waiting: frozenset[str] = frozenset()
    disk: Disk | None = None
    changed: frozenset[str] | None = None
    generation: int = -1


def seen(settings: CorpusSettings, unattended: Unattended) -> Disk:
    """Give what lies in the folder, as far as it can be read now."""
    return without(unattended.disk or scan(settings.articles_dir, SUFFIXES), unattended.waiting)


def in_question(catalogue: Catalogue, unattended: Unattended) -> frozenset[str] | None:
    """Give the files that a run has to compare with the index: what changed, what failed and what is missed.

    None where all have to be: it is not known what changed, or somebody else has written the index since.
    """
    if unattended.changed is None or unattended.generation != catalogue.generation():
        return None
    failed = {file_of(failure.source) for failure in catalogue.failures()}
    return unattended.changed | failed | {file_of(source) for source in catalogue.missing()}


def doubting(judge: Judge, indexed: int, count: Count) -> Judge:
    """Give a judge that never believes that more than half of the index is gone, however long it is missed."""

    def doubt(gone: Sequence[str]) -> RemovalVerdict:
        verdict, moment = judge(gone), now()
        if 2 * count(gone) <= indexed or count(gone) <= FEW:
            return verdict
        return RemovalVerdict((), {source: verdict.withheld.get(source, moment) for source in sorted(gone)})

    return doubt
