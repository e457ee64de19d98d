"""Where a quotation from an extracted text is by now: in the text as it was kept, or in what the file says now."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.quotes.citation import Quotation
from bot.telegram.source_lookup import SourceState, look_up, original_of
from bot.telegram.views.quotation import opened
from bot.texts import Texts
from ingest.article import Article
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.reader_messages import Reading
from ingest.reader_process import ReaderProcess
from ingest.readers import read_article
from tests.bot.telegram.conftest import Shelf
from tests.ingest.fakes import WordEmbedder, settings_in
from tests.ingest.readers.pages import STORY, page


@pytest.fixture
def article(tmp_path: Path) -> Article:
    (tmp_path / "ferry.html").write_text(page(STORY), "utf-8")
    return read_article(tmp_path, "ferry.html")


def quoted(article: Article) -> Quotation:
    start = article.text.index(STORY[1])
    return Quotation(
        source="ferry.html",
        first_line=5,
        last_line=5,
        quote=STORY[1],
        language="en",
        title=article.title,
        content_hash=article.content_hash,
        start=start,
    )


def test_the_text_is_shown_as_it_was_kept_and_the_file_as_it_came(tmp_path: Path, article: Article) -> None:
    shelf, kept = Shelf(), replace(article, text=article.text.replace("The fishermen", "All fishermen"))
    shelf.extracted["ferry.html"] = kept
    found = look_up(quoted(article), tmp_path, shelf)
    assert found.standing is SourceState.SAME
    assert found.around
    assert (found.around.before, found.around.after) == (STORY[0], STORY[2].replace("The fishermen", "All fishermen"))
    assert found.file
    assert found.file.content == page(STORY).encode()


def test_a_file_that_changed_since_is_read_as_it_is_now(tmp_path: Path, article: Article) -> None:
    shelf = Shelf()
    shelf.extracted["ferry.html"] = article
    (tmp_path / "ferry.html").write_text(page(["Nobody knows when it will start.", *STORY[1:]]), "utf-8")
    found = look_up(quoted(article), tmp_path, shelf)
    assert found.standing is SourceState.STANDS
    assert found.around
    assert found.around.before == "Nobody knows when it will start."
    (tmp_path / "ferry.html").write_text(page([STORY[0], *STORY[2:]]), "utf-8")
    assert look_up(quoted(article), tmp_path, shelf).standing is SourceState.CHANGED
    (tmp_path / "ferry.html").write_text("<html><nav>Home</nav></html>", "utf-8")
    assert look_up(quoted(article), tmp_path, shelf).standing is SourceState.GONE
    (tmp_path / "ferry.html").unlink()
    assert look_up(quoted(article), tmp_path, shelf).standing is SourceState.GONE


def test_an_article_in_a_file_of_many_is_shown_from_the_index_and_sent_alone(tmp_path: Path) -> None:
    record = {"id": 7, "headline": "The ferry is back", "content": "\n".join(STORY), "views": 9}
    other = {"id": 8, "headline": "The bridge", "content": "It is closed."}
    dump, shelf, source = tmp_path / "dump.jsonl", Shelf(), "dump.jsonl#7"
    dump.write_text(f"{json.dumps(other)}\n{json.dumps(record)}\n", "utf-8")
    with ReaderProcess(tmp_path) as readers:
        reading = next(readers.articles([source], frozenset()))
    assert isinstance(reading, Reading)
    shelf.extracted[source] = reading.article
    cited = replace(quoted(reading.article), source=source)
    found = look_up(cited, tmp_path, shelf)
    assert found.standing is SourceState.SAME
    assert found.around
    assert found.around.before == STORY[0]
    sent = original_of(found, tmp_path, "")
    assert sent
    assert (sent.name, json.loads(sent.content), sent.changed) == ("7.json", record, False)
    dump.write_text(json.dumps(record | {"content": "It sank."}), "utf-8")
    sent = original_of(found, tmp_path, "")
    assert sent
    assert sent.changed
    dump.write_text(json.dumps(other), "utf-8")
    assert original_of(found, tmp_path, "") is None
    dump.unlink()
    assert look_up(cited, tmp_path, shelf).standing is SourceState.GONE


URL = "https://news.example/ferry"
TOLD = (
    "The ferry Skarven was sold to a shipyard in Gdansk for {price} kroner, the harbour master of Vardø said today.\n"
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """Two versions of an article in files of their own, and another article under the same address by mistake."""
    settings = settings_in(tmp_path)
    told = (
        ("a.md", 5, URL, TOLD.format(price="four million")),
        ("b.md", 6, URL, TOLD.format(price="five million") + "An earlier version gave another price.\n"),
        ("c.md", 5, "https://news.example/", TOLD.format(price="four million")),
        ("d.md", 9, "https://news.example/", "The library opens on Sundays from May on, as the council decided.\n"),
    )
    for name, day, url, text in told:
        front = f"---\ntitle: Ferry sold {name}\ndate: 2024-03-0{day}\nurl: {url}\n---\n"
        (settings.articles_dir / name).write_text(front + text, "utf-8")
    ingest(settings, WordEmbedder)
    with contextlib.closing(Index(settings)) as index:
        yield index


def _later(index: Index, source: str, folder: Path) -> str | None:
    stored = index.article(source)
    assert stored
    cited = Quotation(
        source=source,
        first_line=1,
        last_line=1,
        quote="The ferry Skarven was sold",
        language="en",
        title="Ferry",
        content_hash=stored.content_hash,
    )
    found = look_up(replace(cited, url=stored.url), folder, index)
    return found.later.title if found.later else None


def test_a_newer_version_in_another_file_is_named(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    assert _later(index, "a.md", folder) == "Ferry sold b.md"
    assert _later(index, "b.md", folder) is None
    assert _later(index, "c.md", folder) is None  # what bears its address now says something else
    (folder / "a.md").unlink()
    assert _later(index, "a.md", folder) == "Ferry sold b.md"
    (folder / "c.md").unlink()
    assert _later(index, "c.md", folder) is None


def test_that_there_is_a_newer_version_is_said(index: Index) -> None:
    later = index.article("b.md")
    cited = Quotation(
        source="a.md",
        first_line=1,
        last_line=1,
        quote="The ferry Skarven was sold",
        language="en",
        title="Ferry",
    )
    said = opened(cited, None, "", None, Texts("en"), later).pages[0].plain
    assert "changed since" in said
    assert "Ferry sold" in said
