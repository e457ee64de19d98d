"""One chat out of a database and into another: what it was told, answered and promised, in one piece or not at all.

Takes the id of a chat, gives a ChatCopy; takes a ChatCopy for a chat of which nothing is known yet. Who may use the bot
as a person is no part of it, nor are drafts, whose files lie elsewhere.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import ColumnElement, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.memory.tables import (
    AnswerRow,
    ChatRow,
    FollowRow,
    LedgerRow,
    Moment,
    SubscriptionRow,
    ToldRow,
    VoteRow,
    WatchRow,
)
from ingest.errors import BackupError

_OF_CHAT: tuple[type[Any], ...] = (ChatRow, AnswerRow, SubscriptionRow, LedgerRow, ToldRow, FollowRow)
_OF_ANSWER: tuple[type[Any], ...] = (VoteRow, WatchRow)
COPIED = (*_OF_CHAT, *_OF_ANSWER)
"""What is copied, in the order in which it is put in: what stands under an answer comes after it."""

LEFT_OUT = ("drafts", "draft_messages")
"""Tables with a chat that are not copied."""

Row = dict[str, Any]


class ChatCopy(BaseModel):
    """A file with one chat.

    Attributes:
        revision: Of the schema of the database that it came from.
        tables: Rows by table, as JSON knows values.
    """

    format: Literal["kilde-chat"] = "kilde-chat"
    layout: Literal[1] = 1
    revision: str
    chat: int
    tables: dict[str, list[Row]]


class ChatCopies:
    """Copies chats."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def of(self, chat_id: int) -> ChatCopy:
        """Give all of a chat, as of one moment.

        Raises:
            BackupError: Nothing is known of it.
        """
        with self._sessions() as session:
            found = {kind.__tablename__: list(_rows(session, kind, chat_id)) for kind in COPIED}
            copy = ChatCopy(revision=_revision(session), chat=chat_id, tables=found)
        if not any(found.values()):
            raise BackupError(f"Nothing is known of the chat {chat_id}; groups have negative ids.")
        return copy

    def put(self, copy: ChatCopy) -> int:
        """Put a chat in, and say how many rows that were.

        Raises:
            BackupError: It is of another version, the chat is known here already, or it does not fit together.
        """
        try:
            with self._sessions.begin() as session:
                _refuse(session, copy)
                return sum(_put(session, copy))
        except (SQLAlchemyError, KeyError, TypeError, ValueError) as error:
            raise BackupError("The file is damaged; nothing was imported.") from error


def _refuse(session: Session, copy: ChatCopy) -> None:
    here = _revision(session)
    if copy.revision != here:
        raise BackupError(f"The file is of another version (schema {copy.revision}, here {here}).")
    if any(next(_rows(session, kind, copy.chat), None) for kind in _OF_CHAT if kind is not ChatRow):
        raise BackupError(f"The chat {copy.chat} is known here already; nothing was imported.")


def _revision(session: Session) -> str:
    return str(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _about(kind: type[Any], chat_id: int) -> ColumnElement[bool]:
    if kind in _OF_ANSWER:
        return kind.answer_id.in_(select(AnswerRow.id).where(AnswerRow.chat_id == chat_id))  # type: ignore[no-any-return]
    return (kind.id if kind is ChatRow else kind.chat_id) == chat_id  # type: ignore[no-any-return]


def _rows(session: Session, kind: type[Any], chat_id: int) -> Iterator[Row]:
    columns = kind.__table__.columns
    for row in session.execute(select(*columns).where(_about(kind, chat_id)).order_by(*kind.__table__.primary_key)):
        values = row._asdict()
        yield {name: it.isoformat() if isinstance(it, datetime) else it for name, it in values.items()}


def _put(session: Session, copy: ChatCopy) -> Iterator[int]:
    answers: dict[int, int] = {}
    for kind in COPIED:
        rows = copy.tables.get(kind.__tablename__, [])
        for row in rows:
            values = _values(kind, row, copy.chat)
            if kind in _OF_ANSWER:
                values["answer_id"] = answers[values["answer_id"]]
            if kind is ChatRow and (known := session.get(ChatRow, copy.chat)):
                session.delete(known)  # That the bot is there was noted; the copy knows more.
                session.flush()
            number = _insert(session, kind, values)
            if kind is AnswerRow:
                answers[row["id"]] = number
        yield len(rows)
    for kind in (AnswerRow, SubscriptionRow, LedgerRow):
        _count_on(session, kind)


def _values(kind: type[Any], row: Mapping[str, Any], chat_id: int) -> Row:
    """Read the values of a row.

    Raises:
        ValueError: It is none of this table, or of another chat.
    """
    columns = kind.__table__.columns
    whose = chat_id if kind in _OF_ANSWER else row["id" if kind is ChatRow else "chat_id"]
    if row.keys() != set(columns.keys()) or whose != chat_id:
        raise ValueError("a foreign row")
    moments = {column.key for column in columns if isinstance(column.type, Moment)}
    return {name: datetime.fromisoformat(it) if name in moments and it else it for name, it in row.items()}


def _insert(session: Session, kind: type[Any], values: Row) -> int:
    """Insert a row, under its own number where that is free, so that old buttons still work; gives the number."""
    if kind in (AnswerRow, SubscriptionRow, LedgerRow) and session.get(kind, values["id"]) is not None:
        values = {name: value for name, value in values.items() if name != "id"}
    key = kind.__table__.primary_key.columns.values()[0]
    return int(session.execute(insert(kind).values(values).returning(key)).scalar_one())


def _count_on(session: Session, kind: type[Any]) -> None:
    """Have PostgreSQL count on from the largest number; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        name = kind.__tablename__
        last = select(func.max(kind.id)).scalar_subquery()
        session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), func.coalesce(last, 1))))
