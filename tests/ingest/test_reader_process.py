"""The process that reads files: whatever a file does to it, the others are read and each one is accounted for."""

import os
import signal
import time
from pathlib import Path

import pytest

from ingest import reader_process
from ingest.errors import UnreadableArticle
from ingest.pipeline import ingest
from ingest.reader_messages import ContainerEnd, Reading
from ingest.reader_process import ReaderProcess
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import contents

ENDLESS = "# a" + " " * 200_000 + "b\n"
"""A heading that takes the reader of Markdown hours."""


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(12))
    return settings


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "SECONDS", 1.0)


def outcome(found: Reading | UnreadableArticle | ContainerEnd) -> str:
    assert not isinstance(found, ContainerEnd)
    return found.reason if isinstance(found, UnreadableArticle) else found.article.source


def read(corpus: Path, sources: list[str]) -> list[str]:
    with ReaderProcess(corpus) as readers:
        return [outcome(found) for found in readers.articles(sources, frozenset())]


def test_files_are_read_in_order(settings: CorpusSettings) -> None:
    sources = sorted(path.name for path in settings.articles_dir.iterdir())
    assert read(settings.articles_dir, sources) == sources
    assert read(settings.articles_dir, ["0003.txt", "nowhere.txt", "0001.txt"]) == [
        "0003.txt", "it has vanished", "0001.txt"
    ]  # fmt: skip


def test_a_file_that_takes_too_long_is_given_up(settings: CorpusSettings, in_a_hurry: None) -> None:
    (settings.articles_dir / "long.md").write_text(ENDLESS, "utf-8")
    assert read(settings.articles_dir, ["0001.txt", "long.md", "0002.txt"]) == [
        "0001.txt", "reading it takes too long", "0002.txt"
    ]  # fmt: skip


def test_a_file_that_takes_too_much_memory_is_given_up(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "MEMORY", 40_000_000)
    (settings.articles_dir / "wide.txt").write_text("The tide was late in Mandal again today. " * 100_000, "utf-8")
    assert read(settings.articles_dir, ["wide.txt"]) == ["reading it takes too much memory"]


def test_a_worker_that_crashes_takes_one_file_with_it(settings: CorpusSettings) -> None:
    with ReaderProcess(settings.articles_dir) as readers:
        coming = readers.articles([f"{number:04}.txt" for number in range(12)], frozenset())
        first = next(coming)
        assert readers._worker is not None
        os.kill(readers._worker.pid, signal.SIGSEGV)
        rest = [outcome(found) for found in coming]
    assert outcome(first) == "0000.txt"
    crashed = [reason for reason in rest if reason.endswith("(status -11)")]
    assert len(crashed) <= 1
    assert len(rest) == 11
    assert len([source for source in rest if source.endswith(".txt")]) == 11 - len(crashed)


def test_a_reader_that_is_left_half_way_owes_nothing_to_the_next(settings: CorpusSettings) -> None:
    with ReaderProcess(settings.articles_dir) as readers:
        next(readers.articles(["0001.txt", "0002.txt", "0003.txt"], frozenset()))
        assert [outcome(found) for found in readers.articles(["0004.txt"], frozenset())] == ["0004.txt"]


def test_a_worker_is_used_again_and_knows_the_lines_of_now(settings: CorpusSettings) -> None:
    path = settings.articles_dir / "line.txt"
    path.write_text("Harbour office news\nThe quay in Mandal was closed on Monday by the harbour office.\n", "utf-8")
    workers, texts = set(), []
    for repeated in (frozenset(), frozenset({"harbour office news"}), frozenset()):
        with ReaderProcess(settings.articles_dir) as readers:
            (found,) = readers.articles(["line.txt"], repeated)
            assert readers._worker is not None
            workers.add(readers._worker.pid)
        assert isinstance(found, Reading)
        texts.append([passage.heading + passage.text for passage in found.passages])
    assert len(workers) == 1
    assert texts[0] == texts[2]


def test_a_run_reports_such_a_file_and_does_not_try_it_again_until_it_changes(
    settings: CorpusSettings, in_a_hurry: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = settings.articles_dir / "long.md"
    path.write_text(ENDLESS, "utf-8")
    time.sleep(0.05)
    for _ in range(3):
        report = ingest(settings, WordEmbedder)
        assert [failure.reason for failure in report.failed] == ["reading it takes too long"]
        monkeypatch.setattr("ingest.reader_process.subprocess.Popen", lambda *_, **__: pytest.fail("it was read"))
    monkeypatch.undo()
    assert len(contents(settings).articles) == 12
    path.write_text("# The tide\n\nThe tide was late in Mandal again today.\n", "utf-8")
    assert ingest(settings, WordEmbedder).new == 1
