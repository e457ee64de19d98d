"""The real application on the preview, over HTTP, with a scripted answerer and a small folder of articles."""

import asyncio
import hashlib
import os
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from httpx import create_ssl_context

from bot.answers.answer import Answer, Question
from bot.answers.progress import Tell, silently
from bot.briefings.briefing import Briefing, BriefingEntry, BriefingRequest
from bot.charts.showing import View, show
from bot.desk.newsroom import Newsroom
from bot.memory import Memory, database_url
from bot.preview import Preview
from bot.preview.call import Call
from bot.preview.errors import ApiError
from bot.preview.methods import registry
from bot.preview.service import Service
from bot.preview.state import Message
from bot.quotes.citation import Citation, Statement
from bot.settings import BotSettings
from bot.telegram.api.lifecycle import App, serve
from bot.telegram.api.rate_limiter import RateLimiter
from bot.telegram.app import build_application
from bot.telegram.job_setup import Clockwork
from bot.telegram.jobs.clock_check import ClockCheck
from bot.texts import Texts
from bot.voice.transcriber import Transcriber
from ingest.article import Article
from ingest.index.catalogue import StoredArticle, StoredPassage
from ingest.index.tallies import Tally
from tests.bot.telegram.samples import ANSWER
from tests.conftest import copy_fresh

HARBOUR = (
    "Sjøfolk har ventet lenge på nyheten.\n"
    "Ordføreren holdt tale på kaia. Havnen i Vardø åpner igjen den 3. mars 2024. Etterpå var det kaffe.\n"
    "Fiskebåtene ligger klare ved moloen.\n"
)
SENTENCE = "Havnen i Vardø åpner igjen den 3. mars 2024."


@dataclass
class Scripted:
    """Answers as told; counts what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)
    failure: Exception | None = None
    failures: dict[str, Exception] = field(default_factory=dict)
    gates: dict[str, threading.Event] = field(default_factory=dict)

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        self.asked.append(question)
        if gate := self.gates.get(question.text):
            gate.wait(10)
        if failure := self.failure or self.failures.get(question.text):
            raise failure
        answer = self.answers.get(question.text, ANSWER)
        return replace(answer, question=question.text, language=question.language or answer.language)


class Shelf:
    """Articles for /sources; those in `came`, with when they did, are given by name too, those in `lying` by hash."""

    def __init__(self, count: int = 20) -> None:
        self.count, self.generation = count, 1
        self.came: dict[str, datetime] = {}
        self.lying: dict[str, str] = {}
        self.extracted: dict[str, Article] = {}
        self.newest: dict[str, StoredArticle] = {}
        self.outdated: dict[str, str] = {}

    def count_articles(self) -> int:
        return self.count

    def articles(self, *, offset: int, limit: int) -> Sequence[StoredArticle]:
        long_ago = datetime(2024, 3, 1, tzinfo=UTC)
        return [
            stored_article(number, f"nyheter/{number:02}.md", long_ago)
            for number in range(self.count)[offset : offset + limit]
        ]

    def trouble(self) -> str | None:
        return None

    def tallies(self) -> Sequence[Tally]:
        days = [date(2024, 3, 1 + number % 9) for number in range(self.count)]
        return [Tally(day, True, "nb", "Nordavis", 1, datetime(2024, 3, 20, tzinfo=UTC)) for day in days]

    def article(self, source: str) -> StoredArticle | None:
        return stored_article(0, source, self.came[source]) if source in self.came else None

    def article_with(self, content_hash: str) -> StoredArticle | None:
        source = self.lying.get(content_hash)
        return stored_article(0, source, datetime(2024, 3, 1, tzinfo=UTC)) if source else None

    def newer(self, source: str) -> StoredArticle | None:
        return self.newest.get(source)

    def replaced(self) -> dict[str, str]:
        return self.outdated

    def article_at(self, url: str) -> StoredArticle | None:
        return None

    def as_extracted(self, source: str) -> Article | None:
        return self.extracted.get(source)

    def articles_with(self, hashes: Iterable[str]) -> Sequence[StoredArticle]:
        return []

    def refresh(self) -> int:
        return self.generation

    def passages_of(self, source: str) -> Sequence[StoredPassage]:
        return []

    def article_text(self, source: str) -> str:
        return ""


def stored_article(number: int, source: str, came: datetime) -> StoredArticle:
    return StoredArticle(
        id=number,
        source=source,
        title=f"Nyhet <{number}>",
        language="nb",
        outlet="Nordavis",
        published=date(2024, 3, 1),
        url=None,
        content_hash="0" * 64,
        encoding="utf-8",
        first_ingested=came,
        changed=came,
        passages=1,
    )


class Unbriefed:
    """Knows of nothing new."""

    def brief(self, request: BriefingRequest) -> Briefing:
        return Briefing(request.subject, request.since, request.until)

    def news_of(self, story: str, request: BriefingRequest) -> BriefingEntry | None:
        return None


@dataclass
class Kilde:
    """A running bot and what it is made of."""

    application: App
    memory: Memory
    answerer: Scripted
    settings: BotSettings
    preview: Preview

    async def settled(self) -> None:
        await self.preview.settled(self.application)


Start = Callable[..., AbstractAsyncContextManager[Kilde]]
"""The type of the fixture `start`."""


def read(message: Message) -> str:
    """The text as a person reads it."""
    return re.sub("[\u200e\u200f\u2060\u2068\u2069]", "", message.text)


def labels(message: Message) -> list[str]:
    """What the buttons say."""
    return [re.sub("[\u200e\u200f\u2060\u2068\u2069]", "", button.text) for row in message.keyboard for button in row]


def watch(preview_method: str, monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """Gives the list of calls of a method of the preview, to be filled."""
    real = registry._METHODS[preview_method.lower()]
    calls: list[Call] = []

    def note(service: Service, call: Call) -> object:
        calls.append(call)
        return real(service, call)

    monkeypatch.setitem(registry._METHODS, preview_method.lower(), note)
    return calls


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Waits for something that the preview does not announce."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


def refuse(preview_method: str, error: ApiError, monkeypatch: pytest.MonkeyPatch, times: int = 10**6) -> list[Call]:
    """Makes a method of the preview fail, the first so many times; gives the list of refused calls, to be filled."""
    real = registry._METHODS[preview_method.lower()]
    refused: list[Call] = []

    def fail(service: Service, call: Call) -> object:
        if len(refused) >= times:
            return real(service, call)
        refused.append(call)
        raise error

    monkeypatch.setitem(registry._METHODS, preview_method.lower(), fail)
    return refused


REAL = os.environ.get("KILDE_TEST_PACE") == "real"
"""With KILDE_TEST_PACE=real the bot keeps its pace of messages, and the preview refuses what goes beyond Telegram's."""


