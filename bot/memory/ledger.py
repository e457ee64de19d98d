"""The ledger: every briefing is claimed in it before it is sent, and settled after; nobody claims one twice.

A briefing that was claimed and never settled may or may not have arrived. It is never sent again: it is lost, once
and for all, and its stories count as not told. Takes places and occasions; what a briefing says is JSON to it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.briefings.schedule import Occasion
from bot.memory.rows import insert_into, take_turn
from bot.memory.subscriptions import Place, Subscription, note_occasion
from bot.memory.tables import FollowRow, LedgerRow, ToldRow
from bot.memory.watches import note_claimed

PATIENCE = timedelta(minutes=15)
"""How long a claim may stay unsettled before the briefing counts as lost; sending ends long before."""
WATCHED = "watch:"
"""Begins the subject under which the answer to a watched question is claimed; the declined answer's id follows."""


class BriefingState(Enum):
    """What became of a briefing."""

    CLAIMED = "claimed"
    """It is being sent, or whoever sent it died."""
    SENT = "sent"
    SILENT = "silent"
    """There was nothing new, and nothing was said."""
    REFUSED = "refused"
    """Telegram would not have it."""
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is claimed: the briefing as JSON, the keys of its stories, and up to when it covers the articles."""

    content: str
    stories: tuple[str, ...]
    covers_to: datetime


@dataclass(frozen=True, slots=True)
class StoredBriefing:
    """One briefing as the ledger has it."""

    id: int
    place: Place
    subject: str
    occasion: str
    state: BriefingState
    claimed_at: datetime
    content: str


class Ledger:
    """The briefings the bot remembers, and which stories chats know and follow."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def claim_due(
        self, subscription: Subscription, occasion: Occasion, contents: Contents, now: datetime
    ) -> int | None:
        """Claim a subscription's briefing; None if another process, or an earlier life, has it already.

        The occasion counts as used either way, so that it is not composed again.
        """
        with self._sessions.begin() as session:
            if not note_occasion(session, subscription, occasion, now):
                return None
            return _claim(session, (subscription.place, subscription.subject, occasion.day.isoformat()), contents, now)

    def claim_watched(self, place: Place, answer_id: int, content: str, now: datetime) -> int | None:
        """Claim what a watched question is told, in the place of its declined answer; None if it was claimed before."""
        with self._sessions.begin() as session:
            if not note_claimed(session, answer_id, now):
                return None
            key = (place, f"{WATCHED}{answer_id}", now.isoformat())
            return _claim(session, key, Contents(content, (), now), now)

    def claim(self, place: Place, subject: str, occasion: str, contents: Contents, now: datetime) -> int | None:
        """Claim a briefing for which `occasion` is a name of its own; None if that was claimed before."""
        with self._sessions.begin() as session:
            return _claim(session, (place, subject, occasion), contents, now)

    def knows(self, place: Place, subject: str, occasion: str) -> bool:
        """Tell whether a briefing was claimed, whatever became of it."""
        here = and_(LedgerRow.chat_id == place.chat_id, LedgerRow.topic == (place.topic or 0))
        found = select(LedgerRow.id).where(here, LedgerRow.subject == subject, LedgerRow.occasion == occasion)
        with self._sessions() as session:
            return session.scalars(found).one_or_none() is not None

    def settle(self, briefing_id: int, state: BriefingState, now: datetime) -> None:
        """Say what became of a claimed briefing; the stories of one that was sent are told from now on."""
        with self._sessions.begin() as session:
            claimed = and_(
                LedgerRow.id == briefing_id,
                LedgerRow.state.in_([BriefingState.CLAIMED.value, BriefingState.LOST.value]),
            )
            row = session.scalars(select(LedgerRow).where(claimed).with_for_update()).one_or_none()
            if row is None:
                return
            row.state, row.settled_at = state.value, now
            if state is BriefingState.SENT:
                _note_told(session, row, now)

    def lose(self, now: datetime) -> list[StoredBriefing]:
        """Give up what was claimed too long ago, or by a clock that was ahead; each is given once, to one process."""
        old = or_(LedgerRow.claimed_at < now - PATIENCE, LedgerRow.claimed_at > now + PATIENCE)
        with self._sessions.begin() as session:
            mine = update(LedgerRow).where(LedgerRow.state == BriefingState.CLAIMED.value, old)
            lost = mine.values(state=BriefingState.LOST.value, settled_at=now).returning(LedgerRow)
            return [_stored(row) for row in session.scalars(lost)]

    def get(self, briefing_id: int) -> StoredBriefing | None:
        """Give the briefing that a button belongs to."""
        with self._sessions() as session:
            row = session.get(LedgerRow, briefing_id)
            return _stored(row) if row else None

    def covered_to(self, place: Place, subject: str, now: datetime) -> datetime | None:
        """Say up to when, before now, a place was briefed on a subject; None if it never was."""
        told = LedgerRow.state.in_([BriefingState.SENT.value, BriefingState.SILENT.value])
        here = and_(LedgerRow.chat_id == place.chat_id, LedgerRow.topic == (place.topic or 0))
        newest = select(LedgerRow.covers_to).where(told, here, LedgerRow.subject == subject)
        newest = newest.where(LedgerRow.covers_to <= now)  # A clock that was ahead must not hide what is new.
        with self._sessions() as session:
            return session.scalars(newest.order_by(LedgerRow.covers_to.desc()).limit(1)).one_or_none()

    def told(self, place: Place) -> frozenset[str]:
        """Give the keys of the stories that a place was told."""
        here = and_(ToldRow.chat_id == place.chat_id, ToldRow.topic == (place.topic or 0))
        with self._sessions() as session:
            return frozenset(session.scalars(select(ToldRow.story).where(here)))

    def follow(self, place: Place, story: str, now: datetime) -> bool:
        """Follow a story, or stop following it; says whether it is followed now."""
        with self._sessions.begin() as session:
            take_turn(session, "follows", place.chat_id, place.topic or 0, story)
            if session.scalars(delete(FollowRow).where(_row(place, story)).returning(FollowRow.story)).one_or_none():
                return False
            session.add(FollowRow(chat_id=place.chat_id, topic=place.topic or 0, story=story, told_at=now))
            return True

    def followed(self) -> list[tuple[Place, str, datetime]]:
        """Give every story that is followed, where, and when that place last heard of it."""
        with self._sessions() as session:
            rows = session.scalars(select(FollowRow).order_by(FollowRow.chat_id, FollowRow.topic, FollowRow.told_at))
            return [(Place(row.chat_id, row.topic or None), row.story, row.told_at) for row in rows]

    def note_followed(self, place: Place, story: str, before: datetime, now: datetime) -> bool:
        """Remember that a follower is told now; False if another process was first."""
        newer = update(FollowRow).where(_row(place, story), FollowRow.told_at == before).values(told_at=now)
        with self._sessions.begin() as session:
            return session.scalars(newer.returning(FollowRow.story)).one_or_none() is not None


