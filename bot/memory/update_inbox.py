"""The inbox: every update is written down before Telegram is told that it was received, and settled once it is handled.

    waiting ──a reply leaves──▶ sending ──handled──▶ settled
       ▲                           │
       └──it certainly did not arrive

What is waiting may be handled again, whatever happened. What is sending may have arrived, and is never sent again: who
asked is told so, and only then it is settled. Takes updates as JSON, of which nothing is kept once they are settled.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256

from sqlalchemy import ColumnElement, CursorResult, and_, delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.memory.rows import insert_into
from bot.memory.tables import InboxRow

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
"""Before what could not be sent is handled again; the pause doubles each time."""


class InboxStage(Enum):
    """How far an update has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Names one update: the number that Telegram gave it for this bot."""

    bot_id: int
    update_id: int


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An update that was not handled to its end.

    Attributes:
        receipt: Its name.
        content: The update as JSON.
        received_at: When it came.
        sending: A reply may have arrived.
    """

    receipt: Receipt
    content: str
    received_at: datetime
    sending: bool


class Inbox:
    """The updates the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def receive(self, receipt: Receipt, content: str, now: datetime) -> bool:
        """Write an update down; False if Telegram delivered it before.

        Telegram begins its count anew after a quiet week, so that the same number may stand for another update.
        """
        digest = sha256(content.encode()).hexdigest()
        new = {"content": content, "digest": digest, "received_at": now, "stage": InboxStage.WAITING.value}
        with self._sessions.begin() as session:
            row = insert_into(session, InboxRow).values(
                bot_id=receipt.bot_id, update_id=receipt.update_id, attempts=0, **new
            )
            again = row.on_conflict_do_update(
                index_elements=[InboxRow.bot_id, InboxRow.update_id],
                set_=new | {"attempts": 0, "not_before": None, "acted": False},
                where=InboxRow.digest != digest,
            )
            return session.scalars(again.returning(InboxRow.update_id)).one_or_none() is not None

    def depart(self, receipt: Receipt, doubtful_from: datetime) -> None:
        """Note that a reply is about to leave; if nothing more is heard of it, it is in doubt from then on."""
        self._change(receipt, InboxStage.WAITING, stage=InboxStage.SENDING.value, not_before=doubtful_from)

    def take_doubtful(self, receipt: Receipt, now: datetime, until: datetime) -> bool:
        """Take it on to say of a reply that it may not have arrived; False if another process has, until a moment.

        It stays in doubt until it is settled: should this process die before it is said, the next one says it.
        """
        ripe = InboxRow.not_before.is_(None) | (InboxRow.not_before <= now)
        return self._change(receipt, InboxStage.SENDING, where=ripe, not_before=until)

    def come_back(self, receipt: Receipt) -> None:
        """Note that the reply has certainly not arrived."""
        self._change(receipt, InboxStage.SENDING, stage=InboxStage.WAITING.value, not_before=None)

    def settle(self, receipt: Receipt) -> bool:
        """Note that there is nothing left to do; False if that was known already."""
        stages = (InboxStage.WAITING, InboxStage.SENDING)
        return self._change(receipt, *stages, stage=InboxStage.SETTLED.value, content="", not_before=None)

    def put_off(self, receipt: Receipt, now: datetime, pause: timedelta | None = None) -> None:
        """Have an update handled again later, after a pause that grows each time unless it is given."""
        with self._sessions.begin() as session:
            row = session.get(InboxRow, (receipt.bot_id, receipt.update_id), with_for_update=True)
            if row is not None and row.stage == InboxStage.WAITING.value:
                row.not_before = now + (pause or min(_FIRST_PAUSE * 2**row.attempts, _LONGEST_PAUSE))
                row.attempts = min(row.attempts + 1, 10)

    def unsettled(self, bot_id: int, now: datetime, most: int) -> list[Unsettled]:
        """Give what waits to be handled again, and what is in doubt, oldest first."""
        open_ = and_(InboxRow.bot_id == bot_id, InboxRow.stage != InboxStage.SETTLED.value)
        ripe = open_ & (InboxRow.not_before.is_(None) | (InboxRow.not_before <= now))
        with self._sessions() as session:
            rows = session.scalars(select(InboxRow).where(ripe).order_by(InboxRow.update_id).limit(most))
            return [
                Unsettled(
                    Receipt(row.bot_id, row.update_id),
                    row.content,
                    row.received_at,
                    row.stage == InboxStage.SENDING.value,
                )
                for row in rows
            ]

    def remove(self, before: datetime, most: int) -> int:
        """Forget updates that came before a moment and are settled; gives how many there were."""
        old = (InboxRow.stage == InboxStage.SETTLED.value) & (InboxRow.received_at < before)
        oldest = select(InboxRow.update_id).where(old).order_by(InboxRow.received_at).limit(most)
        with self._sessions.begin() as session:
            gone = delete(InboxRow).where(old, InboxRow.update_id.in_(oldest)).returning(InboxRow.update_id)
            return len(session.scalars(gone).all())

    def _change(
        self, receipt: Receipt, *stages: InboxStage, where: ColumnElement[bool] | None = None, **values: object
    ) -> bool:
        mine = and_(InboxRow.bot_id == receipt.bot_id, InboxRow.update_id == receipt.update_id)
        in_stage = InboxRow.stage.in_([stage.value for stage in stages])
        with self._sessions.begin() as session:
            of_those = (mine, in_stage) if where is None else (mine, in_stage, where)
            changed = session.execute(update(InboxRow).where(*of_those).values(**values))
            return isinstance(changed, CursorResult) and changed.rowcount > 0


def note_acted(session: Session, receipt: Receipt) -> bool:
    """Remember, in the transaction that turns something on or off, that an update did so; False if it did before.

    An update may be handled again when its reply could not be sent; what it turned must not be turned back by that.
    """
    row = session.get(InboxRow, (receipt.bot_id, receipt.update_id), with_for_update=True)
    if row is None:
        return True
    first, row.acted = not row.acted, True
    return first
