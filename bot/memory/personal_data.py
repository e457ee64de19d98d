"""Personal data: everything that is stored of one person, given and deleted, table by table.

A person's are the rows under their id, and those of their private chat, which has the same id. What a group asked,
follows or was told belongs to the group. Every table is named here, in HOLDINGS or NOBODYS; a test goes over the
database's tables and their columns.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, String, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from bot.desk.draft import DraftState
from bot.memory.people import Role
from bot.memory.tables import (
    AnswerRow,
    AuditRow,
    ChatRow,
    DraftMessageRow,
    DraftRow,
    FollowRow,
    InboxRow,
    LedgerRow,
    LinkRow,
    ModelUseRow,
    PersonRow,
    SpentRow,
    StoryArticleRow,
    SubscriptionRow,
    ToldRow,
    VoteRow,
    WatchRow,
)


class Stays(Enum):
    """Why rows stay when a person's data is deleted."""

    ACCESS = "access"
    """Who may use the bot, by id and role alone: else whoever deletes their data would lock themselves out."""
    ACTS = "acts"
    """What administrators did must be traceable, whoever it was done to."""
    TODAY = "today"
    """Today's limits hold for whoever deletes what they have used of them."""
    UNDERWAY = "underway"
    """What is half-way into the folder of articles, or out of it, is finished first."""
    IN_HAND = "in_hand"
    """An update is kept until it is handled, for seconds; then a hash of it, so that it is not handled twice."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A table, the columns that hold a person's id (or that of their private chat), and why rows may stay."""

    table: type[Any]
    by: tuple[InstrumentedAttribute[Any], ...]
    stays: Stays | None = None


HOLDINGS = (
    Holding(PersonRow, (PersonRow.id,), Stays.ACCESS),
    Holding(ChatRow, (ChatRow.id,)),
    Holding(WatchRow, (WatchRow.person_id,)),
    Holding(VoteRow, (VoteRow.person_id,)),
    Holding(AnswerRow, (AnswerRow.chat_id,)),
    Holding(SubscriptionRow, (SubscriptionRow.chat_id,)),
    Holding(LedgerRow, (LedgerRow.chat_id,)),
    Holding(ToldRow, (ToldRow.chat_id,)),
    Holding(FollowRow, (FollowRow.chat_id,)),
    Holding(DraftMessageRow, (DraftMessageRow.chat_id,)),
    Holding(DraftRow, (DraftRow.person_id, DraftRow.chat_id, DraftRow.acted_by), Stays.UNDERWAY),
    Holding(SpentRow, (SpentRow.who,), Stays.TODAY),
    Holding(ModelUseRow, (ModelUseRow.who,), Stays.TODAY),
    Holding(AuditRow, (AuditRow.actor, AuditRow.subject), Stays.ACTS),
    Holding(InboxRow, (InboxRow.content,), Stays.IN_HAND),
)
"""Every table that may hold something about a person, in the order in which it is deleted."""

NOBODYS = (LinkRow, StoryArticleRow)
"""The others: hashes of one-time links, and which article belongs to which story."""

_UNDERWAY = (DraftState.PUBLISHING.value, DraftState.UNDOING.value)
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of a person's data.

    Attributes:
        drafts: The keys of drafts that went; their folders are for whoever knows of folders.
        stays: Why something stays.
    """

    drafts: tuple[str, ...]
    stays: frozenset[Stays]


class PersonalData:
    """What the bot remembers of one person."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def of(self, person_id: int) -> dict[str, Rows]:
        """Give every row about a person, by table, as values that JSON knows."""
        with self._sessions() as session:
            found = {held.table.__tablename__: list(_rows(session, held, person_id)) for held in HOLDINGS}
        return {table: rows for table, rows in found.items() if rows}

    def erase(self, person_id: int, today: date) -> Erased:
        """Delete what is about a person, in one transaction, and say what stays."""
        with self._sessions.begin() as session:
            private = select(AnswerRow.id).where(AnswerRow.chat_id == person_id)
            session.execute(delete(WatchRow).where(WatchRow.answer_id.in_(private)))
            drafts = _delete_drafts(session, person_id)
            _delete_days(session, person_id, today)
            _reduce(session, person_id)
            for held in HOLDINGS:
                if held.stays is None:
                    session.execute(delete(held.table).where(_about(held, person_id)))
            session.flush()
            left = [held.stays for held in HOLDINGS if held.stays and list(_rows(session, held, person_id))]
        return Erased(drafts, frozenset(left))


def _about(held: Holding, person_id: int) -> ColumnElement[bool]:
    """Give which rows of a table are about a person."""
    if held.table is InboxRow:
        return InboxRow.content.contains(f'"id": {person_id}', autoescape=True)
    return or_(*(it == (str(person_id) if isinstance(it.type, String) else person_id) for it in held.by))


def _rows(session: Session, held: Holding, person_id: int) -> Iterator[dict[str, Any]]:
    for row in session.scalars(select(held.table).where(_about(held, person_id))):
        values = {column.key: _plain(getattr(row, column.key)) for column in held.table.__table__.columns}
        if held.table is not InboxRow or person_id in _senders(values["content"]):
            yield values


def _plain(value: Any) -> Any:
    """Give a value as JSON knows it; what is JSON already is opened."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _senders(update_: Any) -> Iterator[int]:
    """Give the ids of whoever sent something in an update."""
    if isinstance(update_, Mapping):
        sender = update_.get("from")
        if isinstance(sender, Mapping):
            yield sender.get("id", 0)
        for value in update_.values():
            yield from _senders(value)


def _delete_drafts(session: Session, person_id: int) -> tuple[str, ...]:
    """Delete the drafts of a person that are not under way, and that they decided on those of others."""
    theirs = (DraftRow.person_id == person_id) | (DraftRow.chat_id == person_id)
    gone = delete(DraftRow).where(theirs, DraftRow.state.not_in(_UNDERWAY)).returning(DraftRow.id, DraftRow.key)
    found = {row.id: row.key for row in session.execute(gone)}
    session.execute(delete(DraftMessageRow).where(DraftMessageRow.draft_id.in_(list(found))))
    session.execute(update(DraftRow).where(DraftRow.acted_by == person_id, ~theirs).values(acted_by=None))
    return tuple(found.values())


def _delete_days(session: Session, person_id: int, today: date) -> None:
    """Delete what was asked and used on other days than today."""
    day = today.isoformat()
    session.execute(delete(SpentRow).where(SpentRow.who == person_id, SpentRow.day != day))
    session.execute(delete(ModelUseRow).where(ModelUseRow.who == person_id, ModelUseRow.day != day))


def _reduce(session: Session, person_id: int) -> None:
    """Leave of somebody who may use the bot the id and the role, of others nothing."""
    person = session.get(PersonRow, person_id, with_for_update=True)
    if person is not None and person.role == Role.STRANGER.value:
        session.delete(person)
    elif person is not None:
        person.language = person.client = person.refused_at = person.announced_at = None
