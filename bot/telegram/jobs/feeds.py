"""Feeds are asked when they are due, beside whatever else the bot does, and what they brought is ingested."""

import asyncio
import logging

from telegram import Bot

from bot.desk.publishing import Ingests
from bot.telegram.api.thread_pool import ThreadPool
from ingest.errors import KildeError
from ingest.sources.feeds import FeedRounds

logger = logging.getLogger(__name__)


class Feeds:
    """The job that asks feeds; one round at a time, which may take longer than from one run to the next.

    What was brought and could not be ingested is owed, and tried again after the next round. So is, at the start, what
    a process may have brought that was killed before it ingested.
    """

    def __init__(self, rounds: FeedRounds, ingestion: Ingests, thread_pool: ThreadPool) -> None:
        self._rounds, self._ingestion, self._pool = rounds, ingestion, thread_pool
        self._task: asyncio.Task[None] | None = None
        self._owes, self._removed = True, frozenset[str]()

    async def run_once(self, _: Bot) -> None:
        """Begin a round, unless one is under way."""
        if self._rounds and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._round(), name="feeds")

    async def _round(self) -> None:
        try:
            done = await self._pool.run(self._rounds.run)
            if done.written or done.removed:
                logger.info("Feeds brought %d articles.", len(done.written))
                self._owes, self._removed = True, self._removed.union(done.removed)
            if self._owes:
                await self._pool.run(self._ingestion.run, self._removed)
                self._owes, self._removed = False, frozenset()
        except KildeError as error:
            logger.warning("What feeds brought is not in the index yet: %s", error)
        except Exception:
            logger.exception("A round of feeds failed; the next one goes on.")