@pytest.fixture
async def preview() -> AsyncIterator[Preview]:
    async with Preview(limits=REAL) as preview:
        yield preview


@pytest.fixture(scope="session")
def drawing_ready() -> None:
    """Draws one picture: the first of a process loads matplotlib, on a busy machine for longer than a test waits."""
    days = [Tally(date(2024, 3, 1), True, "nb", "Nordavis", 1, datetime(2024, 3, 20, tzinfo=UTC))]
    assert show(days, View(), date(2024, 3, 20), Texts("nb")).picture


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles" / "nord"
    folder.mkdir(parents=True)
    (folder / "havn.txt").write_text(HARBOUR, encoding="utf-8")
    return folder.parent


@pytest.fixture
def harbour(articles: Path) -> Answer:
    """An answer that cites a file which is really there."""
    start = HARBOUR.index(SENTENCE)
    citation = Citation(
        number=1,
        source="nord/havn.txt",
        content_hash=hashlib.sha256((articles / "nord/havn.txt").read_bytes()).hexdigest(),
        start=start,
        end=start + len(SENTENCE),
        first_line=2,
        last_line=2,
        quote=SENTENCE,
        language="nb",
        title="Havnen i Vardø åpner igjen",
        outlet="Nordavis",
        published=date(2024, 2, 28),
    )
    return Answer("?", "nb", (Statement(SENTENCE, (1,)),), (citation,), (), abstained=False)


@pytest.fixture(scope="session", autouse=True)
def one_tls_context() -> Iterator[None]:
    """Read the certificates of authorities once rather than for each client: the preview speaks plain HTTP anyway."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("httpx._transports.default.create_ssl_context", cache(create_ssl_context))
        yield


@pytest.fixture
def start(preview: Preview, tmp_path: Path, articles: Path, fresh_database: Path) -> Start:
    """Starts a bot: `async with start(access="private") as kilde`.

    By itself it goes its rounds every so many `seconds`, so seldom that none comes between what a test does: a test
    that moves the clock has them gone by `rounds` of test_rounds.
    """

    @asynccontextmanager
    async def start(
        answerer: Any = None,
        shelf: Any = None,
        drain: float = 5.0,
        briefer: Any = None,
        *,
        seconds: float = 3600.0,
        newsroom: Newsroom | None = None,
        transcriber: Transcriber | None = None,
        **keys: object,
    ) -> AsyncIterator[Kilde]:
        defaults: dict[str, object] = {
            "telegram_bot_token": preview.token,
            "telegram_base_url": preview.base_url,
            "data_dir": tmp_path / "data",
            "articles_dir": articles,
            "access": "public",
        }

        def steady() -> ClockCheck:
            """The process's own clock is moved along with the preview's, as if so much time had passed."""
            return ClockCheck(lambda: preview.clock.now().timestamp(), timedelta(0))

        settings = BotSettings(**{**defaults, **keys})  # type: ignore[arg-type]
        copy_fresh(fresh_database, settings.data_dir / "kilde.db")
        memory, scripted = Memory(database_url(None, settings.data_dir)), answerer or Scripted()
        clockwork = Clockwork(lambda _: briefer or Unbriefed(), preview.clock.now, seconds, steady)
        clockwork = replace(clockwork, newsroom=newsroom or Newsroom(), transcriber=transcriber)
        application = build_application(
            settings, scripted, shelf or Shelf(), memory, clockwork, RateLimiter() if REAL else RateLimiter(interval=0)
        )
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(application, settings, stop, drain))
        try:
            yield Kilde(application, memory, scripted, settings, preview)
        finally:
            stop.set()
            await serving
            memory.close()

    return start
