"""Reference text, from the file to the index: quoted from as it was extracted, and extracted anew by a new reader."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from ingest.errors import CorpusError, UnreadableArticle
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.readers import file_kinds, html_page
from ingest.readers.document import Document
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder, settings_in
from tests.ingest.readers.pages import STORY, page


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    settings = settings_in(tmp_path)
    (settings.articles_dir / "ferry.html").write_text(page(STORY), "utf-8")
    (settings.articles_dir / "plain.txt").write_text("\n".join(STORY), "utf-8")
    return settings


def test_quotations_stand_in_the_text_that_was_extracted(settings: CorpusSettings) -> None:
    report = ingest(settings, WordEmbedder)
    assert (report.new, report.failed) == (2, ())
    with contextlib.closing(Index(settings)) as index:
        text = index.article_text("ferry.html")
        assert text == "\n\n".join(["The ferry is back", *STORY])
        for stored in index.passages_of("ferry.html"):
            assert text[stored.passage.start : stored.passage.end] == stored.passage.text
        article = index.as_extracted("ferry.html")
        assert article
        assert [text[part.start : part.end] for part in article.paragraphs] == text.split("\n\n")
        assert (article.text, article.title, article.outlet) == (text, "The ferry is back", "Ekko")
        assert index.article_text("plain.txt") == "\n".join(STORY)
        assert index.as_extracted("plain.txt") is None
        (settings.articles_dir / "ferry.html").unlink()
        assert index.article_text("ferry.html") == text, "it is kept beside the original"


def test_the_text_goes_with_its_article(settings: CorpusSettings) -> None:
    ingest(settings, WordEmbedder)
    (settings.articles_dir / "ferry.html").rename(settings.articles_dir / "boat.html")
    assert ingest(settings, WordEmbedder).moved == 1
    with contextlib.closing(Index(settings)) as index:
        assert STORY[0] in index.article_text("boat.html")
    (settings.articles_dir / "boat.html").unlink()
    assert ingest(settings, WordEmbedder).removed == 1
    assert _kept(settings) == []


def _kept(settings: CorpusSettings) -> list[tuple[str, bytes]]:
    (catalogue,) = settings.data_dir.glob("index/edition-1/catalogue.sqlite")
    with contextlib.closing(sqlite3.connect(catalogue)) as connection:
        return connection.execute("SELECT hash, text FROM reference").fetchall()


def test_what_another_reader_extracted_is_extracted_anew(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, WordEmbedder)
    assert ingest(settings, WordEmbedder).unchanged == 2
    newer = {suffix: kind for suffix, kind in file_kinds.KINDS.items() if suffix != ".html"}
    newer[".html"] = file_kinds.FileKind("html_page", 2, "trafilatura", "trafilatura")
    monkeypatch.setattr(file_kinds, "KINDS", newer)
    embedder = WordEmbedder()
    (catalogue,) = settings.data_dir.glob("index/edition-1/catalogue.sqlite")
    before = _kept(settings)
    report = ingest(settings, lambda: embedder)
    assert (report.changed, report.unchanged, embedder.embedded) == (1, 1, [])
    assert _kept(settings) == before
    with contextlib.closing(sqlite3.connect(catalogue)) as connection:
        readers = dict(connection.execute("SELECT source, reader FROM article"))
    assert readers["plain.txt"] == ""
    assert readers["ferry.html"].startswith("html_page")


def test_a_text_that_is_not_what_was_kept_is_not_quoted_from(settings: CorpusSettings) -> None:
    ingest(settings, WordEmbedder)
    (catalogue,) = settings.data_dir.glob("index/edition-1/catalogue.sqlite")
    for damage in (b"no text", b""):
        with contextlib.closing(sqlite3.connect(catalogue, isolation_level=None)) as connection:
            connection.execute("UPDATE reference SET text = ?", (damage,))
        with contextlib.closing(Index(settings)) as index, pytest.raises(CorpusError, match=r"--rebuild`\.$"):
            index.article_text("ferry.html")


def test_a_kind_whose_reader_is_not_installed_is_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_kinds, "find_spec", lambda _: None)
    file_kinds.readable.cache_clear()
    try:
        assert {".txt", ".md"} <= file_kinds.readable()
        assert ".html" in file_kinds.unreadable()
        assert file_kinds.kind_of("a.html") is None
    finally:
        file_kinds.readable.cache_clear()


def test_reading_is_what_the_kind_says(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(data: bytes, source: str) -> Document:
        raise UnreadableArticle(source, f"{len(data)} bytes")

    monkeypatch.setattr(html_page, "read", read)
    with pytest.raises(UnreadableArticle, match="3 bytes"):
        file_kinds.read_document(file_kinds.KINDS[".html"], b"abc", "a.html")
