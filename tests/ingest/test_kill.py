"""Whenever an ingestion is killed, the next one ends in the state of one that was not."""

import os
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.settings import CorpusSettings
from tests.ingest.fakes import settings_in, write_articles
from tests.ingest.index_state import Contents, contents, lost_passages
from tests.ingest.ingester import SECONDS_A_TEXT
from tests.ingest.processes import Ingester, kill

TRIALS = int(os.environ.get("KILDE_KILL_TRIALS", "8"))
"""A hundred were tried when this was written; a few guard it."""


@pytest.fixture(scope="module")
def ingester() -> Iterator[Ingester]:
    with Ingester() as ingester:
        yield ingester


class Change:
    """An ingested corpus that then changed in every way, and what a run that is not killed makes of it."""

    def __init__(self, folder: Path, ingester: Ingester, size: int) -> None:
        self.folder = folder
        settings = settings_in(folder)
        corpus = settings.articles_dir
        write_articles(corpus, range(size))
        assert ingester.run(settings) == 0
        shutil.copytree(settings.data_dir, folder / "before")
        write_articles(corpus, range(0, size, 3), "second")
        write_articles(corpus, range(size, size + size // 2))
        for number in range(1, size, 6):
            (corpus / f"{number:04}.txt").unlink()
        for number in range(2, size, 6):
            (corpus / f"{number:04}.txt").rename(corpus / f"moved-{number:04}.txt")
        start = time.monotonic()
        assert ingester.run(settings) == 0
        self.seconds = time.monotonic() - start
        self.after: Contents = contents(settings)
        assert lost_passages(settings) == []

    def fresh(self, trial: object) -> CorpusSettings:
        data = self.folder / f"trial-{trial}"
        shutil.copytree(self.folder / "before", data)
        return settings_in(self.folder, data_dir=data)


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory, ingester: Ingester) -> Change:
    return Change(tmp_path_factory.mktemp("change"), ingester, 24)


@pytest.mark.slow
def test_killed_at_random_moments(change: Change, ingester: Ingester) -> None:
    moments = random.Random(7)
    killed = 0
    for trial in range(TRIALS):
        settings = change.fresh(trial)
        for rebuild in (moments.random() < 0.2, False):
            child = ingester.start(settings, rebuild=rebuild)
            time.sleep(moments.uniform(0, change.seconds * 1.1))
            kill(child)
            killed += ingester.end() < 0
        assert ingester.run(settings) == 0
        assert contents(settings) == change.after, f"trial {trial}"
        assert lost_passages(settings) == [], f"trial {trial}"
        shutil.rmtree(settings.data_dir)
    assert killed >= TRIALS


MOMENTS = [
    *[
        (name, when, 1)
        for name in ("tidy", "dirty", "upsert", "switch", "delete", "forget")
        for when in ("before", "after")
    ],
    ("upsert", "before", 2),
    ("upsert", "after", 2),
    ("switch", "after", 2),
]


def assert_made_good(change: Change, ingester: Ingester, settings: CorpusSettings) -> None:
    """The next run ends where one that was never killed ends."""
    assert ingester.run(settings) == 0
    assert contents(settings) == change.after
    assert lost_passages(settings) == []


@pytest.mark.slow
@pytest.mark.parametrize("die", MOMENTS, ids=lambda die: "-".join(map(str, die)))
def test_killed_between_two_steps(change: Change, ingester: Ingester, die: tuple[str, str, int]) -> None:
    settings = change.fresh("-".join(map(str, die)))
    assert ingester.run(settings, die=die) == -9
    assert_made_good(change, ingester, settings)


@pytest.mark.slow
@pytest.mark.parametrize(
    "die", [("adopt", "before", 1), ("adopt", "after", 1), ("discard", "before", 1), ("upsert", "before", 1)]
)
def test_killed_while_it_mends(change: Change, ingester: Ingester, die: tuple[str, str, int]) -> None:
    settings = change.fresh(f"mend-{'-'.join(map(str, die))}")
    assert ingester.run(settings, die=("upsert", "after", 2)) == -9
    assert ingester.run(settings, die=die) == -9
    assert_made_good(change, ingester, settings)


@pytest.mark.slow
@pytest.mark.parametrize(
    "die", [("create", "before", 1), ("create", "after", 1), ("upsert", "after", 1), ("switch", "after", 2)]
)
def test_a_killed_rebuild_is_finished_by_the_next_run(
    change: Change, ingester: Ingester, die: tuple[str, str, int]
) -> None:
    settings = change.fresh(f"rebuild-{'-'.join(map(str, die))}")
    before = contents(settings)
    assert ingester.run(settings, rebuild=True, die=die) == -9
    assert contents(settings) == before, "the old index answers until the new one is whole"
    assert lost_passages(settings) == []
    assert_made_good(change, ingester, settings)


@pytest.mark.slow
def test_killed_every_ten_seconds_a_long_run_comes_to_its_end(tmp_path: Path, ingester: Ingester) -> None:
    settings, tally, texts = settings_in(tmp_path), tmp_path / "tally", 1_000
    lines = (
        f"Ferry {number} of the line to quay {number + 7} is late again, its captain said on Monday of week {number}. "
        f"Nobody in the harbour office knew of it, and the {number} people who waited there went home in the rain. "
        f"The council of district {number} will look at the timetable before the winter storms of year {number}."
        for number in range(texts)
    )
    settings.articles_dir.joinpath("long.txt").write_text("\n\n".join(lines), "utf-8")
    ends: list[int] = []
    while not ends or ends[-1] != 0:
        ends.append(ingester.run(settings, work=10.0, tally=str(tally)))
        assert ends[-1] in (0, -9)
        assert len(ends) <= 10, "it makes no progress"
    needed = len(contents(settings).passages)
    assert len(ends) > needed * SECONDS_A_TEXT / 10 > 2, "it was killed again and again"
    assert tally.stat().st_size <= 1.5 * needed, "little was made twice"
    assert lost_passages(settings) == []


@pytest.mark.slow
def test_killed_while_chroma_writes_its_index(tmp_path: Path, ingester: Ingester) -> None:
    """Chroma writes its vector index to disk after a thousand vectors; only a larger corpus meets those moments."""
    change, moments, killed = Change(tmp_path, ingester, 500), random.Random(8), 0
    for trial in range(max(2, TRIALS // 5)):
        settings = change.fresh(trial)
        child = ingester.start(settings, batch=2_000)
        _wait_for_writing(settings, moments.uniform(0, 0.4))
        kill(child)
        killed += ingester.end() == -9  # else it was done already
        assert ingester.run(settings, batch=2_000) == 0
        assert contents(settings) == change.after
        assert lost_passages(settings) == []
    assert killed


def _wait_for_writing(settings: CorpusSettings, seconds: float) -> None:
    """Wait until Chroma's log grows, then a while longer."""
    (log,) = settings.data_dir.glob("index/edition-*/chroma-*/chroma.sqlite3")
    before, deadline = log.stat().st_mtime_ns, time.monotonic() + 60
    while log.stat().st_mtime_ns == before and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(seconds)
