"""Drafts: what editors look at, and what they decided. One row a draft, one a message that shows or asks for it.

Who decides first wins: a change of state is one statement with its condition, so that of two who press at once one is
told that it is done. Gives Drafts (`bot.desk.draft`); knows nothing of files.
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.desk.draft import WAITING, ArticleDraft, DraftState, StatedFields
from bot.memory.rows import insert_into, take_turn
from bot.memory.tables import DraftMessageRow, DraftRow

_STATED = TypeAdapter(StatedFields)
_SETTLED = (DraftState.PUBLISHED, DraftState.UNDONE)
_UNDERWAY = (DraftState.PUBLISHING, DraftState.UNDOING)


class Drafts:
    """The drafts the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def add(self, draft: ArticleDraft, message: int, album: str = "") -> tuple[ArticleDraft, bool]:
        """Keep a new draft that came in a message; gives it with its id, and whether it is new.

        A message that is handled again, and another message of the same album, give the draft that is there.
        """
        with self._sessions.begin() as session:
            take_turn(session, "drafts", draft.chat_id)
            same = [DraftRow.message == message, *([DraftRow.album == album] if album else [])]
            row = session.scalars(select(DraftRow).where(DraftRow.chat_id == draft.chat_id, or_(*same))).first()
            if row is not None:
                return _draft(row), False
            row = DraftRow(key=draft.key, chat_id=draft.chat_id, message=message, album=album)
            row.person_id, row.sent_at, row.state, row.name = draft.person_id, draft.sent, draft.state.value, draft.name
            row.stated, row.reason = _STATED.dump_json(draft.stated).decode(), draft.reason
            row.replaces, row.acted_by, row.acted_at = draft.replaces, draft.acted_by, draft.acted_at
            session.add(row)
            session.flush()
            return _draft(row), True

    def get(self, draft_id: int) -> ArticleDraft | None:
        """Give a draft."""
        with self._sessions() as session:
            row = session.get(DraftRow, draft_id)
            return _draft(row) if row else None

    def change(self, draft_id: int, /, **values: Any) -> ArticleDraft | None:
        """Change fields of a draft that is waiting; gives it as it is then, None if it is not waiting any more.

        Args:
            draft_id: The draft.
            values: Of `name`, `stated`, `pictures`, `twins` and `source`.
        """
        if "stated" in values:
            values["stated"] = _STATED.dump_json(values["stated"]).decode()
        if "twins" in values:
            values["twins"] = json.dumps(values["twins"])
        return self._move(draft_id, WAITING, values)

    def claim(
        self, draft_id: int, whence: Collection[DraftState], to: DraftState, /, **values: Any
    ) -> ArticleDraft | None:
        """Move a draft from one of these states to another; None if somebody else was faster."""
        return self._move(draft_id, whence, {"state": to.value, **values})

    def _move(self, draft_id: int, whence: Collection[DraftState], values: Mapping[str, Any]) -> ArticleDraft | None:
        there = DraftRow.id == draft_id, DraftRow.state.in_([it.value for it in whence])
        with self._sessions.begin() as session:
            moved = session.execute(update(DraftRow).where(*there).values(values).returning(DraftRow.id)).first()
            return _draft(session.get_one(DraftRow, draft_id)) if moved else None

    def of_album(self, chat_id: int, album: str) -> ArticleDraft | None:
        """Give the draft that an album is in a chat."""
        with self._sessions() as session:
            row = session.scalars(select(DraftRow).where(DraftRow.chat_id == chat_id, DraftRow.album == album)).first()
            return _draft(row) if row else None

    def add_picture(self, draft_id: int) -> ArticleDraft | None:
        """Count a picture that came with a draft; gives it as it is then."""
        return self._move(draft_id, WAITING, {"pictures": DraftRow.pictures + 1})

    def proposals_of(self, person_id: int) -> int:
        """Say how many drafts a person has proposed that nobody has decided on."""
        mine = DraftRow.person_id == person_id, DraftRow.state == DraftState.PROPOSED.value
        with self._sessions() as session:
            return session.scalar(select(func.count()).select_from(DraftRow).where(*mine)) or 0

    def unfinished(self) -> list[ArticleDraft]:
        """Give what was claimed and not finished, or is not in the index yet, oldest first."""
        underway = DraftRow.state.in_([it.value for it in _UNDERWAY])
        settled = DraftRow.state.in_([it.value for it in _SETTLED])
        wanted = or_(underway, settled & DraftRow.indexed.is_(False))
        with self._sessions() as session:
            return [_draft(row) for row in session.scalars(select(DraftRow).where(wanted).order_by(DraftRow.id))]

    def show(self, draft_id: int, chat_id: int, message: int, asks: str = "") -> None:
        """Remember that a message shows a draft, or `asks` for one of its fields."""
        values = {"chat_id": chat_id, "message": message, "draft_id": draft_id, "asks": asks}
        with self._sessions.begin() as session:
            session.execute(insert_into(session, DraftMessageRow).values(values).on_conflict_do_nothing())

    def shown_in(self, chat_id: int, message: int) -> tuple[ArticleDraft, str] | None:
        """Give the draft that a message shows, and the field that it asks for, "" for none."""
        with self._sessions() as session:
            row = session.get(DraftMessageRow, (chat_id, message))
            draft = session.get(DraftRow, row.draft_id) if row else None
            return (_draft(draft), row.asks) if row and draft else None

    def messages_of(self, draft_id: int) -> list[tuple[int, int]]:
        """Give the messages that show a draft, as (chat, message), oldest first."""
        kind = DraftMessageRow
        shown = select(kind.chat_id, kind.message).where(kind.draft_id == draft_id, kind.asks == "")
        with self._sessions() as session:
            return [(chat, message) for chat, message in session.execute(shown.order_by(kind.chat_id, kind.message))]

    def forget(self, before: datetime) -> list[str]:
        """Forget drafts that came before this and are not under way; gives their keys."""
        underway = [it.value for it in _UNDERWAY]
        with self._sessions.begin() as session:
            wanted = DraftRow.sent_at < before, DraftRow.state.not_in(underway)
            old = {row.id: row.key for row in session.scalars(select(DraftRow).where(*wanted))}
            session.execute(delete(DraftMessageRow).where(DraftMessageRow.draft_id.in_(list(old))))
            session.execute(delete(DraftRow).where(DraftRow.id.in_(list(old))))
            return list(old.values())


def _draft(row: DraftRow) -> ArticleDraft:
    return ArticleDraft(
        id=row.id,
        key=row.key,
        chat_id=row.chat_id,
        person_id=row.person_id,
        sent=row.sent_at,
        state=DraftState(row.state),
        name=row.name,
        stated=_STATED.validate_json(row.stated),
        pictures=row.pictures,
        twins=tuple(json.loads(row.twins)),
        source=row.source,
        replaces=row.replaces,
        reason=row.reason,
        acted_by=row.acted_by,
        acted_at=row.acted_at,
        indexed=row.indexed,
    )
