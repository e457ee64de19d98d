"""The composition root of the Telegram bot: every object built once, every handler listed in order, guards first.

run_telegram(settings, answerer, index, briefers)   blocks until SIGTERM
build_application(...)                              the same, not yet running, for tests and the preview
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    JobQueue,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.answers.appearing import Appearing, Arrivals
from bot.briefings.briefer import Briefers
from bot.chat.access import access_of
from bot.chat.admission import Admission
from bot.chat.announcing import Announcer
from bot.chat.asking import Answering, Asking
from bot.chat.briefing import SURE_NOW, BriefingNow
from bot.chat.budgets import budgets_of
from bot.chat.charting import Charting, Tallying
from bot.chat.clock_check import ClockCheck
from bot.chat.commands import CHOICES, Commands, Library
from bot.chat.costly import COSTLY, Costly
from bot.chat.delivery import Delivery
from bot.chat.errors import Errors
from bot.chat.forgetting import Forgetting
from bot.chat.further import Further
from bot.chat.guard import Guard
from bot.chat.housekeeping import Housekeeping
from bot.chat.index_health import Health, IndexHealth
from bot.chat.late import Late
from bot.chat.lookout import Lasting, Lookout
from bot.chat.marked_command import MarkedCommand
from bot.chat.migrating import Migrating
from bot.chat.opening import Opening
from bot.chat.order import InOrder
from bot.chat.outage import Outage
from bot.chat.pacing import Pacing
from bot.chat.polling import POLLING, PollingRequest
from bot.chat.posting import Manner, Posting
from bot.chat.redaction import redact_logs
from bot.chat.redelivery import Redelivery
from bot.chat.rounds import Besides, Rounds
from bot.chat.serving import App, end_in_time, until_stopped
from bot.chat.starting import Starting
from bot.chat.subscribing import SURE, Subscribing, utc_now
from bot.chat.taking_off import TakingOff
from bot.chat.tracing import Contents
from bot.chat.unanswered import Unanswered
from bot.chat.update_queue import UpdateQueue
from bot.chat.visitors import Context, Visitors
from bot.chat.voting import Voting, versions_of
from bot.chat.watching import Watching
from bot.chat.weekly import Weekly
from bot.chat.workers import Workers
from bot.chat.zones import OFFERED
from bot.memory import Memory, database_url
from bot.settings import BotSettings
from ingest.errors import SettingsError

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

_BEFORE_GUARD, _GUARD, _MANNERS, _COSTLY, _HANDLERS = -4, -3, -2, -1, 0
_NEW, _EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
"""Without these, filters also let through channel posts, business and guest messages, where `message` is None."""


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What briefs; what time it is for the bot, how often it goes its rounds (seconds), and what checks its clock."""

    briefers: Briefers
    now: Callable[[], datetime] = utc_now
    seconds: float = 30.0
    check: Callable[[], ClockCheck] = ClockCheck


class Shelves(Library, Tallying, Arrivals, Contents, Health, Protocol):
    """What is needed of the index."""


def run_telegram(settings: BotSettings, answerer: "Answerer", index: Shelves, briefers: Briefers) -> None:
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
        application = build_application(settings, answerer, index, memory, Clockwork(briefers))
        asyncio.run(until_stopped(application, settings, deadline.start))
    finally:
        memory.close()
        deadline.cancel()


