"""WATCH=on: the bot itself brings in what changes in the folder, and admins decide about what is missed."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.desk.newsroom import Newsroom, newsroom
from bot.preview import Preview
from bot.preview.errors import ApiError
from bot.telegram.api import folder_notices
from bot.texts import Texts
from ingest.errors import StoreUnavailable
from ingest.index.index import Index
from ingest.index.locks import writing
from ingest.pipeline import ingest
from ingest.report import IngestReport
from ingest.settings import CorpusSettings
from tests.bot.telegram.conftest import Kilde, Start, read, refuse, until, watch
from tests.ingest.fakes import WordEmbedder, write_articles

EN = Texts("en")
WITHIN = 10.0


@dataclass
class Watched:
    """A bot to be started beside a folder of twenty articles and one more; `bring` is what carries out its runs."""

    folder: Path
    settings: CorpusSettings
    index: Index
    staff: Newsroom
    start: Start

    def open(
        self, bring: Callable[..., IngestReport] | None = None, **keys: object
    ) -> AbstractAsyncContextManager[Kilde]:
        staff = replace(self.staff, bring=bring or self.staff.bring)
        return self.start(None, self.index, newsroom=staff, **{"watch": "on", "seconds": 0.2} | keys)

    def holds(self, *sources: str) -> bool:
        self.index.refresh()
        return all(self.index.article(source) for source in sources)

    def count(self) -> int:
        self.index.refresh()
        return self.index.count_articles()

    def empty(self) -> None:
        for path in self.folder.rglob("*.txt"):
            path.unlink()


@pytest.fixture
def watched(start: Start, articles: Path, tmp_path: Path) -> Iterator[Watched]:
    write_articles(articles, range(20))
    settings, embedder = CorpusSettings(articles_dir=articles, data_dir=tmp_path / "data"), WordEmbedder()
    ingest(settings, lambda: embedder)
    with contextlib.closing(Index(settings)) as index:
        yield Watched(articles, settings, index, newsroom(settings, index, embedder), start)


async def test_what_comes_and_goes_is_in_the_index_and_with_watch_off_nothing_is(watched: Watched) -> None:
    async with watched.open(watch="off"):
        write_articles(watched.folder, range(20, 21))
        assert [it.name for it in threading.enumerate() if it.name == "folder"] == []
    async with watched.open():
        await until(lambda: watched.holds("0020.txt"), 60)
        write_articles(watched.folder, range(21, 23))
        (watched.folder / "0003.txt").unlink()
        begun = monotonic()
        await until(lambda: watched.holds("0021.txt", "0022.txt") and watched.count() == 23, 60)
        taken = monotonic() - begun
    assert not watched.holds("0003.txt")
    assert taken < WITHIN
    assert [it.name for it in threading.enumerate() if it.name == "folder"] == []


async def test_what_is_missed_goes_when_an_admin_taps_and_not_before(preview: Preview, watched: Watched) -> None:
    ola, kari = preview.user("Ola", language="en"), preview.user("Kari", language="en")
    async with watched.open(admin_ids=frozenset({ola.id})) as kilde:
        await preview.answer_to(await ola.says("/help"))
        await preview.answer_to(await kari.says("/help"))
        watched.empty()
        await preview.until(lambda: _heard(preview, ola, "21 articles are gone"), seconds=60)
        (notice,) = _said(preview, ola, "21 articles are gone")
        assert not _heard(preview, kari, "gone")
        assert watched.count() == 21
        await ola.taps(notice, "Take them out")
        await until(lambda: watched.count() == 0, 60)
        await kilde.settled()
        said = read(preview.current(notice))
        log = await preview.answer_to(await ola.says("/log"))
    assert said == EN.text("folder.believed")
    assert "confirmed that this is gone: 0000.txt" in read(log)
    assert len(_said(preview, ola, "gone from the folder")) == 0


async def test_a_button_takes_out_what_its_message_was_about_alone(
    preview: Preview, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola", language="en")
    alerts = watch("answerCallbackQuery", monkeypatch)
    async with watched.open(admin_ids=frozenset({ola.id})):
        await preview.answer_to(await ola.says("/help"))
        for number in range(14):
            (watched.folder / f"{number:04}.txt").unlink()
        await preview.until(lambda: _heard(preview, ola, "14 articles are gone"), seconds=60)
        (first,) = _said(preview, ola, "14 articles are gone")
        watched.empty()
        await preview.until(lambda: _heard(preview, ola, "21 articles are gone"), seconds=60)
        await ola.taps(first, "Take them out")
        await until(lambda: bool(alerts), 60)
        assert watched.count() == 21
        write_articles(watched.folder, range(20))
        await preview.until(lambda: _heard(preview, ola, EN.text("folder.back")), seconds=60)
        assert watched.count() == 20
    assert alerts[0].text("text") == EN.text("folder.changed")


async def test_what_fails_is_told_once_also_after_a_restart(preview: Preview, watched: Watched) -> None:
    ola = preview.user("Ola", language="en")
    admins = frozenset({ola.id})
    (watched.folder / "bin.txt").write_bytes(bytes(range(256)) * 9)
    async with watched.open(admin_ids=admins):
        await preview.answer_to(await ola.says("/help"))
        await preview.until(lambda: _heard(preview, ola, "bin.txt"), seconds=60)
    async with watched.open(admin_ids=admins) as kilde:
        (watched.folder / "bin2.txt").write_bytes(bytes(range(256)) * 8)
        await preview.until(lambda: _heard(preview, ola, "bin2.txt"), seconds=60)
        await kilde.settled()
    assert "1 file in the folder of articles cannot be read" in read(_said(preview, ola, "bin.txt")[0])
    assert len(_said(preview, ola, "bin.txt")) == 1


async def test_a_notice_that_telegram_did_not_take_is_sent_later(
    preview: Preview, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola", language="en")
    monkeypatch.setattr(folder_notices, "_AGAIN", 0.0)
    async with watched.open(admin_ids=frozenset({ola.id})):
        await preview.answer_to(await ola.says("/help"))
        refused = refuse("sendMessage", ApiError(502, "Bad Gateway"), monkeypatch, times=2)
        (watched.folder / "bin.txt").write_bytes(bytes(range(256)) * 9)
        await preview.until(lambda: _heard(preview, ola, "bin.txt"), seconds=60)
    assert len(refused) == 2
    assert len(_said(preview, ola, "bin.txt")) == 1


async def test_a_run_that_hangs_holds_neither_the_bot_nor_its_end(preview: Preview, watched: Watched) -> None:
    ola, begun, free = preview.user("Ola", language="en"), threading.Event(), threading.Event()

    def hang(**_: Any) -> IngestReport:
        begun.set()
        free.wait(60)
        raise StoreUnavailable("Too late.")

    async with watched.open(hang):
        await until(begun.is_set, 60)
        assert "Havnen" in (await preview.answer_to(await ola.says("Når åpner havnen?"))).text
    free.set()


async def test_while_another_process_writes_it_waits(watched: Watched) -> None:
    tried: list[object] = []

    def bring(**how: Any) -> IngestReport:
        tried.append(how)
        return ingest(watched.settings, WordEmbedder, **how)

    async with watched.open(bring):
        with writing(watched.settings.data_dir / "index"):
            write_articles(watched.folder, range(20, 21))
            await until(lambda: bool(tried), 60)
            assert not watched.holds("0020.txt")
        await until(lambda: watched.holds("0020.txt"), 60)


async def test_what_keeps_the_folder_out_is_told_and_its_end(
    preview: Preview, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola, away = preview.user("Ola", language="en"), threading.Event()
    monkeypatch.setattr("ingest.watching.RETRY", 0.1)
    monkeypatch.setattr("bot.telegram.api.folder_thread.RETRY", 0.1)
    failures: list[Exception] = [StoreUnavailable("The store is away."), RuntimeError("broken")]

    def bring(**how: Any) -> IngestReport:
        if not away.is_set():
            raise failures[-1]
        return ingest(watched.settings, WordEmbedder, **how)

    async with watched.open(bring, admin_ids=frozenset({ola.id})):
        await preview.answer_to(await ola.says("/help"))
        await preview.until(lambda: _heard(preview, ola, "RuntimeError, see the log."), seconds=60)
        failures.pop()
        await preview.until(lambda: _heard(preview, ola, "The store is away."), seconds=60)
        away.set()
        await preview.until(lambda: _heard(preview, ola, EN.text("folder.mended")), seconds=60)
    assert len(_said(preview, ola, "The store is away.")) == 1


def _said(preview: Preview, person: Any, words: str) -> list[Any]:
    found = preview.messages(person.private, by_bot=True)
    return [it for it in found if words in read(preview.current(it))]


def _heard(preview: Preview, person: Any, words: str) -> bool:
    return bool(_said(preview, person, words))
