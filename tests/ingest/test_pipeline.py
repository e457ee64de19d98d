import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import batch, losses, pipeline
from ingest.article import Reason
from ingest.errors import IndexError_, ModelMismatch, UnreadableArticle
from ingest.index import editions
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.rehearsal import rehearse
from ingest.report import IngestReport, Progress
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import Contents, contents, lost_passages

LONG_AGO = 1_700_000_000_123_456_789


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    return settings_in(tmp_path)


@pytest.fixture
def corpus(settings: CorpusSettings) -> Path:
    write_articles(settings.articles_dir, range(6))
    for number, path in enumerate(sorted(settings.articles_dir.iterdir())):
        os.utime(path, ns=(LONG_AGO + number, LONG_AGO + number))
    time.sleep(0.05)  # so that the times of the entries are trusted
    return settings.articles_dir


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


def counts(report: IngestReport) -> tuple[int, int, int, int, int, int]:
    return (
        report.new, report.changed, report.moved, report.removed, report.unchanged, len(report.failed)
    )  # fmt: skip


def never() -> WordEmbedder:
    raise AssertionError("the model was loaded")


def fresh_contents(settings: CorpusSettings, tmp_path: Path) -> Contents:
    """What an index of the same corpus made from nothing holds."""
    anew = settings.model_copy(update={"data_dir": tmp_path / "fresh"})
    ingest(anew, WordEmbedder)
    return contents(anew)


def test_a_first_run_takes_everything(settings: CorpusSettings, corpus: Path, embedder: WordEmbedder) -> None:
    report = ingest(settings, lambda: embedder)
    assert counts(report) == (6, 0, 0, 0, 0, 0)
    assert report.passages == len(contents(settings).passages) == len(embedder.embedded)
    assert report.passages_per_second == pytest.approx(report.passages / report.seconds)
    assert lost_passages(settings) == []


def test_a_first_run_warns_of_nothing(
    settings: CorpusSettings, corpus: Path, embedder: WordEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    ingest(settings, lambda: embedder)
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == []


def test_a_second_run_reads_nothing(settings: CorpusSettings, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(settings, WordEmbedder)
    monkeypatch.setattr("ingest.reader_process.subprocess.Popen", lambda *_, **__: pytest.fail("a file was read"))
    monkeypatch.setattr(losses, "digest", lambda *_: pytest.fail("a file was read"))
    report = ingest(settings, never)
    assert counts(report) == (0, 0, 0, 0, 6, 0)
    assert (report.passages, report.passages_per_second) == (0, 0.0)


def test_a_touched_file_is_compared_once_and_then_trusted(
    settings: CorpusSettings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, WordEmbedder)
    os.utime(corpus / "0000.txt", ns=(LONG_AGO, LONG_AGO + 77))
    time.sleep(0.05)
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)
    monkeypatch.setattr(losses, "digest", lambda *_: pytest.fail("a file was read"))
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)


def test_a_changed_file_replaces_what_it_was(
    settings: CorpusSettings, corpus: Path, embedder: WordEmbedder, tmp_path: Path
) -> None:
    ingest(settings, lambda: embedder)
    before = Index(settings)
    old = before.article("0002.txt")
    before.close()
    write_articles(corpus, range(2, 3), "second")
    assert counts(ingest(settings, lambda: embedder)) == (0, 1, 0, 0, 5, 0)
    after = Index(settings)
    new = after.article("0002.txt")
    after.close()
    assert old is not None
    assert new is not None
    assert (new.id, new.first_ingested) == (old.id, old.first_ingested)
    assert new.changed > old.changed
    assert contents(settings) == fresh_contents(settings, tmp_path)
    assert lost_passages(settings) == []


def test_an_equal_paragraph_is_not_embedded_again(
    settings: CorpusSettings, corpus: Path, embedder: WordEmbedder
) -> None:
    ingest(settings, lambda: embedder)
    embedded = len(embedder.embedded)
    (corpus / "copy.txt").write_bytes((corpus / "0001.txt").read_bytes())
    assert counts(ingest(settings, lambda: embedder)) == (1, 0, 0, 0, 6, 0)
    assert len(embedder.embedded) == embedded
    assert lost_passages(settings) == []
    (corpus / "0001.txt").unlink()
    assert counts(ingest(settings, never)) == (0, 0, 0, 1, 6, 0)
    assert lost_passages(settings) == []


