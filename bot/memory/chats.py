"""Chats: which groups may ask, the language they chose, and whether the bot is still in them.

Takes Telegram's chat ids, gives Chats. A chat never heard of is not admitted, and takes no row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from bot.memory.rows import move_briefings, note_refusal, obtain
from bot.memory.tables import AnswerRow, ChatRow


@dataclass(frozen=True, slots=True)
class Chat:
    """One Telegram chat.

    Attributes:
        id: Telegram's chat id, negative for groups.
        title: The group's name when last heard, or "".
        admitted: Everybody in it may ask.
        present: The bot is in it, and not blocked, as far as is known.
        language: ISO 639-1 code its administrators chose by `/language`, if any.
        zone: IANA name of the time zone in which its briefings are timed, if it was asked for.
        quiet: Weekdays on which it gets no briefing, Monday is 0.
        spoken: ISO 639-1 code in which the bot spoke there when its briefings were last decided on, if they were.
    """

    id: int
    title: str = ""
    admitted: bool = False
    present: bool = True
    language: str | None = None
    zone: str | None = None
    quiet: frozenset[int] = frozenset()
    spoken: str | None = None


class Chats:
    """The chats the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def get(self, chat_id: int) -> Chat:
        """Give the chat; one that is not admitted where nothing is known."""
        with self._sessions() as session:
            row = session.get(ChatRow, chat_id)
            if row is None:
                return Chat(chat_id)
            quiet = frozenset(int(day) for day in row.quiet)
            return Chat(row.id, row.title, row.admitted, row.present, row.language, row.zone, quiet, row.spoken)

    def choose_language(self, chat_id: int, language: str | None) -> None:
        """Remember the language of a group; None goes back to the language of each question."""
        with self._sessions.begin() as session:
            obtain(session, ChatRow, chat_id).language = language

    def note_spoken(self, chat_id: int, language: str) -> None:
        """Remember in which language a group's briefings were decided on: unasked, the bot speaks that."""
        with self._sessions.begin() as session:
            obtain(session, ChatRow, chat_id).spoken = language

    def choose_quiet_days(self, chat_id: int, days: Iterable[int]) -> None:
        """Remember the weekdays on which the chat gets no briefing."""
        with self._sessions.begin() as session:
            obtain(session, ChatRow, chat_id).quiet = "".join(str(day) for day in sorted(days))

    def admit(self, chat_id: int, title: str = "") -> bool:
        """Let everybody in the chat ask, and say whether that is new."""
        with self._sessions.begin() as session:
            row = obtain(session, ChatRow, chat_id)
            is_new, row.admitted, row.title = not row.admitted, True, title or row.title
            return is_new

    def dismiss(self, chat_id: int) -> bool:
        """Take the admission back, and say whether that is new; the chat is not announced a second time."""
        with self._sessions.begin() as session:
            row = obtain(session, ChatRow, chat_id)
            was_in, row.admitted = row.admitted, False
            row.announced_at = row.announced_at or datetime.now(UTC)
            return was_in

    def note_presence(self, chat_id: int, present: bool, title: str = "") -> None:
        """Remember that the bot was added, removed, blocked or unblocked."""
        with self._sessions.begin() as session:
            row = obtain(session, ChatRow, chat_id)
            row.present, row.title = present, title or row.title

    def refuse(self, chat_id: int, now: datetime, again_after: timedelta) -> bool:
        """Tell whether the chat is to be refused in words now, and remember that it was done."""
        with self._sessions.begin() as session:
            return note_refusal(session, ChatRow, chat_id, now, again_after)

    def is_announced(self, chat_id: int) -> bool:
        """Tell whether an admin has heard of this chat."""
        with self._sessions() as session:
            row = session.get(ChatRow, chat_id)
            return row is not None and row.announced_at is not None

    def note_announced(self, chat_id: int, now: datetime) -> None:
        """Remember that an admin has heard of this chat; the first time stays."""
        with self._sessions.begin() as session:
            row = obtain(session, ChatRow, chat_id)
            row.announced_at = row.announced_at or now

    def move(self, old_id: int, new_id: int, admitted: bool = False) -> None:
        """Carry everything over to the id that a group got on becoming a supergroup; harmless if done twice.

        The supergroup counts its messages anew, so that the old message ids are forgotten: they would come to
        mean other messages.

        Args:
            old_id: The group's id.
            new_id: The supergroup's id.
            admitted: The settings admitted the old id, so the new one must be admitted here.
        """
        with self._sessions.begin() as session:
            new = obtain(session, ChatRow, new_id)
            new.admitted = new.admitted or admitted
            if (old := session.get(ChatRow, old_id, with_for_update=True)) is not None:
                new.admitted, new.language = new.admitted or old.admitted, new.language or old.language
                new.title = new.title or old.title
                new.zone, new.quiet = new.zone or old.zone, new.quiet or old.quiet
                new.spoken = new.spoken or old.spoken
                session.delete(old)
            moved = {"chat_id": new_id, "question_message": None, "messages": "[]"}
            session.execute(update(AnswerRow).where(AnswerRow.chat_id == old_id).values(moved))
            move_briefings(session, old_id, new_id)
