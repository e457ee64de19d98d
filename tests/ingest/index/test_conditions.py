"""Conditions: what fits by data fits by SQL, and only what fits is found, however much of it there is."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import Dating
from ingest.errors import IndexError_
from ingest.index import held_vectors, lexicon
from ingest.index.catalogue import Catalogue, StoredArticle
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.conditions import EVERYTHING, Conditions, without
from ingest.index.editions import current
from ingest.index.index import Index
from ingest.index.schema import FILE
from ingest.pipeline import ingest
from tests.ingest.fakes import WordEmbedder, settings_in

OUTLETS = ("Fjordposten", "Kyst")
SEEN = datetime(2026, 5, 4, 12, tzinfo=UTC)
_DAYS = st.dates(date(2026, 5, 1), date(2026, 5, 7))
_NAMES = st.sampled_from(["Fjordposten", "Harbour Wire", "it's"])
_FOLDERS = st.sampled_from(["inside", "in", "it's", "feeds/a.example"])
_SOURCES = st.sampled_from(
    ["a.txt", "inside/a.txt", "inside0.txt", "in?.txt", "it's/b#1", "feeds/a.example/c", "Inside/a"]
)
_CONDITIONS = st.builds(
    Conditions,
    st.none() | _DAYS,
    st.none() | _DAYS,
    st.lists(_NAMES, max_size=2).map(tuple),
    st.lists(st.sampled_from(["nb", "en"]), max_size=1).map(tuple),
    st.lists(_NAMES, max_size=1).map(tuple),
    st.lists(_FOLDERS, max_size=2).map(tuple),
)


def stored(
    published: date | None, outlet: str | None, language: str, author: str | None, source: str = "a.txt"
) -> StoredArticle:
    return StoredArticle(
        1, source, "A", language, outlet, published, None, "0" * 64, "utf-8", SEEN, SEEN, 1, author, None
    )


@given(
    _CONDITIONS, st.builds(stored, st.none() | _DAYS, st.none() | _NAMES, st.just("nb"), st.none() | _NAMES, _SOURCES)
)
def test_sql_and_data_agree(conditions: Conditions, article: StoredArticle) -> None:
    fits, values = conditions.each("a")
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE article (published, first_ingested, outlet, language, author, source)")
        row = (
            article.published and article.published.isoformat(),
            int(SEEN.timestamp() * 1e6),
            article.outlet,
            article.language,
            article.author,
            article.source,
        )
        connection.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", row)
        found = connection.execute(f"SELECT count(*) FROM article a WHERE {fits}", values).fetchone()[0]
    assert conditions.fit(article) == bool(found)
    assert bool(conditions) == (conditions != EVERYTHING)
    assert without(conditions, ["since", "before", "outlets", "languages", "authors", "hidden"]) == EVERYTHING


def test_an_undated_article_may_lie_before_a_day_but_never_after_one() -> None:
    undated = stored(None, None, "nb", None)
    assert Conditions(before=date(2026, 5, 5)).fit(undated)
    assert not Conditions(before=date(2026, 5, 4)).fit(undated)
    assert not Conditions(since=date(1900, 1, 1)).fit(undated)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """Sixty articles of two outlets, one a day; the text of the first stands in the last as well."""
    settings = settings_in(tmp_path)
    for number in range(60):
        told = 0 if number == 59 else number
        heading = f"date: 2026-{1 + number // 28:02}-{1 + number % 28:02}\noutlet: {OUTLETS[number % 2]}"
        text = f"The council of quay {told} counted {told * 7} ferries for its first report on district {told}."
        (settings.articles_dir / f"{number:02}.md").write_text(
            f"---\ntitle: Ferries\nlanguage: en\n{heading}\nauthor: [Ada Lind, Bo Ek]\n---\n\n{text}\n", "utf-8"
        )
    (settings.articles_dir / "undated.txt").write_text("The council counted no ferries at quay 3 at all.\n", "utf-8")
    ingest(settings, WordEmbedder)
    with contextlib.closing(Index(settings)) as opened:
        yield opened


@pytest.mark.parametrize("sparse", [0, 1_000])
def test_only_what_fits_is_found(index: Index, sparse: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether only what fits is compared, or everything."""
    monkeypatch.setattr(held_vectors, "SPARSE", sparse)
    vector = WordEmbedder().embed_queries(["ferries of quay 0 in district 0"])[0]
    february = Conditions(since=date(2026, 2, 1), before=date(2026, 3, 1), outlets=("Fjordposten",))
    found = index.nearest(vector, 100, february)
    assert {hit.article.source for hit, _ in found} == {it.source for it in index.articles_fitting(february)}
    assert len(found) == 14
    everything = {hit.passage.key: cosine for hit, cosine in index.nearest(vector, 100)}
    for hit, cosine in found:
        assert cosine == pytest.approx(everything[hit.passage.key], abs=1e-5)
    # The same words in January and March are one vector; each month finds its own article.
    march = Conditions(since=date(2026, 3, 1))
    assert index.nearest(vector, 1, march)[0][0].article.source == "59.md"
    assert index.nearest(vector, 1)[0][0].article.source == "00.md"


