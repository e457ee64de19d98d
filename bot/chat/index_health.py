"""Whether the index is whole, told to the admins when that changes.

The bot goes on answering meanwhile; people who ask are not troubled with it.
"""

import asyncio
from typing import Protocol

from telegram import Bot

from bot.chat.announcing import Announcer


class Health(Protocol):
    """What is needed of the index."""

    def trouble(self) -> str | None:
        """Say in a sentence why vectors cannot be asked, if they cannot."""
        ...


class IndexHealth:
    """The part of the rounds that looks at the index."""

    def __init__(self, index: Health, announcer: Announcer) -> None:
        self._index, self._announcer = index, announcer
        self._told = False

    async def go_round(self, bot: Bot) -> None:
        """Tell the admins what is wrong, and when it is mended."""
        trouble = await asyncio.to_thread(self._index.trouble)
        if trouble and not self._told:
            await self._announcer.say(bot, "index.trouble", reason=trouble)
        elif self._told and not trouble:
            await self._announcer.say(bot, "index.mended")
        self._told = bool(trouble)
