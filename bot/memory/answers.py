"""Answers: every answer as it was sent, whole, with the messages that show it.

Takes and gives `bot.answers.answer.Answer`; JSON in between is checked by pydantic on the way out.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.answers.answer import Answer, Notice
from bot.memory.rows import insert_into, read, written
from bot.memory.tables import AnswerRow, WatchRow

_REMEMBERED = 5000
"""How many of the latest declined questions, or answered ones, are given."""
_LOOKED_BACK = 200
"""Answers of a chat among which the one that a reply is to is looked for."""
_FEW, _LATELY = 3, 20
"""Questions by which the language of a chat is told, at least and at most."""
# Only the key itself has bare quotation marks in the JSON; those of a question are escaped.
_CITED = re.compile(r'"content_hash":"([0-9a-f]{64})"')
_ABSTAINS = AnswerRow.answer.contains('"abstained":true', autoescape=True)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer and where it stands.

    Attributes:
        id: What buttons carry; never given twice.
        chat_id: Telegram's chat id.
        topic: The forum topic's thread id, or None.
        question_message: The question's message id; None once the group became a supergroup. Of an answer that nobody
            had just asked for, its own first message.
        messages: The ids of the messages that show the answer, in order; empty if it was never sent.
        answer: The answer itself.
        answered_at: When it was answered, in UTC.
        replaced: Numbers of the citations of which the messages say that their article was replaced.
    """

    id: int
    chat_id: int
    topic: int | None
    question_message: int | None
    messages: tuple[int, ...]
    answer: Answer
    answered_at: datetime
    replaced: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Declined:
    """A question that was not answered, with the one it leans on; when, what was said besides, and who watches it."""

    question: str
    asked_at: datetime
    notices: tuple[Notice, ...]
    watchers: frozenset[int] = frozenset()