def build_application(
    settings: BotSettings,
    answerer: "Answerer",
    index: Shelves,
    memory: Memory,
    clockwork: Clockwork,
    pacing: BaseRateLimiter[int] | None = None,
) -> App:
    """Wire everything; `pacing` is Telegram's by default.

    Raises:
        SettingsError: The token is missing.
    """
    access, visitors, workers = access_of(settings), Visitors(memory), Workers()
    queue, budgets = UpdateQueue(memory.inbox, clockwork.now), budgets_of(settings, memory.spending, clockwork.now)
    delivery = Delivery(memory, settings.allowed_chats)
    announcer = Announcer(access, memory, delivery)
    guard = Guard(access, visitors, memory, delivery, announcer)
    admission = Admission(access, memory, delivery, announcer)
    answering, conversation = Answering(answerer, workers, budgets), timedelta(minutes=settings.conversation_minutes)
    asking = Asking(answering, memory, delivery, index=index, conversation=conversation)
    commands, late = Commands(index, memory, delivery, access, asking.welcoming), Late(memory, delivery)
    opening = Opening(settings.articles_dir, index, memory, delivery)
    voting = Voting(memory, versions_of(settings))
    manner = Manner(settings.briefing_entries, settings.briefing_nothing_new == "silence", clockwork.now)
    posting = Posting(clockwork.briefers(memory.stories), memory, delivery, workers, manner)
    lasting, keep = timedelta(days=settings.watch_days), timedelta(days=settings.keep_answers_days)
    clock = clockwork.check()
    lookout = Lookout(Appearing(answerer, index), posting, memory, access, Lasting(lasting, clock))
    charting = Charting(index, memory, delivery, workers, clockwork.now)

    application = _bare_application(settings, pacing or Pacing(), queue)
    redelivery = Redelivery(memory.inbox, queue, clockwork.now, clock, alone=settings.webhook_url is None)
    queue.on_failure = Outage(access, delivery, application).tell
    _begin_and_end(application, Starting(access, memory, asking.welcoming.about), redelivery, workers)
    housekeeping = Housekeeping(memory, clockwork.now, keep, clock)
    besides = Besides(
        Weekly(charting, memory, manner), (redelivery, lookout, housekeeping, IndexHealth(index, announcer))
    )
    _go_rounds(application, Rounds(posting, memory, access, announcer, besides), clockwork.seconds)
    application.add_error_handler(Errors(memory, delivery, visitors).on_error)
    _add_guards(application, Migrating(delivery), guard, late, Costly(budgets, delivery))
    for handler in (
        ChatMemberHandler(admission.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        *_plain_handlers(commands),
        MarkedCommand("corpus", charting.on_corpus),
        MarkedCommand("forget", Forgetting(memory, delivery).on_forget),
        *_briefing_handlers(BriefingNow(posting, memory, delivery), Subscribing(memory, delivery, clockwork.now)),
        *_watching_handlers(Watching(memory, delivery, clockwork.now, lasting)),
        *_admin_handlers(admission, Unanswered(memory, delivery, access)),
        CallbackQueryHandler(opening.on_tap, r"^(cite|near|file|copy|told|tofi):"),
        *_answer_handlers(asking, Further(memory, delivery), TakingOff(answerer, memory, delivery, workers), voting),
        CallbackQueryHandler(late.on_show, r"^show:"),
        CallbackQueryHandler(commands.on_unknown_tap),
        MessageHandler(_NEW & ~filters.StatusUpdate.ALL, asking.on_message),
        MessageHandler(_EDITED, asking.on_edit),
    ):
        application.add_handler(handler, _HANDLERS)
    return application


def _add_guards(application: App, migrating: Migrating, guard: Guard, late: Late, costly: Costly) -> None:
    """Add what comes before all other handlers, in this order."""
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE & _NEW, migrating.on_move), _BEFORE_GUARD)
    application.add_handler(TypeHandler(Update, guard.check), _GUARD)
    application.add_handler(TypeHandler(Update, late.check), _MANNERS)
    for name in COSTLY:
        application.add_handler(MarkedCommand(name, costly.check), _COSTLY)


def _plain_handlers(commands: Commands) -> tuple[BaseHandler[Any, Any, Any], ...]:
    return (
        MarkedCommand("start", commands.on_start),
        MarkedCommand("help", commands.on_help),
        MarkedCommand("sources", commands.on_sources),
        MarkedCommand("language", commands.on_language),
        CallbackQueryHandler(commands.on_turn, r"^list:(\d{1,6})$"),
        CallbackQueryHandler(commands.on_language_chosen, rf"^lang:({'|'.join(CHOICES)})$"),
    )


