"""The tables, as SQLAlchemy maps them. Changed only together with a migration; a test holds the two together.

Ids of people and chats are Telegram's: up to 52 bits, negative for groups. Times are aware and in UTC.
"""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text, TypeDecorator, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so that they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put the time zone back."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Table(DeclarativeBase):
    """Base of all tables."""


class PersonRow(Table):
    """One Telegram user that said something worth remembering."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(16), default="stranger")
    language: Mapped[str | None] = mapped_column(String(16))
    client: Mapped[str | None] = mapped_column(String(64))
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    announced_at: Mapped[datetime | None] = mapped_column(Moment)


class ChatRow(Table):
    """One Telegram chat; private chats only where the bot was blocked."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(Text, default="")
    admitted: Mapped[bool] = mapped_column(default=False)
    present: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str | None] = mapped_column(String(16))
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    announced_at: Mapped[datetime | None] = mapped_column(Moment)
    zone: Mapped[str | None] = mapped_column(String(64))
    quiet: Mapped[str] = mapped_column(String(7), default="", server_default="")
    spoken: Mapped[str | None] = mapped_column(String(16))


class AnswerRow(Table):
    """One answer; `messages`, `answer` and `replaced`, the citations that the messages say were replaced, are JSON."""

    __tablename__ = "answers"
    # AUTOINCREMENT: an id in an old button must never come to mean a newer answer.
    __table_args__ = (
        UniqueConstraint("chat_id", "question_message", name="one_answer_a_question"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    topic: Mapped[int | None] = mapped_column(BigInteger)
    question_message: Mapped[int | None] = mapped_column(BigInteger)
    messages: Mapped[str] = mapped_column(Text, default="[]")
    answer: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(Moment, index=True)
    forgotten: Mapped[bool] = mapped_column(default=False, server_default=false())
    replaced: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")


class VoteRow(Table):
    """What one person thought of one answer; `answer` is the JSON of the answer as it was then."""

    __tablename__ = "votes"

    answer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    helpful: Mapped[bool]
    voted_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text)
    kilde_version: Mapped[str] = mapped_column(Text)
    embedding_model: Mapped[str] = mapped_column(Text)
    language_model: Mapped[str | None] = mapped_column(Text)


class WatchRow(Table):
    """A person who wants to be told when a declined question is answered.

    `looked` names the index that was last asked, at `looked_at`; an answer is claimed before it is sent, told after.
    """

    __tablename__ = "watches"

    answer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(Moment)
    looked: Mapped[str | None] = mapped_column(String(64))
    looked_at: Mapped[datetime | None] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    told_at: Mapped[datetime | None] = mapped_column(Moment)


class LinkRow(Table):
    """A one-time link that was not opened yet; only the hash of its token is kept."""

    __tablename__ = "links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)


class SubscriptionRow(Table):
    """When a chat, or a topic of it (0 where there is none), wants a briefing about a subject ("" for everything)."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("chat_id", "topic", "subject", name="one_subscription_a_subject"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    topic: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(5))
    days: Mapped[str] = mapped_column(String(7))
    zone: Mapped[str | None] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(Moment)
    last_day: Mapped[str | None] = mapped_column(String(10))
    last_moment: Mapped[datetime | None] = mapped_column(Moment)
    last_zone: Mapped[str | None] = mapped_column(String(64))
    picture: Mapped[bool] = mapped_column(default=False, server_default=false())


class LedgerRow(Table):
    """One briefing: claimed before it is sent, settled after. `content` and `stories` are JSON."""

    __tablename__ = "ledger"
    # AUTOINCREMENT: an id in an old button must never come to mean a newer briefing.
    __table_args__ = (
        UniqueConstraint("chat_id", "topic", "subject", "occasion", name="one_briefing_an_occasion"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    topic: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str] = mapped_column(Text)
    occasion: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    claimed_at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    covers_to: Mapped[datetime] = mapped_column(Moment)
    stories: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)


class ToldRow(Table):
    """A story that a chat, or a topic of it, was told, and when last."""

    __tablename__ = "told"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    topic: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    story: Mapped[str] = mapped_column(String(64), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(Moment)


class FollowRow(Table):
    """A story that a chat, or a topic of it, wants to hear more of; `told_at` is when it last did."""

    __tablename__ = "follows"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    topic: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    story: Mapped[str] = mapped_column(String(64), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(Moment)


class StoryArticleRow(Table):
    """The story that an article belongs to; only ever added to, in the order of `id`."""

    __tablename__ = "story_articles"
    # AUTOINCREMENT: readers ask for what came after the last number that they have seen.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(Text)
    story: Mapped[str] = mapped_column(String(64))
    noticed_at: Mapped[datetime] = mapped_column(Moment)


class InboxRow(Table):
    """An update that Telegram delivered; `content` is its JSON until it is settled, `digest` the SHA-256 of that.

    `acted` says that what it turned on or off is turned, though the reply may be yet to come.
    """

    __tablename__ = "inbox"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Moment, index=True)
    stage: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    not_before: Mapped[datetime | None] = mapped_column(Moment)
    acted: Mapped[bool] = mapped_column(default=False, server_default=false())


class SpentRow(Table):
    """How many questions a person (positive id) or a group (negative id) has asked on a day."""

    __tablename__ = "spent"

    who: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    questions: Mapped[int] = mapped_column(Integer, default=0)


class AuditRow(Table):
    """What an admin did; `actor` is their Telegram id, `subject` whom or what it was done to."""

    __tablename__ = "audit"
    # AUTOINCREMENT: the order of the ids is that of the acts, also after the oldest were removed.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    done_at: Mapped[datetime] = mapped_column(Moment, index=True)
    actor: Mapped[int | None] = mapped_column(BigInteger)
    act: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)


class DraftRow(Table):
    """An article on its way into the folder of articles, or out of it, and in which `message` that was wanted.

    `stated` and `twins` are JSON.
    """

    __tablename__ = "drafts"
    # AUTOINCREMENT: an id in an old button must never come to mean a newer draft.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    message: Mapped[int] = mapped_column(BigInteger)
    album: Mapped[str] = mapped_column(String(64), default="")
    person_id: Mapped[int] = mapped_column(BigInteger)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16), index=True)
    name: Mapped[str] = mapped_column(Text)
    stated: Mapped[str] = mapped_column(Text)
    pictures: Mapped[int] = mapped_column(Integer, default=0)
    twins: Mapped[str] = mapped_column(Text, default="[]")
    source: Mapped[str] = mapped_column(Text, default="")
    replaces: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    acted_by: Mapped[int | None] = mapped_column(BigInteger)
    acted_at: Mapped[datetime | None] = mapped_column(Moment)
    indexed: Mapped[bool] = mapped_column(default=False)


class DraftMessageRow(Table):
    """A message that shows a draft, or `asks` for one of its fields."""

    __tablename__ = "draft_messages"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    draft_id: Mapped[int] = mapped_column(BigInteger, index=True)
    asks: Mapped[str] = mapped_column(String(16), default="")


class ModelUseRow(Table):
    """What of a language model was used on a day for a person (positive id), a group (negative), or altogether (0).

    `cost` is in millionths of the currency; `estimated` says that some of the tokens were guessed.
    """

    __tablename__ = "model_use"

    who: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    calls: Mapped[int] = mapped_column(Integer, default=0)
    tokens_in: Mapped[int] = mapped_column(BigInteger, default=0)
    tokens_out: Mapped[int] = mapped_column(BigInteger, default=0)
    cost: Mapped[int] = mapped_column(BigInteger, default=0)
    estimated: Mapped[bool] = mapped_column(default=False)
