"""What is said beside a file that has no room for front matter."""

from datetime import date
from pathlib import Path

import pytest

from ingest.errors import UnreadableArticle
from ingest.readers import SUFFIXES, read_article
from ingest.sources.folder import digest, scan
from tests.ingest.readers.pages import STORY, page

SAID = "title: The ferry is late\ndate: 2024-03-05\noutlet: Harbour Wire\nlanguage: en\n"


def put(folder: Path, said: str | None = SAID) -> Path:
    (folder / "ferry.html").write_text(page(STORY), encoding="utf-8")
    if said is not None:
        (folder / "ferry.html.yaml").write_text(said, encoding="utf-8")
    return folder


def test_what_is_said_beside_goes_before_what_the_page_says(tmp_path: Path) -> None:
    plain, told = read_article(put(tmp_path, None), "ferry.html"), read_article(put(tmp_path), "ferry.html")
    assert (told.title, told.published, told.outlet) == ("The ferry is late", date(2024, 3, 5), "Harbour Wire")
    assert told.text == plain.text
    assert told.content_hash != plain.content_hash


def test_the_folder_sees_one_article_that_changes_with_either_file(tmp_path: Path) -> None:
    put(tmp_path)
    before = scan(tmp_path, SUFFIXES)
    assert list(before.files) == ["ferry.html"]
    assert not before.others
    assert digest(tmp_path, "ferry.html") == read_article(tmp_path, "ferry.html").content_hash
    first = digest(tmp_path, "ferry.html")
    (tmp_path / "ferry.html.yaml").write_text("title: The ferry is here\n", encoding="utf-8")
    assert scan(tmp_path, SUFFIXES).files != before.files
    assert digest(tmp_path, "ferry.html") != first


def test_a_yaml_file_that_speaks_of_nothing_is_another_kind(tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("a: b\n", encoding="utf-8")
    (tmp_path / "gone.html.yaml").write_text("title: b\n", encoding="utf-8")
    assert scan(tmp_path, SUFFIXES).others == {".yaml": 2}


@pytest.mark.parametrize("said", ["- a list", "just words", "title: [", "a: &x 1\nb: *x\n", "x: 1\n" * 9000])
def test_what_cannot_be_understood_is_refused_by_name(tmp_path: Path, said: str) -> None:
    put(tmp_path, said)
    with pytest.raises(UnreadableArticle, match=r"ferry\.html\.yaml"):
        read_article(tmp_path, "ferry.html")


def test_plain_texts_have_front_matter_instead(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails again on Monday morning.\n", encoding="utf-8")
    (tmp_path / "a.txt.yaml").write_text(SAID, encoding="utf-8")
    assert read_article(tmp_path, "a.txt").published is None
