"""Retention: what was said is removed after a while, some rows at a time, so that no writer waits for long.

Each kind has a time of its own. Answers go with the ids of their messages and whoever watches them; votes, which hold
an answer as well, by theirs; of strangers what is known of refusing them. Who may ask, who subscribes and what is
followed stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from bot.memory.people import Role
from bot.memory.tables import AnswerRow, AuditRow, LedgerRow, PersonRow, ToldRow, VoteRow, WatchRow


class Aging(Enum):
    """What grows old."""

    ANSWERS = "answers"
    VOTES = "votes"
    BRIEFINGS = "briefings"
    AUDIT = "audit"
    STRANGERS = "strangers"


@dataclass(frozen=True, slots=True)
class _Old:
    """A table, its key, the moment from which the age of a row counts, and which of its rows are meant."""

    aging: Aging
    table: type[Any]
    key: Sequence[InstrumentedAttribute[Any]]
    moment: ColumnElement[datetime] | InstrumentedAttribute[datetime]
    meant: ColumnElement[bool] | None = None


# Who chose a language or is spoken to unasked said more than that they were refused.
_ONLY_REFUSED = (PersonRow.role == Role.STRANGER.value) & PersonRow.language.is_(None) & PersonRow.client.is_(None)
_TABLES = (
    _Old(Aging.ANSWERS, AnswerRow, (AnswerRow.id,), AnswerRow.answered_at),
    _Old(Aging.VOTES, VoteRow, (VoteRow.answer_id, VoteRow.person_id), VoteRow.voted_at),
    _Old(Aging.BRIEFINGS, LedgerRow, (LedgerRow.id,), LedgerRow.claimed_at),
    _Old(Aging.BRIEFINGS, ToldRow, (ToldRow.chat_id, ToldRow.topic, ToldRow.story), ToldRow.told_at),
    _Old(Aging.AUDIT, AuditRow, (AuditRow.id,), AuditRow.done_at),
    _Old(
        Aging.STRANGERS,
        PersonRow,
        (PersonRow.id,),
        func.coalesce(PersonRow.refused_at, PersonRow.announced_at),
        _ONLY_REFUSED,
    ),
)


class Retention:
    """Removes what is too old."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def remove(self, before: Mapping[Aging, datetime], most: int) -> bool:
        """Remove what is older than the moment of its kind, at most so many rows of each table.

        What has no moment is kept. Says whether there may be more.
        """
        gone = [self._remove(old, before[old.aging], most) for old in _TABLES if old.aging in before]
        return max(gone, default=0) >= most

    def _remove(self, old: _Old, before: datetime, most: int) -> int:
        oldest = (
            select(*old.key)
            .where(true() if old.meant is None else old.meant, old.moment < before)
            .order_by(old.moment)
            .limit(most)
        )
        with self._sessions.begin() as session:
            gone = session.execute(delete(old.table).where(tuple_(*old.key).in_(oldest)).returning(*old.key)).all()
            if old.table is AnswerRow and gone:
                session.execute(delete(WatchRow).where(WatchRow.answer_id.in_([row[0] for row in gone])))
            return len(gone)
