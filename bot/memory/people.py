"""People: who may ask, who is an admin, which language they chose.

Takes Telegram's user ids, gives Persons. A person never heard of is a stranger, and takes no row.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.memory.rows import note_refusal, obtain
from bot.memory.tables import PersonRow


class Role(Enum):
    """What a person may do where the bot is private."""

    STRANGER = "stranger"
    MEMBER = "member"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """One Telegram user.

    Attributes:
        id: Telegram's user id.
        role: What this person may do.
        language: ISO 639-1 code chosen by `/language`, if any.
        client: Language tag of this person's Telegram when last noted, if any.
    """

    id: int
    role: Role = Role.STRANGER
    language: str | None = None
    client: str | None = None


class People:
    """The people the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def get(self, person_id: int) -> Person:
        """Give the person; a stranger where nothing is known."""
        with self._sessions() as session:
            row = session.get(PersonRow, person_id)
            return Person(person_id) if row is None else Person(row.id, Role(row.role), row.language, row.client)

    def admins(self) -> tuple[int, ...]:
        """Give the ids of all admins in the database, in order (ADMIN_IDS are not among them)."""
        query = select(PersonRow.id).where(PersonRow.role == Role.ADMIN.value).order_by(PersonRow.id)
        with self._sessions() as session:
            return tuple(session.scalars(query))

    def choose_language(self, person_id: int, language: str | None) -> None:
        """Remember the language a person chose; None goes back to the language of each question."""
        with self._sessions.begin() as session:
            obtain(session, PersonRow, person_id).language = language

    def note_client(self, person_id: int, tag: str) -> None:
        """Remember the language tag of a person's Telegram, at most 64 characters of it."""
        with self._sessions.begin() as session:
            obtain(session, PersonRow, person_id).client = tag[:64]

    def admit(self, person_id: int) -> bool:
        """Let a person ask, and say whether that is new; an admin stays an admin."""
        with self._sessions.begin() as session:
            row = obtain(session, PersonRow, person_id)
            if row.role != Role.STRANGER.value:
                return False
            row.role = Role.MEMBER.value
            return True

    def dismiss(self, person_id: int) -> bool:
        """Make a person a stranger again, who is not announced a second time; says whether that is new."""
        with self._sessions.begin() as session:
            row = obtain(session, PersonRow, person_id)
            was_in, row.role = row.role != Role.STRANGER.value, Role.STRANGER.value
            row.announced_at = row.announced_at or datetime.now(UTC)
            return was_in

    def refuse(self, person_id: int, now: datetime, again_after: timedelta) -> bool:
        """Tell whether a stranger is to be refused in words now, and remember that it was done."""
        with self._sessions.begin() as session:
            return note_refusal(session, PersonRow, person_id, now, again_after)

    def is_announced(self, person_id: int) -> bool:
        """Tell whether an admin has heard of this stranger."""
        with self._sessions() as session:
            row = session.get(PersonRow, person_id)
            return row is not None and row.announced_at is not None

    def note_announced(self, person_id: int, now: datetime) -> None:
        """Remember that an admin has heard of this stranger; the first time stays."""
        with self._sessions.begin() as session:
            row = obtain(session, PersonRow, person_id)
            row.announced_at = row.announced_at or now
