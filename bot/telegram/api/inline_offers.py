"""What somebody who types `@bot …` is offered: results, for them alone, and a button that opens the bot's chat."""

import logging
from collections.abc import Sequence

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton
from telegram.error import BadRequest

from bot.texts import Texts

START = "inline"
"""What /start is sent with where somebody opened the chat by that button."""
KEPT = 60
"""Seconds for which Telegram keeps results for the same person and words; an article that comes in is found after."""

logger = logging.getLogger(__name__)


async def offer(
    query: InlineQuery,
    results: Sequence[InlineQueryResultArticle],
    texts: Texts,
    key: str | None,
    kept: int = KEPT,
) -> None:
    """Offer results, with the button if there is a `key` of what it says."""
    button = InlineQueryResultsButton(texts.text(key), start_parameter=START) if key else None
    try:
        await query.answer(results, cache_time=kept, is_personal=True, button=button)
    except BadRequest as error:  # Telegram waits for some seconds only, and whoever typed has gone on.
        logger.info("An inline query could not be answered: %s", error.message)
