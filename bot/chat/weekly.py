"""The picture that comes along with the first briefing of each week, where a chat wants it.

The words are sent and settled before; then the picture is drawn, claimed in the ledger under the week, sent, settled.
So nothing that happens to it touches the words, and it comes once a week at most.
"""

import asyncio
import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.briefings.schedule import Occasion
from bot.charts.showing import View
from bot.chat.charting import Charting
from bot.chat.delivery import Spot
from bot.chat.posting import Manner
from bot.memory import Memory, State, Subscription
from bot.memory.ledger import Contents
from bot.texts import Texts

_SUBJECT = "picture:weekly"
"""Of its own in the ledger: "since last time" of the place's briefings does not depend on it."""

logger = logging.getLogger(__name__)


class Weekly:
    """Sends it."""

    def __init__(self, charting: Charting, memory: Memory, manner: Manner) -> None:
        self._charting, self._ledger, self._manner = charting, memory.ledger, manner

    async def accompany(self, bot: Bot, wish: Subscription, occasion: Occasion, texts: Texts) -> None:
        """Send the picture after a briefing that was sent, unless this week it was claimed before.

        Raises:
            TelegramError: Telegram went silent. The picture may have arrived, and stays claimed until it is lost.
        """
        week = f"{occasion.day:%G-W%V}"
        if not wish.picture or await asyncio.to_thread(self._ledger.knows, wish.place, _SUBJECT, week):
            return
        shown = await self._charting.draw(View(), texts)
        now = self._manner.now()
        contents = Contents(shown.words, (), now)
        claimed = await asyncio.to_thread(self._ledger.claim, wish.place, _SUBJECT, week, contents, now)
        if claimed is None:
            return
        state = State.SENT
        try:
            await self._charting.send(bot, Spot(wish.place.chat_id, wish.place.topic), shown, texts)
        except (Forbidden, BadRequest, RetryAfter) as error:
            logger.warning("Chat %d does not get its picture: %s", wish.place.chat_id, error.message)
            state = State.REFUSED
        await asyncio.to_thread(self._ledger.settle, claimed, state, self._manner.now())
