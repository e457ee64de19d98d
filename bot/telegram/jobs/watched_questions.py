"""Watched questions are asked again when the index has changed, and whoever waits is told, once.

What was asked of which index stands in the database, so that a restart misses nothing and asks nothing twice. An answer
is claimed in the ledger before it is sent and settled after, like a briefing.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic

from telegram import Bot

from bot.answers.answer import Answer, Before, Question, Turn
from bot.answers.appearing import Appearing
from bot.memory import AsyncMemory, BriefingState, Place, Watched
from bot.telegram.access import Access
from bot.telegram.api.briefing_sender import BriefingSender
from bot.telegram.api.sender import Spot
from bot.telegram.context import Visitor
from bot.telegram.jobs.clock_check import ClockCheck
from bot.telegram.views.answer import reply_to
from bot.telegram.views.reply import prose
from bot.texts import Texts, shorten
from bot.visibility.collection_rules import seen_by
from ingest.errors import KildeError

_CONSIDERED = 200
_A_ROUND = 20
"""Questions that are asked again in one run, and seconds after which no further one is begun."""
_SECONDS = 15.0
_QUESTION = 200
"""Characters of a question over its answer."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WatchLimits:
    """For how long a question is watched, and whether the clock can be trusted with that."""

    days: timedelta
    clock: ClockCheck


class WatchedQuestions:
    """The job that looks after watched questions."""

    def __init__(
        self,
        appearing: Appearing,
        briefing_sender: BriefingSender,
        memory: AsyncMemory,
        access: Access,
        lasting: WatchLimits,
    ) -> None:
        self._appearing, self._briefing_sender, self._memory, self._access = appearing, briefing_sender, memory, access
        self._lasting = lasting

    async def run_once(self, bot: Bot) -> None:
        """Ask again what has not been asked of the index as it is now; one after the other."""
        watches, began, asked = self._memory.watches, monotonic(), 0
        now = self._briefing_sender.manner.now()
        if self._lasting.clock.trusts(now):
            await watches.expire(now - self._lasting.days)
        try:
            mark = await asyncio.to_thread(self._appearing.mark)
        except KildeError as error:
            logger.debug("Watched questions wait until the index can be read: %s", error)
            return
        for watched in await watches.due(mark, _CONSIDERED):
            if asked >= _A_ROUND or monotonic() - began > _SECONDS:
                return
            asked += await self._look_after(bot, watched, mark)

    async def _look_after(self, bot: Bot, watched: Watched, mark: str) -> bool:
        """Ask one question again; says whether that was done. One that fails is asked again and holds up no other."""
        answer_id, chat_id, looked = watched.declined.id, watched.declined.chat_id, None
        visitor = await reader(self._memory, self._access, chat_id, watched.people)
        if visitor is None:  # To the end of the queue: who may not ask any more is in nobody's way.
            await self._memory.watches.note_looked(answer_id, None, self._briefing_sender.manner.now())
            return False
        try:
            question, before = _asked_again(watched, visitor)

            def look(quote_only: bool) -> Answer | None:
                return self._appearing.look(replace(question, quote_only=quote_only), before)

            with seen_by(chat_id):
                answer = await self._briefing_sender.model_budget.run((chat_id,), look)
            if answer is None:
                looked = mark
            else:
                await self._tell(bot, watched, answer, visitor)
        except Exception:
            logger.exception("The watched question %d failed; the others go on.", answer_id)
        await self._memory.watches.note_looked(answer_id, looked, self._briefing_sender.manner.now())
        return True

    async def _tell(self, bot: Bot, watched: Watched, answer: Answer, visitor: Visitor) -> None:
        memory, declined, now = self._memory, watched.declined, self._briefing_sender.manner.now()
        place = Place(declined.chat_id, declined.topic)
        claimed = await memory.ledger.claim_watched(place, declined.id, "", now)
        if claimed is None:
            return
        stored = await memory.answers.save(place.chat_id, place.topic, None, answer)
        texts = visitor.texts_about(declined.answer.language)
        appeared = texts.text("watch.appeared", question=shorten(declined.answer.question, _QUESTION))
        reply = reply_to(answer, texts, stored, [prose(f"🔔 {appeared}", texts)])
        spot = Spot(place.chat_id, place.topic, declined.question_message)
        delivered = await self._briefing_sender.deliver(bot, spot, claimed, reply)
        logger.info("The watched question %d in chat %d: %s.", declined.id, place.chat_id, delivered.state.value)
        if delivered.state is BriefingState.SENT:
            await memory.watches.note_told(declined.id, now)
            await memory.answers.note_messages(stored, delivered.messages)
        elif not (await memory.chats.get(place.chat_id)).present:
            await memory.watches.release(declined.id)  # It waits until the bot is let in again.


async def reader(memory: AsyncMemory, access: Access, chat_id: int, people: Iterable[int] = ()) -> Visitor | None:
    """Give who reads in a chat; None if the bot is not there, or nobody there may ask.

    A group as a whole reads the language of most of its last questions, else the one its briefings were decided on in.

    Args:
        memory: Who is known.
        access: Who may ask.
        chat_id: The chat.
        people: In a group, who in particular wants to know.
    """
    chat, private = await memory.chats.get(chat_id), chat_id > 0
    known = [await memory.people.get(it) for it in ([chat_id] if private else people)]
    visitors = [Visitor(it, chat, private, it.client) for it in known]
    if not visitors:
        spoken = Texts(await memory.answers.language_of(chat_id), chat.spoken).language
        visitors = [Visitor(None, chat, private, spoken)]
    return next((it for it in visitors if chat.present and access.admits(it)), None)


def _asked_again(watched: Watched, visitor: Visitor) -> tuple[Question, Before]:
    answer = watched.declined.answer
    earlier = (Turn(answer.follows),) if answer.follows else ()
    before = Before(watched.declined.answered_at, frozenset(it.source for it in answer.passages))
    return Question(answer.question, visitor.chosen, answer.language, earlier), before
