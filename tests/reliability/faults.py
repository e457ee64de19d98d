"""What a fault is, and those of the disk below a running bot: index and DATA_DIR deleted, spoilt, full, unwritable.

Some need rights of the superuser (a small file system, files that nobody may change); `possible` says whether they can
be tried here.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.running_bot import Answers
from tests.reliability.watched import REPO, Life, Watched

SMALL = 24
"""Mebibytes of the small file system."""
_MEND = """
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder
ingest(CorpusSettings(), WordEmbedder, rebuild=True)
"""


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot and how it lives."""

    watched: Watched
    life: Life

    @property
    def data(self) -> Path:
        """Its DATA_DIR."""
        return self.life.folder / "data"

    @property
    def database(self) -> Path:
        """The file of its memory."""
        return self.data / "kilde.db"


Begin = Callable[[Bot], AbstractAsyncContextManager[None]]


@contextmanager
def nothing(_: Path) -> Iterator[None]:
    """Prepare nothing."""
    yield


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong for a while.

    Attributes:
        name: As the table says it.
        begin: Makes it go wrong inside the block.
        takes: It takes the inbox away, so that what was in hand is lost with it.
        answers: What answers; `words` is the real index.
        prepared: Makes DATA_DIR what it must be before the bot starts.
    """

    name: str
    begin: Begin
    takes: bool = False
    answers: Answers = "scripted"
    prepared: Callable[[Path], AbstractContextManager[None]] = nothing


def gone(pattern: str) -> Begin:
    """Files or folders below DATA_DIR are deleted; afterwards somebody ingests."""

    @asynccontextmanager
    async def begin(bot: Bot) -> AsyncIterator[None]:
        found = list(bot.data.glob(pattern))
        assert found, pattern
        for path in found:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        yield
        await _mend(bot)

    return begin


def spoilt(pattern: str) -> Begin:
    """The second half of files below DATA_DIR is overwritten; afterwards somebody ingests."""

    @asynccontextmanager
    async def begin(bot: Bot) -> AsyncIterator[None]:
        found = [path for path in bot.data.glob(pattern) if path.is_file()]
        assert found, pattern
        for path in found:
            half = path.stat().st_size // 2
            with path.open("r+b") as file:
                file.seek(half)
                file.write(os.urandom(half))
        yield
        await _mend(bot)

    return begin


async def _mend(bot: Bot) -> None:
    environment = {
        "ARTICLES_DIR": str(bot.life.folder / "articles"),
        "DATA_DIR": str(bot.data),
        "PYTHONPATH": str(REPO),
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _MEND, env=os.environ | environment)
    assert await process.wait() == 0, "the index could not be made anew"


@asynccontextmanager
async def emptied(bot: Bot) -> AsyncIterator[None]:
    """Everything in DATA_DIR is deleted."""
    for path in bot.data.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    yield


@contextmanager
def small(data: Path) -> Iterator[None]:
    """DATA_DIR is a file system of its own, and a small one."""
    data.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}m,mode=700", "kilde-test", str(data)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(data)], check=True)


@asynccontextmanager
async def filled(bot: Bot) -> AsyncIterator[None]:
    """The file system is filled to its last byte (ENOSPC)."""
    ballast = bot.data / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    assert shutil.disk_usage(bot.data).free == 0
    try:
        yield
    finally:
        ballast.unlink()


@asynccontextmanager
async def unwritable(bot: Bot) -> AsyncIterator[None]:
    """Nobody may write a file or folder of DATA_DIR, open ones included (EPERM), as on a read-only disk."""
    _flag("+i", bot.data)
    try:
        yield
    finally:
        _flag("-i", bot.data)


def _flag(what: str, folder: Path) -> None:
    subprocess.run(["chattr", "-R", what, str(folder)], check=True)


def possible(fault: Fault) -> bool:
    """Tell whether a fault can be made here."""
    needed = {"disk full (a small file system)": "mount", "everything unwritable": "chattr"}.get(fault.name)
    return needed is None or (os.geteuid() == 0 and shutil.which(needed) is not None)


DISK = (
    Fault("catalogue deleted", gone("index/edition-*/catalogue*"), answers="words"),
    Fault("catalogue spoilt", spoilt("index/edition-*/catalogue.sqlite"), answers="words"),
    Fault("Chroma's files deleted", gone("index/edition-*/chroma-*"), answers="words"),
    Fault("Chroma's files spoilt", spoilt("index/edition-*/chroma-*/**/*"), answers="words"),
    Fault("index deleted", gone("index"), answers="words"),
    Fault("DATA_DIR emptied", emptied, takes=True, answers="words"),
    Fault("disk full (a small file system)", filled, answers="words", prepared=small),
    Fault("everything unwritable", unwritable, answers="words"),
)
