"""What the preview's world is made of: people, chats, topics, messages, files and the queries that are open.

Plain data without behaviour; `world` keeps and changes it, `wire` writes it as the Bot API does.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum

from bot.preview.entities import EMPTY, Formatted

_NOT_YET = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the bot.

    Attributes:
        id: Positive; also the id of the person's private chat with the bot.
        name: First name as shown.
        username: Without `@`; "" if there is none.
        language: IETF tag of the person's Telegram, "" if it does not say.
        is_bot: True for the bot alone.
    """

    id: int
    name: str
    username: str = ""
    language: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a channel, which people forward; the bot is not in the channel.

    Attributes:
        channel: Id of the channel, negative.
        name: Of the channel.
        username: Without `@`; "" for a private channel.
        number: The post's number in the channel.
        sent: When it was posted, aware, UTC.
    """

    channel: int
    name: str
    username: str
    number: int
    sent: datetime


class ChatKind(Enum):
    """The Bot API's types of chat, channels left out."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Standing(Enum):
    """What somebody is in a chat; the values are the Bot API's `status`."""

    OWNER = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    """In it, and not allowed to write."""
    LEFT = "left"
    KICKED = "kicked"


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is the id of the message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """One chat.

    Attributes:
        id: Positive in private chats, negative in groups.
        kind: Private, group or supergroup.
        title: The group's, or the person's name.
        standings: What each member, by user id, is in it.
        privacy: The bot sees only what is meant for it (its privacy mode when it joined).
        forum: It has topics.
        topics: By id; the General topic is not listed.
        started: The person has written first, so that the bot may (private chats only).
        blocked: The person has stopped the bot (private chats only).
        muted: Nobody but administrators may write.
        hidden: Members are told only to administrators (`getChatMember` is refused to other bots).
        bot_wrote_last: The bot was the last bot to write.
        migrated_to: Id of the supergroup that the group has become.
        last_message_id: Ids go up by one from 1.
    """

    id: int
    kind: ChatKind
    title: str
    standings: dict[int, Standing]
    privacy: bool = True
    forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    started: bool = True
    blocked: bool = False
    muted: bool = False
    hidden: bool = False
    bot_wrote_last: bool = False
    migrated_to: int | None = None
    last_message_id: int = 0


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file somebody sent.

    Attributes:
        id: The Bot API's file_id, also the last part of the file's path.
        name: As the sender called it.
        media_type: MIME type.
        content: All of it.
        photo_size: (width, height) if it was sent as a photo.
        seconds: How long it is if it was sent as a voice message.
    """

    id: str
    name: str
    media_type: str
    content: bytes = field(repr=False)
    photo_size: tuple[int, int] | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: exactly one of data, url, copy_text and query is set.

    Attributes:
        text: What it says.
        data: Sent back as callback data.
        url: Opened.
        copy_text: Copied to the clipboard.
        query: Inline query that is started in this chat.
    """

    text: str
    data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    query: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The part of another message that a reply quotes; `position` in UTF-16 code units."""

    content: Formatted
    position: int
    manual: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        chat_id: Where.
        sender: Who.
        content: Text, or caption if there is a file.
        id: Counted from 1 in each chat; given by `World.post`.
        sent: When, aware, UTC; given by `World.post`.
        file: What came with it.
        keyboard: Rows of inline buttons; () if there are none.
        thread_id: Topic, None in General and outside of forums.
        reply_to: Message it answers, in the same chat.
        quote: What it quotes of that.
        edited: When its content was changed last.
        reactions: Emoji by user id.
        forwarded_from: Who wrote it first, or where it was posted.
        album: What the messages of an album have in common, "" outside of one.
        via_bot: Sent by choosing an inline result.
        service: For service messages what happened ("forum_topic_created", "left_chat_member" …), else "".
        silent: Without notification.
        asks_reply: It wants to be replied to by everybody who sees it ("all"), by those whom it names or answers
            ("selective"), or by nobody ("").
    """

    chat_id: int
    sender: User
    content: Formatted = EMPTY
    id: int = 0
    sent: datetime = _NOT_YET
    file: StoredFile | None = None
    keyboard: Keyboard = ()
    thread_id: int | None = None
    reply_to: int | None = None
    quote: Quote | None = None
    edited: datetime | None = None
    reactions: tuple[tuple[int, str], ...] = ()
    forwarded_from: User | Post | None = None
    album: str = ""
    via_bot: bool = False
    service: str = ""
    silent: bool = False
    asks_reply: str = ""

    @property
    def text(self) -> str:
        """Text or caption, without formatting."""
        return self.content.text


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that the bot is still writing; "" means that it thinks."""

    chat_id: int
    draft_id: int
    content: Formatted
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What the bot says it is doing, such as "typing"; clients show it for five seconds."""

    chat_id: int
    action: str
    thread_id: int | None = None


@dataclass(slots=True)
class CallbackQuery:
    """A tap on a button, and what the bot answered.

    Attributes:
        id: The Bot API's id of the query.
        user: Who tapped.
        chat_id: Where.
        message_id: On which message.
        data: The button's.
        asked: When.
        answered: The bot has answered.
        text: Notice shown to the person, or "".
        alert: The notice is shown as a dialogue.
        url: Opened for the person.
    """

    id: str
    user: User
    chat_id: int
    message_id: int
    data: str
    asked: datetime
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result of an inline query, as far as the preview can send it."""

    id: str
    title: str
    description: str
    content: Formatted
    keyboard: Keyboard = ()


@dataclass(slots=True)
class InlineQuery:
    """Somebody types `@bot …`; `results` are there once the bot has answered.

    Attributes:
        kept: How long the results are shown for the same words without asking the bot again.
        personal: To this person alone.
        button: What the button above the results says; "" if there is none.
        start: What /start is sent with where it is tapped.
    """

    id: str
    user: User
    chat_id: int
    text: str
    asked: datetime
    answered: bool = False
    results: tuple[InlineResult, ...] = ()
    kept: timedelta = timedelta(0)
    personal: bool = False
    button: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command in the bot's menu."""

    name: str
    description: str
