"""The composition root of the Telegram bot: every object built once, every handler listed in order, guards first.

run_telegram(settings, answerer, index)     blocks until SIGTERM
build_application(...)                      the same, not yet running, for tests and the preview
"""

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from telegram import Update
from telegram.ext import (
    Application,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.chat.access import access_of
from bot.chat.admission import Admission
from bot.chat.announcing import Announcer
from bot.chat.asking import Asking
from bot.chat.commands import CHOICES, Commands, Library
from bot.chat.delivery import Delivery
from bot.chat.errors import Errors
from bot.chat.forgetting import Forgetting
from bot.chat.guard import Guard
from bot.chat.migrating import Migrating
from bot.chat.opening import Opening
from bot.chat.order import InOrder
from bot.chat.pacing import Pacing
from bot.chat.redaction import redact_logs
from bot.chat.serving import App, until_stopped
from bot.chat.starting import Starting
from bot.chat.unanswered import Unanswered
from bot.chat.visitors import Context, Visitors
from bot.chat.voting import Voting, versions_of
from bot.chat.workers import Workers
from bot.memory import Memory, database_url
from bot.settings import BotSettings
from ingest.errors import SettingsError

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

_BEFORE_GUARD, _GUARD, _HANDLERS = -2, -1, 0
_NEW, _EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
"""Without these, filters also let through channel posts, business and guest messages, where `message` is None."""


def run_telegram(settings: BotSettings, answerer: "Answerer", index: Library) -> None:
    """Run the bot until SIGINT or SIGTERM, then finish what is in hand.

    Raises:
        SettingsError: The token is missing or refused, or the database cannot be opened.
    """
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; ask @BotFather in Telegram for a token, put it in .env.")
    redact_logs(settings.telegram_bot_token.get_secret_value())
    logging.captureWarnings(True)
    memory = Memory(database_url(settings.database_url, settings.data_dir))
    try:
        asyncio.run(until_stopped(build_application(settings, answerer, index, memory), settings))
    finally:
        memory.close()


def build_application(
    settings: BotSettings,
    answerer: "Answerer",
    index: Library,
    memory: Memory,
    pacing: BaseRateLimiter[int] | None = None,
) -> App:
    """Wire everything; `pacing` is Telegram's by default.

    Raises:
        SettingsError: The token is missing.
    """
    access = access_of(settings)
    visitors, workers = Visitors(memory), Workers()
    delivery = Delivery(memory, settings.allowed_chats)
    announcer = Announcer(access, memory, delivery)
    guard = Guard(access, visitors, memory, delivery, announcer)
    admission = Admission(access, memory, delivery, announcer)
    asking = Asking(answerer, memory, delivery, workers, timedelta(minutes=settings.conversation_minutes))
    commands = Commands(index, memory, delivery, access)
    unanswered = Unanswered(memory, delivery, access)
    opening = Opening(settings.articles_dir, memory, delivery)
    voting = Voting(memory, versions_of(settings))

    application = _bare_application(settings, pacing or Pacing())
    starting = Starting(access, memory)
    application.post_init, application.post_stop = starting.on_start, starting.on_stop
    application.add_error_handler(Errors(memory, delivery, visitors).on_error)
    application.add_handler(
        MessageHandler(filters.StatusUpdate.MIGRATE & _NEW, Migrating(delivery).on_move), _BEFORE_GUARD
    )
    application.add_handler(TypeHandler(Update, guard.check), _GUARD)
    for handler in (
        ChatMemberHandler(admission.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        CommandHandler("start", commands.on_start, _NEW),
        CommandHandler("help", commands.on_help, _NEW),
        CommandHandler("sources", commands.on_sources, _NEW),
        CommandHandler("language", commands.on_language, _NEW),
        CommandHandler("forget", Forgetting(memory, delivery).on_forget, _NEW),
        CommandHandler("admit", admission.on_admit, _NEW),
        CommandHandler("dismiss", admission.on_dismiss, _NEW),
        CommandHandler("unanswered", unanswered.on_unanswered, _NEW),
        CallbackQueryHandler(opening.on_tap, r"^(cite|near|file|copy):"),
        CallbackQueryHandler(voting.on_vote, r"^vote:"),
        CallbackQueryHandler(commands.on_turn, r"^list:(\d{1,6})$"),
        CallbackQueryHandler(unanswered.on_turn, r"^gaps:(\d{1,6})$"),
        CallbackQueryHandler(commands.on_language_chosen, rf"^lang:({'|'.join(CHOICES)})$"),
        CallbackQueryHandler(admission.on_admit_tapped, r"^admit:(-?\d{1,16})$"),
        MessageHandler(_NEW & ~filters.StatusUpdate.ALL, asking.on_message),
        MessageHandler(_EDITED, asking.on_edit),
    ):
        application.add_handler(handler, _HANDLERS)
    return application


def _bare_application(settings: BotSettings, pacing: BaseRateLimiter[int]) -> App:
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; ask @BotFather in Telegram for a token, put it in .env.")
    return (
        Application.builder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_base_url}/bot")
        .base_file_url(f"{settings.telegram_base_url}/file/bot")
        .rate_limiter(pacing)
        .concurrent_updates(InOrder())
        .context_types(ContextTypes(context=Context))
        .job_queue(None)
        .build()
    )
