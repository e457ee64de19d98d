"""What the parts of the bot share, and what it does by itself: the briefings, and every job, in order.

Takes what `bot.telegram.app` has built, gives the Scheduler and what both it and the handlers need.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.briefings.briefer import Briefers
from bot.desk.newsroom import Newsroom
from bot.desk.publishing import Places
from bot.memory import AsyncMemory, Memory
from bot.monitoring.health import Sign
from bot.monitoring.monitor import Monitor, monitor_of
from bot.monitoring.recorder import FEEDS, HELD, QUEUED
from bot.settings import BotSettings
from bot.telegram.access import Access
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.api.briefing_sender import BriefingSender, BriefingStyle
from bot.telegram.api.draft_board import Workshop
from bot.telegram.api.folder_notices import FolderNotices
from bot.telegram.api.folder_thread import FolderThread
from bot.telegram.api.lifecycle import App
from bot.telegram.api.metrics import MeasuredIngestion
from bot.telegram.api.model_budget import ModelBudget
from bot.telegram.api.polling import PollingRequest
from bot.telegram.api.sender import Sender
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.api.update_queue import UpdateQueue
from bot.telegram.context import utc_now
from bot.telegram.handlers.corpus import CorpusHandler
from bot.telegram.jobs.backlog_check import BacklogCheck
from bot.telegram.jobs.backups import Backups
from bot.telegram.jobs.clock_check import ClockCheck
from bot.telegram.jobs.feeds import Feeds
from bot.telegram.jobs.lost_briefings import LostBriefings
from bot.telegram.jobs.model_health import ModelHealth, Troubled
from bot.telegram.jobs.model_limits import ModelLimitNotices
from bot.telegram.jobs.retention import RetentionJob
from bot.telegram.jobs.scheduler import Job, OtherJobs, Scheduler
from bot.telegram.jobs.weekly_chart import WeeklyChart
from bot.visibility.collection_rules import Collections
from bot.visibility.per_chat import feeds_in_sight
from bot.voice.transcriber import Transcriber
from ingest.sources.feeds import FeedRounds, FeedState, listed_states


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What briefs; what time it is for the bot, how often its jobs run (seconds), what checks its clock.

    The language model, where there is one; what editors work with; what listens to voice messages, where anything does.
    """

    briefers: Briefers
    now: Callable[[], datetime] = utc_now
    seconds: float = 30.0
    check: Callable[[], ClockCheck] = ClockCheck
    model: Troubled | None = None
    newsroom: Newsroom = field(default_factory=Newsroom)
    transcriber: Transcriber | None = None


@dataclass(frozen=True, slots=True)
class Works:
    """What is built once and needed in many places."""

    settings: BotSettings
    clockwork: Clockwork
    memory: AsyncMemory
    access: Access
    sender: Sender
    notices: AdminNotices
    thread_pool: ThreadPool
    model_budget: ModelBudget
    monitor: Monitor

    def briefing_sender(self, stored: Memory) -> BriefingSender:
        """Make what briefs."""
        briefer = self.clockwork.briefers(stored.stories)
        return BriefingSender(briefer, self.memory, self.sender, self.model_budget, self._style())

    def workshop(self) -> Workshop:
        """Make what editors work in."""
        places = Places(self.settings.articles_dir, self.settings.data_dir, self.settings.dump_fields)
        keep = timedelta(days=self.settings.keep_drafts_days)
        return Workshop(self._newsroom(), places, self.thread_pool, self.clockwork.now, keep)

    def rounds(
        self, briefing_sender: BriefingSender, corpus: CorpusHandler, clock: ClockCheck, handed: tuple[Job, ...]
    ) -> Scheduler:
        """Make the rounds: briefings, and one after the other lost ones, what is `handed` over, and what follows."""
        monitor, weekly = self.monitor, WeeklyChart(corpus, self.memory, self._style())
        others = OtherJobs(weekly, (self._lost(clock), *handed, *self._jobs(clock)), monitor.pulse, monitor.recorder)
        return Scheduler(briefing_sender, self.memory, self.access, self.notices, others)

    def folder(self) -> tuple[FolderThread, FolderNotices]:
        """Make what watches the folder, where that is wanted, and what tells admins of it."""
        thread = FolderThread(self.settings, self.clockwork.newsroom.bring, self.monitor.recorder)
        return thread, FolderNotices(self.settings, self.notices, thread)

    def _jobs(self, clock: ClockCheck) -> tuple[Job, ...]:
        settings, now = self.settings, self.clockwork.now
        return (
            RetentionJob(self.memory, now, settings, clock),
            ModelHealth(self.clockwork.model, self.notices, now),
            ModelLimitNotices(self.model_budget, self.notices),
            self._feeds(),
            Backups(settings, self.notices, now, clock, self.monitor.recorder),
            BacklogCheck(settings, self.monitor.backlog, self.monitor.recorder),
        )

    def _lost(self, clock: ClockCheck) -> LostBriefings:
        return LostBriefings(self.memory, self.notices, self.clockwork.now, clock, self.monitor.recorder)

    def _feeds(self) -> Feeds:
        newsroom = self._newsroom()
        rounds = FeedRounds(self.settings, newsroom.fetcher, self.clockwork.now)
        return Feeds(rounds, newsroom.ingestion, self.thread_pool)

    def _newsroom(self) -> Newsroom:
        newsroom = self.clockwork.newsroom
        return replace(newsroom, ingestion=MeasuredIngestion(newsroom.ingestion, self.monitor.recorder))

    def _style(self) -> BriefingStyle:
        silent = self.settings.briefing_nothing_new == "silence"
        return BriefingStyle(self.settings.briefing_entries, silent, self.clockwork.now)


def monitor_for(settings: BotSettings, queue: UpdateQueue, index: Sign, polling: PollingRequest) -> Monitor:
    """Make what watches the bot; behind a webhook nobody need call, so silence is no sign there."""
    hearing = () if settings.webhook_url else (Sign("hearing", polling.trouble),)
    monitor = monitor_of(settings.metrics_port, *hearing, index)
    monitor.recorder.read(QUEUED, lambda: {"": float(queue.qsize())})
    monitor.recorder.read(HELD, lambda: {"": float(queue.held())})
    monitor.recorder.read(FEEDS, lambda: _feed_states(settings))
    return monitor


def feeds_shown(settings: BotSettings) -> Sequence[FeedState]:
    """Give what is known of the feeds that FEEDS lists, and that whoever asks may see."""
    return feeds_in_sight(Collections.parse(settings.collections), listed_states(settings))


def _feed_states(settings: BotSettings) -> Mapping[str, float]:
    states = {"answering": 0.0, "failing": 0.0, "never_asked": 0.0}
    for feed in listed_states(settings):
        states["failing" if feed.error else "answering" if feed.seen else "never_asked"] += 1
    return states


def schedule(application: App, rounds: Scheduler, seconds: float) -> None:
    """Have the rounds made every so many seconds, one after the other."""
    if application.job_queue is None:
        raise TypeError("The application was built without a job queue.")
    how = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    application.job_queue.run_repeating(rounds.on_tick, seconds, first=seconds, name="rounds", job_kwargs=how)
