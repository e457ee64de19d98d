"""Containers, from the file to the index: one file, many articles, each a source of its own."""

import contextlib
import json
import mailbox
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest import pipeline, reader_process
from ingest.errors import UnreadableArticle
from ingest.explanation import explain
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.reader_messages import ContainerEnd, Reading
from ingest.reader_process import ReaderProcess
from ingest.rehearsal import rehearse
from ingest.report import IngestReport
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import contents, lost_passages
from tests.ingest.readers.pages import STORY, page
from tests.ingest.test_pipeline import counts, never

Record = dict[str, object]


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    return settings_in(tmp_path)


def record(number: int, version: str = "first") -> Record:
    return {
        "id": f"story-{number}",
        "headline": f"Ferry {number} is back",
        "content": f"The council counted {number} ferries for its {version} report.\nInspector {number} was surprised.",
        "published": "2024-03-04",
        "views": time.time_ns(),
    }


def write(settings: CorpusSettings, records: list[Record], name: str = "dump.jsonl") -> Path:
    path = settings.articles_dir / name
    path.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    time.sleep(0.05)  # so that the times of the entry are trusted
    return path


def sources(settings: CorpusSettings) -> list[str]:
    return [article.source for article in contents(settings).articles]


def test_each_record_is_a_source_of_its_own(settings: CorpusSettings) -> None:
    write(settings, [record(1), record(2)])
    assert counts(ingest(settings, WordEmbedder)) == (2, 0, 0, 0, 0, 0)
    with contextlib.closing(Index(settings)) as index:
        article = index.article("dump.jsonl#story-2")
        assert article
        assert (article.title, str(article.published)) == ("Ferry 2 is back", "2024-03-04")
        text = index.article_text("dump.jsonl#story-2")
        assert text.startswith("Ferry 2 is back\n\nThe council counted 2 ferries")
        for stored in index.passages_of("dump.jsonl#story-2"):
            assert text[stored.passage.start : stored.passage.end] == stored.passage.text
        assert index.article("dump.jsonl") is None
    assert lost_passages(settings) == []


def test_an_unchanged_file_is_not_read_again(settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(settings, [record(1), record(2)])
    ingest(settings, WordEmbedder)
    monkeypatch.setattr("ingest.reader_process.subprocess.Popen", lambda *_, **__: pytest.fail("it was read"))
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 2, 0)
    os.utime(path, ns=(1, 1))
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 2, 0)


def test_only_what_changed_in_a_file_is_written(settings: CorpusSettings) -> None:
    write(settings, [record(1), record(2), record(3)])
    ingest(settings, WordEmbedder)
    with contextlib.closing(Index(settings)) as index:
        before = {source: index.article(source) for source in sources(settings)}
    write(settings, [record(4), record(3), record(2, "second")])  # another order, other counts of views
    assert counts(rehearse(settings)) == (1, 1, 0, 1, 1, 0)
    assert counts(ingest(settings, WordEmbedder)) == (1, 1, 0, 1, 1, 0)
    with contextlib.closing(Index(settings)) as index:
        after = {source: index.article(source) for source in sources(settings)}
    assert list(after) == ["dump.jsonl#story-2", "dump.jsonl#story-3", "dump.jsonl#story-4"]
    assert after["dump.jsonl#story-3"] == before["dump.jsonl#story-3"]
    changed, was = after["dump.jsonl#story-2"], before["dump.jsonl#story-2"]
    assert changed
    assert was
    assert changed.id == was.id
    assert changed.changed > was.changed
    assert lost_passages(settings) == []


def test_what_is_left_is_what_a_fresh_index_holds(settings: CorpusSettings, tmp_path: Path) -> None:
    write(settings, [record(1), record(2)])
    ingest(settings, WordEmbedder)
    write(settings, [record(2), record(3)])
    ingest(settings, WordEmbedder)
    anew = settings.model_copy(update={"data_dir": tmp_path / "fresh"})
    ingest(anew, WordEmbedder)
    assert contents(settings) == contents(anew)


def test_a_file_that_moves_takes_its_articles_with_it(settings: CorpusSettings) -> None:
    path = write(settings, [record(1), record(2)])
    ingest(settings, WordEmbedder)
    (settings.articles_dir / "old").mkdir()
    path.rename(settings.articles_dir / "old/2024.jsonl")
    assert counts(ingest(settings, never)) == (0, 0, 2, 0, 0, 0)
    assert sources(settings) == ["old/2024.jsonl#story-1", "old/2024.jsonl#story-2"]
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 2, 0)
    shutil.rmtree(settings.articles_dir / "old")
    assert counts(ingest(settings, never)) == (0, 0, 0, 2, 0, 0)
    assert sources(settings) == []


