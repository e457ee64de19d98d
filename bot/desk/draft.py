"""Draft: an article on its way into the folder of articles, or out of it. Pure data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum


class DraftState(Enum):
    """How far it is."""

    OPEN = "open"
    """An editor looks at it."""
    PROPOSED = "proposed"
    """Somebody who is no editor sent it; editors look at it."""
    PUBLISHING = "publishing"
    """Claimed: its files may be half-way."""
    PUBLISHED = "published"
    UNDOING = "undoing"
    UNDONE = "undone"
    REJECTED = "rejected"
    FAILED = "failed"
    """Its files could not be put in place, and never will be."""


WAITING = (DraftState.OPEN, DraftState.PROPOSED)
"""What can still be changed, published or rejected."""


@dataclass(frozen=True, slots=True)
class StatedFields:
    """What is said of an article besides what its file says; None leaves that to the file."""

    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """One act of the desk: an article that comes in, or replaces another, or goes.

    Attributes:
        id: Counted from 1.
        key: Names its folder and the end of its file's name; no other draft has it, also not one of another database.
        chat_id: Where it was sent.
        person_id: Who sent it.
        sent: When, aware.
        state: How far it is.
        name: Of its file, such as "article.pdf"; "" where an article only goes.
        stated: What is said of it.
        pictures: How many came with it and were left out.
        twins: Sources of articles that say the same, as the preview shows them.
        source: Under which it is, or is to be, in the folder; "" if it cannot be read, and where an article only goes.
        replaces: Source of the article that goes for it; "" for none.
        reason: Why an article goes.
        acted_by: Who published, rejected or undid it last.
        acted_at: When.
        indexed: What was done to the folder is in the index.
    """

    id: int
    key: str
    chat_id: int
    person_id: int
    sent: datetime
    state: DraftState
    name: str
    stated: StatedFields = field(default_factory=StatedFields)
    pictures: int = 0
    twins: tuple[str, ...] = ()
    source: str = ""
    replaces: str = ""
    reason: str = ""
    acted_by: int | None = None
    acted_at: datetime | None = None
    indexed: bool = False

    @property
    def taken_out(self) -> frozenset[str]:
        """Sources that are gone from the folder on purpose, as far as it is."""
        undone = self.state in (DraftState.UNDOING, DraftState.UNDONE)
        gone, there = (self.source, self.replaces) if undone else (self.replaces, self.source)
        return frozenset({gone}) - {"", there}

    @property
    def withdraws(self) -> bool:
        """It only takes an article out."""
        return not self.name
