"""What is stored of whoever asks: /mydata gives it as a file, /deletemydata deletes it after a button was tapped.

In private alone: of a group nothing is one person's. What stays is said, with the reason.
"""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from telegram import InlineKeyboardButton, Message, Update

from bot.memory import AsyncMemory
from bot.memory.personal_data import Stays
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import ERASE
from bot.telegram.context import Clock, Context
from bot.telegram.views.reply import Reply, keyboard, words
from bot.texts import Live, Texts

_LARGEST = 20_000_000
"""Bytes; Telegram takes fifty million, and what is larger is packed."""
_SAID = {
    Stays.ACCESS: "deletemydata.access",
    Stays.ACTS: "deletemydata.acts",
    Stays.TODAY: "deletemydata.today",
    Stays.UNDERWAY: "deletemydata.underway",
}
"""What is said of what stays; what is in hand goes by itself, and always is."""


class PersonalDataCommands:
    """The handlers of both."""

    def __init__(
        self, memory: AsyncMemory, sender: Sender, clear: Callable[[str], Awaitable[None]], now: Clock
    ) -> None:
        """Take, besides the memory and what sends, what clears the folder of a draft of some key, and the time."""
        self._memory, self._sender, self._clear, self._now = memory, sender, clear, now

    async def on_mydata(self, update: Update, context: Context) -> None:
        """Send everything as a file."""
        if (message := update.message) is None or not await self._is_alone(message, "mydata", context):
            return
        person, texts, spot = _person(context), context.visitor.texts, spot_of(message)
        stored = await self._memory.personal.of(person)
        name, content = await asyncio.to_thread(_file, person, stored, self._now())
        await context.bot.send_document(
            spot.chat_id,
            content,
            filename=name,
            caption=texts.text("mydata.caption", delete=Live("/deletemydata")),
            message_thread_id=spot.topic,
            reply_parameters=spot.reply_parameters,
        )

    async def on_deletemydata(self, update: Update, context: Context) -> None:
        """Ask whether it is meant."""
        if (message := update.message) is None or not await self._is_alone(message, "deletemydata", context):
            return
        texts = context.visitor.texts
        button = InlineKeyboardButton(texts.text("deletemydata.button"), callback_data=ERASE.data(_person(context)))
        asked = words(texts.text("deletemydata.ask", show=Live("/mydata")), texts)
        await self._sender.send(context.bot, spot_of(message), Reply(asked.pages, keyboard([button])))

    async def on_erase(self, tap: Tap[None], context: Context) -> None:
        """Delete it, and say what stays."""
        await tap.acknowledge()
        today = self._now().astimezone(UTC).date()
        erased = await self._memory.personal.erase(tap.person, today)
        for key in erased.drafts:
            await self._clear(key)
        await tap.show_instead(self._sender, _done(erased.stays, context.visitor.texts), context)

    async def _is_alone(self, message: Message, command: str, context: Context) -> bool:
        visitor = context.visitor
        if visitor.private and visitor.person is not None:
            return True
        said = visitor.texts.text("unanswered.private", command=Live(f"/{command}"))
        await self._sender.send(context.bot, spot_of(message), words(said, visitor.texts))
        return False


def _person(context: Context) -> int:
    person = context.visitor.person
    if person is None:
        raise LookupError("Nobody is there.")
    return person.id


def _file(person: int, stored: dict[str, Any], now: datetime) -> tuple[str, bytes]:
    """Give the name and the content of the file."""
    whole = {"person": person, "made_at": now.isoformat(timespec="seconds"), "stored": stored}
    content = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    if len(content) <= _LARGEST:
        return "mydata.json", content
    return "mydata.json.gz", gzip.compress(content)


def _done(stays: frozenset[Stays], texts: Texts) -> Reply:
    kept = [texts.text(key, dismiss=Live("/dismiss")) for why, key in _SAID.items() if why in stays]
    return words("\n\n".join([texts.text("deletemydata.done"), *kept, texts.text("deletemydata.elsewhere")]), texts)
