"""Whether the index holds what lies in the folder of articles: compared now and then, beside whatever else is done."""

import asyncio
import logging
from time import monotonic

from telegram import Bot

from bot.monitoring.health import Backlog
from bot.monitoring.recorder import INDEXED, PENDING, Recorder
from ingest.backlog import FolderComparison, compare
from ingest.errors import KildeError
from ingest.settings import CorpusSettings

SELDOM = 300.0
"""Seconds between two looks: each asks the file system about every file."""

logger = logging.getLogger(__name__)


class BacklogCheck:
    """The job that compares."""

    def __init__(self, settings: CorpusSettings, backlog: Backlog, recorder: Recorder) -> None:
        self._settings, self._backlog, self._articles = settings, backlog, 0
        self._next = 0.0
        recorder.read(PENDING, lambda: {"": float(len(backlog))})
        recorder.read(INDEXED, lambda: {"": float(self._articles)})

    async def run_once(self, _: Bot) -> None:
        """Compare, if it is time."""
        if monotonic() < self._next:
            return
        self._next = monotonic() + SELDOM
        try:
            found: FolderComparison = await asyncio.to_thread(compare, self._settings)
        except KildeError as error:  # Told by whatever needs the index or the folder.
            logger.info("The folder cannot be compared with the index: %s", error)
            return
        self._articles = found.articles
        self._backlog.note(found.pending)