def test_a_moved_file_is_only_renamed(settings: CorpusSettings, corpus: Path, tmp_path: Path) -> None:
    ingest(settings, WordEmbedder)
    index = Index(settings)
    old = index.article("0003.txt")
    (corpus / "deep/er").mkdir(parents=True)
    (corpus / "0003.txt").rename(corpus / "deep/er/renamed.txt")
    assert counts(ingest(settings, never)) == (0, 0, 1, 0, 5, 0)
    assert old is not None
    assert index.article("deep/er/renamed.txt") == replace(old, source="deep/er/renamed.txt")
    assert index.article("0003.txt") is None
    index.close()
    assert contents(settings) == fresh_contents(settings, tmp_path)
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)


def test_an_article_that_comes_back_keeps_the_time_of_its_first_coming(settings: CorpusSettings, corpus: Path) -> None:
    ingest(settings, WordEmbedder)
    index = Index(settings)
    old = index.article("0003.txt")
    text = (corpus / "0003.txt").read_bytes()
    (corpus / "0003.txt").unlink()
    assert ingest(settings, never).removed == 1
    (corpus / "again.txt").write_bytes(text)
    ingest(settings, WordEmbedder, rebuild=True)
    index.refresh()
    new = index.article("again.txt")
    index.close()
    assert old is not None
    assert new is not None
    assert new.first_ingested == old.first_ingested


def test_what_was_removed_is_gone_from_everywhere(settings: CorpusSettings, corpus: Path, tmp_path: Path) -> None:
    ingest(settings, WordEmbedder)
    for name in ("0000.txt", "0005.txt"):
        (corpus / name).unlink()
    assert counts(ingest(settings, never)) == (0, 0, 0, 2, 4, 0)
    assert contents(settings) == fresh_contents(settings, tmp_path)


def test_two_files_may_change_places(settings: CorpusSettings, corpus: Path, tmp_path: Path) -> None:
    ingest(settings, WordEmbedder)
    a, b = corpus / "0000.txt", corpus / "0001.txt"
    one, other = a.read_bytes(), b.read_bytes()
    a.write_bytes(other)
    b.write_bytes(one)
    ingest(settings, never)
    assert contents(settings) == fresh_contents(settings, tmp_path)
    assert lost_passages(settings) == []


def test_a_file_that_cannot_be_used_is_named_and_the_rest_goes_on(settings: CorpusSettings, corpus: Path) -> None:
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (corpus / "empty.txt").write_bytes(b"")
    report = ingest(settings, WordEmbedder)
    assert counts(report) == (6, 0, 0, 0, 0, 2)
    assert [failure.source for failure in report.failed] == ["binary.txt", "empty.txt"]
    assert "empty" in report.failed[1].reason


def test_what_a_file_said_goes_when_it_cannot_be_used_any_more(
    settings: CorpusSettings, corpus: Path, tmp_path: Path
) -> None:
    ingest(settings, WordEmbedder)
    (corpus / "0000.txt").write_bytes(b"")
    outside = tmp_path / "outside.txt"
    outside.write_bytes((corpus / "0001.txt").read_bytes())
    (corpus / "0001.txt").unlink()
    (corpus / "0001.txt").symlink_to(outside)
    assert counts(ingest(settings, WordEmbedder)) == (0, 0, 0, 0, 4, 2)
    assert {article.source for article in contents(settings).articles} == {f"000{n}.txt" for n in (2, 3, 4, 5)}


def test_a_line_that_becomes_boilerplate_leaves_the_articles_that_are_there(
    settings: CorpusSettings, corpus: Path, tmp_path: Path
) -> None:
    def add_line(number: int) -> None:
        path = corpus / f"{number:04}.txt"
        path.write_text("Quayside morning letter\n" + path.read_text("utf-8"), "utf-8")

    def holding() -> int:
        return sum("Quayside" in article.title for article in contents(settings).articles)

    add_line(0)
    add_line(1)
    ingest(settings, WordEmbedder)
    assert holding() == 2
    add_line(2)
    report = ingest(settings, WordEmbedder)
    assert (report.changed, report.unchanged) == (1, 5)
    assert holding() == 0
    assert contents(settings) == fresh_contents(settings, tmp_path)
    (corpus / "0002.txt").unlink()
    ingest(settings, WordEmbedder)
    assert holding() == 2


