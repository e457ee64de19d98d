"""The scheduler, what the bot does by itself: briefings that are due, followed stories, and the like.

`bot.briefings.schedule` decides, the ledger sees to it that only one process sends. One that fails holds up no other.
"""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from telegram import Bot

from bot.briefings.briefing import Briefing, BriefingRequest, numbered
from bot.briefings.schedule import Occasion, due, is_ahead
from bot.memory import AsyncMemory, BriefingState, Place, Subscription
from bot.monitoring.health import Pulse
from bot.monitoring.recorder import BRIEFINGS, ERRORS, ROUNDS, SILENT, Recorder
from bot.telegram.access import Access
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.api.briefing_sender import FIRST, BriefingSender
from bot.telegram.api.sender import Spot
from bot.telegram.context import Context, Visitor
from bot.telegram.jobs.watched_questions import reader
from bot.telegram.jobs.weekly_chart import WeeklyChart
from bot.texts import Texts

SELDOM = timedelta(hours=1)
"""News of one story come at most so often."""

logger = logging.getLogger(__name__)


class Job(Protocol):
    """Something that is done in every run."""

    async def run_once(self, bot: Bot) -> None:
        """Do it once."""
        ...


@dataclass(frozen=True, slots=True)
class OtherJobs:
    """What is done beside briefings: the weekly picture, and the other jobs, one after the other; who counts it all."""

    weekly: WeeklyChart
    parts: tuple[Job, ...]
    pulse: Pulse = field(default_factory=Pulse)
    recorder: Recorder = SILENT


class Scheduler:
    """The job that is run every so many seconds."""

    def __init__(
        self,
        briefing_sender: BriefingSender,
        memory: AsyncMemory,
        access: Access,
        notices: AdminNotices,
        besides: OtherJobs,
    ) -> None:
        self._briefing_sender, self._memory, self._access, self._notices = briefing_sender, memory, access, notices
        self._weekly, self._parts = besides.weekly, besides.parts
        self._pulse, self._recorder = besides.pulse, besides.recorder

    async def on_tick(self, context: Context) -> None:
        """Run everything that is due."""
        now, bot = self._briefing_sender.manner.now(), context.bot
        wishes = await self._memory.subscriptions.active()
        found = [(it, due(it.timetable, it.last, it.since, now)) for it in wishes if it.timetable]
        served = await asyncio.gather(*(self._alone(self._serve(bot, it, when)) for it, when in found if when))
        followed = await self._memory.ledger.followed()
        ripe = [it for it in followed if now - it[2] >= SELDOM or is_ahead(it[2], now)]
        await asyncio.gather(*(self._alone(self._follow_up(bot, *it)) for it in ripe))
        for part in self._parts:
            await self._alone(part.run_once(bot))
        self._pulse.beat(failing=not all(served))
        self._recorder.count(ROUNDS)

    async def _serve(self, bot: Bot, subscription: Subscription, occasion: Occasion) -> None:
        visitor = await self._reader(subscription.place)
        if visitor is None:
            return
        async with self._briefing_sender.turn(subscription.place, subscription.subject):
            state = await self._brief(bot, subscription, occasion, visitor.texts)
        chat = visitor.chat
        if state is BriefingState.REFUSED and self._briefing_sender.muted.is_news(chat.id):
            await self._notices.say(bot, "group.muted", chat=chat.title or str(chat.id))
        if state is BriefingState.SENT:
            await self._weekly.accompany(bot, subscription, occasion, visitor.texts)

    async def _brief(
        self, bot: Bot, subscription: Subscription, occasion: Occasion, texts: Texts
    ) -> BriefingState | None:
        """Compose, claim, send and settle; None if another process has claimed it."""
        briefing_sender = self._briefing_sender
        briefing = await briefing_sender.compose(subscription.place, subscription.subject, texts.language)
        contents, now = await briefing_sender.contents(subscription.place, briefing), briefing_sender.manner.now()
        claimed = await self._memory.ledger.claim_due(subscription, occasion, contents, now)
        if claimed is None:
            return None
        silent = briefing_sender.manner.silent and not briefing.entries
        reply = None if silent else briefing_sender.reply(briefing, texts, claimed)
        state = await briefing_sender.send(bot, _spot(subscription.place), claimed, reply)
        self._recorder.count(BRIEFINGS, state=state.value)
        logger.info("The briefing of %s for chat %d: %s.", occasion.day, subscription.place.chat_id, state.value)
        return state

    async def _follow_up(self, bot: Bot, place: Place, story: str, told_at: datetime) -> None:
        """Tell what is new in a story; it is claimed under the time at which the place last heard of it."""
        briefing_sender, ledger = self._briefing_sender, self._memory.ledger
        visitor = await self._reader(place)
        if visitor is None:
            return
        now = briefing_sender.manner.now()
        since = now - FIRST if is_ahead(told_at, now) else told_at
        request = BriefingRequest("", since, now, language=visitor.texts.language)
        entry = await briefing_sender.news_of(place, story, request)
        if entry is None:
            return
        # A subject of its own in the ledger: "since last time" of the place's briefings does not depend on it.
        briefing = Briefing("", since, now, numbered((replace(entry, update=True),)), followed=True)
        contents, subject = await briefing_sender.contents(place, briefing), f"story:{story}"
        claimed = await ledger.claim(place, subject, told_at.isoformat(), contents, now)
        first = await ledger.note_followed(place, story, told_at, now)
        if claimed is not None and first:
            await briefing_sender.send(
                bot, _spot(place), claimed, briefing_sender.reply(briefing, visitor.texts, claimed)
            )

    async def _alone(self, work: Awaitable[None]) -> bool:
        """Do it, and tell whether it went well; what fails holds up nothing else."""
        try:
            await work
        except Exception as error:
            logger.exception("A job failed; the others go on.")
            self._recorder.count(ERRORS, where="round", kind=type(error).__name__)
            return False
        return True

    async def _reader(self, place: Place) -> Visitor | None:
        """Give who reads there; None if the bot is not there, or nobody there may ask."""
        return await reader(self._memory, self._access, place.chat_id)


def _spot(place: Place) -> Spot:
    return Spot(place.chat_id, place.topic)
