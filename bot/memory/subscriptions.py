"""Subscriptions: which chats, or topics of forums, want a briefing, about what and when.

Takes and gives frozen data; what is due is decided by `bot.briefings.schedule`, what was sent stands in the ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.briefings.schedule import Occasion, Timetable, is_ahead
from bot.memory.rows import obtain
from bot.memory.tables import ChatRow, SubscriptionRow
from bot.memory.update_inbox import Receipt, note_acted
from bot.texts.name_folding import folded

A_CHAT = 30
"""How many subscriptions a chat may have, all topics of a forum together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where briefings go: a chat, or one topic of a forum."""

    chat_id: int
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One wish to be briefed.

    Attributes:
        id: Its number in the database.
        place: Where it goes.
        subject: What it is about; "" for everything.
        timetable: When; None as long as the chat's time zone is not known.
        since: When the timetable was made or changed.
        last: The last occasion that was used.
        picture: A picture of the articles comes along once a week.
    """

    id: int
    place: Place
    subject: str
    timetable: Timetable | None
    since: datetime
    last: Occasion | None
    picture: bool = False


class Subscriptions:
    """The subscriptions the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def put(
        self, place: Place, subject: str, at: time, days: frozenset[int], since: datetime, *, zone: str | None = None
    ) -> int | None:
        """Subscribe, in the place of an earlier wish about the same subject; gives the subscription's id.

        None, and nothing is changed, where the chat has as many as one may have. The time zone is its own: the one that
        is named, else the one that it had, else the chat's. The first that is named in a chat becomes the chat's.
        """
        with self._sessions.begin() as session:
            chat = obtain(session, ChatRow, place.chat_id)
            chat.zone = chat.zone or zone
            row = next(iter(_about(session, place, subject)), None)
            if row is None:
                of_chat = select(func.count()).where(SubscriptionRow.chat_id == place.chat_id)
                if (session.scalar(of_chat) or 0) >= A_CHAT:
                    return None
                row = SubscriptionRow(chat_id=place.chat_id, topic=place.topic or 0, subject=subject)
                row.picture = _pictured(session, place)
                session.add(row)
            row.at, row.since = f"{at:%H:%M}", since
            row.days = "".join(str(day) for day in sorted(days))
            row.zone = zone or row.zone or chat.zone
            session.flush()
            return row.id

    def choose_zone(self, chat_id: int, zone: str, since: datetime) -> None:
        """Remember a chat's time zone, and time those of its briefings by it that have none."""
        with self._sessions.begin() as session:
            obtain(session, ChatRow, chat_id).zone = zone
            waiting = (SubscriptionRow.chat_id == chat_id, SubscriptionRow.zone.is_(None))
            session.execute(update(SubscriptionRow).where(*waiting).values(zone=zone, since=since))

    def remove(self, place: Place, subject: str | None = None) -> int:
        """Unsubscribe from a subject, whatever its case and marks, or from all with None; says how many there were."""
        with self._sessions.begin() as session:
            _lock(session, place)
            rows = _about(session, place, subject)
            for row in rows:
                session.delete(row)
            return len(rows)

    def stop(self, place: Place, ids: Iterable[int]) -> int:
        """Unsubscribe from those with these ids, as far as they are here; says how many."""
        gone = delete(SubscriptionRow).where(_here(place), SubscriptionRow.id.in_(list(ids)))
        with self._sessions.begin() as session:
            _lock(session, place)
            return len(session.scalars(gone.returning(SubscriptionRow.id)).all())

    def turn_picture(self, place: Place, receipt: Receipt | None = None) -> bool | None:
        """Let a picture come along once a week, or no longer; says which, None where nothing is subscribed to.

        An update, of which this is the receipt, turns it once, however often it is handled.
        """
        with self._sessions.begin() as session:
            _lock(session, place)
            turns = receipt is None or note_acted(session, receipt)
            wanted = _pictured(session, place) != turns
            here = update(SubscriptionRow).where(_here(place)).values(picture=wanted).returning(SubscriptionRow.id)
            return wanted if session.scalars(here).all() else None

    def of(self, place: Place) -> list[Subscription]:
        """Give those of a place, by time of day."""
        return self._select(_here(place))

    def active(self) -> list[Subscription]:
        """Give those of all chats that the bot is in, with a time zone."""
        return self._select(and_(SubscriptionRow.zone.is_not(None), ChatRow.present))

    def _select(self, wanted: ColumnElement[bool]) -> list[Subscription]:
        rows = select(SubscriptionRow, ChatRow.quiet).join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        ordered = rows.where(wanted).order_by(SubscriptionRow.at, SubscriptionRow.id)
        with self._sessions() as session:
            return [_subscription(row, quiet) for row, quiet in session.execute(ordered)]


def note_occasion(session: Session, subscription: Subscription, occasion: Occasion, now: datetime) -> bool:
    """Remember that an occasion is used; False if it already was, or if the timetable is another by now.

    One that is noted for the future is no obstacle: the clock was ahead then.
    """
    ahead = subscription.last is not None and is_ahead(subscription.last.moment, now)
    unused = SubscriptionRow.last_day.is_(None) | (SubscriptionRow.last_day < occasion.day.isoformat())
    if ahead and subscription.last is not None:
        unused = unused | (SubscriptionRow.last_moment == subscription.last.moment)
    used = (
        update(SubscriptionRow)
        .where(SubscriptionRow.id == subscription.id, SubscriptionRow.since == subscription.since)
        .where(unused)
        .values(last_day=occasion.day.isoformat(), last_moment=occasion.moment, last_zone=occasion.zone)
        .returning(SubscriptionRow.id)
    )
    return session.scalars(used).one_or_none() is not None


def _lock(session: Session, place: Place) -> None:
    """Let nobody else change what a chat subscribes to; a chat without a row subscribes to nothing."""
    session.get(ChatRow, place.chat_id, with_for_update=True)


def _pictured(session: Session, place: Place) -> bool:
    pictured = select(SubscriptionRow.id).where(_here(place), SubscriptionRow.picture)
    return session.scalars(pictured.limit(1)).one_or_none() is not None


def _about(session: Session, place: Place, subject: str | None) -> list[SubscriptionRow]:
    """Give those of a place about a subject; "Ferries" and "ferries" are one. None stands for all."""
    rows = session.scalars(select(SubscriptionRow).where(_here(place)).order_by(SubscriptionRow.id))
    return [row for row in rows if subject is None or folded(row.subject) == folded(subject)]


def _here(place: Place) -> ColumnElement[bool]:
    return and_(SubscriptionRow.chat_id == place.chat_id, SubscriptionRow.topic == (place.topic or 0))


def _subscription(row: SubscriptionRow, quiet: str) -> Subscription:
    timetable = last = None
    if row.zone is not None:
        timetable = Timetable(time.fromisoformat(row.at), row.zone, _days(row.days), _days(quiet))
    if row.last_day and row.last_moment and row.last_zone:
        last = Occasion(date.fromisoformat(row.last_day), row.last_moment, row.last_zone)
    return Subscription(
        row.id, Place(row.chat_id, row.topic or None), row.subject, timetable, row.since, last, row.picture
    )


def _days(digits: str) -> frozenset[int]:
    return frozenset(int(day) for day in digits)