def test_words_are_looked_for_among_what_fits(index: Index) -> None:
    weighted = lexicon.weigh(index.read(), "quay 3", "en")
    wanted = Conditions(outlets=("Kyst",), before=date(2026, 1, 10))
    found = index.with_words(weighted, 3, wanted)
    assert len(found) == 3
    assert all(wanted.fit(hit.article) for hit in found)


def test_articles_come_newest_first_and_the_undated_behind_them(index: Index) -> None:
    listed = index.articles_fitting(EVERYTHING)
    assert [it.source for it in listed[:2]] == ["59.md", "58.md"]
    assert listed[-1].source == "undated.txt"
    assert (listed[0].dated, listed[-1].dated) == (Dating.STATED, None)
    assert listed[-1].day == listed[-1].first_ingested.date()
    assert listed[0].author == "Ada Lind, Bo Ek"
    names = index.names()
    assert set(names.outlets) == {"Fjordposten", "Kyst"}
    assert names.authors == ("Ada Lind, Bo Ek",)
    assert names.languages == ("en",)
    assert names.span == (date(2026, 1, 1), date(2026, 3, 4))


def test_a_date_at_the_top_of_the_text_is_known_as_such(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    text = "Ferry late\n\n4 May 2026\n\nThe ferry was late again on Monday, and nobody in the harbour was surprised.\n"
    (settings.articles_dir / "a.txt").write_text(text, "utf-8")
    ingest(settings, WordEmbedder)
    with contextlib.closing(Index(settings)) as opened:
        (article,) = opened.articles_fitting(EVERYTHING)
    assert (article.published, article.dated) == (date(2026, 5, 4), Dating.MASTHEAD)


def test_a_catalogue_of_the_first_version_is_brought_up_by_the_next_ingestion(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    article = settings.articles_dir / "a.md"
    article.write_text("---\ndate: 2026-05-04\nauthor: Ada Lind\n---\n\nThe ferry was late again on Monday.\n", "utf-8")
    ingest(settings, WordEmbedder)
    edition = current(settings.data_dir / "index")
    assert edition
    with contextlib.closing(sqlite3.connect(edition / FILE)) as connection:
        connection.executescript(
            "DROP INDEX article_published; ALTER TABLE article DROP COLUMN author;"
            "ALTER TABLE article DROP COLUMN dated; UPDATE article SET first_ingested = 1000000;"
            "ALTER TABLE article DROP COLUMN ctime_ns; ALTER TABLE article DROP COLUMN inode;"
            "ALTER TABLE state DROP COLUMN weights; ALTER TABLE state DROP COLUMN files;"
            "ALTER TABLE state DROP COLUMN published; DROP TABLE spare; DROP TABLE missing; DROP TABLE stopped;"
            "ALTER TABLE article DROP COLUMN reader; DROP TABLE reference;"
            "DROP INDEX article_file; ALTER TABLE article DROP COLUMN file; DROP TABLE container; DROP TABLE failure;"
            "DROP TABLE version_key; DROP TABLE version; DROP TABLE term_frequency;"
            "PRAGMA user_version = 1"
        )
    with pytest.raises(IndexError_, match=r"older version of Kilde; run `python -m ingest`\.$"):
        Catalogue.open(edition)
    embedder = WordEmbedder()
    ingest(settings, lambda: embedder)
    assert not embedder.embedded
    with contextlib.closing(CatalogueWriter.open(edition)) as catalogue:
        (stored,) = catalogue.articles_fitting(EVERYTHING)
    assert (stored.author, stored.dated) == ("Ada Lind", Dating.STATED)
    assert stored.first_ingested == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
