"""The watched folder beside the bot: WATCH=on runs a FolderWatch in a thread of its own, for as long as the bot runs.

Files are read in a process of their own and embedded with the model that answers. Whatever hangs there, a network share
or a reader, holds nothing of the bot; another process that writes the index meanwhile is waited for.
"""

import asyncio
import logging
import threading
from collections.abc import Collection
from time import monotonic

from bot.monitoring.recorder import Recorder
from bot.settings import BotSettings
from bot.telegram.api.metrics import count_ingestion
from ingest.watching import RETRY, Bring, FolderWatch, WatchEvent

_PATIENCE = 2.0
"""Seconds in which a run in hand may end by itself when the bot stops; what it has not finished the next one does."""

logger = logging.getLogger(__name__)


class FolderThread:
    """Watches, where WATCH is on and there is something to ingest with; its methods may be called from any thread."""

    def __init__(self, settings: BotSettings, bring: Bring | None, recorder: Recorder) -> None:
        self._watch = FolderWatch(settings, bring, self._note) if settings.watch == "on" and bring else None
        self._recorder, self._ended, self._trouble = recorder, threading.Event(), ""
        self._thread = threading.Thread(target=self._run, name="folder", daemon=True)

    def __bool__(self) -> bool:
        """Whether anything is watched."""
        return self._watch is not None

    @property
    def trouble(self) -> str:
        """Why the folder cannot be brought in now, in a sentence; "" where it can."""
        return self._trouble

    @property
    def believes(self) -> bool:
        """Whether a removal that somebody confirmed is still to be made."""
        return self._watch is not None and self._watch.believes

    def believe(self, gone: Collection[str]) -> None:
        """Take just these sources out in the next run, which comes within seconds."""
        if self._watch is not None:
            self._watch.believe(gone)

    def start(self) -> None:
        """Begin to watch."""
        if self._watch is not None:
            self._thread.start()

    async def stop(self) -> None:
        """Watch no more; a run that does not end in time ends with the process."""
        if self._watch is None or not self._thread.is_alive():
            return
        self._ended.set()
        self._watch.stop()
        until = monotonic() + _PATIENCE
        while self._thread.is_alive() and monotonic() < until:
            await asyncio.sleep(0.05)

    def _run(self) -> None:
        while self._watch is not None and not self._ended.is_set():
            try:
                self._watch.run()
            except Exception as error:
                logger.exception("The folder could not be watched; it is tried again in %g s.", RETRY)
                self._trouble = f"{type(error).__name__}, see the log."
                self._ended.wait(RETRY)

    def _note(self, event: WatchEvent) -> None:
        self._trouble = event.trouble
        count_ingestion(event.report, self._recorder)
        if event.report:
            logger.info("The folder brought %d new and %d changed articles.", event.report.new, event.report.changed)