def test_another_content_of_the_same_size_and_time_is_noticed(
    settings: CorpusSettings, corpus: Path, tmp_path: Path
) -> None:
    ingest(settings, WordEmbedder)
    kept, replaced, other = corpus / "0002.txt", corpus / "0003.txt", tmp_path / "other"
    for path, target in ((kept, kept), (replaced, other)):
        before = path.stat()
        target.write_bytes(path.read_bytes().replace(b"council", b"COUNCIL"))
        os.utime(target, ns=(before.st_mtime_ns, before.st_mtime_ns))
        assert (target.stat().st_size, target.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    other.rename(replaced)
    assert counts(ingest(settings, WordEmbedder)) == (0, 2, 0, 0, 4, 0)
    assert contents(settings) == fresh_contents(settings, tmp_path)


def test_a_file_that_cannot_be_read_now_keeps_its_last_version(
    settings: CorpusSettings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, WordEmbedder)
    before = contents(settings)
    os.utime(corpus / "0001.txt", ns=(LONG_AGO, LONG_AGO + 99))

    def fails(_corpus: Path, source: str) -> str:
        raise UnreadableArticle(source, "input/output error", passing=True)

    with monkeypatch.context() as patch:
        patch.setattr(losses, "digest", fails)
        assert counts(ingest(settings, never)) == (0, 0, 0, 0, 5, 1)
    assert contents(settings) == before
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)


def test_a_changed_file_whose_reading_fails_now_keeps_its_last_version(
    settings: CorpusSettings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, WordEmbedder)
    before = contents(settings)
    write_articles(corpus, range(1, 2), "second")
    refusal = UnreadableArticle("0001.txt", "input/output error", passing=True)
    with monkeypatch.context() as patch:
        patch.setattr("ingest.engine.ReaderProcess.articles", lambda *_: iter([refusal]))
        assert counts(ingest(settings, never)) == (0, 0, 0, 0, 5, 1)
    assert contents(settings) == before
    assert counts(ingest(settings, WordEmbedder)) == (0, 1, 0, 0, 5, 0)


def test_a_small_index_may_be_emptied(settings: CorpusSettings, corpus: Path) -> None:
    ingest(settings, WordEmbedder)
    for path in corpus.iterdir():
        path.unlink()
    assert counts(ingest(settings, never)) == (0, 0, 0, 6, 0, 0)
    assert contents(settings).articles == ()


def test_another_model_is_refused_and_a_rebuild_mends_it(settings: CorpusSettings, corpus: Path) -> None:
    ingest(settings, WordEmbedder)
    other = settings.model_copy(update={"embedding_model": "some/other"})
    with pytest.raises(ModelMismatch, match="`python -m ingest --rebuild`"):
        ingest(other, never)
    with pytest.raises(ModelMismatch, match="`python -m ingest --rebuild`"):
        Index(other)
    with pytest.raises(ModelMismatch):
        rehearse(other)
    write_articles(corpus, range(6, 7))
    with pytest.raises(ModelMismatch, match=r"64 dimensions, .* with 32; run `python -m ingest --rebuild`"):
        ingest(settings, lambda: WordEmbedder(dimension=32))
    ingest(other, lambda: WordEmbedder("some/other", 32), rebuild=True)
    assert lost_passages(other) == []


def test_a_model_with_other_weights_under_the_same_name_is_refused(settings: CorpusSettings, corpus: Path) -> None:
    one, other = WordEmbedder(), WordEmbedder()
    one.weights, other.weights = "one", "other"
    ingest(settings, lambda: one)
    write_articles(corpus, range(6, 7))
    with pytest.raises(ModelMismatch, match=r"other weights .* under the same name"):
        ingest(settings, lambda: other)
    index = Index(settings)
    index.check(one)
    with pytest.raises(ModelMismatch, match="other weights"):
        index.check(other)
    index.close()
    assert ingest(settings, lambda: one).new == 1


def test_a_rebuild_that_the_model_stopped_leaves_the_old_index(settings: CorpusSettings, corpus: Path) -> None:
    ingest(settings, WordEmbedder)
    before = contents(settings)
    other = settings.model_copy(update={"embedding_model": "some/other"})
    with pytest.raises(AssertionError):
        ingest(other, never, rebuild=True)
    assert contents(settings) == before
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)


