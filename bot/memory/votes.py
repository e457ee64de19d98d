"""Votes: whether an answer helped, one vote a person, with the answer as it was voted on and what had made it.

Takes Telegram's user ids and StoredAnswers, gives Votes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.answers.answer import Answer
from bot.memory.answers import StoredAnswer
from bot.memory.rows import read, take_turn, written
from bot.memory.tables import VoteRow


@dataclass(frozen=True, slots=True)
class Versions:
    """What made an answer.

    Attributes:
        kilde: Kilde's own version.
        embedding_model: As in the settings.
        language_model: As in the settings; None without one.
    """

    kilde: str
    embedding_model: str
    language_model: str | None


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person thought of one answer.

    Attributes:
        answer_id: The stored answer.
        answer: As it was when voted on; an edited question may have changed it since.
        helpful: Thumb up or down.
        voted_at: When, in UTC.
        versions: What had made the answer.
    """

    answer_id: int
    answer: Answer
    helpful: bool
    voted_at: datetime
    versions: Versions


class Votes:
    """The votes the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def vote(self, stored: StoredAnswer, person_id: int, helpful: bool, versions: Versions) -> bool:
        """Keep a vote in the place of the person's earlier one; the same vote again takes it back.

        Returns:
            Whether the vote stands now; False if it was taken back.
        """
        answer = written(stored.answer)
        with self._sessions.begin() as session:
            take_turn(session, "votes", stored.id, person_id)
            row = session.get(VoteRow, (stored.id, person_id))
            if row is not None and row.helpful == helpful and row.answer == answer:
                session.delete(row)
                return False
            if row is None:
                row = VoteRow(answer_id=stored.id, person_id=person_id)
                session.add(row)
            row.helpful, row.answer, row.voted_at = helpful, answer, datetime.now(UTC)
            row.kilde_version, row.embedding_model = versions.kilde, versions.embedding_model
            row.language_model = versions.language_model
        return True

    def all(self) -> list[Vote]:
        """Give every vote, oldest first; one on an answer that this version cannot read is left out."""
        with self._sessions() as session:
            rows = session.scalars(select(VoteRow).order_by(VoteRow.voted_at, VoteRow.answer_id, VoteRow.person_id))
            return [vote for row in rows if (vote := _vote(row)) is not None]


def _vote(row: VoteRow) -> Vote | None:
    if (answer := read(row)) is None:
        return None
    versions = Versions(row.kilde_version, row.embedding_model, row.language_model)
    return Vote(row.answer_id, answer, row.helpful, row.voted_at, versions)