def test_many_articles_that_vanish_from_a_file_are_not_believed_at_once(settings: CorpusSettings) -> None:
    path = write(settings, [record(number) for number in range(40)])
    ingest(settings, WordEmbedder)
    write(settings, [record(number) for number in range(3)])
    for _ in range(2):  # the second run does not read the file again, and still knows
        report = ingest(settings, never)
        assert (report.removed, report.withheld, len(sources(settings))) == (0, 37, 40)
    path.rename(path.with_name("other.jsonl"))
    assert (ingest(settings, never).withheld, len(sources(settings))) == (37, 40)
    assert ingest(settings, never, allow_removal=True).removed == 37
    assert len(sources(settings)) == 3
    path.with_name("other.jsonl").unlink()
    write_articles(settings.articles_dir, range(1))
    assert ingest(settings, WordEmbedder).removed == 3


def test_a_file_of_many_articles_that_is_gone_counts_as_many(settings: CorpusSettings) -> None:
    path = write(settings, [record(number) for number in range(40)])
    ingest(settings, WordEmbedder)
    path.unlink()
    for report in (rehearse(settings), ingest(settings, never)):
        assert (report.removed, report.withheld) == (0, 40)
    assert len(sources(settings)) == 40


def test_a_broken_record_is_reported_and_the_others_are_read(settings: CorpusSettings) -> None:
    path = write(settings, [record(1), record(2)])
    path.write_text(path.read_text() + '{"id": "x", "headline": "No text"}\n{broken\n' + json.dumps(record(3)), "utf-8")
    report = ingest(settings, WordEmbedder)
    assert counts(report) == (3, 0, 0, 0, 0, 2)
    assert [str(failure) for failure in report.failed] == [
        "dump.jsonl#x was skipped: there is no text in it.",
        "dump.jsonl, line 4 was skipped: it is no JSON object.",
    ]


def test_a_file_that_breaks_off_loses_nothing_that_was_known(settings: CorpusSettings) -> None:
    path = settings.articles_dir / "dump.json"
    path.write_text(json.dumps([record(1), record(2)]), "utf-8")
    ingest(settings, WordEmbedder)
    path.write_text(path.read_text()[:-40], "utf-8")
    for _ in range(2):
        report = ingest(settings, never)
        assert [failure.reason for failure in report.failed] == ["it is damaged: its JSON is not well-formed"]
        assert sources(settings) == ["dump.json#story-1", "dump.json#story-2"]


def test_names_of_fields_are_a_setting_and_another_one_reads_anew(settings: CorpusSettings) -> None:
    write(settings, [{"nr": 1, "top": "Ferry", "deep": {"words": "The ferry is back since Monday."}}])
    report = ingest(settings, WordEmbedder)
    assert [failure.reason for failure in report.failed] == [
        "none of its records has a text; name its fields with DUMP_FIELDS"
    ]
    named = settings.model_copy(update={"dump_fields": "id=nr, title=top, text=deep.words"})
    assert counts(ingest(named, WordEmbedder)) == (1, 0, 0, 0, 0, 0)
    assert sources(named) == ["dump.jsonl#1"]
    assert counts(ingest(named, never)) == (0, 0, 0, 0, 1, 0)


