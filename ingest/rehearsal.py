"""What an ingestion would do: files are read and cut, nothing is written or embedded."""

import time
from collections import Counter
from collections.abc import Mapping

from ingest.cleaning import repeated_lines
from ingest.errors import UnreadableArticle
from ingest.index.containers import KnownMember
from ingest.index.index_writer import known_files, known_members, missed_files
from ingest.losses import Judge, articles_in, decide_for, expect_few_losses, judge_for
from ingest.member_tally import MemberTally
from ingest.plan import Plan
from ingest.reader_messages import ContainerEnd
from ingest.reader_process import ReaderProcess
from ingest.readers import SUFFIXES
from ingest.readers.file_kinds import file_of
from ingest.report import IngestReport, PlanOutcome, lines_left_out
from ingest.settings import CorpusSettings
from ingest.sources.folder import scan


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
    judge = judge_for(settings, articles_in(known), missed_files(settings), believe=allow_removal, count=plan.count)
    outcome = _rehearsed(settings, plan, judge, {} if rebuild else known_members(settings, plan.to_read))
    return IngestReport.of(plan, disk, outcome, time.monotonic() - start)


def _rehearsed(
    settings: CorpusSettings, plan: Plan, judge: Judge, members: Mapping[str, Mapping[str, KnownMember]]
) -> PlanOutcome:
    verdicts = [judge(plan.gone)]
    failed, passages, left_out, others = list(plan.failed), 0, Counter[str](), Counter[str]()
    tally = MemberTally(lambda file: members.get(file, {}))
    with ReaderProcess(settings.articles_dir, fields=settings.dump_fields) as readers:
        repeated = repeated_lines(readers.lines(plan.to_read))
        for found in readers.articles(plan.to_read, repeated):
            if isinstance(found, UnreadableArticle):
                failed.append(found)
                tally.failed(found.source, passing=found.passing)
            elif isinstance(found, ContainerEnd):
                others.update(found.others)
                verdicts.append(judge(tally.vanished([found])))
            elif file_of(found.article.source) == found.article.source or tally.has_to_be_written(found.article):
                passages += len(found.passages)
                left_out += lines_left_out(found.article)
    believed = tuple(source for verdict in verdicts for source in verdict.believed)
    withheld = tuple(source for verdict in verdicts for source in verdict.withheld)
    return PlanOutcome(tuple(failed), believed, withheld, passages, left_out, tally.counts, others)
