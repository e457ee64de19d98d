"""Answers that quote an article of which there is a newer version by now: their messages say so, in one line on top.

Looked at when the index has changed. What a message says stands with its answer, so that it is edited once; an edit
that is done twice changes nothing. What cannot be edited any more is left as it is: its buttons tell it.
"""

import asyncio
import logging
from collections.abc import Mapping

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.memory import AsyncMemory, StoredAnswer
from bot.telegram.access import Access
from bot.telegram.api.sender import Sender
from bot.telegram.context import Visitor
from bot.telegram.jobs.watched_questions import reader
from bot.telegram.views.answer import replaced_heading, reply_to
from bot.visibility.collection_rules import seen_by
from ingest.errors import KildeError
from ingest.index.protocols import ArticleShelf

_A_ROUND = 20
"""Answers that are edited in one run, one after the other."""

logger = logging.getLogger(__name__)


class ReplacedArticles:
    """The job that says so."""

    def __init__(self, index: ArticleShelf, memory: AsyncMemory, access: Access, sender: Sender) -> None:
        self._index, self._memory, self._access, self._sender = index, memory, access, sender
        self._generation, self._told, self._again = -1, frozenset[str](), frozenset[str]()

    async def run_once(self, bot: Bot) -> None:
        """Mark answers that quote what was replaced since the last look; at the first, since ever."""
        try:
            generation = await asyncio.to_thread(self._index.refresh)
            if generation == self._generation and not self._again:
                return
            replaced = await asyncio.to_thread(self._index.replaced)
        except KildeError as error:
            logger.debug("What was replaced is told when the index can be read: %s", error)
            return
        new = frozenset(replaced) - self._told
        edited = 0
        for answer_id in await self._memory.answers.citing(new) if new else ():
            if edited == _A_ROUND:
                return  # The others follow in the next run.
            edited += await self._look_at(bot, answer_id, replaced)
        # An answer that was being made or sent at the first look is found by a second one.
        self._again = new - self._again
        self._generation, self._told = generation, frozenset(replaced) - self._again

    async def _look_at(self, bot: Bot, answer_id: int, replaced: Mapping[str, str]) -> bool:
        """Mark one answer, if its chat sees what replaced an article that it quotes; says whether that was tried."""
        stored = await self._memory.answers.get(answer_id)
        if stored is None:
            return False
        numbers = await asyncio.to_thread(self._numbers, stored, replaced)
        if not set(numbers) - set(stored.replaced):
            return False
        visitor = await reader(self._memory, self._access, stored.chat_id)
        if visitor is None:
            return False
        await self._show(bot, stored, numbers, visitor)
        if not await self._memory.answers.note_replaced(stored, numbers):
            # The question was edited meanwhile: what stands there is the new answer's.
            fresh = await self._memory.answers.get(answer_id)
            await self._show(bot, fresh, (), visitor) if fresh else None
        return True

    def _numbers(self, stored: StoredAnswer, replaced: Mapping[str, str]) -> tuple[int, ...]:
        """Give the citations of articles that were replaced by what fits the question's own conditions."""
        found, conditions = [], stored.answer.conditions
        with seen_by(stored.chat_id):
            for citation in stored.answer.citations:
                source = replaced.get(citation.content_hash or "")
                newer = self._index.newer(source) if source else None
                if newer is not None and conditions.fit(newer):
                    found.append(citation.number)
        return tuple(found)

    async def _show(self, bot: Bot, stored: StoredAnswer, numbers: tuple[int, ...], visitor: Visitor) -> None:
        """Edit the messages, where nothing but these lines will be another."""
        texts = visitor.texts_about(stored.answer.language)
        plain = reply_to(stored.answer, texts, stored.id)
        marked = reply_to(stored.answer, texts, stored.id, replaced_heading(numbers, texts))
        unasked = stored.question_message in stored.messages  # Such a message begins with what it answers.
        if unasked or not len(plain.pages) == len(marked.pages) == len(stored.messages):
            return
        try:
            await self._sender.edit(bot, stored.chat_id, stored.messages, marked)
        except (BadRequest, Forbidden, ChatMigrated) as error:
            logger.info("The answer %d in chat %d is not marked: %s", stored.id, stored.chat_id, error.message)