class Answers:
    """The answers the bot remembers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def save(self, chat_id: int, topic: int | None, question_message: int | None, answer: Answer) -> int:
        """Keep an answer, in the place of an earlier one to the same message if there is a message; gives its id."""
        asked = {"chat_id": chat_id, "topic": topic, "question_message": question_message, "messages": "[]"}
        new = {"answer": written(answer), "answered_at": datetime.now(UTC), "forgotten": False, "replaced": "[]"}
        question = (AnswerRow.chat_id, AnswerRow.question_message)  # Where there is none, nothing conflicts.
        with self._sessions.begin() as session:
            row = insert_into(session, AnswerRow).values(asked | new)
            kept = row.on_conflict_do_update(index_elements=question, set_=new).returning(AnswerRow.id)
            return session.scalars(kept).one()

    def note_messages(self, answer_id: int, messages: Sequence[int]) -> None:
        """Remember which messages show the answer; the first stands for the question's where there is none."""
        with self._sessions.begin() as session:
            if (row := session.get(AnswerRow, answer_id)) is not None:
                row.messages = json.dumps(list(messages))
                if row.question_message is None and messages:
                    row.question_message = messages[0]

    def citing(self, hashes: Collection[str]) -> list[int]:
        """Give the ids of the latest answers in messages that quote one of these files (SHA-256, hex), newest first."""
        shown = select(AnswerRow.id, AnswerRow.answer).where(AnswerRow.messages != "[]", ~_ABSTAINS)
        with self._sessions() as session:
            rows = session.execute(shown.order_by(AnswerRow.answered_at.desc()).limit(_REMEMBERED))
            return [id_ for id_, answer in rows if not set(_CITED.findall(answer)).isdisjoint(hashes)]

    def note_replaced(self, stored: StoredAnswer, numbers: Sequence[int]) -> bool:
        """Remember of which citations the messages say that they were replaced; False if it is another answer now."""
        same = (AnswerRow.id == stored.id, AnswerRow.answered_at == stored.answered_at)
        said = update(AnswerRow).where(*same).values(replaced=json.dumps(list(numbers)))
        with self._sessions.begin() as session:
            return session.scalars(said.returning(AnswerRow.id)).one_or_none() is not None

    def get(self, answer_id: int) -> StoredAnswer | None:
        """Give the answer with this id, if it is still known."""
        with self._sessions() as session:
            return stored_answer(session.get(AnswerRow, answer_id))

    def find(self, chat_id: int, question_message: int) -> StoredAnswer | None:
        """Give the answer to this message, if there is one."""
        with self._sessions() as session:
            return stored_answer(_answer_to(session, chat_id, question_message))

    def language_of(self, chat_id: int) -> str | None:
        """Give the language of most of the last questions in a chat, of several the latest; None if there are few."""
        latest = select(AnswerRow.answer).where(AnswerRow.chat_id == chat_id).order_by(AnswerRow.id.desc())
        with self._sessions() as session:
            spoken = [json.loads(answer).get("language") for answer in session.scalars(latest.limit(_LATELY))]
        if len(spoken) < _FEW:
            return None
        # Of equally many, a Counter gives the one first that it met first.
        return next((language for language, _ in Counter(spoken).most_common(1)), None)

    def declined(self) -> list[Declined]:
        """Give the latest questions whose answer abstains, newest first."""
        newest = select(AnswerRow).where(_ABSTAINS).order_by(AnswerRow.answered_at.desc(), AnswerRow.id.desc())
        watching: dict[int, set[int]] = {}
        with self._sessions() as session:
            for watch in session.scalars(select(WatchRow).where(WatchRow.claimed_at.is_(None))):
                watching.setdefault(watch.answer_id, set()).add(watch.person_id)
            rows = [stored_answer(row) for row in session.scalars(newest.limit(_REMEMBERED))]
        return [
            Declined(it.answer.understood, it.answered_at, it.answer.notices, frozenset(watching.get(it.id, ())))
            for it in rows
            if it
        ]

    def answered(self, since: datetime) -> list[tuple[str, datetime]]:
        """Give the latest questions that were answered after a moment, with what they lean on, and when."""
        latest = select(AnswerRow).where(~_ABSTAINS, AnswerRow.answered_at > since)
        with self._sessions() as session:
            rows = session.scalars(latest.order_by(AnswerRow.answered_at.desc()).limit(_REMEMBERED))
            return [(it.answer.understood, it.answered_at) for it in map(stored_answer, rows) if it]

    def latest(self, chat_id: int, topic: int | None, since: datetime, before: int) -> StoredAnswer | None:
        """Give the answer to the last question in a chat's topic before the message `before`.

        None if it was answered before `since` or forgotten. The order is that of the questions: an edited one is
        answered anew, but it was not asked later.
        """
        here = _remembered(chat_id).where(AnswerRow.topic == topic, AnswerRow.question_message < before)
        with self._sessions() as session:
            row = session.scalars(here.order_by(AnswerRow.question_message.desc()).limit(1)).one_or_none()
            return stored_answer(row) if row and row.answered_at >= since else None

    def shown_in(self, chat_id: int, message: int) -> StoredAnswer | None:
        """Give the answer that this message shows, unless it was forgotten or lies far back."""
        with self._sessions() as session:
            newest = _remembered(chat_id).order_by(AnswerRow.answered_at.desc(), AnswerRow.id.desc())
            rows = session.execute(newest.with_only_columns(AnswerRow.id, AnswerRow.messages).limit(_LOOKED_BACK))
            found = next((row.id for row in rows if message in json.loads(row.messages)), None)
            return stored_answer(session.get(AnswerRow, found)) if found is not None else None

    def forget(self, chat_id: int, topic: int | None) -> None:
        """Let no later question lean on the answers given here; their buttons go on working."""
        here = (AnswerRow.chat_id == chat_id, AnswerRow.topic == topic)
        with self._sessions.begin() as session:
            session.execute(update(AnswerRow).where(*here).values(forgotten=True))


def _remembered(chat_id: int) -> Select[AnswerRow]:
    return select(AnswerRow).where(AnswerRow.chat_id == chat_id, AnswerRow.forgotten.is_(False))


def _answer_to(session: Session, chat_id: int, question_message: int) -> AnswerRow | None:
    of_chat, of_message = AnswerRow.chat_id == chat_id, AnswerRow.question_message == question_message
    return session.scalars(select(AnswerRow).where(of_chat, of_message)).one_or_none()


def stored_answer(row: AnswerRow | None) -> StoredAnswer | None:
    """Turn a row into data; one that a later version can no longer read counts as forgotten."""
    if row is None or (answer := read(row)) is None:
        return None
    messages = tuple(json.loads(row.messages))
    replaced = tuple(json.loads(row.replaced))
    return StoredAnswer(
        row.id, row.chat_id, row.topic, row.question_message, messages, answer, row.answered_at, replaced
    )
