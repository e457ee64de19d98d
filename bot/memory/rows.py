"""What the repositories share: turns of transactions, a row made on first use, a refusal noted, an answer as JSON.

Takes sessions and mapped classes; knows nothing of what the rows mean.

SQLite has one writer at a time, so that what a transaction read still holds when it writes. PostgreSQL has many: a
transaction that decides by what it read locks the row first (`obtain`), or waits for its turn where there may be no row
yet (`take_turn`), or is one statement with its condition (`insert_into`, UPDATE … WHERE).
"""

import logging
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.answers.answer import Answer
from bot.memory.tables import (
    AnswerRow,
    ChatRow,
    FollowRow,
    LedgerRow,
    PersonRow,
    SubscriptionRow,
    Table,
    ToldRow,
    VoteRow,
)

R = TypeVar("R", PersonRow, ChatRow)
# Any: what the four have in common is not in their base class.
_BRIEFED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (SubscriptionRow, ("topic", "subject")),
    (LedgerRow, ("topic", "subject", "occasion")),
    (ToldRow, ("topic", "story")),
    (FollowRow, ("topic", "story")),
)
"""What hangs on a chat's id, and what is unique in a chat."""

_AT_ONCE = timedelta(minutes=1)
"""So far apart may be the clock readings of callers at once; a date further ahead is from a clock that ran wrong."""
_ANSWER = TypeAdapter(Answer)
logger = logging.getLogger(__name__)


def take_turn(session: Session, what: str, *ids: int | str) -> None:
    """Wait until no other transaction has taken this turn; it ends with the transaction.

    Take it before anything is read that the transaction decides by. Who takes several must take them in the order in
    which all others do.
    """
    if _is_postgresql(session):
        name = "\0".join((what, *map(str, ids))).encode()
        key = int.from_bytes(sha256(name).digest()[:8], signed=True)
        session.execute(select(func.pg_advisory_xact_lock(key)))


def insert_into(session: Session, kind: type[Table]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that may say what happens on a conflict, in the database's own dialect."""
    return postgresql.insert(kind) if _is_postgresql(session) else sqlite.insert(kind)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def obtain(session: Session, kind: type[R], row_id: int) -> R:
    """Give the row with this id, made with its defaults if need be, and keep it from others until the end.

    Two makers at once do not collide.
    """
    if (row := session.get(kind, row_id, with_for_update=True)) is not None:
        return row
    session.execute(insert_into(session, kind).values(id=row_id).on_conflict_do_nothing())
    return session.get_one(kind, row_id, with_for_update=True)


def note_refusal(session: Session, kind: type[R], row_id: int, now: datetime, again_after: timedelta) -> bool:
    """Tell whether a refusal is to be said now, and date it if so; of several callers at once only one is told yes.

    Callers at once read the clock before they wait for their turn, so a reading a little earlier than the date is no
    clock set back. One conditional UPDATE, since PostgreSQL would let another caller read the old date meanwhile.
    """
    obtain(session, kind, row_id)
    due = or_(kind.refused_at.is_(None), kind.refused_at > now + _AT_ONCE, kind.refused_at <= now - again_after)
    noted = session.execute(update(kind).where(kind.id == row_id, due).values(refused_at=now).returning(kind.id))
    return noted.first() is not None


def move_briefings(session: Session, old_id: int, new_id: int) -> None:
    """Carry over what a group is briefed about to its new id; what the new one already has stays as it is."""
    for kind, key in _BRIEFED:
        there = session.scalars(select(kind).where(kind.chat_id == new_id))
        taken = {tuple(getattr(row, name) for name in key) for row in there}
        for row in session.scalars(select(kind).where(kind.chat_id == old_id)):
            if tuple(getattr(row, name) for name in key) in taken:
                session.delete(row)
            else:
                row.chat_id = new_id


def written(answer: Answer) -> str:
    """Give an answer as the JSON of a row."""
    return _ANSWER.dump_json(answer).decode("utf-8")


def read(row: AnswerRow | VoteRow) -> Answer | None:
    """Give the answer of a row; None for one that a later version can no longer read."""
    try:
        return _ANSWER.validate_json(row.answer)
    except ValidationError:
        logger.warning("A row of the table %s in the database cannot be read by this version.", row.__tablename__)
        return None
