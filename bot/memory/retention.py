"""Retention: what was said is removed after a while, some rows at a time, so that no writer waits for long.

Removed are answers with the ids of their messages and whoever watches them, votes, which hold an answer as well,
briefings, and which stories were told. Who may ask, who subscribes and what is followed stays.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from bot.memory.tables import AnswerRow, LedgerRow, ToldRow, VoteRow, WatchRow

_AGING: tuple[tuple[type[Any], Sequence[InstrumentedAttribute[Any]], InstrumentedAttribute[datetime]], ...] = (
    (AnswerRow, (AnswerRow.id,), AnswerRow.answered_at),
    (VoteRow, (VoteRow.answer_id, VoteRow.person_id), VoteRow.voted_at),
    (LedgerRow, (LedgerRow.id,), LedgerRow.claimed_at),
    (ToldRow, (ToldRow.chat_id, ToldRow.topic, ToldRow.story), ToldRow.told_at),
)
"""What grows old: the table, its key, and the moment from which its age counts."""


class Retention:
    """Removes what is too old."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def remove(self, before: datetime, most: int) -> bool:
        """Remove what is older than a moment, at most so many rows of each kind; says whether there may be more."""
        gone = [self._remove(number, before, most) for number in range(len(_AGING))]
        return max(gone) >= most

    def _remove(self, number: int, before: datetime, most: int) -> int:
        kind, key, moment = _AGING[number]
        oldest = select(*key).where(moment < before).order_by(moment).limit(most)
        with self._sessions.begin() as session:
            gone = session.execute(delete(kind).where(tuple_(*key).in_(oldest)).returning(*key)).all()
            if kind is AnswerRow and gone:
                session.execute(delete(WatchRow).where(WatchRow.answer_id.in_([row[0] for row in gone])))
            return len(gone)
