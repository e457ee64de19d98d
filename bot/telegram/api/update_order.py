"""Updates side by side, but what happens to one message in the order in which it happened.

A question and its edits are handled one after the other, and so is what is said of the bot coming and going in a chat;
nothing else waits for anything, but for a slot (see `bot.telegram.api.fair_slots`). At its end an update is settled in
the inbox.
"""

import asyncio
from collections.abc import Awaitable, Hashable
from inspect import iscoroutine
from typing import Any, Protocol

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.api.current_update import CurrentUpdate, handling
from bot.telegram.api.fair_slots import FairSlots
from bot.telegram.context import chat_of, message_of

Key = tuple[int, int]
_UNLIMITED = 1_000_000
"""The library's own places are held by whoever waits; ours are not."""


class Hands(Protocol):
    """Who knows what stands in the inbox."""

    def take(self, update: object) -> CurrentUpdate | None:
        """Give what stands there of an update."""
        ...

    async def let_go(self, update: object) -> None:
        """Settle it; what could not be settled is tried again later."""
        ...

    def drop(self, update: object) -> None:
        """Leave it in the inbox: it was not handled."""
        ...


class OrderedUpdates(BaseUpdateProcessor):
    """Handles up to so many updates at once."""

    def __init__(self, hands: Hands | None = None, places: FairSlots | None = None) -> None:
        super().__init__(_UNLIMITED)
        self._hands, self._places = hands, places or FairSlots()
        self._last: dict[Key, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update once the one before it about the same message is done."""
        key, done = _key(update), asyncio.Event()
        before = self._last.get(key) if key else None
        if key:
            self._last[key] = done
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            async with self._places.place(_whose(update)):
                if before is not None:
                    await before.wait()
                await self._handle(update, coroutine)
        finally:
            if iscoroutine(coroutine):
                coroutine.close()  # Else one that was not begun would be complained of.
            done.set()
            if key and self._last.get(key) is done:
                del self._last[key]

    async def _handle(self, update: object, coroutine: Awaitable[Any]) -> None:
        if self._hands is None:
            await coroutine
            return
        hand = self._hands.take(update)
        try:
            with handling(hand):
                if hand is not None:
                    await hand.begin(once=isinstance(update, Update) and update.callback_query is not None)
                await coroutine
        except BaseException:
            self._hands.drop(update)
            raise
        await self._hands.let_go(update)

    async def give_up(self) -> None:
        """Break off everything; what was not handled stays in the inbox."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""


def _key(update: object) -> Key | None:
    """Give what an update is about: a message, or whether the bot is in a chat; None where order does not matter."""
    if not isinstance(update, Update):
        return None
    if (change := update.my_chat_member) is not None:
        return change.chat.id, 0
    message = message_of(update)
    return (message.chat.id, message.message_id) if message else None


def _whose(update: object) -> Hashable:
    """Give whose place an update takes: its chat's; a tap, and who types, wait for no questions."""
    if not isinstance(update, Update):
        return None
    if update.inline_query is not None:
        return "inline", update.inline_query.from_user.id
    chat = chat_of(update)
    return (chat.id if chat else None, update.callback_query is not None)
