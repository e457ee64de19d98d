"""The watched folder: what changes in it is in the index within seconds, half-written files wait, nothing is lost."""

import contextlib
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest import watching
from ingest.__main__ import main
from ingest.errors import StoreUnavailable
from ingest.index import reading_failures
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.report import IngestReport
from ingest.settings import CorpusSettings
from ingest.sources.folder import Disk, FileStamp
from ingest.sources.settling import SETTLED, Settling
from ingest.watching import FolderWatch, WatchEvent
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import contents

WITHIN = 10.0


@dataclass
class Watched:
    """A folder that is watched in a thread; `events` has what was told."""

    settings: CorpusSettings
    events: "queue.Queue[WatchEvent]" = field(default_factory=queue.Queue)
    trouble: list[Exception] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        embedder = WordEmbedder()

        def bring(**how: Any) -> IngestReport:
            if self.trouble:
                raise self.trouble.pop()
            report = ingest(self.settings, lambda: embedder, **how)
            self.begun.set()
            return report

        self.watch = FolderWatch(self.settings, bring, self.events.put)
        self.thread = threading.Thread(target=self.watch.run, daemon=True)

    def report(self, within: float = 60.0) -> IngestReport:
        event = self.events.get(timeout=within)
        assert event.report, event.trouble
        return event.report

    def sources(self) -> list[str]:
        return [article.source for article in contents(self.settings).articles]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(settings_in(tmp_path))
    write_articles(watched.settings.articles_dir, range(20))
    ingest(watched.settings, WordEmbedder)
    time.sleep(SETTLED)
    watched.thread.start()
    try:
        assert watched.begun.wait(60.0)
        yield watched
    finally:
        watched.watch.stop()
        watched.thread.join(WITHIN)


def test_what_comes_changes_and_goes_is_in_the_index_within_seconds(watched: Watched) -> None:
    folder = watched.settings.articles_dir
    steps: list[tuple[Callable[[], object], tuple[int, int, int]]] = [
        (lambda: write_articles(folder, range(20, 22)), (2, 0, 0)),
        (lambda: write_articles(folder, range(3, 4), "second"), (0, 1, 0)),
        (lambda: (folder / "0005.txt").unlink(), (0, 0, 1)),
    ]
    with contextlib.closing(Index(watched.settings)) as index:
        for change, expected in steps:
            before, begun = index.refresh(), time.monotonic()
            change()
            while index.refresh() == before:
                assert time.monotonic() - begun < WITHIN
                time.sleep(0.05)
            report = watched.report()
            assert (report.new, report.changed, report.removed) == expected


def test_a_file_that_is_being_written_waits_and_the_others_do_not(watched: Watched) -> None:
    folder = watched.settings.articles_dir
    with (folder / "long.txt").open("w") as file:
        write_articles(folder, range(30, 31))
        begun = time.monotonic()
        while time.monotonic() - begun < 2 * SETTLED + 1:
            file.write("The council counted nine ferries. ")
            file.flush()
            time.sleep(0.1)
            if not watched.events.empty():
                assert "long.txt" not in watched.sources()
        file.write("That was all.")
    assert watched.report().new == 1
    report = watched.report()
    assert (report.new, report.failed) == (1, ())
    with contextlib.closing(Index(watched.settings)) as index:
        assert index.article_text("long.txt").endswith("That was all.")


