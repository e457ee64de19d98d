"""Spending: how many questions a person or a group has asked today.

Takes ids of people (positive) and groups (negative) with what each may spend. Days are those of UTC.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from bot.memory.rows import insert_into
from bot.memory.tables import SpentRow

_KEPT = timedelta(days=2)


class Spending:
    """What the bot remembers of it."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def ask(self, allowed: Mapping[int, int], now: datetime) -> bool:
        """Count a question for all in `allowed`; False, and nothing is counted, if one has asked so many today."""
        day = now.date().isoformat()
        with self._sessions.begin() as session:
            rows = [_today(session, who, day) for who in sorted(allowed)]
            if any(row.questions >= allowed[row.who] for row in rows):
                return False
            for row in rows:
                row.questions += 1
            return True

    def forget(self, now: datetime) -> None:
        """Forget the days before yesterday."""
        with self._sessions.begin() as session:
            session.execute(delete(SpentRow).where(SpentRow.day < (now - _KEPT).date().isoformat()))


def _today(session: Session, who: int, day: str) -> SpentRow:
    """Give a row of today, kept from others until the end; rows are to be taken in the order of `who`."""
    first = insert_into(session, SpentRow).values(who=who, day=day, questions=0)
    session.execute(first.on_conflict_do_nothing())
    mine = select(SpentRow).where(SpentRow.who == who, SpentRow.day == day)
    return session.scalars(mine.with_for_update()).one()
