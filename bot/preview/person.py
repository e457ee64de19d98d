"""Person: one user of Telegram, as a test or the driver moves them; what they do reaches the bot as updates."""

from collections.abc import Sequence
from dataclasses import replace

from bot.preview import acting
from bot.preview.entities import Formatted
from bot.preview.service import Service
from bot.preview.state import (
    Button,
    CallbackQuery,
    Chat,
    InlineQuery,
    Message,
    Post,
    Standing,
    StoredFile,
    Topic,
    User,
)

PATIENCE = 30.0
"""Seconds that is waited for something that should come."""


class Person:
    """One user of Telegram; what they do reaches the bot as updates."""

    def __init__(self, service: Service, user: User) -> None:
        self._service = service
        self._world = service.world
        self.user = user

    @property
    def id(self) -> int:
        """Of the user, and of the private chat with the bot."""
        return self.user.id

    @property
    def private(self) -> Chat:
        """The private chat with the bot."""
        return self._world.private_chat(self.user)

    async def says(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        topic: Topic | None = None,
        reply_to: Message | None = None,
        quote: str = "",
    ) -> Message:
        """Write to the bot, or in `chat`; what is too long goes in several messages, of which the last is returned."""
        message = Message(
            (chat or self.private).id,
            self.user,
            thread_id=topic.id if topic else reply_to.thread_id if reply_to else None,
            reply_to=reply_to.id if reply_to else None,
            quote=acting.quoted(reply_to, quote) if reply_to and quote else None,
        )
        return [acting.write(self._service, _with(message, part)) for part in acting.pieces(text)][-1]

    async def replies_to(self, message: Message, text: str, *, quote: str = "") -> Message:
        """Answer a message where it stands."""
        return await self.says(text, chat=self._world.chats[message.chat_id], reply_to=message, quote=quote)

    async def edits(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        return acting.edit(self._service, self.user, self._current(message), text)

    async def taps(self, message: Message, button: str | Button, *, answered: bool = True) -> CallbackQuery:
        """Tap a button, by what it says; returns once the bot has answered the query, unless not `answered`."""
        current = self._current(message)
        wanted = button if isinstance(button, Button) else _button(current, button)
        query = acting.tap(self._service, self.user, current, wanted)
        if answered:
            await self._world.feed.until(lambda: query.answered, PATIENCE)
        return query

    async def taps_stale(self, message: Message, data: str) -> CallbackQuery:
        """Tap a button that is no longer shown, as a client that lags behind does."""
        return acting.tap(self._service, self.user, message, Button("", data=data))

    async def reacts(self, message: Message, emoji: str) -> Message:
        """React; "" takes the reaction back."""
        return acting.react(self._service, self.user, self._current(message), emoji)

    async def sends_file(
        self, name: str, content: bytes, *, media_type: str = "text/plain", caption: str = "", chat: Chat | None = None
    ) -> Message:
        """Send a document."""
        file: StoredFile = self._world.store(name, media_type, content)
        return acting.write(self._service, Message((chat or self.private).id, self.user, Formatted(caption), file=file))

    async def says_aloud(
        self, sound: bytes, seconds: int = 3, *, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        """Send a voice message."""
        file = replace(self._world.store("voice.oga", "audio/ogg", sound), seconds=seconds)
        self._world.files[file.id] = file
        to = reply_to.id if reply_to else None
        return acting.write(self._service, Message((chat or self.private).id, self.user, file=file, reply_to=to))

    async def forwards(self, text: str, origin: User | Post, *, files: Sequence[StoredFile] = ()) -> Message:
        """Forward something to the bot; gives the first message.

        Args:
            text: Text, or the caption of the first file.
            origin: Who wrote it, or where it was posted.
            files: Several are an album.
        """
        album = f"album{self._world.count('album')}" if len(files) > 1 else ""
        message = Message(self.private.id, self.user, Formatted(text), forwarded_from=origin, album=album)
        parts = [message]
        if files:
            parts = [replace(message, file=it, content=Formatted("")) for it in files]
            parts[0] = replace(parts[0], content=message.content)
        written = [acting.write(self._service, part) for part in parts]
        return written[0]

    def photo(self) -> StoredFile:
        """A picture to be sent."""
        return self._world.store("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 not looked into", (1280, 720))

    async def asks_inline(self, text: str, *, chat: Chat | None = None) -> InlineQuery:
        """Type `@bot text`; returns once the bot has answered."""
        query = acting.ask_inline(self._service, self.user, chat or self.private, text)
        await self._world.feed.until(lambda: query.answered, PATIENCE)
        return query

    async def chooses(self, query: InlineQuery, result_id: str) -> Message:
        """Send one of the results."""
        return acting.choose(self._service, query, result_id)

    async def taps_above(self, query: InlineQuery) -> Message:
        """Tap the button above the results, and start the bot in its chat."""
        return acting.open_by_button(self._service, query)

    async def blocks_bot(self) -> None:
        """Stop the bot in the private chat."""
        acting.set_blocked(self._service, self.private, blocked=True)

    async def sets_bot(self, chat: Chat, standing: Standing) -> None:
        """Add the bot to a group, promote it, or remove it."""
        acting.set_bot_standing(self._service, self.user, chat, standing)

    async def mutes(self, chat: Chat, *, muted: bool = True) -> None:
        """Let nobody but administrators write in a group, or everybody again."""
        acting.mute(self._service, self.user, chat, muted=muted)

    async def migrates(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup; gives that."""
        return acting.migrate(self._service, self.user, chat)

    def _current(self, message: Message) -> Message:
        return self._world.messages[message.chat_id][message.id]


def _with(message: Message, text: str) -> Message:
    return Message(
        message.chat_id,
        message.sender,
        Formatted(text),
        thread_id=message.thread_id,
        reply_to=message.reply_to,
        quote=message.quote,
    )


def _button(message: Message, label: str) -> Button:
    buttons = [button for row in message.keyboard for button in row]
    exact = [button for button in buttons if button.text == label]
    found = exact or [button for button in buttons if label in button.text]
    if not found:
        raise LookupError(f"No button says {label!r}; there are {[button.text for button in buttons]}.")
    return found[0]
