"""Whether the index is whole, told to the admins when that changes.

The bot goes on answering meanwhile; people who ask are not troubled with it.
"""

import asyncio
from collections.abc import Callable

from telegram import Bot

from bot.telegram.api.admin_notices import AdminNotices


class IndexHealth:
    """The job that looks at the index."""

    def __init__(self, look: Callable[[], str | None], notices: AdminNotices) -> None:
        """Take what says why vectors cannot be asked, if they cannot, and who is told."""
        self._look, self._notices = look, notices
        self._told = False
        self._trouble: str | None = None

    def trouble(self) -> str | None:
        """Say what was wrong when it was last looked at; from any thread."""
        return self._trouble

    async def run_once(self, bot: Bot) -> None:
        """Tell the admins what is wrong, and when it is mended."""
        trouble = self._trouble = await asyncio.to_thread(self._look)
        if trouble and not self._told:
            await self._notices.say(bot, "index.trouble", reason=trouble)
        elif self._told and not trouble:
            await self._notices.say(bot, "index.mended")
        self._told = bool(trouble)