def test_a_rebuild_reads_and_embeds_everything_and_leaves_one_edition(
    settings: CorpusSettings, corpus: Path, embedder: WordEmbedder
) -> None:
    ingest(settings, WordEmbedder)
    before, index = contents(settings), Index(settings)
    generation = index.refresh()
    assert counts(ingest(settings, lambda: embedder, rebuild=True)) == (6, 0, 0, 0, 0, 0)
    assert len(embedder.embedded) == len(before.passages)
    assert contents(settings) == before
    assert index.refresh() > generation
    index.close()
    ingest(settings, never)
    assert [path.name for path in editions.folder(settings.data_dir).glob("*edition-*")] == ["edition-2"]


def test_another_splitter_cuts_everything_again_without_embedding_what_stays(
    settings: CorpusSettings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, WordEmbedder)
    monkeypatch.setattr(pipeline, "SPLITTER_VERSION", 99)
    monkeypatch.setattr(losses, "SPLITTER_VERSION", 99)
    assert counts(ingest(settings, never)) == (0, 6, 0, 0, 0, 0)
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)


def test_a_dry_run_writes_nothing(settings: CorpusSettings, corpus: Path) -> None:
    report = rehearse(settings)
    assert counts(report) == (6, 0, 0, 0, 0, 0)
    assert report.passages > 0
    assert not settings.data_dir.exists()
    ingest(settings, WordEmbedder)
    (corpus / "0000.txt").unlink()
    (corpus / "empty.txt").write_bytes(b"")
    write_articles(corpus, range(1, 2), "second")
    before = {path: path.stat().st_mtime_ns for path in settings.data_dir.rglob("*") if path.is_file()}
    assert counts(rehearse(settings)) == (0, 1, 0, 1, 4, 1)
    assert counts(rehearse(settings, rebuild=True)) == (5, 0, 0, 0, 0, 1)
    assert {path: path.stat().st_mtime_ns for path in settings.data_dir.rglob("*") if path.is_file()} == before


def test_progress_grows_to_its_end_and_what_it_raises_stops_the_run_harmlessly(
    settings: CorpusSettings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "BATCH", 3)
    monkeypatch.setattr("ingest.engine.PORTION", 2)
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.files >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(settings, WordEmbedder, progress=stop)
    assert 0 < len(contents(settings).articles) < 6
    assert lost_passages(settings) == []
    ingest(settings, WordEmbedder, progress=seen.append)
    assert seen[-1].files == seen[-1].of > 0
    assert len(contents(settings).articles) == 6


