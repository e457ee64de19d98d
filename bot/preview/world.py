"""World: everything that exists in the preview, and the only place that changes it.

Takes what people (`acting`) and the bot (`methods`) do, keeps it in memory and publishes each change on its feed. Ids
are counted, never random. Knows neither HTTP nor the Bot API's JSON, and checks no limits.
"""

import dataclasses
from dataclasses import dataclass, field

from bot.preview.clock import Clock
from bot.preview.entities import Formatted
from bot.preview.feed import Feed, Happening, Kind
from bot.preview.state import (
    Action,
    CallbackQuery,
    Chat,
    ChatKind,
    Command,
    Draft,
    InlineQuery,
    Message,
    Standing,
    StoredFile,
    Topic,
    User,
)

BOT_ID = 7_000_000_001
_FIRST_USER = 1_001
_FIRST_GROUP = 5_001
_SUPERGROUP_BASE = 1_000_000_000_000


@dataclass(slots=True)
class BotProfile:
    """What the bot told Telegram about itself.

    Attributes:
        user: The bot as a user.
        privacy: BotFather's privacy mode; it counts for groups that the bot joins from then on.
        mentions: In privacy mode the bot is shown messages that name it.
        inline: BotFather's inline mode.
        commands: Menus by scope (as JSON) and language ("" for all).
        texts: Name, description and short description by (which, language).
    """

    user: User
    privacy: bool = True
    mentions: bool = False
    inline: bool = True
    commands: dict[tuple[str, str], tuple[Command, ...]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)


class World:
    """People, chats, messages and files; see the module."""

    def __init__(self, clock: Clock, bot: User) -> None:
        self.clock = clock
        self.feed = Feed()
        self._bot_user = bot
        self._clear()

    def _clear(self) -> None:
        self.bot = BotProfile(self._bot_user)
        self.users: dict[int, User] = {self._bot_user.id: self._bot_user}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.drafts: dict[tuple[int, int], Draft] = {}
        self._counts: dict[str, int] = {}

    def reset(self) -> None:
        """Forget everything but the bot itself; counting starts anew."""
        before = self.bot
        self._clear()
        self.bot.privacy, self.bot.mentions, self.bot.inline = before.privacy, before.mentions, before.inline
        self.publish(Kind.RESET)

    def publish(self, kind: Kind, chat_id: int | None = None, subject: object = None) -> None:
        """Tell the feed."""
        self.feed.publish(Happening(kind, chat_id, subject))

    def count(self, what: str) -> int:
        """The next number of its kind, from 1."""
        self._counts[what] = self._counts.get(what, 0) + 1
        return self._counts[what]

    # People and chats

    def add_user(self, name: str, language: str = "", username: str = "") -> User:
        """A new person, with a private chat that they have not opened yet."""
        user = User(_FIRST_USER - 1 + self.count("user"), name, username, language)
        self.users[user.id] = user
        standings = dict.fromkeys((user.id, self.bot.user.id), Standing.MEMBER)
        self._add_chat(Chat(user.id, ChatKind.PRIVATE, name, standings, started=False))
        return user

    def add_group(self, title: str, standings: dict[int, Standing], kind: ChatKind, *, forum: bool = False) -> Chat:
        """A new group; the bot is in it only if `standings` says so."""
        number = self.count("group")
        id_ = -(_FIRST_GROUP - 1 + number) if kind is ChatKind.GROUP else -(_SUPERGROUP_BASE + number)
        # In a forum, 1 is the General topic, so no message there has that id.
        chat = Chat(id_, kind, title, dict(standings), self.bot.privacy, forum, last_message_id=int(forum))
        return self._add_chat(chat)

    def _add_chat(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        self.messages[chat.id] = {}
        self.publish(Kind.CHAT, chat.id)
        return chat

    def add_topic(self, chat: Chat, name: str, opener: User) -> Topic:
        """A new topic, opened by its own service message."""
        message = self.post(Message(chat.id, opener, Formatted(name), service="forum_topic_created"))
        topic = Topic(message.id, name)
        chat.topics[topic.id] = topic
        self.replace(dataclasses.replace(message, thread_id=topic.id))
        self.publish(Kind.CHAT, chat.id)
        return topic

    def private_chat(self, user: User) -> Chat:
        """The person's chat with the bot."""
        return self.chats[user.id]

    # Messages

    def post(self, message: Message) -> Message:
        """Add a message; its id and time are given to it here."""
        chat = self.chats[message.chat_id]
        chat.last_message_id += 1
        posted = dataclasses.replace(message, id=chat.last_message_id, sent=self.clock.now())
        self.messages[chat.id][posted.id] = posted
        if posted.sender.is_bot:
            chat.bot_wrote_last = True
            self._drop_drafts(chat.id)
        self.publish(Kind.MESSAGE, chat.id, posted)
        return posted

    def message(self, chat_id: int, message_id: int | None) -> Message | None:
        """The message, if it exists (still)."""
        return self.messages.get(chat_id, {}).get(message_id or 0)

    def replace(self, message: Message) -> Message:
        """Put `message` in the place of the one with its id."""
        self.messages[message.chat_id][message.id] = message
        self.publish(Kind.EDITED, message.chat_id, message)
        return message

    def delete(self, message: Message) -> None:
        """Take the message away for everybody."""
        del self.messages[message.chat_id][message.id]
        self.publish(Kind.DELETED, message.chat_id, message)

    def show_draft(self, draft: Draft) -> None:
        """Show, or go on with, a message that the bot is writing."""
        self.drafts[draft.chat_id, draft.draft_id] = draft
        self.publish(Kind.DRAFT, draft.chat_id, draft)

    def _drop_drafts(self, chat_id: int) -> None:
        for key in [key for key in self.drafts if key[0] == chat_id]:
            del self.drafts[key]

    def show_action(self, action: Action) -> None:
        """Show what the bot is doing."""
        self.publish(Kind.ACTION, action.chat_id, action)

    # Files

    def store(
        self, name: str, media_type: str, content: bytes, photo_size: tuple[int, int] | None = None
    ) -> StoredFile:
        """Keep a file and give it an id."""
        file = StoredFile(f"file{self.count('file'):06d}", name, media_type, content, photo_size)
        self.files[file.id] = file
        return file
