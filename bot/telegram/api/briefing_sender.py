"""A briefing on its way: composed, claimed in the ledger, sent, settled. In this order, whatever happens in between.

What fails before the claim is tried again; what fails after it is not, for it may have arrived. Where Telegram
clearly refused, that is remembered of the chat or its topic.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.briefings.briefing import Briefer, Briefing, BriefingEntry, BriefingRequest
from bot.memory import AsyncMemory, BriefingState, Place
from bot.memory.ledger import Contents
from bot.telegram.api.model_budget import ModelBudget
from bot.telegram.api.muted_chats import MutedChats, is_muted
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.views.briefing import briefing_reply, nothing_new, stored_form
from bot.telegram.views.reply import Reply, words
from bot.texts import Texts
from bot.visibility.collection_rules import seen_by

FIRST = timedelta(days=7)
"""How far the first briefing of a place looks back."""
_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_id_invalid")
_NO_CHAT = ("chat not found",)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BriefingStyle:
    """How briefings are sent, as the settings say.

    Attributes:
        entries: How many stand in one message at most.
        silent: Nothing is said where nothing is new.
        now: Tells the time, aware.
    """

    entries: int
    silent: bool
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of something that was claimed, and the messages that show it."""

    state: BriefingState
    messages: tuple[int, ...] = ()


class BriefingSender:
    """Composes and sends briefings."""

    def __init__(
        self, briefer: Briefer, memory: AsyncMemory, sender: Sender, model_budget: ModelBudget, manner: BriefingStyle
    ) -> None:
        self.model_budget, self.manner = model_budget, manner
        self._briefer = briefer
        self._memory, self._sender = memory, sender
        self._turns: WeakValueDictionary[tuple[Place, str], asyncio.Lock] = WeakValueDictionary()

    @property
    def muted(self) -> MutedChats:
        """The groups in which the bot may not write."""
        return self._sender.muted

    @asynccontextmanager
    async def turn(self, place: Place, subject: str) -> AsyncIterator[None]:
        """Wait until what is on its way to a place about a subject is settled: till then it would be told again."""
        async with self._turns.setdefault((place, subject), asyncio.Lock()):
            yield

    async def compose(self, place: Place, subject: str, language: str, span: timedelta | None = None) -> Briefing:
        """Tell what is new since last time, or over a span whatever was told, in sentences of a language if it can."""
        now, ledger = self.manner.now(), self._memory.ledger
        if span is not None:
            request = BriefingRequest(subject, now - span, now, language=language)
        else:
            since = await ledger.covered_to(place, subject, now)
            told = await ledger.told(place)
            request = BriefingRequest(subject, since or now - FIRST, now, told, language)
        with seen_by(place.chat_id):
            return await self.model_budget.run(
                (place.chat_id,), lambda quote_only: self._briefer.brief(replace(request, quote_only=quote_only))
            )

    async def news_of(self, place: Place, story: str, request: BriefingRequest) -> BriefingEntry | None:
        """Tell what articles that were noticed since add to a story; None for nothing."""
        with seen_by(place.chat_id):
            return await self.model_budget.run(
                (place.chat_id,),
                lambda quote_only: self._briefer.news_of(story, replace(request, quote_only=quote_only)),
            )

    async def contents(self, place: Place, briefing: Briefing) -> Contents:
        """Give what the ledger keeps of it; over a span that begins after last time, something remains to be told."""
        now = self.manner.now()
        last = await self._memory.ledger.covered_to(place, briefing.subject, now)
        covered = last or briefing.until - FIRST
        reached = briefing.until if briefing.since <= covered else covered
        return Contents(stored_form(briefing), briefing.stories, reached)

    def reply(self, briefing: Briefing, texts: Texts, briefing_id: int) -> Reply:
        """Lay it out; one line where nothing is new."""
        if not briefing.entries:
            return words(nothing_new(briefing.subject, texts), texts)
        return briefing_reply(briefing, texts, briefing_id, 0, self.manner.entries)

    async def send(self, bot: Bot, spot: Spot, briefing_id: int, reply: Reply | None) -> BriefingState:
        """Send what was claimed, settle it and say how; None sends nothing.

        Raises:
            TelegramError: Telegram went silent. The briefing may have arrived, and stays claimed until it is lost.
        """
        return (await self.deliver(bot, spot, briefing_id, reply)).state

    async def deliver(self, bot: Bot, spot: Spot, briefing_id: int, reply: Reply | None) -> Delivered:
        """Do the same, and say also where it stands.

        Raises:
            TelegramError: As above.
        """
        delivered = Delivered(BriefingState.SILENT)
        if reply is not None:
            try:
                delivered = Delivered(BriefingState.SENT, tuple(await self._sender.send(bot, spot, reply)))
            except (Forbidden, BadRequest, RetryAfter) as error:
                logger.warning("Chat %d does not get what it was to be told: %s", spot.chat_id, error.message)
                await self._learn(spot, error)
                delivered = Delivered(BriefingState.REFUSED)
        await self._memory.ledger.settle(briefing_id, delivered.state, self.manner.now())
        return delivered

    async def _learn(self, spot: Spot, error: TelegramError) -> None:
        """Remember that the bot was blocked or removed, or that the topic is gone."""
        said = error.message.lower()
        if is_muted(error):
            return
        if isinstance(error, Forbidden) or any(it in said for it in _NO_CHAT):
            await self._memory.chats.note_presence(spot.chat_id, present=False)
        elif spot.topic is not None and any(it in said for it in _NO_TOPIC):
            gone = Place(spot.chat_id, spot.topic)
            await self._memory.subscriptions.remove(gone)
            await self._memory.watches.drop(gone)
