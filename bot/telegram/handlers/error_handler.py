"""What goes wrong: logged first, then told in one sentence in the asker's language, without internals.

What Telegram did not take is not told, for it would not be taken either: the update is put off and handled again.
"""

import logging
import sqlite3
from datetime import timedelta
from time import monotonic

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.memory import AsyncMemory, DatabaseFailure, failure_of
from bot.monitoring.recorder import ERRORS, SILENT, Recorder
from bot.telegram.api.connection import never_arrived
from bot.telegram.api.current_update import CurrentUpdate, current_update
from bot.telegram.api.muted_chats import is_muted
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.context import Context, Visitor, Visitors, chat_of, message_of
from bot.telegram.views.reply import words
from bot.texts import Texts
from ingest.errors import IndexError_, IndexMissing, ModelUnavailable

_SELDOM = 60.0
"""Seconds in which a chat is told of a failing database once."""

logger = logging.getLogger(__name__)


class ErrorHandler:
    """The handler of everything that no other handler caught."""

    def __init__(self, memory: AsyncMemory, sender: Sender, visitors: Visitors, recorder: Recorder = SILENT) -> None:
        self._memory, self._sender, self._visitors, self._recorder = memory, sender, visitors, recorder
        self._told: dict[int, float] = {}

    async def on_error(self, update: object, context: Context) -> None:
        """Log an error, then tell whoever waits for an answer."""
        error = context.error
        self._recorder.count(ERRORS, where="update", kind=type(error).__name__)
        if not isinstance(update, Update):
            logger.error("Something failed.", exc_info=error)
        elif is_muted(error):
            logger.debug("Nobody in a muted chat can be told.", exc_info=error)
        elif isinstance(error, Forbidden):
            await self._leave(update, error)
        elif isinstance(error, ChatMigrated) and (chat := chat_of(update)):
            await self._sender.follow(chat.id, error.new_chat_id)
        elif isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest):
            _keep(update, error)
        elif failure := failure_of(error):
            logger.error("The database fails (%s): %s", failure.value, str(error).partition("\n")[0])
            await self._tell_once(update, context)
        else:
            logger.error("An update could not be handled.", exc_info=error)
            await self._tell(update, context)

    async def _leave(self, update: Update, error: Forbidden) -> None:
        """Note that the bot was blocked or removed: there is nobody to tell."""
        if chat := chat_of(update):
            logger.info("Chat %d does not want to hear from the bot: %s", chat.id, error.message)
            await self._memory.chats.note_presence(chat.id, present=False)

    async def _tell_once(self, update: Update, context: Context) -> None:
        """Tell a chat that the database fails, unless it has just been told."""
        chat, now = chat_of(update), monotonic()
        number = chat.id if chat else 0
        if update.callback_query is None and now - self._told.get(number, -_SELDOM) < _SELDOM:
            return
        self._told = {who: when for who, when in self._told.items() if now - when < _SELDOM} | {number: now}
        await self._tell(update, context)

    async def _tell(self, update: Update, context: Context) -> None:
        try:
            text, texts = await self._sentence(update, context)
            if update.callback_query:
                await update.callback_query.answer(text, show_alert=True)
            elif message := message_of(update):
                await self._sender.send(context.bot, spot_of(message), words(text, texts))
        except Exception:
            # The last stop: whatever fails here must not start over.
            logger.exception("Nor could the asker be told.")

    async def _sentence(self, update: Update, context: Context) -> tuple[str, Texts]:
        error = context.error
        # Whom the guard has met need not be looked up, nor does it help to ask a database that has just failed.
        visitor: Visitor | None = getattr(context, "visitor", None)
        if visitor is None and failure_of(error) is None:
            try:
                visitor = await self._visitors.meet(update)
            except Exception:
                logger.exception("The memory does not answer.")
        client = update.effective_user.language_code if update.effective_user else None
        texts = visitor.texts if visitor else Texts(None, client)
        return texts.text(_key(error)), texts


def _keep(update: Update, error: TelegramError) -> None:
    """Have the update handled again, unless its reply may have arrived."""
    chat = chat_of(update)
    number, hand = chat.id if chat else 0, current_update()
    if hand is not None and never_arrived(error) and hand.put_off(_pause(error)):
        logger.warning("A reply to chat %d could not be sent (%s); it is kept.", number, error.message)
        return
    if isinstance(hand, CurrentUpdate):
        hand.leave_in_doubt()
    logger.warning("It is not known whether a reply to chat %d arrived (%s).", number, error.message)


def _pause(error: TelegramError) -> timedelta | None:
    if not isinstance(error, RetryAfter):
        return None
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def _key(error: Exception | None) -> str:
    if failure := failure_of(error):
        known = {DatabaseFailure.LOCKED: "error.database_locked", DatabaseFailure.FULL: "error.disk_full"}
        return known.get(failure, "error.database")
    if isinstance(error, sqlite3.Error):  # Raised by the catalogue of the index; the memory's are others.
        return "error.unavailable"
    if isinstance(error, IndexMissing):
        return "error.no_index"
    return "error.unavailable" if isinstance(error, IndexError_ | ModelUnavailable) else "error.unexpected"
