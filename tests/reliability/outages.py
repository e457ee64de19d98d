"""What a bot survives: faults of Telegram, of its disk and of its database while people ask, as a table.

    python -m tests.reliability.outages [--seconds S] [--only WORD]

Real application, database and HTTP in a process of its own; answers are scripted. For each fault some people ask before
it, during it and after it. Where PostgreSQL and Chroma are installed, a bot that uses both as servers loses each for a
while as well. Where the process ends by itself, as it should when its database is gone for good, it is
started again, as systemd would. `lost` counts questions without an answer or a word that there may be one, `doubled`
those answered twice. Ends with status 1 if anything was lost or doubled that the fault itself did not take away.
"""

import argparse
import asyncio
import os
import resource
import signal
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.preview import Preview
from bot.preview.call import Call
from bot.preview.errors import ApiError
from bot.preview.methods import registry
from bot.preview.person import Person
from bot.preview.service import Service
from bot.preview.state import Message
from bot.texts import Texts
from tests.reliability.faults import DISK, Begin, Bot, Fault, possible
from tests.reliability.moved_clock import MovedClock, compiler
from tests.reliability.servers import Chroma, Postgres, chroma, missing, postgres
from tests.reliability.watched import WITHOUT_BUDGETS, Life, Watched, nursery, start

ASKED = 3
"""Questions before, during and after each fault."""
PATIENCE = 240.0
"""Seconds in which everything must be answered once a fault is over."""
GONE = 40.0
"""Seconds in which a bot whose database was taken away has noticed, and ended."""
_EXPLAINED = tuple(
    Texts("en").text(key)
    for key in (
        "inbox.doubtful",
        "error.database",
        "error.database_locked",
        "error.disk_full",
        "error.unexpected",
        "error.unavailable",
        "error.written_down_later",
    )
)
"""What is said instead of an answer, or until it comes; whoever reads it knows what to do."""


@dataclass
class Row:
    """What became of one fault."""

    name: str
    restarts: int = 0
    alive: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def line(self) -> str:
        numbers = "".join(f"{self.counts[what]:>10}" for what in ("asked", "answered", "told", "lost", "doubled"))
        return f"{self.name:44}{numbers}{self.restarts:>10}{'  yes' if self.alive else '   NO'}"


HEAD = f"{'fault':44}{'asked':>10}{'answered':>10}{'told':>10}{'lost':>10}{'doubled':>10}{'restarts':>10} survived"


def refusing(code: int, *methods: str, retry_after: int | None = None) -> Begin:
    """Telegram refuses these methods."""

    @asynccontextmanager
    async def begin(_: Bot) -> AsyncIterator[None]:
        real = {name: registry._METHODS[name.lower()] for name in methods}

        def refuse(_service: Service, _call: Call) -> object:
            raise ApiError(code, "Not now", retry_after)

        registry._METHODS.update({name.lower(): refuse for name in methods})
        try:
            yield
        finally:
            registry._METHODS.update({name.lower(): method for name, method in real.items()})

    return begin


