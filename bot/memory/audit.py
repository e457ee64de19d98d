"""The audit log: what admins did, when, and to whom or what. Only ever added to, until its rows are too old.

    memory.audit.note(admin_id, Act.ADMITTED, "12345")     after it was done
    memory.audit.latest(offset=0, limit=10)                newest first

A new kind of act is a member of `Act` and the text `log.VALUE` in every language, of {who} and {what}. No names of
people are stored: a subject is a Telegram id, or the name of a thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.memory.tables import AuditRow

_SUBJECT = 500
"""Characters of a subject that are kept."""


class Act(Enum):
    """What was done."""

    BECAME_ADMIN = "became_admin"
    """By the one-time link."""
    ADMITTED = "admitted"
    DISMISSED = "dismissed"
    PUBLISHED = "published"
    REPLACED = "replaced"
    """An article by another; the subject is the one that went."""
    WITHDREW = "withdrew"
    """The subject ends with the reason."""
    REJECTED = "rejected"
    UNDID = "undid"
    CONFIRMED_GONE = "confirmed_gone"
    """That articles which the watched folder lacks are to go."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act.

    Attributes:
        done_at: When, in UTC.
        actor: Telegram id of who did it; None where it was done on the machine itself.
        act: What, as the value of an `Act`; one that a later version wrote may be none of this version's.
        subject: To whom (a Telegram id) or what; "" where the act says it all.
    """

    done_at: datetime
    actor: int | None
    act: str
    subject: str


class AuditLog:
    """The acts the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def note(self, actor: int | None, act: Act, subject: str = "") -> None:
        """Write down what was just done."""
        row = AuditRow(done_at=datetime.now(UTC), actor=actor, act=act.value, subject=subject[:_SUBJECT])
        with self._sessions.begin() as session:
            session.add(row)

    def count(self) -> int:
        """Say how many acts are remembered."""
        with self._sessions() as session:
            return session.scalar(select(func.count()).select_from(AuditRow)) or 0

    def latest(self, *, offset: int, limit: int) -> Sequence[AuditEntry]:
        """Give some of them, newest first."""
        newest = select(AuditRow).order_by(AuditRow.id.desc()).offset(offset).limit(limit)
        with self._sessions() as session:
            return [AuditEntry(row.done_at, row.actor, row.act, row.subject) for row in session.scalars(newest)]
