"""Frequencies of terms against what FTS5 counts, after any order of coming and going, and in a catalogue."""

import contextlib
import sqlite3
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest.index import lexicon, term_frequencies
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.editions import current
from ingest.index.schema import FILE
from ingest.index.term_frequencies import TermMoves
from ingest.pipeline import ingest
from ingest.text.terms import terms
from tests.ingest.fakes import WordEmbedder, settings_in

LANGUAGES = ("ar", "en", "ja", "nb")
_WORDS = st.sampled_from(["harbour", "harbours", "Vik", "ox", "Straße", "مرفأ", "港口", "1,200", "Öl", "it's", "a"])
_TEXTS = st.lists(_WORDS, max_size=6).map(" ".join)
_STEPS = st.lists(st.tuples(st.integers(1, 8), st.sampled_from(LANGUAGES), _TEXTS, st.booleans()), max_size=20)


def counted_by_fts5(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for language in lexicon.languages(connection):
        name = f"temp.counted_{language}"
        connection.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5vocab(main, lexicon_{language}, row)")
        found |= {(language, term): doc for term, doc in connection.execute(f"SELECT term, doc FROM {name}")}
    return found


def kept(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    rows = connection.execute("SELECT language, term, passages FROM term_frequency")
    return {(language, term): passages for language, term, passages in rows}


@given(_STEPS)
def test_they_are_what_fts5_counts_whatever_comes_and_goes(steps: list[tuple[int, str, str, bool]]) -> None:
    """Each step puts a passage in the place of another; some transactions hold several."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        lexicon.create(connection)
        there: dict[int, tuple[str, str]] = {}
        moves = TermMoves()
        for rowid, language, text, ends in steps:
            if rowid in there:
                before, spoken = there.pop(rowid)
                lexicon.remove(connection, rowid, before, spoken, moves)
            if text:
                lexicon.add(connection, rowid, text, language, moves)
                there[rowid] = text, language
            if ends:
                moves.settle(connection)
                assert kept(connection) == counted_by_fts5(connection)
        moves.settle(connection)
        assert kept(connection) == counted_by_fts5(connection)
        for language in LANGUAGES:
            asked = [*terms("harbour 港口 Vik"), "_never_seen_"]
            counted = {term: n for (spoken, term), n in kept(connection).items() if spoken == language}
            found = term_frequencies.of(connection, language, asked)
            assert found == {term: counted[term] for term in asked if term in counted}


def test_words_that_begin_so_come_with_their_passages() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        lexicon.create(connection)
        for rowid, text in enumerate(["Harbour and ham", "the harbour", "a hat, a shark"], 1):
            lexicon.add(connection, rowid, text, "en")
        assert dict(lexicon.words(connection, "en", "ha")) == {"harbour": 2, "ham": 1, "hat": 1}
        assert lexicon.words(connection, "nb", "ha") == []


def test_a_catalogue_counts_what_comes_changes_and_goes_and_an_earlier_one_is_counted_once(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    for number in range(6):
        (settings.articles_dir / f"{number}.txt").write_text(f"The ferry of quay {number} was late again.\n", "utf-8")
    ingest(settings, WordEmbedder)
    (settings.articles_dir / "0.txt").write_text("The bridge of the harbour was closed on Monday.\n", "utf-8")
    (settings.articles_dir / "1.txt").unlink()
    ingest(settings, WordEmbedder, allow_removal=True)
    edition = current(settings.data_dir / "index")
    assert edition
    with contextlib.closing(sqlite3.connect(edition / FILE)) as connection:
        counted = kept(connection)
        assert counted == counted_by_fts5(connection)
        assert counted["en", "_ferry_"] == 4
        connection.executescript(
            "DROP TABLE term_frequency; CREATE VIRTUAL TABLE lexicon_en_terms USING fts5vocab(lexicon_en, row);"
            "PRAGMA user_version = 8"
        )
    with contextlib.closing(CatalogueWriter.open(edition)) as catalogue:
        assert kept(catalogue.connection) == counted
        tables = {row[0] for row in catalogue.connection.execute("SELECT name FROM sqlite_master")}
        assert "lexicon_en_terms" not in tables
        catalogue.connection.execute("UPDATE term_frequency SET passages = 9")
        lexicon.rebuild(catalogue.connection)
        assert kept(catalogue.connection) == counted