@asynccontextmanager
async def locked(bot: Bot) -> AsyncIterator[None]:
    """Another program holds the database."""
    connection = sqlite3.connect(bot.database, isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


@asynccontextmanager
async def full(bot: Bot) -> AsyncIterator[None]:
    """Every write beyond the first bytes of a file fails, as on a full disk (EFBIG in place of ENOSPC)."""
    unlimited = resource.prlimit(bot.watched.number, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.watched.number, resource.RLIMIT_FSIZE, (1024, unlimited[1]))
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            resource.prlimit(bot.watched.number, resource.RLIMIT_FSIZE, unlimited)


@asynccontextmanager
async def deleted(bot: Bot) -> AsyncIterator[None]:
    """Somebody removes the database."""
    for path in bot.database.parent.glob("kilde.db*"):
        path.unlink()
    yield


@asynccontextmanager
async def corrupted(bot: Bot) -> AsyncIterator[None]:
    """The database is overwritten with something else, and put aside by somebody afterwards."""
    size = bot.database.stat().st_size
    bot.database.write_bytes(os.urandom(size))
    yield
    for path in bot.database.parent.glob("kilde.db*"):
        path.unlink(missing_ok=True)


@asynccontextmanager
async def stopped(bot: Bot) -> AsyncIterator[None]:
    """The process stands still, as on a machine that sleeps."""
    os.kill(bot.watched.number, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(bot.watched.number, signal.SIGCONT)


FAULTS = (
    Fault("getUpdates: 401", refusing(401, "getUpdates")),
    Fault("getUpdates: 404", refusing(404, "getUpdates")),
    Fault("getUpdates: 409", refusing(409, "getUpdates")),
    Fault("everything: 502", refusing(502, "getUpdates", "sendMessage", "editMessageText", "getMe")),
    Fault("sendMessage: 502", refusing(502, "sendMessage")),
    Fault("sendMessage: 429, come back in 3 s", refusing(429, "sendMessage", retry_after=3)),
    Fault("database locked", locked),
    Fault("disk full (RLIMIT_FSIZE)", full),
    Fault("database deleted", deleted, takes=True),
    Fault("database corrupted, then put aside", corrupted, takes=True),
    Fault("process stopped and resumed", stopped),
    *DISK,
)


def away(server: Postgres | Chroma) -> Begin:
    """A server stops, and comes back."""

    @asynccontextmanager
    async def begin(_: Bot) -> AsyncIterator[None]:
        await asyncio.to_thread(server.stop)
        try:
            yield
        finally:
            await asyncio.to_thread(server.start)

    return begin


SERVERS = ("PostgreSQL restarted", "Chroma server restarted")
"""What a bot may lose that has its memory and its vectors elsewhere."""


@dataclass
class Trial:
    """One fault, tried."""

    fault: Fault
    life: Life
    seconds: float
    keys: dict[str, str] = field(default_factory=dict)
    asked: list[Message] = field(default_factory=list)

    async def run(self, process: asyncio.subprocess.Process) -> Row:
        """Ask before, during and after; gives what became of the questions."""
        row, people = Row(self.fault.name), [self.life.preview.user(f"P{number}", language="en") for number in range(3)]
        bot = await start(process, self.life, **WITHOUT_BUDGETS, **self.keys)
        await self._ask(people)
        await self._until_answered()
        async with self.fault.begin(Bot(bot, self.life)):
            await self._ask(people)
            await asyncio.sleep(self.seconds)
        if self.fault.takes:
            await self._until_ended(bot)
        if not _lives(bot):
            await bot.end(signal.SIGTERM)
            row.restarts += 1
            bot = await start(process, self.life, **WITHOUT_BUDGETS, **self.keys)
        await self._ask(people)
        await self._until_answered()
        row.alive = _lives(bot)
        row.counts = self._counts()
        await bot.end(signal.SIGTERM)
        return row

    async def _ask(self, people: list[Person]) -> None:
        for number in range(ASKED):
            self.asked.append(await people[number % len(people)].says(f"When, {len(self.asked)}?"))

    async def _until_answered(self) -> None:
        with suppress(TimeoutError):
            await self.life.preview.until(lambda: not self._counts()["lost"], seconds=PATIENCE)
        with suppress(TimeoutError):
            await self.life.preview.settled(seconds=20)

    async def _until_ended(self, bot: Watched) -> None:
        with suppress(TimeoutError):
            await self.life.preview.until(lambda: not _lives(bot), seconds=GONE)

    def _counts(self) -> dict[str, int]:
        replies = [self._replies(question) for question in self.asked]
        told = [any(words in text for text in texts for words in _EXPLAINED) for texts in replies]
        answers = [sum(not any(words in text for words in _EXPLAINED) for text in texts) for texts in replies]
        return {
            "asked": len(self.asked),
            "answered": sum(number > 0 for number in answers),
            "told": sum(said and not number for said, number in zip(told, answers, strict=True)),
            "lost": sum(not said and not number for said, number in zip(told, answers, strict=True)),
            "doubled": sum(number > 1 for number in answers),
        }

    def _replies(self, question: Message) -> list[str]:
        chat = self.life.preview.world.chats[question.chat_id]
        said = self.life.preview.messages(chat, by_bot=True)
        return [message.text for message in said if message.reply_to == question.id]


def _lives(bot: Watched) -> bool:
    """Tell whether the process runs; one that has ended waits as a zombie until it is fetched."""
    try:
        state = Path(f"/proc/{bot.number}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


async def run(word: str, seconds: float, folder: Path) -> list[Row]:
    """Try the faults whose names hold a word, each on a bot and a folder of its own; prints each row as it comes."""
    clock = MovedClock.made_in(folder) if compiler() else None
    faults = [
        fault for fault in (*FAULTS, *(clock.faults() if clock else ())) if word in fault.name and possible(fault)
    ]
    rows: list[Row] = []
    print(HEAD, flush=True)
    async with nursery(**(clock.variables if clock else {})) as process:
        for number, fault in enumerate(faults):
            async with Preview() as preview:
                life = Life(preview, folder / str(number), fault.answers, 0.1)
                with fault.prepared(life.folder / "data"):
                    rows.append(await Trial(fault, life, seconds).run(process))
            print(rows[-1].line, flush=True)
        if names := [name for name in SERVERS if word in name and not missing()]:
            rows += await _with_servers(process, names, seconds, folder / "servers")
    return rows


async def _with_servers(
    process: asyncio.subprocess.Process, names: list[str], seconds: float, folder: Path
) -> list[Row]:
    """Let a bot on PostgreSQL and a Chroma server lose either, one after the other."""
    rows = []
    with postgres() as database, chroma(folder / "chroma") as vectors:
        keys = {"DATABASE_URL": database.url, "CHROMA_URL": vectors.url}
        for name in names:
            server = database if name == SERVERS[0] else vectors
            async with Preview() as preview:
                life = Life(preview, folder / "bot", "words")
                rows.append(await Trial(Fault(name, away(server)), life, seconds, keys).run(process))
            print(rows[-1].line, flush=True)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--only", default="", help="only faults whose names hold this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kilde-outages-") as folder:
        rows = asyncio.run(run(options.only, options.seconds, Path(folder)))
    may_lose = {fault.name for fault in FAULTS if fault.takes}
    lost = [row for row in rows if row.counts["lost"] and row.name not in may_lose]
    return 1 if lost or any(row.counts["doubled"] or not row.alive for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
