"""What an ingestion says about itself: Progress while it runs, an IngestReport at its end."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ingest.article import Article
from ingest.errors import UnreadableArticle
from ingest.plan import Plan
from ingest.readers.file_kinds import is_container
from ingest.sources.folder import Disk
from ingest.text.lines import Lines


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        files: Files read so far.
        of: Files that have to be read.
        passages: Passages embedded so far.
    """

    files: int
    of: int
    passages: int


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What came of a plan.

    Attributes:
        failed: Why each file that could not be used could not be used.
        removed: Articles that were taken out because they are no longer in the folder.
        withheld: Articles that are gone or cannot be used, but so many at once that they were kept.
        passages: Passages of the files that were read.
        left_out: Lines of these files that are not the article, by reason.
        members: How many articles of the containers that were read are "new", "changed" and "unchanged".
        others: How many files of kinds that are not read they hold, by ending.
    """

    failed: tuple[UnreadableArticle, ...]
    removed: tuple[str, ...]
    withheld: tuple[str, ...]
    passages: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    members: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a run did, or would do.

    Attributes:
        new: Files read for the first time.
        changed: Files read again, because they or the splitter changed.
        moved: Files found under another name.
        removed: Files that are no longer in the folder.
        withheld: Articles that are gone or cannot be used, but so many at once that they were kept.
        unchanged: Files left alone, of those that were compared with the index.
        failed: Why each file that could not be used could not be used.
        others: How many files of kinds that are not read the folder holds, by ending.
        passages: Passages of the new and changed files.
        left_out: Lines of these files that are not the article, by reason; `--explain` shows them.
        seconds: Wall time.
        generation: Of the index at the end.
    """

    new: int
    changed: int
    moved: int
    removed: int
    withheld: int
    unchanged: int
    failed: tuple[UnreadableArticle, ...]
    others: Mapping[str, int]
    passages: int
    left_out: Mapping[str, int]
    seconds: float
    generation: int = -1

    @classmethod
    def of(cls, plan: Plan, disk: Disk, outcome: PlanOutcome, seconds: float, generation: int = -1) -> "IngestReport":
        """Count what was planned, less what failed when it was read."""
        unreadable, members = {failure.source for failure in outcome.failed}, outcome.members
        others = Counter(disk.others) + Counter(outcome.others)
        return cls(
            new=_files(plan.new, unreadable) + members.get("new", 0),
            changed=_files(plan.changed, unreadable) + members.get("changed", 0),
            moved=plan.count(move.old for move in plan.moved),
            removed=plan.count(outcome.removed),
            withheld=plan.count(outcome.withheld),
            unchanged=plan.count((*plan.same, *plan.touched)) + members.get("unchanged", 0),
            failed=tuple(sorted(outcome.failed, key=lambda failure: failure.source)),
            others=dict(sorted(others.items())),
            passages=outcome.passages,
            left_out=outcome.left_out,
            seconds=seconds,
            generation=generation,
        )

    @property
    def passages_per_second(self) -> float:
        """Passages over wall time, loading of the model included; 0 when there were none."""
        return self.passages / self.seconds if self.passages else 0.0


def _files(read: Iterable[str], unreadable: Collection[str]) -> int:
    """Count the files that are an article and could be read; containers are counted by what is in them."""
    return sum(source not in unreadable and not is_container(source) for source in read)


def lines_left_out(article: Article) -> Counter[str]:
    """Count the lines of an article's file that do not reach the index, by reason."""
    lines, counts = Lines(article.text), Counter[str]()
    for part in article.left_out:
        first, last = lines.span(part.start, part.end)
        counts[part.reason.value] += last - first + 1
    return counts
