"""What happens once the bot knows its own name, before it listens.

Privacy mode is explained in the log, commands are published, and where nobody is the admin yet, the one-time link
is printed.
"""

import asyncio
import logging
from collections.abc import Callable

from telegram import Bot

from bot.memory import AsyncMemory
from bot.telegram.access import Access
from bot.telegram.api.command_menu import describe, publish, publish_for_editor
from bot.telegram.api.lifecycle import App
from bot.texts import Texts

_GRACE = 2.0
"""Seconds; a request that is cancelled while it connects leaves its socket open."""

logger = logging.getLogger(__name__)

PRIVACY_ON = (
    "Privacy mode is on: in groups Telegram shows the bot commands that name it, such as /ask@its_name, replies to it, "
    "and other commands if it was the last bot to write; that is all it is sure to see."
)
PRIVACY_OFF = (
    "Privacy mode is off: in groups Telegram shows the bot every message, though it listens only to commands, replies "
    "to it and its name; to switch it on, send /setprivacy to @BotFather and add the bot to its groups again."
)


INLINE_ONLY_HERE = (
    "INLINE is on, but @BotFather has inline mode switched off for this bot, so that nothing typed behind its name "
    "reaches it; send /setinline to @BotFather."
)
INLINE_ONLY_THERE = (
    "@BotFather has inline mode switched on for this bot, but INLINE is off: who types behind its name in a chat waits "
    "in vain; set INLINE=on, or send /setinline to @BotFather."
)


class Startup:
    """Runs once the connection stands, before the first update."""

    def __init__(
        self,
        access: Access,
        memory: AsyncMemory,
        about: Callable[[Texts], str],
        show: Callable[[str], None] | None = None,
        *,
        inline: bool = False,
    ) -> None:
        """Take what describes the bot, and what shows the link to whoever started it: standard output unless told.

        `inline` is what the setting says.
        """
        self._inline = inline
        self._access, self._memory, self._about = access, memory, about
        self._show = show or _print
        self._publishing: asyncio.Task[None] | None = None

    async def on_start(self, application: App) -> None:
        """Explain, publish, invite."""
        bot = application.bot
        if bot.bot.can_join_groups:
            logger.log(*_privacy(bool(bot.bot.can_read_all_group_messages)))
        if self._inline is not bool(bot.bot.supports_inline_queries):
            logger.warning(INLINE_ONLY_HERE if self._inline else INLINE_ONLY_THERE)
        admins = self._access.admin_ids.union(await self._memory.people.admins())
        if not admins and not self._access.public:
            token = await self._memory.links.issue()
            # Not through the log: this is a secret until it is used.
            self._show(
                "Nobody may use this bot yet. Open this link in Telegram to become its administrator; it works once:\n"
                f"  https://t.me/{bot.username}?start={token}"
            )
        # In the background: slow or refused publishing delays no answer.
        self._publishing = asyncio.create_task(self._publish(bot, admins), name="publish commands")

    async def _publish(self, bot: Bot, admins: frozenset[int]) -> None:
        await publish(bot, admins)
        await asyncio.gather(*(publish_for_editor(bot, editor) for editor in self._access.editors - admins))
        await describe(bot, self._about)

    async def on_stop(self, _: App) -> None:
        """Let publishing end, or leave unpublished what takes too long."""
        if self._publishing is not None:
            await asyncio.wait({self._publishing}, timeout=_GRACE)
            self._publishing.cancel()


def _privacy(off: bool) -> tuple[int, str]:
    return (logging.WARNING, PRIVACY_OFF) if off else (logging.INFO, PRIVACY_ON)


def _print(text: str) -> None:
    print(text, flush=True)
