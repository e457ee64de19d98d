"""Articles that are gone: what is believed, what is kept, and for how long."""

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import __main__ as command
from ingest import leftovers, losses, unattended
from ingest.__main__ import main
from ingest.errors import RemovalRefused
from ingest.index import catalogue_writer
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.rehearsal import rehearse
from ingest.settings import CorpusSettings
from ingest.sources.removal import AGREES_AFTER, RemovalLimits, judge
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import contents, lost_passages

LIMITS = RemovalLimits(10, 25)
HOUR = AGREES_AFTER


def names(count: int) -> list[str]:
    return [f"{number:03}.txt" for number in range(count)]


@pytest.mark.parametrize(("gone", "indexed", "kept"), [(10, 12, 0), (11, 44, 0), (11, 43, 11), (42, 42, 42), (0, 0, 0)])
def test_more_than_both_limits_is_doubted(gone: int, indexed: int, kept: int) -> None:
    verdict = judge(names(gone), indexed, {}, 5, LIMITS)
    assert len(verdict.withheld) == kept
    assert len(verdict.believed) == gone - kept


def test_two_looks_an_hour_apart_agree() -> None:
    first = judge(names(12), 20, {}, 7, LIMITS)
    assert first.withheld == dict.fromkeys(names(12), 7)
    later = judge(names(12), 20, first.withheld, 7 + HOUR - 1, LIMITS)
    assert later.withheld == first.withheld
    assert judge(names(12), 20, later.withheld, 7 + HOUR, LIMITS).believed == tuple(names(12))


def test_a_clock_set_back_confirms_nothing() -> None:
    assert judge(names(12), 20, dict.fromkeys(names(12), 9 * HOUR), HOUR, LIMITS).withheld == dict.fromkeys(
        names(12), HOUR
    )


@given(
    gone=st.sets(st.sampled_from(names(40))),
    missed=st.dictionaries(st.sampled_from(names(40)), st.integers(0, 3 * HOUR)),
    now=st.integers(0, 3 * HOUR),
)
def test_every_article_is_believed_gone_or_kept(gone: set[str], missed: dict[str, int], now: int) -> None:
    verdict = judge(gone, 40, missed, now, LIMITS)
    assert set(verdict.believed) | verdict.withheld.keys() == gone
    assert not set(verdict.believed) & verdict.withheld.keys()
    assert not any(now - missed.get(source, now) >= HOUR for source in verdict.withheld)
    assert not verdict.withheld or len(verdict.withheld) > 10


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(42))
    (settings.articles_dir / "north").mkdir()
    for number in range(30):
        (settings.articles_dir / f"{number:04}.txt").rename(settings.articles_dir / f"north/{number:04}.txt")
    ingest(settings, WordEmbedder)
    return settings


def never() -> WordEmbedder:
    raise AssertionError("the model was loaded")


def unmount(settings: CorpusSettings) -> None:
    settings.articles_dir.rename(settings.data_dir.parent / "unmounted")
    settings.articles_dir.mkdir()
    (settings.articles_dir / "README.md").write_text(
        "This is where the articles of the archive are mounted.\n", "utf-8"
    )


def mount(settings: CorpusSettings) -> None:
    shutil.rmtree(settings.articles_dir)
    (settings.data_dir.parent / "unmounted").rename(settings.articles_dir)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    ahead, real = [0], catalogue_writer.now
    for module in (catalogue_writer, leftovers, losses, unattended):
        monkeypatch.setattr(module, "now", lambda: real() + ahead[0])
    return ahead


def test_a_folder_that_is_not_mounted_takes_nothing_away(settings: CorpusSettings) -> None:
    before = contents(settings)
    unmount(settings)
    for report in (rehearse(settings), ingest(settings, WordEmbedder), ingest(settings, WordEmbedder)):
        assert (report.removed, report.withheld) == (0, 42)
    mount(settings)
    report = ingest(settings, never)
    assert (report.removed, report.withheld, report.unchanged) == (1, 0, 42)
    assert contents(settings) == before


def test_a_sub_folder_that_is_gone_is_kept_and_what_is_new_comes_in(settings: CorpusSettings) -> None:
    shutil.rmtree(settings.articles_dir / "north")
    write_articles(settings.articles_dir, range(50, 52))
    report = ingest(settings, WordEmbedder)
    assert (report.new, report.removed, report.withheld, report.unchanged) == (2, 0, 30, 12)
    assert len(contents(settings).articles) == 44
    assert lost_passages(settings) == []


