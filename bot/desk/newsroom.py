"""What the desk works with: what is near to a draft, what fetches links, how the index is brought up to date.

Ingestion runs in this process, with the embedding model that answers: nothing is loaded, and whoever asks meanwhile
waits no longer than beside any other ingestion.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from bot.desk.neighbours import Neighbours
from bot.desk.publishing import Ingestion, Ingests
from ingest.errors import KildeError
from ingest.pipeline import ingest
from ingest.report import IngestReport, Progress
from ingest.settings import CorpusSettings
from ingest.sources.fetching import Fetcher
from ingest.watching import Bring

if TYPE_CHECKING:
    from ingest.index.protocols import PassageIndex
    from ingest.models.embedding import Embedder


class IngestionProgress:
    """How far the ingestion in hand is; noted by its thread, read by any."""

    def __init__(self) -> None:
        self.now: Progress | None = None

    def note(self, progress: Progress) -> None:
        """Take a sign of progress."""
        self.now = progress


@dataclass(frozen=True, slots=True)
class Newsroom:
    """See the module.

    Attributes:
        neighbours: None where nothing is looked for.
        ingestion: By itself refuses.
        fetcher: Fetches links.
        progress: How far `ingestion` is.
        bring: Brings in what changes in a watched folder; by itself nothing is watched.
    """

    neighbours: Neighbours | None = None
    ingestion: Ingests = field(default_factory=lambda: Ingestion(_refused))
    fetcher: Fetcher = field(default_factory=Fetcher)
    bring: Bring | None = None
    progress: IngestionProgress = field(default_factory=IngestionProgress)


def _refused(_: Collection[str]) -> IngestReport:
    raise KildeError("This bot was started without what ingests; run `python -m ingest`.")


def newsroom(settings: CorpusSettings, index: "PassageIndex", embedder: "Embedder") -> Newsroom:
    """Make it from what the bot has opened already."""
    progress, run = IngestionProgress(), partial(ingest, settings, lambda: embedder)

    def bring(taken_out: Collection[str]) -> IngestReport:
        try:
            return run(taken_out=taken_out, progress=progress.note)
        finally:
            progress.now = None

    return Newsroom(Neighbours(index, embedder), Ingestion(bring), bring=run, progress=progress)
