"""Batch: whole articles that go into the index in one transaction. Knows not how they are read or written."""

from ingest.errors import UnreadableArticle
from ingest.index.stored import CatalogueEntry
from ingest.passages import Passage
from ingest.reader_messages import ContainerEnd

BATCH = 2_000
"""New vectors per batch at most: enough for the embedder to sort by length."""

BATCH_ARTICLES = 1_000
"""Articles per batch at most, however few of their passages are new."""

BATCH_CHARACTERS = 2_000_000
"""Characters read per batch, however few of their passages are new: some two seconds of reading, for plain text."""


class Batch:
    """Whole articles, and the passages among them that need a vector, by key."""

    def __init__(self) -> None:
        self.entries: list[CatalogueEntry] = []
        self.ends: list[ContainerEnd] = []
        self.files, self.characters = 0, 0
        self.failed: list[UnreadableArticle] = []
        self.new: dict[str, Passage] = {}

    def __len__(self) -> int:
        return len(self.entries) + len(self.failed) + len(self.ends)

    def is_full(self) -> bool:
        """Tell whether what is in it should be kept before more is read.

        The time is not asked: a batch's texts are embedded together, so that two runs would give other last bits.
        """
        return len(self.new) >= BATCH or len(self) >= BATCH_ARTICLES or self.characters >= BATCH_CHARACTERS
