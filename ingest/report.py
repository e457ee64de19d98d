"""What an ingestion says about itself: Progress while it runs, an IngestReport at its end."""

from dataclasses import dataclass

from ingest.errors import UnreadableArticle
from ingest.plan import Plan


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
class IngestReport:
    """What a run did, or would do.

    Attributes:
        new: Files read for the first time.
        changed: Files read again, because they or the splitter changed.
        moved: Files found under another name.
        removed: Files that are no longer in the folder.
        unchanged: Files left alone.
        failed: Why each file that could not be used could not be used.
        passages: Passages of the new and changed files.
        seconds: Wall time.
    """

    new: int
    changed: int
    moved: int
    removed: int
    unchanged: int
    failed: tuple[UnreadableArticle, ...]
    passages: int
    seconds: float

    @classmethod
    def of(cls, plan: Plan, failed: list[UnreadableArticle], passages: int, seconds: float) -> "IngestReport":
        """Count what was planned, less what failed when it was read."""
        unreadable = {failure.source for failure in failed}
        return cls(
            new=len(set(plan.new) - unreadable),
            changed=len(set(plan.changed) - unreadable),
            moved=len(plan.moved),
            removed=len(plan.gone),
            unchanged=len(plan.same) + len(plan.touched),
            failed=tuple(sorted(failed, key=lambda failure: failure.source)),
            passages=passages,
            seconds=seconds,
        )

    @property
    def passages_per_second(self) -> float:
        """Passages over wall time, loading of the model included; 0 when there were none."""
        return self.passages / self.seconds if self.passages else 0.0