def test_a_run_an_hour_later_confirms(settings: CorpusSettings, clock: list[int]) -> None:
    shutil.rmtree(settings.articles_dir / "north")
    assert ingest(settings, never).withheld == 30
    clock[0] = HOUR // 2
    assert ingest(settings, never).withheld == 30
    clock[0] = HOUR
    report = ingest(settings, never)
    assert (report.removed, report.withheld) == (30, 0)
    assert len(contents(settings).articles) == 12


def test_articles_that_were_back_in_between_are_doubted_anew(settings: CorpusSettings, clock: list[int]) -> None:
    north = settings.articles_dir / "north"
    for hours, there in ((0, False), (0.5, True), (1.2, False)):
        clock[0] = int(hours * HOUR)
        if there:
            (settings.data_dir / "away").rename(north)
        else:
            north.rename(settings.data_dir / "away")
        assert ingest(settings, never).withheld == (0 if there else 30)


def test_it_may_be_confirmed_at_once(settings: CorpusSettings) -> None:
    shutil.rmtree(settings.articles_dir / "north")
    assert rehearse(settings, allow_removal=True).removed == 30
    report = ingest(settings, never, allow_removal=True)
    assert (report.removed, report.withheld) == (30, 0)
    assert len(contents(settings).articles) == 12


def test_the_limits_are_settings(settings: CorpusSettings) -> None:
    for number in range(3):
        (settings.articles_dir / f"north/{number:04}.txt").unlink()
    strict = settings.model_copy(update={"removal_limit": 2, "removal_limit_percent": 5.0})
    assert ingest(strict, never).withheld == 3
    assert ingest(settings, never).removed == 3


def test_a_rebuild_does_not_lose_what_a_folder_lacks(settings: CorpusSettings) -> None:
    before = contents(settings)
    unmount(settings)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: ingest(settings, WordEmbedder, rebuild=True),
        lambda: rehearse(settings, rebuild=True),
    )
    for attempt in attempts:
        with pytest.raises(RemovalRefused, match=r"^42 of 42 articles are not in .*--allow-removal"):
            attempt()
    assert contents(settings) == before
    ingest(settings, WordEmbedder, rebuild=True, allow_removal=True)
    assert [article.source for article in contents(settings).articles] == ["README.md"]


def test_a_rebuild_after_everything_was_moved_is_believed(settings: CorpusSettings) -> None:
    (settings.articles_dir / "north").rename(settings.articles_dir / "south")
    ingest(settings, WordEmbedder, rebuild=True)
    assert len(contents(settings).articles) == 42


def test_files_emptied_all_at_once_keep_their_last_version(settings: CorpusSettings) -> None:
    before = contents(settings)
    for path in (settings.articles_dir / "north").iterdir():
        path.write_bytes(b"")
    report = ingest(settings, never)
    assert (len(report.failed), report.withheld, report.removed) == (30, 30, 0)
    assert contents(settings) == before
    (settings.articles_dir / "0031.txt").write_bytes(b"")
    report = ingest(settings, never, allow_removal=True)
    assert len(contents(settings).articles) == 11


def test_what_was_removed_comes_back_within_a_week_without_the_model(
    settings: CorpusSettings, clock: list[int]
) -> None:
    before, north = contents(settings), settings.articles_dir / "north"
    for days, embedded in ((6, False), (16, True)):
        north.rename(settings.data_dir / "away")
        ingest(settings, never, allow_removal=True)
        assert len(contents(settings).articles) == 12
        clock[0] = days * 24 * HOUR
        ingest(settings, never)
        (settings.data_dir / "away").rename(north)
        ingest(settings, WordEmbedder if embedded else never)
        assert contents(settings) == before
        assert lost_passages(settings) == []


def test_readers_never_see_what_was_put_aside(settings: CorpusSettings) -> None:
    shutil.rmtree(settings.articles_dir / "north")
    ingest(settings, never, allow_removal=True)
    index = Index(settings)
    hits = index.nearest(WordEmbedder().embed_queries(["ferries"])[0], 100)
    sums = index.language_sums()
    index.close()
    assert len(hits) == sum(count for _, count in sums.values()) > 0


def test_the_command_says_so_with_status_3(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ARTICLES_DIR", str(settings.articles_dir))
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setattr(command, "_load", lambda _: WordEmbedder())
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.chdir(settings.data_dir)
    unmount(settings)
    assert main(["-q"]) == 3
    refusal = capsys.readouterr().err
    assert refusal.startswith(f"42 articles are gone from {settings.articles_dir} ")
    assert "more than 10 and more than 25 % of the index" in refusal
    assert "--allow-removal" in refusal
    assert main(["--json"]) == 3
    assert json.loads(capsys.readouterr().out)["withheld"] == 42
    assert main(["--dry-run"]) == 3
    assert main(["--rebuild"]) == 3
    assert main(["--allow-removal"]) == 0
    assert " 42 removed, " in capsys.readouterr().out
