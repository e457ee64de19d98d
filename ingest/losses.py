"""What a run may take for changed or gone, by the settings: `ingest.plan` and `ingest.sources.removal` decide.

Takes what lies on disk and what the index knows; writes nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from ingest.errors import RemovalRefused
from ingest.index.catalogue_writer import now
from ingest.index.index_writer import files_to_be_replaced, missed_files
from ingest.passages import SPLITTER_VERSION
from ingest.plan import KnownFile, Plan, decide
from ingest.readers.file_kinds import reader_of
from ingest.settings import CorpusSettings
from ingest.sources import removal
from ingest.sources.folder import Disk, digest
from ingest.sources.removal import RemovalVerdict


def decide_for(settings: CorpusSettings, disk: Disk, known: Mapping[str, KnownFile]) -> Plan:
    """Compare the folder with the index, by the readers and the splitter in force."""
    return decide(
        disk,
        known,
        SPLITTER_VERSION,
        lambda source: digest(settings.articles_dir, source),
        lambda source: reader_of(source, settings.dump_fields),
    )


Judge = Callable[[Sequence[str]], RemovalVerdict]
"""Says of sources that are gone which are believed to be."""


Count = Callable[[Collection[str]], int]
"""Gives how many articles sources are: a file may hold many."""


def judge_for(
    settings: CorpusSettings, indexed: int, missed: Mapping[str, int], *, believe: bool, count: Count = len
) -> Judge:
    """Give what decides about articles that are gone, by the limits in the settings or believing everything.

    Args:
        settings: With the limits.
        indexed: How many articles the index holds.
        missed: Since when some are missed, see `ingest.sources.removal`.
        believe: Whatever is gone is gone.
        count: Says how many articles sources are.
    """
    limits = removal.RemovalLimits(indexed if believe else settings.removal_limit, settings.removal_limit_percent)
    return lambda gone: removal.judge(gone, indexed, missed, now(), limits, count)


def articles_in(known: Mapping[str, KnownFile]) -> int:
    """Count the articles of files."""
    return sum(file.articles for file in known.values())


def knowing(judge: Judge, taken_out: Collection[str]) -> Judge:
    """Give a judge who believes that these sources are gone, because somebody took them out on purpose."""

    def decide(gone: Sequence[str]) -> RemovalVerdict:
        verdict = judge([source for source in gone if source not in taken_out])
        believed = {*verdict.believed, *(source for source in gone if source in taken_out)}
        return RemovalVerdict(tuple(sorted(believed)), verdict.withheld)

    return decide


def expect_few_losses(settings: CorpusSettings, disk: Disk, *, rebuild: bool) -> None:
    """Refuse a rebuild from a folder that lacks many articles of the index that it would replace.

    Raises:
        RemovalRefused: More than is believed.
    """
    known = files_to_be_replaced(settings, rebuild=rebuild)
    if not known:
        return
    plan = decide_for(settings, disk, known)
    there = {move.old for move in plan.moved} | disk.files.keys()
    lost = [source for source in known if source not in there]
    indexed = articles_in(known)
    verdict = judge_for(settings, indexed, missed_files(settings), believe=False, count=plan.count)(lost)
    if verdict.withheld:
        raise RemovalRefused(
            f"{plan.count(verdict.withheld)} of {indexed} articles are not in {settings.articles_dir}, and a rebuild "
            "would lose them: mount or mend ARTICLES_DIR, or add --allow-removal if they are really to go."
        )