def test_a_run_that_dies_half_way_through_a_file_goes_on_with_it(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.batch.BATCH_ARTICLES", 5)
    write(settings, [record(number) for number in range(20)])

    class Dying(WordEmbedder):
        def embed_passages(self, texts):  # type: ignore[no-untyped-def]
            if len(self.embedded) > 8:
                raise RuntimeError("the power went")
            return super().embed_passages(texts)

    with pytest.raises(RuntimeError):
        ingest(settings, Dying)
    assert 0 < len(sources(settings)) < 20
    report = ingest(settings, WordEmbedder)
    assert report.new + report.unchanged == 20
    assert report.unchanged > 0
    assert counts(ingest(settings, never)) == (0, 0, 0, 0, 20, 0)
    assert lost_passages(settings) == []


def test_a_run_that_died_in_a_file_that_is_gone_now_leaves_nothing(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.batch.BATCH_ARTICLES", 2)
    path = write(settings, [record(number) for number in range(6)])
    with monkeypatch.context() as patch:
        patch.setattr(pipeline._Run, "_finish", lambda *_: (_ for _ in ()).throw(RuntimeError))
        with pytest.raises(RuntimeError):
            ingest(settings, WordEmbedder)
    assert sources(settings)
    path.unlink()
    ingest(settings, never)
    assert sources(settings) == []


def test_a_line_that_many_articles_of_a_file_hold_leaves_all_of_them(settings: CorpusSettings) -> None:
    def headed(number: int) -> Record:
        return record(number) | {"content": f"Quayside morning letter\n{record(number)['content']}"}

    write(settings, [headed(0), headed(1)])
    ingest(settings, WordEmbedder)
    held = [passage.text for passage in contents(settings).passages if "Quayside" in passage.heading + passage.text]
    assert held
    write(settings, [headed(2), record(3)], "2.jsonl")
    ingest(settings, WordEmbedder)
    assert [p for p in contents(settings).passages if "Quayside" in p.heading + p.text] == []


def test_a_member_that_ends_its_reader_takes_no_other_with_it(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "SECONDS", 1.0)
    path = settings.articles_dir / "bundle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("1.txt", STORY[0])
        bundle.writestr("2.md", "# a" + " " * 200_000 + "b\n")
        bundle.writestr("3.txt", STORY[1])
    time.sleep(0.05)
    report = ingest(settings, WordEmbedder)
    assert [str(failure) for failure in report.failed] == ["bundle.zip#2.md was skipped: reading it takes too long."]
    assert sources(settings) == ["bundle.zip#1.txt", "bundle.zip#3.txt"]
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("4.txt", STORY[2])
    assert counts(ingest(settings, WordEmbedder)) == (1, 0, 0, 0, 2, 1)


def test_an_archive_holds_any_readable_file_and_counts_the_others(settings: CorpusSettings) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["Message-ID"] = "The ferry", "Ida <ida@ekko.example>", "<7@ekko.example>"
    letter.set_content("\n\n".join(STORY))
    box = mailbox.mbox(settings.articles_dir / "letters.mbox")
    box.add(letter)
    box.close()
    with zipfile.ZipFile(settings.articles_dir / "bundle.zip", "w") as bundle:
        bundle.writestr("nord/ferry.html", page(STORY))
        bundle.writestr("letters.mbox", (settings.articles_dir / "letters.mbox").read_bytes())
        bundle.writestr("picture.png", b"\x89PNG")
        bundle.writestr("__MACOSX/._ferry.html", b"\0")
        bundle.writestr("more.zip", b"PK")
    report = ingest(settings, WordEmbedder)
    assert sources(settings) == [
        "bundle.zip#letters.mbox#7@ekko.example", "bundle.zip#nord/ferry.html", "letters.mbox#7@ekko.example"
    ]  # fmt: skip
    assert report.others == {".png": 1}
    assert [failure.reason for failure in report.failed] == ["an archive in an archive is not opened"]
    with contextlib.closing(Index(settings)) as index:
        assert index.article_text("bundle.zip#nord/ferry.html") == "\n\n".join(["The ferry is back", *STORY])


def test_a_file_is_explained_article_by_article(settings: CorpusSettings) -> None:
    path = write(settings, [record(1), record(2)])
    explained = list(explain(path, settings.articles_dir))
    assert [one.source for one in explained] == ["dump.jsonl#story-1", "dump.jsonl#story-2"]
    (one,) = explain(Path(f"{path}#story-2"), settings.articles_dir)
    assert one == explained[1]


def test_members_that_are_wanted_are_read_alone(settings: CorpusSettings) -> None:
    write(settings, [record(number) for number in range(9)])
    with ReaderProcess(settings.articles_dir) as readers:
        found = list(readers.articles(["dump.jsonl#story-3", "dump.jsonl#story-7", "dump.jsonl#none"], frozenset()))
    assert [one.article.source for one in found if isinstance(one, Reading)] == [
        "dump.jsonl#story-3", "dump.jsonl#story-7"
    ]  # fmt: skip
    assert isinstance(found[-1], ContainerEnd)
    assert not found[-1].complete


def test_a_name_that_reads_like_an_article_in_a_file_is_refused(settings: CorpusSettings) -> None:
    write_articles(settings.articles_dir, range(1))
    (settings.articles_dir / "0000.txt").rename(settings.articles_dir / "dump.json#7.txt")
    (settings.articles_dir / "music in C#.txt").write_text(STORY[0], "utf-8")
    report = ingest(settings, WordEmbedder)
    assert [failure.source for failure in report.failed] == ["dump.json#7.txt"]
    assert sources(settings) == ["music in C#.txt"]


@pytest.mark.parametrize("make", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_a_file_that_is_gone_or_emptied_is_removed(settings: CorpusSettings, make: Callable[[Path], None]) -> None:
    path = write(settings, [record(1), record(2)])
    ingest(settings, WordEmbedder)
    make(path)
    report: IngestReport = ingest(settings, never)
    assert report.removed == 2
    assert sources(settings) == []


def test_a_file_whose_members_end_one_reader_after_the_other_is_given_up(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "SECONDS", 1.5)
    monkeypatch.setattr(reader_process, "_MOST_ENDS", 2)
    with zipfile.ZipFile(settings.articles_dir / "bundle.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        for number in range(4):
            bundle.writestr(f"{number}.md", STORY[0] if number % 2 else "# a" + " " * 200_000 + "b\n")
    with ReaderProcess(settings.articles_dir) as readers:
        found = list(readers.articles(["bundle.zip"], frozenset()))
    assert [one.article.source for one in found if isinstance(one, Reading)] == ["bundle.zip#1.md"]
    failed = [one.source for one in found if isinstance(one, UnreadableArticle)]
    assert failed == ["bundle.zip#0.md", "bundle.zip"]
