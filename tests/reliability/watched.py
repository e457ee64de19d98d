"""Bots in processes of their own beside the stand-in for Telegram, and what they use of the machine.

Linux only: the figures are those of /proc.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.preview import Preview
from tests.ingest.fakes import write_articles
from tests.reliability.running_bot import Answers

REPO = Path(__file__).parents[2]
READY = 240.0
"""Seconds that a bot may take until it asks for updates."""
WITHOUT_BUDGETS = {
    f"{whose}_{what}": "0"
    for whose in ("PERSON", "CHAT")
    for what in ("QUESTIONS_A_MINUTE", "QUESTIONS_A_DAY", "MODEL_CALLS_A_DAY")
}


@dataclass(frozen=True)
class Usage:
    """What a process uses: open file descriptors, threads, resident memory in MiB."""

    descriptors: int
    threads: int
    memory: float

    def __str__(self) -> str:
        return f"{self.descriptors:5} descriptors  {self.threads:3} threads  {self.memory:7.1f} MiB"


@dataclass
class Watched:
    """One running bot."""

    number: int
    nursery: asyncio.subprocess.Process

    def usage(self) -> Usage:
        lines = Path(f"/proc/{self.number}/status").read_text("ascii", "replace").splitlines()
        said = dict(line.split(":", 1) for line in lines if ":" in line)
        descriptors = len(os.listdir(f"/proc/{self.number}/fd"))  # noqa: PTH208 - names are enough
        return Usage(descriptors, int(said["Threads"]), int(said["VmRSS"].split()[0]) / 1024)

    async def end(self, how: signal.Signals) -> int:
        """End it by a signal; gives its exit status, negative if that killed it."""
        with suppress(ProcessLookupError):
            os.kill(self.number, how)
        return await _order(self.nursery, wait=self.number)


@dataclass
class Life:
    """How bots live: beside which stand-in, over which folder (it has a small corpus), and what answers."""

    preview: Preview
    folder: Path
    answers: Answers = "scripted"
    seconds: float = 0.0

    def __post_init__(self) -> None:
        (self.folder / "articles").mkdir(parents=True, exist_ok=True)
        write_articles(self.folder / "articles", range(40))

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text("utf-8", "replace")


@asynccontextmanager
async def nursery(**variables: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start what bots are born of, with these variables in its environment."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.reliability.nursery",
        cwd=REPO,
        env={**os.environ, "PYTHONPATH": str(REPO), "OMP_WAIT_POLICY": "PASSIVE", **variables},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


async def _order(process: asyncio.subprocess.Process, **order: object) -> int:
    if process.stdin is None or process.stdout is None:
        raise TypeError("The nursery was started without pipes.")
    process.stdin.write(json.dumps(order).encode() + b"\n")
    return int(await process.stdout.readline())


async def start(process: asyncio.subprocess.Process, life: Life, **keys: str) -> Watched:
    """Start a bot; it goes on where an earlier one over the same folder ended. Returns once it listens."""
    life.preview.service.updates.polling.clear()
    environment = {
        "TELEGRAM_BOT_TOKEN": life.preview.token,
        "TELEGRAM_BASE_URL": life.preview.base_url,
        "ARTICLES_DIR": str(life.folder / "articles"),
        "DATA_DIR": str(life.folder / "data"),
        "ACCESS": "public",
        "LOG_LEVEL": "WARNING",
    } | keys
    log = str(life.folder / "log.txt")
    number = await _order(process, start=environment, log=log, answers=life.answers, seconds=life.seconds)
    await life.preview.until_polled(seconds=READY)
    return Watched(number, process)
