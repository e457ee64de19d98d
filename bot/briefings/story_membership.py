"""Story membership: which article belongs to which story, as kept for ever. Pure data, and what its keeper is asked.

Entries are only ever added. Who adds says which entry was the last that it has seen: had somebody else added one
meanwhile, nothing is kept and it decides anew. So two processes never disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Belonging:
    """One article in one story.

    Attributes:
        content_hash: SHA-256 (hex) of the article's file; belongs to one story only.
        source: Its path when that was decided; a changed article is known by it.
        story: The story's key, at most 64 characters.
        noticed: When it was first seen here; what a briefing calls new is told by this.
    """

    content_hash: str
    source: str
    story: str
    noticed: datetime


class StoryBook(Protocol):
    """Where belongings are kept; safe to use from several threads and processes."""

    def read(self, after: int) -> tuple[Sequence[Belonging], int]:
        """Give what was added after the entry of this number (0 for all), oldest first, and the last one's number."""
        ...

    def add(self, entries: Sequence[Belonging], after: int) -> bool:
        """Add entries if none was added after the one of this number; say whether they were."""
        ...