def _begin_and_end(application: App, starting: Starting, redelivery: Redelivery, workers: Workers) -> None:
    async def on_start(started: App) -> None:
        await starting.on_start(started)
        await redelivery.go_round(started.bot)

    async def on_stop(stopped: App) -> None:
        await starting.on_stop(stopped)
        workers.close()

    application.post_init, application.post_stop = on_start, on_stop


def _admin_handlers(admission: Admission, unanswered: Unanswered) -> tuple[BaseHandler[Any, Any, Any], ...]:
    return (
        MarkedCommand("admit", admission.on_admit),
        MarkedCommand("dismiss", admission.on_dismiss),
        MarkedCommand("unanswered", unanswered.on_unanswered),
        CallbackQueryHandler(unanswered.on_turn, r"^gaps:(\d{1,6})$"),
        CallbackQueryHandler(admission.on_admit_tapped, r"^admit:(-?\d{1,16})$"),
    )


def _answer_handlers(
    asking: Asking, further: Further, taking_off: TakingOff, voting: Voting
) -> tuple[BaseHandler[Any, Any, Any], ...]:
    return (
        CallbackQueryHandler(taking_off.on_tap, r"^drop:"),
        CallbackQueryHandler(further.on_tap, r"^rest:"),
        CallbackQueryHandler(asking.welcoming.on_example, r"^try:\d$"),
        CallbackQueryHandler(voting.on_vote, r"^vote:"),
    )


def _briefing_handlers(briefing: BriefingNow, subscribing: Subscribing) -> tuple[BaseHandler[Any, Any, Any], ...]:
    return (
        MarkedCommand("brief", briefing.on_brief),
        MarkedCommand("subscribe", subscribing.on_subscribe),
        MarkedCommand("unsubscribe", subscribing.on_unsubscribe),
        MarkedCommand("subscriptions", subscribing.on_subscriptions),
        MarkedCommand("quiet", subscribing.on_quiet),
        CallbackQueryHandler(subscribing.on_sure, SURE),
        CallbackQueryHandler(briefing.on_sure, rf"^{SURE_NOW}$"),
        CallbackQueryHandler(briefing.on_tap, r"^(more|follow|about):"),
        CallbackQueryHandler(subscribing.on_zone_chosen, rf"^zone:([0-{len(OFFERED) - 1}])$"),
    )


def _watching_handlers(watching: Watching) -> tuple[BaseHandler[Any, Any, Any], ...]:
    return (
        MarkedCommand("watching", watching.on_watching),
        CallbackQueryHandler(watching.on_tap, r"^watch:"),
        CallbackQueryHandler(watching.on_stop, r"^unwatch:(\d{1,18}):(\d{1,16})$"),
    )


def _go_rounds(application: App, rounds: Rounds, seconds: float) -> None:
    if application.job_queue is None:
        raise TypeError("The application was built without a job queue.")
    how = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    application.job_queue.run_repeating(rounds.on_tick, seconds, first=seconds, name="rounds", job_kwargs=how)


def _bare_application(settings: BotSettings, pacing: BaseRateLimiter[int], queue: UpdateQueue) -> App:
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; ask @BotFather in Telegram for a token, put it in .env.")
    polling = PollingRequest()
    application: App = (
        Application.builder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_base_url}/bot")
        .base_file_url(f"{settings.telegram_base_url}/file/bot")
        .get_updates_request(polling)
        .rate_limiter(pacing)
        .update_queue(queue)
        .concurrent_updates(InOrder(queue))
        .context_types(ContextTypes(context=Context))
        .job_queue(JobQueue())
        .build()
    )
    application.bot_data[POLLING] = polling
    queue.bot = application.bot
    return application