def _row(place: Place, story: str) -> ColumnElement[bool]:
    there = and_(FollowRow.chat_id == place.chat_id, FollowRow.topic == (place.topic or 0))
    return and_(there, FollowRow.story == story)


def _claim(session: Session, key: tuple[Place, str, str], contents: Contents, now: datetime) -> int | None:
    place, subject, occasion = key
    stories: Sequence[str] = contents.stories
    claim = insert_into(session, LedgerRow).values(
        chat_id=place.chat_id,
        topic=place.topic or 0,
        subject=subject,
        occasion=occasion,
        state=BriefingState.CLAIMED.value,
        claimed_at=now,
        covers_to=contents.covers_to,
        stories=json.dumps(stories),
        content=contents.content,
    )
    return session.scalars(claim.on_conflict_do_nothing().returning(LedgerRow.id)).one_or_none()


def _note_told(session: Session, briefing: LedgerRow, now: datetime) -> None:
    for story in sorted(set(json.loads(briefing.stories))):  # In one order, so that no two wait for each other.
        told = {"chat_id": briefing.chat_id, "topic": briefing.topic, "story": story, "told_at": now}
        key = (ToldRow.chat_id, ToldRow.topic, ToldRow.story)
        row = insert_into(session, ToldRow).values(told)
        session.execute(row.on_conflict_do_update(index_elements=key, set_={"told_at": now}))


def _stored(row: LedgerRow) -> StoredBriefing:
    place = Place(row.chat_id, row.topic or None)
    return StoredBriefing(
        row.id, place, row.subject, row.occasion, BriefingState(row.state), row.claimed_at, row.content
    )
