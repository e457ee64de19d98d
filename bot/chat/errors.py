"""What goes wrong: logged first, then told in one sentence in the asker's language, without internals."""

import asyncio
import logging

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError

from bot.chat.delivery import Delivery, spot_of
from bot.chat.formatting import words
from bot.chat.muted import is_muted
from bot.chat.visitors import Context, Visitors, chat_of, message_of
from bot.memory import Memory
from bot.texts import Texts
from ingest.errors import IndexError_, IndexMissing, ModelUnavailable

logger = logging.getLogger(__name__)


class Errors:
    """The handler of everything that no other handler caught."""

    def __init__(self, memory: Memory, delivery: Delivery, visitors: Visitors) -> None:
        self._memory, self._delivery, self._visitors = memory, delivery, visitors

    async def on_error(self, update: object, context: Context) -> None:
        """Log an error, then tell whoever waits for an answer."""
        error = context.error
        if not isinstance(update, Update):
            logger.error("Something failed.", exc_info=error)
        elif is_muted(error):
            logger.debug("Nobody in a muted chat can be told.", exc_info=error)
        elif isinstance(error, Forbidden):
            await self._leave(update, error)
        elif isinstance(error, ChatMigrated) and (chat := chat_of(update)):
            await self._delivery.follow(chat.id, error.new_chat_id)
        else:
            logger.error("An update could not be handled.", exc_info=error)
            await self._tell(update, context)

    async def _leave(self, update: Update, error: Forbidden) -> None:
        """Note that the bot was blocked or removed: there is nobody to tell."""
        if chat := chat_of(update):
            logger.info("Chat %d does not want to hear from the bot: %s", chat.id, error.message)
            await asyncio.to_thread(self._memory.chats.note_presence, chat.id, present=False)

    async def _tell(self, update: Update, context: Context) -> None:
        try:
            text, texts = await self._sentence(update, context.error)
            if update.callback_query:
                await update.callback_query.answer(text, show_alert=True)
            elif message := message_of(update):
                await self._delivery.send(context.bot, spot_of(message), words(text, texts))
        except Exception:
            # The last stop: whatever fails here must not start over.
            logger.exception("Nor could the asker be told.")

    async def _sentence(self, update: Update, error: Exception | None) -> tuple[str, Texts]:
        try:
            visitor = await self._visitors.meet(update)
        except Exception:
            logger.exception("The memory does not answer.")
            visitor = None
        texts = visitor.texts if visitor else Texts()
        return texts.text(_key(error)), texts


def _key(error: Exception | None) -> str:
    if isinstance(error, IndexMissing):
        return "error.no_index"
    return "error.unavailable" if isinstance(error, IndexError_ | ModelUnavailable) else "error.unexpected"


def log_polling_error(error: TelegramError) -> None:
    """Say in one line why Telegram gives no updates; it is asked again by itself."""
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        logger.warning("Telegram cannot be reached (%s); trying again.", error.message)
    else:
        logger.error("Telegram gives no updates: %s", error.message)
