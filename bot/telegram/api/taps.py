"""What every tapped button gets: its spinner stopped, and often another reply in the place of the message."""

import logging

from telegram import CallbackQuery, Message
from telegram.error import BadRequest

from bot.telegram.api.sender import Sender, Spot
from bot.telegram.context import Context
from bot.telegram.views.reply import Reply

logger = logging.getLogger(__name__)


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's spinner, with a word if there is one to say; too late is no harm."""
    try:
        await query.answer(text)
    except BadRequest as error:
        logger.info("A tap was acknowledged too late: %s", error.message)


async def show_instead(sender: Sender, query: CallbackQuery, context: Context, reply: Reply) -> None:
    """Show a reply in the message whose button was tapped."""
    if query.message is None:
        return
    topic = query.message.message_thread_id if isinstance(query.message, Message) else None
    await sender.revise(context.bot, Spot(query.message.chat.id, topic), [query.message.message_id], reply)
