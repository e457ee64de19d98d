"""Files that are put into the folder of articles one by one, taken out and put back; each may be done twice."""

from datetime import date
from pathlib import Path

import pytest

from ingest.errors import CorpusError
from ingest.losses import judge_for, knowing
from ingest.settings import CorpusSettings
from ingest.sources.inbox import NewFile, name_for, put, put_back, remove, take_out

FILE = NewFile(b"The ferry sails again.\n", b"title: Ferry\n")


@pytest.mark.parametrize(
    ("title", "day", "name"),
    [
        ("The ferry sails again!", date(2024, 3, 1), "inbox/2024-03-01-the-ferry-sails-again-7.pdf"),
        ("../../etc/passwd", None, "inbox/etc-passwd-7.pdf"),
        (".hidden\0\n", None, "inbox/hidden-7.pdf"),
        ("عادت العبّارة", None, "inbox/عادت-العبّارة-7.pdf"),
        ("???", None, "inbox/7.pdf"),
        ("CON", None, "inbox/con-7.pdf"),
    ],
)
def test_names_are_fit_for_every_file_system(title: str, day: date | None, name: str) -> None:
    assert name_for(title, day, "7", ".PDF") == name


def test_a_name_is_cut_at_a_letter() -> None:
    name = name_for("ع" * 300, date(2024, 3, 1), "7", ".txt")
    assert len(name.encode()) < 150
    assert name.endswith("ع-7.txt")


def test_put_is_whole_and_may_be_done_twice(tmp_path: Path) -> None:
    for _ in range(2):
        put(tmp_path, "inbox/a.pdf", FILE)
    assert sorted(it.name for it in (tmp_path / "inbox").iterdir()) == ["a.pdf", "a.pdf.yaml"]
    assert (tmp_path / "inbox/a.pdf").read_bytes() == FILE.content


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    put(tmp_path, "inbox/a.pdf", FILE)
    with pytest.raises(CorpusError, match="another file"):
        put(tmp_path, "inbox/a.pdf", NewFile(b"other", FILE.beside))
    assert (tmp_path / "inbox/a.pdf").read_bytes() == FILE.content


@pytest.mark.parametrize("source", ["../a.pdf", "inbox/../../a.pdf", "/etc/a.pdf", "link/a.pdf", "", "a\0.pdf"])
def test_nothing_leads_out_of_the_folder(tmp_path: Path, source: str) -> None:
    corpus = tmp_path / "articles"
    corpus.mkdir()
    (corpus / "link").symlink_to(tmp_path)
    with pytest.raises(CorpusError, match="not in the folder"):
        put(corpus, source, FILE)
    assert not (tmp_path / "a.pdf").exists()


def test_taken_out_and_put_back_twice(tmp_path: Path) -> None:
    corpus, store = tmp_path / "articles", tmp_path / "store"
    put(corpus, "nord/a.pdf", FILE)
    assert take_out(corpus, "nord/a.pdf", store)
    assert take_out(corpus, "nord/a.pdf", store), "it is in the store already"
    assert not list((corpus / "nord").iterdir())
    for _ in range(2):
        assert put_back(corpus, "nord/a.pdf", store)
    assert (corpus / "nord/a.pdf.yaml").read_bytes() == FILE.beside
    assert not list(store.iterdir())
    assert not take_out(corpus, "nord/b.pdf", store)


def test_a_file_that_took_the_place_is_not_taken_out_too(tmp_path: Path) -> None:
    corpus, store, later = tmp_path / "articles", tmp_path / "store", NewFile(b"The later text.\n")
    put(corpus, "a.pdf", FILE)
    take_out(corpus, "a.pdf", store)
    put(corpus, "a.pdf", later)
    assert take_out(corpus, "a.pdf", store)
    assert (corpus / "a.pdf").read_bytes() == later.content
    assert (store / "a.pdf").read_bytes() == FILE.content


def test_what_somebody_changed_is_not_removed(tmp_path: Path) -> None:
    put(tmp_path, "inbox/a.pdf", FILE)
    (tmp_path / "inbox/a.pdf").write_bytes(b"mended by hand")
    with pytest.raises(CorpusError, match="changed since"):
        remove(tmp_path, "inbox/a.pdf", FILE)
    (tmp_path / "inbox/a.pdf").write_bytes(FILE.content)
    for _ in range(2):
        remove(tmp_path, "inbox/a.pdf", FILE)
    assert not list((tmp_path / "inbox").iterdir())


def test_what_was_taken_out_on_purpose_is_believed_to_be_gone(tmp_path: Path) -> None:
    settings = CorpusSettings(articles_dir=tmp_path, removal_limit=0, removal_limit_percent=0)
    judge = judge_for(settings, 10, {}, believe=False)
    assert judge(["a", "b"]).believed == ()
    verdict = knowing(judge, ["a"])(["a", "b"])
    assert (verdict.believed, set(verdict.withheld)) == (("a",), {"b"})
