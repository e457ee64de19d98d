"""What admins are told of the watched folder, each thing once: what is missed, what cannot be read, what keeps it out.

What is so is read from the catalogue in every round, so that nothing is lost that Telegram did not take, or that a bot
that was killed had not told yet. What was told stands in DATA_DIR/watched.json. For what is missed a button asks
whether it is really to go.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

from pydantic import TypeAdapter, ValidationError
from telegram import Bot

from bot.settings import BotSettings
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.api.folder_thread import FolderThread
from bot.telegram.views import folder
from bot.telegram.views.reply import Reply, words
from bot.texts import Texts
from ingest.durable_files import write_durably
from ingest.errors import KildeError
from ingest.folder_state import FolderState, folder_state

_AGAIN = 60.0
"""Seconds until what no admin could be told is tried again."""

_FILE = "watched.json"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FolderTold:
    """What admins know.

    Attributes:
        doubt: The missed articles that they were asked about, see `FolderState.doubt`; "" for none.
        failed: Files that cannot be read, with the reason.
        trouble: What keeps the folder out; "" for nothing.
    """

    doubt: str = ""
    failed: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""


_KEPT = TypeAdapter(FolderTold)


class FolderNotices:
    """The job that tells admins."""

    def __init__(self, settings: BotSettings, notices: AdminNotices, thread: FolderThread) -> None:
        self._settings, self._notices, self._thread = settings, notices, thread
        self._told: FolderTold | None = None
        self._not_before = 0.0

    async def run_once(self, bot: Bot) -> None:
        """Tell what they do not know yet."""
        if not self._thread or monotonic() < self._not_before:
            return
        try:
            state = await asyncio.to_thread(folder_state, self._settings)
        except KildeError as error:  # Told by whatever needs the index.
            logger.info("What the folder lacks cannot be said: %s", error)
            return
        told = self._known()
        told = await self._missed(bot, state, told)
        told = await self._unreadable(bot, state, told)
        await self._keep(await self._troubled(bot, told))

    async def current(self) -> FolderState:
        """Look at the folder as the last ingestion left it.

        Raises:
            KildeError: The index cannot be read.
        """
        return await asyncio.to_thread(folder_state, self._settings)

    async def confirm(self, state: FolderState) -> None:
        """Have what is missed taken out; where that is not done before the bot ends, admins are asked again."""
        self._thread.believe(state.gone)
        await self._keep(replace(self._known(), doubt=""))

    async def _missed(self, bot: Bot, state: FolderState, told: FolderTold) -> FolderTold:
        if state.doubt == told.doubt or self._thread.believes:
            return told
        if not state.gone:
            return replace(told, doubt="") if await self._say(bot, "folder.back") else told
        reached = await self._tell(bot, lambda texts: folder.missed(state, texts))
        return replace(told, doubt=state.doubt) if reached else told

    async def _unreadable(self, bot: Bot, state: FolderState, told: FolderTold) -> FolderTold:
        unknown = {source: reason for source, reason in state.failed.items() if told.failed.get(source) != reason}
        known = {source: reason for source, reason in state.failed.items() if source not in unknown}
        if unknown and await self._tell(bot, lambda texts: folder.unreadable(unknown, texts)):
            known |= unknown
        return replace(told, failed=known)

    async def _troubled(self, bot: Bot, told: FolderTold) -> FolderTold:
        trouble = self._thread.trouble
        if trouble == told.trouble:
            return told
        said = await (self._say(bot, "folder.trouble", reason=trouble) if trouble else self._say(bot, "folder.mended"))
        return replace(told, trouble=trouble) if said else told

    async def _say(self, bot: Bot, key: str, **values: str) -> bool:
        return await self._tell(bot, lambda texts: words(texts.text(key, **values), texts))

    async def _tell(self, bot: Bot, write: Callable[[Texts], Reply]) -> bool:
        reached = await self._notices.tell(bot, write)
        if not reached:
            self._not_before = monotonic() + _AGAIN
        return reached

    def _known(self) -> FolderTold:
        if self._told is None:
            self._told = _read(self._settings.data_dir / _FILE)
        return self._told

    async def _keep(self, told: FolderTold) -> None:
        if told == self._told:
            return
        self._told = told
        try:
            await asyncio.to_thread(_write, self._settings.data_dir / _FILE, told)
        except OSError as error:
            logger.warning("What admins were told of the folder cannot be kept: %s", error)


def _read(path: Path) -> FolderTold:
    try:
        return _KEPT.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return FolderTold()


def _write(path: Path, told: FolderTold) -> None:
    write_durably(path, _KEPT.dump_json(told).decode())
