"""Watches: who wants to be told when a declined question is answered after all, and what became of that.

A watch hangs on the answer that declined, and moves with it. An answer that is found is claimed for all who watch, in
the ledger's transaction; what is claimed and never noted as told may or may not have arrived, and is not sent again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.memory.answers import StoredAnswer, stored_answer
from bot.memory.rows import take_turn
from bot.memory.subscriptions import Place
from bot.memory.tables import AnswerRow, ChatRow, WatchRow

A_PERSON, A_CHAT = 20, 100
"""How many questions may wait at once."""
_TURN = "watches"
_WAITS = WatchRow.claimed_at.is_(None)


class WatchOutcome(Enum):
    """What came of the wish to watch a question, or no longer."""

    WATCHED = "watched"
    STOPPED = "stopped"
    ENOUGH = "enough"
    """The person watches as many as one may."""
    CHAT_FULL = "chat_full"
    TOLD = "told"
    """Here it was told already."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One question that a person watches; `claimed` says that an answer was sent which may not have arrived."""

    declined: StoredAnswer
    since: datetime
    claimed: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """A question that may be answered by now, and who is waiting for that, in the order of their ids."""

    declined: StoredAnswer
    people: tuple[int, ...]


class Watches:
    """The watched questions the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def toggle(self, declined: StoredAnswer, person_id: int, now: datetime) -> WatchOutcome:
        """Watch a question, or stop watching it."""
        with self._sessions.begin() as session:
            take_turn(session, _TURN, "answer", declined.id)
            take_turn(session, _TURN, "person", person_id)
            take_turn(session, _TURN, "chat", declined.chat_id)
            if session.scalars(_of(declined.id).where(WatchRow.claimed_at.is_not(None))).first() is not None:
                return WatchOutcome.TOLD
            if session.get(WatchRow, (declined.id, person_id)) is not None:
                session.execute(delete(WatchRow).where(_is(declined.id, person_id)))
                return WatchOutcome.STOPPED
            if _count(session, WatchRow.person_id == person_id) >= A_PERSON:
                return WatchOutcome.ENOUGH
            if _count(session, AnswerRow.chat_id == declined.chat_id) >= A_CHAT:
                return WatchOutcome.CHAT_FULL
            session.add(WatchRow(answer_id=declined.id, person_id=person_id, since=now))
            return WatchOutcome.WATCHED

    def stop(self, answer_id: int, person_id: int) -> bool:
        """Stop watching; says whether it was watched. What was claimed counts as told, never to be told again."""
        with self._sessions.begin() as session:
            row = session.get(WatchRow, (answer_id, person_id), with_for_update=True)
            if row is None or row.told_at is not None:
                return False
            if row.claimed_at is None:
                session.delete(row)
            row.told_at = row.claimed_at
            return True

    def of(self, person_id: int, chat_id: int | None = None) -> list[Watch]:
        """Give what a person watches and was not told, oldest first; only in one chat, if it is named."""
        mine = _with_answers().where(WatchRow.person_id == person_id, WatchRow.told_at.is_(None))
        mine = mine if chat_id is None else mine.where(AnswerRow.chat_id == chat_id)
        with self._sessions() as session:
            rows = session.execute(mine.order_by(WatchRow.since, WatchRow.answer_id)).all()
            kept = [(watch, stored_answer(answer)) for watch, answer in rows]
        return [Watch(it, row.since, row.claimed_at is not None) for row, it in kept if it and it.answer.abstained]

    def due(self, mark: str, most: int) -> list[Watched]:
        """Give up to `most` waiting questions that the index called `mark` was not asked, the longest ago first.

        Left out are those in chats that the bot is not in. Questions that were edited and answered, or that this
        version cannot read, are watched no more.
        """
        waiting = _with_answers().outerjoin(ChatRow, ChatRow.id == AnswerRow.chat_id)
        waiting = waiting.where(_WAITS, WatchRow.looked.is_(None) | (WatchRow.looked != mark))
        waiting = waiting.where(ChatRow.id.is_(None) | ChatRow.present)
        ordered = waiting.order_by(WatchRow.looked_at.nulls_first(), WatchRow.answer_id, WatchRow.person_id)
        with self._sessions.begin() as session:
            found: dict[int, Watched] = {}
            for watch, row in session.execute(ordered.limit(most)).all():
                declined = stored_answer(row)
                if declined is None or not declined.answer.abstained:
                    session.execute(delete(WatchRow).where(WatchRow.answer_id == row.id))
                    continue
                known = found.get(row.id, Watched(declined, ()))
                found[row.id] = Watched(declined, (*known.people, watch.person_id))
            return list(found.values())

    def note_looked(self, answer_id: int, mark: str | None, now: datetime) -> None:
        """Remember which index was asked, without success; None if asking failed, so that it is asked again."""
        looked = update(WatchRow).where(WatchRow.answer_id == answer_id, _WAITS)
        with self._sessions.begin() as session:
            session.execute(looked.values(looked=mark, looked_at=now))

    def note_told(self, answer_id: int, now: datetime) -> None:
        """Remember that the claimed answer has arrived."""
        self._of_claimed(answer_id, told_at=now)

    def release(self, answer_id: int) -> None:
        """Take a claim back: the answer has certainly not arrived, and may be told another time."""
        self._of_claimed(answer_id, claimed_at=None)

    def drop(self, place: Place) -> None:
        """Forget what is watched in a topic that is gone."""
        there = select(AnswerRow.id).where(AnswerRow.chat_id == place.chat_id, AnswerRow.topic == place.topic)
        with self._sessions.begin() as session:
            session.execute(delete(WatchRow).where(WatchRow.answer_id.in_(there)))

    def expire(self, before: datetime) -> int:
        """Forget what has been watched since before a moment; gives how many there were."""
        old = delete(WatchRow).where(WatchRow.since < before).returning(WatchRow.answer_id)
        with self._sessions.begin() as session:
            return len(session.scalars(old).all())

    def _of_claimed(self, answer_id: int, **values: datetime | None) -> None:
        claimed = and_(WatchRow.answer_id == answer_id, WatchRow.claimed_at.is_not(None), WatchRow.told_at.is_(None))
        with self._sessions.begin() as session:
            session.execute(update(WatchRow).where(claimed).values(**values))


def note_claimed(session: Session, answer_id: int, now: datetime) -> bool:
    """Remember that whoever watches is being told; False if another process was first, or nobody watches."""
    take_turn(session, _TURN, "answer", answer_id)  # Whoever begins to watch meanwhile is told that it was told.
    mine = update(WatchRow).where(WatchRow.answer_id == answer_id, _WAITS).values(claimed_at=now)
    return bool(session.scalars(mine.returning(WatchRow.person_id)).all())


def _is(answer_id: int, person_id: int) -> ColumnElement[bool]:
    return and_(WatchRow.answer_id == answer_id, WatchRow.person_id == person_id)


def _of(answer_id: int) -> Select[WatchRow]:
    return select(WatchRow).where(WatchRow.answer_id == answer_id)


def _with_answers() -> Select[WatchRow, AnswerRow]:
    return select(WatchRow, AnswerRow).join(AnswerRow, AnswerRow.id == WatchRow.answer_id)


def _count(session: Session, whose: ColumnElement[bool]) -> int:
    waiting = select(func.count(WatchRow.answer_id.distinct())).join(AnswerRow, AnswerRow.id == WatchRow.answer_id)
    return session.scalar(waiting.where(_WAITS, whose)) or 0
