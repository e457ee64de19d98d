"""Runs that nobody called for: how they differ from those of somebody who reads the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.index.catalogue_writer import now
from ingest.losses import Count, Judge
from ingest.sources.removal import RemovalVerdict

FEW = 3
"""Articles of an index so small that half of it is nothing to doubt."""


@dataclass(frozen=True, slots=True)
class Unattended:
    """How a run differs that is started by a change in the folder, and not by somebody.

    Files that failed and are what they were are tried again after a while only; and if more than half of the index is
    gone that is never believed before somebody says so.

    Attributes:
        waiting: Files that are still being written; what the index knows of them stays.
    """

    waiting: frozenset[str] = frozenset()


def doubting(judge: Judge, indexed: int, count: Count) -> Judge:
    """Give a judge that never believes that more than half of the index is gone, however long it is missed."""

    def doubt(gone: Sequence[str]) -> RemovalVerdict:
        verdict, moment = judge(gone), now()
        if 2 * count(gone) <= indexed or count(gone) <= FEW:
            return verdict
        return RemovalVerdict((), {source: verdict.withheld.get(source, moment) for source in sorted(gone)})

    return doubt
