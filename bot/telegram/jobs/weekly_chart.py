"""The picture that comes along with the first briefing of each week, where a chat wants it.

The words are sent and settled before; then the picture is drawn, claimed in the ledger under the week, sent, settled.
So nothing that happens to it touches the words, and it comes once a week at most.
"""

import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.briefings.schedule import Occasion
from bot.charts.showing import View
from bot.memory import AsyncMemory, BriefingState, Subscription
from bot.memory.ledger import Contents
from bot.telegram.api.briefing_sender import BriefingStyle
from bot.telegram.api.sender import Spot
from bot.telegram.handlers.corpus import CorpusHandler
from bot.texts import Texts
from bot.visibility.collection_rules import seen_by

_SUBJECT = "picture:weekly"
"""Of its own in the ledger: "since last time" of the place's briefings does not depend on it."""

logger = logging.getLogger(__name__)


class WeeklyChart:
    """Sends it."""

    def __init__(self, charting: CorpusHandler, memory: AsyncMemory, manner: BriefingStyle) -> None:
        self._corpus, self._ledger, self._manner = charting, memory.ledger, manner

    async def accompany(self, bot: Bot, subscription: Subscription, occasion: Occasion, texts: Texts) -> None:
        """Send the picture after a briefing that was sent, unless this week it was claimed before.

        Raises:
            TelegramError: Telegram went silent. The picture may have arrived, and stays claimed until it is lost.
        """
        week = f"{occasion.day:%G-W%V}"
        if not subscription.picture or await self._ledger.knows(subscription.place, _SUBJECT, week):
            return
        with seen_by(subscription.place.chat_id):
            shown = await self._corpus.draw(View(), texts)
        now = self._manner.now()
        contents = Contents(shown.words, (), now)
        claimed = await self._ledger.claim(subscription.place, _SUBJECT, week, contents, now)
        if claimed is None:
            return
        state = BriefingState.SENT
        try:
            await self._corpus.send(bot, Spot(subscription.place.chat_id, subscription.place.topic), shown, texts)
        except (Forbidden, BadRequest, RetryAfter) as error:
            logger.warning("Chat %d does not get its picture: %s", subscription.place.chat_id, error.message)
            state = BriefingState.REFUSED
        await self._ledger.settle(claimed, state, self._manner.now())