def test_files_are_counted_and_kept_some_at_a_time(
    settings: CorpusSettings, corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Lines that many files repeat are left out of all of them, whichever were read first."""
    for path in corpus.iterdir():
        path.write_text(f"{path.read_text('utf-8')}Good night from all of us\n", "utf-8")
    whole = fresh_contents(settings, tmp_path)
    assert not any("Good night" in passage.text for passage in whole.passages)
    monkeypatch.setattr(pipeline, "FILES_AT_ONCE", 2)
    report = ingest(settings, WordEmbedder)
    assert counts(report) == (6, 0, 0, 0, 0, 0)
    assert report.left_out == {Reason.REPEATED: 6}
    assert contents(settings).passages == whole.passages


@pytest.mark.parametrize("damage", ["remove", "empty", "garbage"])
def test_a_damaged_chroma_is_filled_again_without_the_model(
    settings: CorpusSettings, corpus: Path, damage: str
) -> None:
    ingest(settings, WordEmbedder)
    before = contents(settings)
    (chroma,) = settings.data_dir.glob("index/edition-1/chroma-*")
    for path in sorted(chroma.rglob("*"), reverse=True):
        _DAMAGES[damage](path)
    if damage == "remove":
        chroma.rmdir()
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)
    assert lost_passages(settings) == []
    assert contents(settings).chroma == before.chroma
    assert not chroma.exists()


@pytest.mark.parametrize("damage", ["cut", "emptied", "removed"])
def test_any_one_file_of_chroma_that_is_damaged_is_noticed_by_a_run_with_nothing_to_do(
    settings: CorpusSettings, corpus: Path, damage: str
) -> None:
    ingest(settings, WordEmbedder)
    before = contents(settings)
    folders = settings.data_dir.glob("index/edition-1/chroma-*/**/*")
    names = sorted({path.name for path in folders if path.is_file() and path.stat().st_size})
    assert "chroma.sqlite3" in names
    for name in names:
        (path,) = settings.data_dir.glob(f"index/edition-1/chroma-*/**/{name}")
        _CUTS[damage](path)
        ingest(settings, never)
        assert contents(settings).chroma == before.chroma
        assert lost_passages(settings) == []


_CUTS: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "emptied": lambda path: os.truncate(path, 0),
    "removed": lambda path: path.unlink(),
}


def test_a_whole_chroma_is_not_filled_again_however_often_it_is_read(settings: CorpusSettings, corpus: Path) -> None:
    ingest(settings, WordEmbedder)
    (chroma,) = settings.data_dir.glob("index/edition-1/chroma-*")
    for _ in range(2):
        assert lost_passages(settings) == []
        assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)
    assert list(settings.data_dir.glob("index/edition-1/chroma-*")) == [chroma]


@pytest.mark.parametrize("content", [b"", b"\0" * 9, b"edition-77", b"edition-1/../..", "\u062c".encode()])
def test_a_garbled_pointer_counts_as_none_and_is_mended(settings: CorpusSettings, corpus: Path, content: bytes) -> None:
    ingest(settings, WordEmbedder)
    ingest(settings, WordEmbedder, rebuild=True)
    before, pointer = contents(settings), settings.data_dir / "index/current"
    pointer.write_bytes(content)
    assert contents(settings) == before
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 6, 0)
    assert pointer.read_text("ascii") == "edition-2"
    assert contents(settings) == before


@pytest.mark.parametrize("damage", ["cut", "zeroed page", "emptied"])
def test_a_catalogue_that_is_damaged_in_part_is_refused(
    settings: CorpusSettings, corpus: Path, damage: str, tmp_path: Path
) -> None:
    ingest(settings, WordEmbedder)
    (catalogue,) = settings.data_dir.glob("index/edition-1/catalogue.sqlite")
    content = bytearray(catalogue.read_bytes())
    root = int(_root_page(catalogue, "article"))
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    catalogue.write_bytes({"cut": bytes(content[:20_000]), "zeroed page": bytes(content), "emptied": b""}[damage])
    with pytest.raises(IndexError_, match=r"is damaged; run `python -m ingest --rebuild`\.$"):
        ingest(settings, never)
    assert counts(ingest(settings, WordEmbedder, rebuild=True)) == (6, 0, 0, 0, 0, 0)
    assert contents(settings) == fresh_contents(settings, tmp_path)


def _root_page(catalogue: Path, table: str) -> int:
    with contextlib.closing(sqlite3.connect(catalogue)) as connection:
        (row,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
    return int(row[0])


_DAMAGES: dict[str, Callable[[Path], object]] = {
    "remove": lambda path: path.unlink() if path.is_file() else path.rmdir(),
    "empty": lambda path: path.is_file() and path.write_bytes(b""),
    "garbage": lambda path: path.is_file() and path.write_bytes(b"\xff" * 5_000),
}


def test_an_index_of_a_newer_version_is_left_alone_until_it_is_rebuilt(settings: CorpusSettings, corpus: Path) -> None:
    ingest(settings, WordEmbedder)
    (catalogue,) = settings.data_dir.glob("index/edition-1/catalogue.sqlite")
    with contextlib.closing(sqlite3.connect(catalogue, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for rehearsed in (False, True):
        with pytest.raises(IndexError_, match=r"newer version of Kilde; use that one again, or .* --rebuild`\.$"):
            rehearse(settings) if rehearsed else ingest(settings, never)
    assert counts(ingest(settings, WordEmbedder, rebuild=True)) == (6, 0, 0, 0, 0, 0)


def test_a_damaged_catalogue_is_refused_and_rebuilt(settings: CorpusSettings, corpus: Path) -> None:
    ingest(settings, WordEmbedder)
    (catalogue,) = settings.data_dir.glob("index/edition-1/catalogue.sqlite")
    catalogue.write_bytes(b"no database at all, " * 400)
    with pytest.raises(IndexError_, match="`python -m ingest --rebuild`"):
        ingest(settings, never)
    assert counts(ingest(settings, WordEmbedder, rebuild=True)) == (6, 0, 0, 0, 0, 0)
