"""The composition root of the Telegram bot: every object built once, every handler listed in order, guards first.

run_telegram(settings, answerer, index, clockwork)   blocks until SIGTERM
build_application(...)                               the same, not yet running, for tests and the preview
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    JobQueue,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.answers.appearing import Appearing
from bot.memory import AsyncMemory, Memory, database_url
from bot.monitoring.health import Sign
from bot.settings import BotSettings
from bot.telegram.access import access_of
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.api.draft_board import DraftBoard
from bot.telegram.api.folder_thread import FolderThread
from bot.telegram.api.lifecycle import App, end_in_time, until_stopped
from bot.telegram.api.log_redaction import redact_logs
from bot.telegram.api.metrics import MeasuredAnswerer
from bot.telegram.api.model_budget import ModelBudget, model_budget_of
from bot.telegram.api.outage_notice import OutageNotice
from bot.telegram.api.polling import POLLING, PollingRequest
from bot.telegram.api.rate_limiter import RateLimiter
from bot.telegram.api.sender import Sender
from bot.telegram.api.startup import Startup
from bot.telegram.api.taps import TapChecks
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.api.update_order import OrderedUpdates
from bot.telegram.api.update_queue import UpdateQueue
from bot.telegram.budgets import budgets_of
from bot.telegram.callbacks import CALLBACKS
from bot.telegram.commands import COMMANDS
from bot.telegram.context import Context, Visitors
from bot.telegram.handlers.access_guard import AccessGuard
from bot.telegram.handlers.admin import AdminCommands
from bot.telegram.handlers.ask import Answering, AskHandler
from bot.telegram.handlers.audit_log import AuditLogCommand
from bot.telegram.handlers.basic import BasicCommands
from bot.telegram.handlers.brief import BriefHandler
from bot.telegram.handlers.budget_check import BudgetCheck
from bot.telegram.handlers.citations import CitationCallbacks
from bot.telegram.handlers.command_handler import MarkedCommandHandler
from bot.telegram.handlers.condition_buttons import ConditionButtons
from bot.telegram.handlers.corpus import CorpusHandler
from bot.telegram.handlers.desk import DeskHandler
from bot.telegram.handlers.desk_buttons import DeskButtons
from bot.telegram.handlers.error_handler import ErrorHandler
from bot.telegram.handlers.forget import ForgetHandler
from bot.telegram.handlers.group_migration import GroupMigration
from bot.telegram.handlers.inline import OWN_RESULT, InlineHandler
from bot.telegram.handlers.late_updates import LateUpdates
from bot.telegram.handlers.more_articles import MoreArticles
from bot.telegram.handlers.more_passages import MorePassages
from bot.telegram.handlers.personal_data import PersonalDataCommands
from bot.telegram.handlers.removal_button import RemovalButton
from bot.telegram.handlers.subscriptions import SubscriptionCommands
from bot.telegram.handlers.unanswered import UnansweredCommand
from bot.telegram.handlers.usage import UsageCommand
from bot.telegram.handlers.voice import VoiceHandler
from bot.telegram.handlers.votes import VoteButtons, versions_of
from bot.telegram.handlers.watch import WatchCommands
from bot.telegram.handlers.withdraw import WithdrawHandler
from bot.telegram.job_setup import Clockwork, Works, feeds_shown, monitor_for, schedule
from bot.telegram.jobs.health_watch import HealthWatch
from bot.telegram.jobs.index_health import IndexHealth
from bot.telegram.jobs.redelivery import Redelivery
from bot.telegram.jobs.replaced_articles import ReplacedArticles
from bot.telegram.jobs.watched_questions import WatchedQuestions, WatchLimits
from ingest.errors import SettingsError
from ingest.index.protocols import ArticleShelf

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

_BEFORE_GUARD, _GUARD, _MANNERS, _COSTLY, _HANDLERS = -4, -3, -2, -1, 0
_NEW, _EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
"""Without these, filters also let through channel posts, business and guest messages, where `message` is None."""


def run_telegram(settings: BotSettings, answerer: "Answerer", index: ArticleShelf, clockwork: Clockwork) -> None:
    """Run the bot until SIGINT or SIGTERM, then finish what is in hand.

    Raises:
        SettingsError: The token is missing or refused, or the database cannot be opened.
    """
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; ask @BotFather in Telegram for a token, put it in .env.")
    redact_logs(settings.telegram_bot_token.get_secret_value())
    logging.captureWarnings(True)
    memory, deadline = Memory(database_url(settings.database_url, settings.data_dir)), end_in_time()
    try:
        application = build_application(settings, answerer, index, memory, clockwork)
        asyncio.run(until_stopped(application, settings, deadline.start))
    finally:
        memory.close()
        deadline.cancel()


def build_application(
    settings: BotSettings,
    answerer: "Answerer",
    index: ArticleShelf,
    stored: Memory,
    clockwork: Clockwork,
    rate_limiter: BaseRateLimiter[int] | None = None,
) -> App:
    """Wire everything; `rate_limiter` keeps to Telegram's limits by default.

    Raises:
        SettingsError: The token is missing.
    """
    memory, access, thread_pool = AsyncMemory(stored), access_of(settings), ThreadPool()
    queue, budgets = UpdateQueue(stored.inbox, clockwork.now), budgets_of(settings, stored.spending, clockwork.now)
    visitors, sender = Visitors(memory), Sender(memory, settings.allowed_chats)
    notices, polling = AdminNotices(access, memory, sender), PollingRequest()
    index_health, replaced = IndexHealth(index.trouble, notices), ReplacedArticles(index, memory, access, sender)
    monitor = monitor_for(settings, queue, Sign("index", index_health.trouble), polling)
    guard = AccessGuard(access, visitors, memory, sender, notices)
    admin = AdminCommands(access, memory, sender, notices)
    model_budget = model_budget_of(settings, thread_pool, stored.model_use, clockwork.now, monitor.recorder)
    answering = Answering(MeasuredAnswerer(answerer, monitor.recorder), model_budget, budgets)
    conversation, proposals = timedelta(minutes=settings.conversation_minutes), settings.proposals == "on"
    ask = AskHandler(answering, memory, sender, index=index, conversation=conversation, proposals=proposals)
    basic = BasicCommands(index, memory, sender, access, ask.welcome, partial(feeds_shown, settings))
    late_updates, lasting = LateUpdates(memory, sender), timedelta(days=settings.watch_days)
    corpus = CorpusHandler(index, memory, sender, thread_pool, clockwork.now)
    works = Works(settings, clockwork, memory, access, sender, notices, thread_pool, model_budget, monitor)
    briefing_sender, clock = works.briefing_sender(stored), clockwork.check()
    watched = WatchedQuestions(Appearing(answerer, index), briefing_sender, memory, access, WatchLimits(lasting, clock))

    application = _bare_application(settings, rate_limiter or RateLimiter(recorder=monitor.recorder), queue, polling)
    redelivery = Redelivery(stored.inbox, queue, clockwork.now, clock, alone=settings.webhook_url is None)
    queue.on_failure = OutageNotice(access, sender, application).tell
    board, (folder, folder_notices) = DraftBoard(works.workshop(), memory, sender), works.folder()
    handed = (redelivery, watched, replaced, index_health, board, folder_notices)
    schedule(application, works.rounds(briefing_sender, corpus, clock, handed), clockwork.seconds)
    health_watch = HealthWatch(monitor, notices, clockwork.seconds)
    startup = Startup(access, memory, ask.welcome.about, inline=settings.inline == "on")
    _begin_and_end(application, startup, redelivery, thread_pool, (health_watch, folder))
    withdraw = WithdrawHandler(board, memory, access, index, ask.on_message)
    desk = DeskHandler(board, memory, access, withdraw.on_message, proposals=proposals)
    application.add_error_handler(ErrorHandler(memory, sender, visitors, monitor.recorder).on_error)
    subscriptions = SubscriptionCommands(memory, sender, clockwork.now)
    brief, watch = BriefHandler(briefing_sender, memory, sender), WatchCommands(memory, sender, clockwork.now, lasting)
    forget, kept = ForgetHandler(memory, sender), _what_is_kept(works, board)
    features = (basic, corpus, forget, brief, subscriptions, watch, admin, *kept, desk, withdraw)
    below = _below_answers(settings, answerer, index, memory, sender, model_budget)
    deciding, removal = DeskButtons(board, memory), RemovalButton(folder_notices, memory, sender)
    buttons = (*below, late_updates, ask.welcome, deciding, removal)
    _add_guards(application, GroupMigration(sender), guard, late_updates, BudgetCheck(budgets, sender))
    application.add_handler(ChatMemberHandler(admin.on_membership, ChatMemberHandler.MY_CHAT_MEMBER), _HANDLERS)
    application.add_handlers([*_command_handlers(*features)], _HANDLERS)
    application.add_handlers([*_callback_handlers(TapChecks(memory, access), *features, *buttons)], _HANDLERS)
    if settings.inline == "on":
        application.add_handler(InlineQueryHandler(InlineHandler(answerer, thread_pool).on_inline), _HANDLERS)
    voice = VoiceHandler(clockwork.transcriber, access, sender, ask.on_spoken, desk.on_message)
    _add_last(application, basic, desk, ask, voice)
    return application


def _add_last(application: App, basic: BasicCommands, desk: DeskHandler, ask: AskHandler, voice: VoiceHandler) -> None:
    """Add what takes whatever is left."""
    application.add_handler(MessageHandler(_NEW & filters.VOICE & ~filters.CAPTION, voice.on_voice), _HANDLERS)
    application.add_handler(CallbackQueryHandler(basic.on_unknown_tap), _HANDLERS)
    application.add_handler(MessageHandler(_NEW & ~filters.StatusUpdate.ALL & ~OWN_RESULT, desk.on_message), _HANDLERS)
    application.add_handler(MessageHandler(_EDITED, ask.on_edit), _HANDLERS)


def _what_is_kept(works: Works, board: DraftBoard) -> tuple[object, ...]:
    """Give what shows what the bot has kept, to admins or to whomever it is about."""
    memory, sender, access, now = works.memory, works.sender, works.access, works.clockwork.now
    model = works.settings.llm_model or "", works.model_budget.prices
    return (
        UnansweredCommand(memory, sender, access),
        AuditLogCommand(memory, sender, access),
        UsageCommand(memory, sender, access, now, model),
        PersonalDataCommands(memory, sender, board.clear, now),
    )


def _below_answers(
    settings: BotSettings,
    answerer: "Answerer",
    index: ArticleShelf,
    memory: AsyncMemory,
    sender: Sender,
    model_budget: ModelBudget,
) -> tuple[object, ...]:
    """Give what handles the buttons below an answer."""
    return (
        CitationCallbacks(settings.articles_dir, index, sender, settings.dump_fields),
        MorePassages(sender),
        MoreArticles(answerer, memory, sender, model_budget),
        ConditionButtons(answerer, memory, sender, model_budget),
        VoteButtons(memory, versions_of(settings)),
    )


def _add_guards(
    application: App,
    group_migration: GroupMigration,
    guard: AccessGuard,
    late_updates: LateUpdates,
    budget_check: BudgetCheck,
) -> None:
    """Add what comes before all other handlers, in this order."""
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE & _NEW, group_migration.on_move), _BEFORE_GUARD)
    application.add_handler(TypeHandler(Update, guard.check), _GUARD)
    application.add_handler(TypeHandler(Update, late_updates.check), _MANNERS)
    for command in COMMANDS:
        if command.costly:
            application.add_handler(MarkedCommandHandler(command.name, budget_check.check), _COSTLY)


def _command_handlers(*features: object) -> Iterator[BaseHandler[Any, Any, Any]]:
    """Give a handler for each command: the method `on_NAME` of whichever feature has it."""
    for command in COMMANDS:
        if not command.asks:
            yield MarkedCommandHandler(command.name, _method(f"on_{command.name}", features))


def _callback_handlers(checks: TapChecks, *features: object) -> Iterator[BaseHandler[Any, Any, Any]]:
    """Give a handler for each kind of button: the method that the registry names, behind its checks."""
    for callback in CALLBACKS:
        yield CallbackQueryHandler(checks.before(callback, _method(callback.handler, features)), callback.pattern)


def _method(name: str, features: Sequence[object]) -> Any:
    """Give the method of whichever feature has it.

    Raises:
        LookupError: None has it.
    """
    for feature in features:
        if (found := getattr(feature, name, None)) is not None:
            return found
    raise LookupError(f"No feature has the method {name}.")


def _begin_and_end(
    application: App,
    startup: Startup,
    redelivery: Redelivery,
    thread_pool: ThreadPool,
    beside: tuple[HealthWatch, FolderThread],
) -> None:
    health_watch, folder = beside

    async def on_start(started: App) -> None:
        health_watch.start(started.bot)
        folder.start()
        await startup.on_start(started)
        await redelivery.run_once(started.bot)

    async def on_stop(stopped: App) -> None:
        await asyncio.gather(health_watch.stop(), folder.stop())
        await startup.on_stop(stopped)
        thread_pool.close()

    application.post_init, application.post_stop = on_start, on_stop


def _bare_application(
    settings: BotSettings, rate_limiter: BaseRateLimiter[int], queue: UpdateQueue, polling: PollingRequest
) -> App:
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; ask @BotFather in Telegram for a token, put it in .env.")
    application: App = (
        Application.builder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_base_url}/bot")
        .base_file_url(f"{settings.telegram_base_url}/file/bot")
        .get_updates_request(polling)
        .rate_limiter(rate_limiter)
        .update_queue(queue)
        .concurrent_updates(OrderedUpdates(queue))
        .context_types(ContextTypes(context=Context))
        .job_queue(JobQueue())
        .build()
    )
    application.bot_data[POLLING] = polling
    queue.bot = application.bot
    return application
