"""The stage that an asker sees while the bot works: in private, and only where an answer takes its time.

It is shown as a draft, Telegram's preview of a message to come (core.telegram.org/bots/api#sendmessagedraft). The
answer or the error takes its place, and a bot that dies leaves nothing behind: a draft goes by itself after half a
minute. Groups have no drafts; a message there that is edited into the answer would ring for nothing, cost two of twenty
messages a minute and, after a crash, stand for ever. They see that the bot is typing. Failures are nobody's concern.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.error import TelegramError

from bot.answers.progress import Stage, Tell, described, silently
from bot.telegram.api.sender import Spot
from bot.telegram.context import Visitor

_PATIENCE = 1.5
"""Seconds before the first stage is shown; most answers are there by then."""

_INTERVAL = 1.0
"""Seconds between two drafts at least, Telegram's pace for messages in one chat."""

_EVERY = 20.0
"""Seconds after which the same stage is shown again; Telegram takes a draft away after thirty."""

_GRACE = 1.0
"""Seconds that an answer waits for a slow draft at most."""

logger = logging.getLogger(__name__)


@asynccontextmanager
async def stages(bot: Bot, spot: Spot, visitor: Visitor, patience: float = _PATIENCE) -> AsyncIterator[Tell]:
    """Give whom to tell, from any thread, what an answer to the message `spot.reply_to` is about to do."""
    if not visitor.private or spot.reply_to is None:
        yield silently
        return
    showing = _Showing(bot, spot, visitor)
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    task = asyncio.create_task(showing.run(patience, done))

    def tell(stage: Stage) -> None:
        with suppress(RuntimeError):  # The loop is closed: nobody watches any more.
            loop.call_soon_threadsafe(showing.note, stage)

    try:
        yield tell
    finally:
        done.set()
        showing.changed.set()
        # As in the typing indicator: no draft may arrive after the answer, and no request is cut off half-way.
        await asyncio.wait({task}, timeout=_GRACE)
        task.cancel()


class _Showing:
    """Shows the newest stage, now and then."""

    def __init__(self, bot: Bot, spot: Spot, visitor: Visitor) -> None:
        self._bot, self._spot, self._visitor = bot, spot, visitor
        self._newest: Stage | None = None
        self.changed = asyncio.Event()

    def note(self, stage: Stage) -> None:
        self._newest = stage
        self.changed.set()

    async def run(self, patience: float, done: asyncio.Event) -> None:
        await _unless(done, patience)
        while not done.is_set():
            self.changed.clear()
            if self._newest is not None and not await self._show(self._newest):
                return
            await _unless(done, _INTERVAL)
            await _unless(self.changed, _EVERY - _INTERVAL)

    async def _show(self, stage: Stage) -> bool:
        """Show a stage; False where Telegram would not have it, for then it will not the next time either."""
        text = described(stage, self._visitor.texts_about(stage.language))
        try:
            await self._bot.send_message_draft(
                self._spot.chat_id, self._spot.reply_to or 1, text, message_thread_id=self._spot.topic
            )
        except TelegramError as error:
            logger.debug("No stage shown in chat %d: %s", self._spot.chat_id, error.message)
            return False
        return True


async def _unless(event: asyncio.Event, seconds: float) -> None:
    """Wait so long, unless the event comes first."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
