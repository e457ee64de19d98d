"""The lexical leg: candidates and exact BM25."""

import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.index import lexicon


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as opened:
        lexicon.create(opened)
        opened.executescript(
            "CREATE TABLE version (older, newer); CREATE TABLE article (id); CREATE TABLE passage (id, article)"
        )
        yield opened


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_what_is_added_and_removed_leaves_nothing(texts: list[str]) -> None:
    with closing(sqlite3.connect(":memory:")) as opened:
        lexicon.create(opened)
        for rowid, text in enumerate(texts, 1):
            lexicon.add(opened, rowid, text, "en")
        for rowid, text in enumerate(texts, 1):
            lexicon.remove(opened, rowid, text, "en")
        assert opened.execute("SELECT passages, characters FROM lexicon").fetchone() == (0, 0)
        assert opened.execute("SELECT count(*) FROM term_frequency").fetchone() == (0,)
        opened.execute("CREATE VIRTUAL TABLE temp.counted USING fts5vocab(main, lexicon_en, row)")
        assert opened.execute("SELECT count(*) FROM temp.counted").fetchone() == (0,)


def test_candidates_share_terms_and_scores_put_the_best_first(connection: sqlite3.Connection) -> None:
    texts = ["The harbour of Vik was closed in March.", "Vik has a school.", "Nothing of the kind happened."]
    for rowid, text in enumerate(texts, 1):
        lexicon.add(connection, rowid, text, "en")
    weighted = lexicon.weigh(connection, "When was the harbour closed?", "en")
    assert lexicon.candidates(connection, weighted, 10)[0] == 1
    scores = lexicon.scores(weighted, texts)
    assert scores[0] > 0.3 > scores[1]


def test_score_is_bm25_over_the_weight_of_the_whole_question(connection: sqlite3.Connection) -> None:
    lexicon.add(connection, 1, "ox", "en")
    lexicon.add(connection, 2, "elk", "en")
    weighted = lexicon.weigh(connection, "ox yak", "en")
    idf_ox = math.log(1 + (2 - 1 + 0.5) / 1.5)
    idf_unseen = math.log(1 + 2.5 / 0.5)
    assert weighted.total == pytest.approx(idf_ox + 3 * idf_unseen)
    norm = lexicon.K1 * (1 - lexicon.B + lexicon.B * 4 / 4.5)
    expected = idf_ox * (lexicon.K1 + 1) / (1 + norm) / weighted.total
    assert lexicon.scores(weighted, ["ox"]) == [pytest.approx(expected)]


def test_a_language_never_indexed_scores_nothing(connection: sqlite3.Connection) -> None:
    weighted = lexicon.weigh(connection, "oil", "ar")
    assert lexicon.candidates(connection, weighted, 5) == []
    assert lexicon.scores(weighted, ["oil"]) == [0.0]


def test_a_language_code_never_reaches_sql_unchecked(connection: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="not a language code"):
        lexicon.add(connection, 1, "x", "en; DROP TABLE lexicon")