def test_more_than_half_is_not_gone_before_somebody_says_so(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sources.removal.AGREES_AFTER", 0)  # as if all of it had been missed for long
    for path in watched.settings.articles_dir.iterdir():
        path.unlink()
    assert (report := watched.report()).withheld == 20
    assert report.removed == 0
    assert len(watched.sources()) == 20
    watched.watch.confirm()
    assert watched.report().removed == 20
    assert watched.sources() == []


def test_what_somebody_saw_to_be_gone_is_believed_and_no_more(watched: Watched) -> None:
    paths = sorted(watched.settings.articles_dir.iterdir())
    for path in paths:
        path.unlink()
    assert watched.report().withheld == 20
    watched.watch.believe([path.name for path in paths[:5]])
    report = watched.report()
    assert (report.removed, report.withheld) == (5, 15)
    assert watched.sources() == [path.name for path in paths[5:]]
    assert not watched.watch.believes


def test_a_folder_that_is_full_again_is_told_once(watched: Watched) -> None:
    folder = watched.settings.articles_dir
    texts = {path: path.read_bytes() for path in folder.iterdir()}
    for path in texts:
        path.unlink()
    assert watched.report().withheld == 20
    for path, text in texts.items():
        path.write_bytes(text)
    assert (report := watched.report()).withheld == 0
    assert (report.removed, report.new) == (0, 0)
    assert len(watched.sources()) == 20


def test_a_run_in_hand_ends_with_the_watch(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    embedding, stopped = threading.Event(), threading.Event()

    def embed(_: WordEmbedder, texts: Sequence[str]) -> NDArray[np.float32]:
        embedding.set()
        assert stopped.wait(60.0)
        return np.ones((len(texts), 64), np.float32)

    monkeypatch.setattr(WordEmbedder, "embed_passages", embed)
    write_articles(watched.settings.articles_dir, range(70, 72))
    assert embedding.wait(60.0)
    watched.watch.stop()
    stopped.set()
    watched.thread.join(60.0)
    assert not watched.thread.is_alive()
    assert len(watched.sources()) == 20


def test_what_fails_is_listed_and_not_tried_at_every_change(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = watched.settings.articles_dir
    monkeypatch.setenv("ARTICLES_DIR", str(folder))
    monkeypatch.setenv("DATA_DIR", str(watched.settings.data_dir))
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    assert [failure.source for failure in watched.report().failed] == ["binary.txt"]
    assert main(["failed", "--json"]) == 1
    first = json.loads(capsys.readouterr().out)
    assert (first["source"], first["reason"], first["tries"]) == ("binary.txt", "it is binary, not text", "1")
    write_articles(folder, range(40, 41))
    assert [failure.source for failure in watched.report().failed] == ["binary.txt"]
    assert main(["failed", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == first
    (folder / "binary.txt").write_text("The ferry sails again.", "utf-8")
    assert watched.report().failed == ()
    assert main(["failed"]) == 0
    assert capsys.readouterr().out == "Everything could be read.\n"


def test_a_run_that_cannot_be_carried_out_is_told_once_and_tried_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "RETRY", 1.0)
    watched.trouble += [StoreUnavailable("The store is away.") for _ in range(2)]
    write_articles(watched.settings.articles_dir, range(50, 51))
    assert watched.events.get(timeout=60.0) == WatchEvent(None, "The store is away.")
    assert watched.report().new == 1


def test_a_folder_that_is_away_for_a_while_is_watched_again(watched: Watched) -> None:
    folder = watched.settings.articles_dir
    folder.rename(folder.with_name("away"))
    trouble = watched.events.get(timeout=60.0)
    assert "There is no folder" in trouble.trouble
    folder.with_name("away").rename(folder)
    write_articles(folder, range(60, 61))
    while not watched.report().new:
        pass
    assert len(watched.sources()) == 21


def test_what_went_while_it_was_still_being_written_is_taken_out(tmp_path: Path) -> None:
    watched = Watched(settings_in(tmp_path))
    write_articles(watched.settings.articles_dir, range(4))
    ingest(watched.settings, WordEmbedder)
    watched.thread.start()  # at once: every file is young
    try:
        assert watched.begun.wait(60.0)
        (watched.settings.articles_dir / "0002.txt").unlink()
        assert watched.report().removed == 1
    finally:
        watched.watch.stop()
        watched.thread.join(60.0)


def stamp(size: int, time: int = 5) -> FileStamp:
    return FileStamp(size, time, time, 1)


def test_settled_is_what_looks_the_same_for_a_while() -> None:
    settling, wall = Settling(), 1_000.0
    young, fresh = FileStamp(1, -1, 9, 2), stamp(1, 999_000_000_000)
    assert settling.unsettled(Disk({"old": stamp(1), "young": young, "fresh": fresh}), 0.0, wall) == {"young", "fresh"}
    assert settling.unsettled(Disk({"old": stamp(2), "young": FileStamp(1, 9, 9, 2)}), 1.0, wall) == {"old", "young"}
    assert settling.unsettled(Disk({"old": stamp(2), "new": stamp(1)}), 2.0, wall) == {"old", "new"}
    assert settling.unsettled(Disk({"old": stamp(2), "new": stamp(1)}), 3.0, wall) == {"new"}
    assert settling.unsettled(Disk({"new": stamp(1)}), 4.0, wall) == frozenset()


def test_failures_are_tried_again_after_twice_as_long_each_time_up_to_a_day() -> None:
    minute, day = 60_000_000, 24 * 3_600_000_000
    waits = [reading_failures.ReadingFailure("a", "b", 0, tries, 0, stamp(1)).due for tries in (1, 2, 3, 20, 99)]
    assert waits == [minute, 2 * minute, 4 * minute, day, day]
