"""The lexical leg: which passages share words, or parts of words, with a question.

Works on a `sqlite3.Connection` inside whoever's transaction it is (the catalogue's), and knows nothing of articles. One
FTS5 table per language finds candidates; BM25 is then computed exactly over any pool of texts, with the frequencies of
that language (`ingest.index.term_frequencies`). What terms are, and why, says `ingest.text.terms`.
"""

import math
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ingest.index import term_frequencies
from ingest.index.term_frequencies import TermMoves
from ingest.text.terms import padded, terms

K1, B = 1.2, 0.75
"""Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.5: the usual values."""

POSTINGS_PER_QUESTION = 20_000
"""The commonest terms of a question take no part in finding candidates once this many postings would be read."""

Fits = Callable[[int], bool]
"""Tells of a row whether it counts."""

_COUNTED_AT_ONCE = 50_000
"""Passages whose terms are held in memory while all are counted."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class WeightedQuestion:
    """A question as one language's index sees it.

    Attributes:
        language: The language whose index was asked.
        weights: Inverse document frequency of each term that the index knows.
        frequencies: In how many passages each of these occurs.
        total: Sum of the weights of all terms of the question, those the index has never seen included.
        mean_length: Mean length of the language's passages, in characters of padded text.
    """

    language: str
    weights: Mapping[str, float]
    frequencies: Mapping[str, int]
    total: float
    mean_length: float


def create(connection: sqlite3.Connection) -> None:
    """Make the tables that count passages, characters and terms; the rest follows as languages come."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS lexicon (language TEXT PRIMARY KEY, passages INTEGER, characters INTEGER)"
    )
    connection.execute(term_frequencies.TABLE)


def add(connection: sqlite3.Connection, rowid: int, text: str, language: str, moves: TermMoves | None = None) -> None:
    """Index one passage under `rowid`, which must not be in use in its language.

    Args:
        connection: To the catalogue.
        rowid: The passage's.
        text: What it says.
        language: Its own.
        moves: Gathers what changes of the terms' frequencies, for the end of the transaction: together they are moved
            many times faster. Without it they are moved at once.
    """
    table, found = _table(language), terms(text)
    if language not in languages(connection):
        _create_language(connection, language)
    connection.execute(f"INSERT INTO {table} (rowid, terms) VALUES (?, ?)", (rowid, " ".join(found)))  # noqa: S608
    _count(connection, language, 1, len(padded(text)))
    _move(connection, language, found, 1, moves)


def remove(
    connection: sqlite3.Connection, rowid: int, text: str, language: str, moves: TermMoves | None = None
) -> None:
    """Take one passage out; `text` and `language` must be those it was added with, since only terms are stored."""
    table, found = _table(language), terms(text)
    connection.execute(
        f"INSERT INTO {table} ({table}, rowid, terms) VALUES ('delete', ?, ?)",  # noqa: S608
        (rowid, " ".join(found)),
    )
    _count(connection, language, -1, -len(padded(text)))
    _move(connection, language, found, -1, moves)


def rebuild(connection: sqlite3.Connection) -> None:
    """Make everything anew from the passages of the catalogue, whatever is there."""
    for language in languages(connection):
        connection.execute(f"DROP TABLE IF EXISTS {_table(language)}")
    connection.execute("DELETE FROM lexicon")
    connection.execute("DELETE FROM term_frequency")
    moves = TermMoves()
    for rowid, text, language in connection.execute("SELECT id, text, language FROM passage ORDER BY id").fetchall():
        add(connection, rowid, text, language, moves)
    moves.settle(connection)


def count_terms(connection: sqlite3.Connection) -> None:
    """Count the frequencies of an index that has none yet, by the passages of the catalogue; 0.14 ms each."""
    for language in languages(connection):
        connection.execute(f"DROP TABLE IF EXISTS {_table(language)}_terms")
    moves = TermMoves()
    for number, (text, language) in enumerate(connection.execute("SELECT text, language FROM passage"), 1):
        moves.count(language, terms(text), 1)
        if number % _COUNTED_AT_ONCE == 0:
            moves.settle(connection)
    moves.settle(connection)


def languages(connection: sqlite3.Connection) -> list[str]:
    """Give the languages that have been indexed, in alphabetical order."""
    return [row[0] for row in connection.execute("SELECT language FROM lexicon ORDER BY language")]


def weigh(connection: sqlite3.Connection, question: str, language: str) -> WeightedQuestion:
    """Weigh a question's terms by how rare they are in `language` (idf as in Lucene: never negative)."""
    row = connection.execute(
        "SELECT passages, characters FROM lexicon WHERE language = ? AND passages > 0", (language,)
    ).fetchone()
    if row is None:
        return WeightedQuestion(language, {}, {}, 0.0, 1.0)
    passages, characters = row
    distinct = dict.fromkeys(terms(question))
    found = term_frequencies.of(connection, language, distinct)
    idf = {term: math.log(1 + (passages - (n := found.get(term, 0)) + 0.5) / (n + 0.5)) for term in distinct}
    known = {term: weight for term, weight in idf.items() if term in found}
    return WeightedQuestion(language, known, found, sum(idf.values()), characters / passages)


def candidates(
    connection: sqlite3.Connection, weighted: WeightedQuestion, limit: int, fits: Fits | None = None
) -> list[int]:
    """Give the row ids of up to `limit` passages that fit and share the question's rarer terms, likeliest first."""
    chosen: list[str] = []
    postings = 0
    for term, frequency in sorted(weighted.frequencies.items(), key=lambda pair: (pair[1], pair[0])):
        postings += frequency
        if chosen and postings > POSTINGS_PER_QUESTION:
            break
        chosen.append(term)
    if not chosen:
        return []
    table = _table(weighted.language)
    match = " OR ".join(f'"{term}"' for term in chosen)
    among = ""
    if fits:
        connection.create_function("fits", 1, fits, deterministic=True)
        # The + keeps SQLite from asking the full-text index about a row; what does not fit is not ranked.
        among = "AND fits(+rowid)"
    rows = connection.execute(
        f"SELECT rowid FROM {table} WHERE {table} MATCH ? {among} ORDER BY rank, rowid LIMIT ?",  # noqa: S608
        (match, limit),
    )
    return [row[0] for row in rows]


def words(connection: sqlite3.Connection, language: str, beginning: str) -> list[tuple[str, int]]:
    """Give the words of a language that begin so, normalised, each with the number of passages that have it."""
    first = f"_{beginning}"
    found = term_frequencies.between(connection, language, first, f"{first}\U0010ffff")
    return [(term[1:-1], passages) for term, passages in found if len(term) > 2 and term.endswith("_")]


def with_word(connection: sqlite3.Connection, word: str, language: str | None = None, limit: int = 20) -> list[int]:
    """Give the row ids of up to `limit` passages that have a word, normalised; of one language, or of any."""
    found: list[int] = []
    for each in [language] if language else languages(connection):
        table = _table(each)
        rows = connection.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT ?",  # noqa: S608
            (f'"_{word}_"', limit - len(found)),
        )
        found += (row[0] for row in rows)
    return found


def scores(weighted: WeightedQuestion, texts: Sequence[str]) -> list[float]:
    """Score texts by BM25 as a share of what the whole question could weigh.

    Returns:
        One number per text, from 0 to below 1 + K1; near 0 when little of the question is matched, so that a question
        in another language than the texts, which matches only names, cannot outweigh its vector.
    """
    if not weighted.total:
        return [0.0] * len(texts)
    return [_score(weighted, padded(text)) / weighted.total for text in texts]


def _score(weighted: WeightedQuestion, text: str) -> float:
    norm = K1 * (1 - B + B * len(text) / weighted.mean_length)
    found = ((weight, text.count(term)) for term, weight in weighted.weights.items())
    return sum(weight * count * (K1 + 1) / (count + norm) for weight, count in found if count)


def _create_language(connection: sqlite3.Connection, language: str) -> None:
    table = _table(language)
    connection.execute(
        f"CREATE VIRTUAL TABLE {table} USING fts5(terms, content='', "
        "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M*' tokenchars _\")"
    )
    connection.execute("INSERT INTO lexicon VALUES (?, 0, 0)", (language,))


def _count(connection: sqlite3.Connection, language: str, passages: int, characters: int) -> None:
    connection.execute(
        "UPDATE lexicon SET passages = passages + ?, characters = characters + ? WHERE language = ?",
        (passages, characters, language),
    )


def _move(
    connection: sqlite3.Connection, language: str, found: Sequence[str], passages: int, moves: TermMoves | None
) -> None:
    gathered = TermMoves() if moves is None else moves
    gathered.count(language, found, passages)
    if moves is None:
        gathered.settle(connection)


def _table(language: str) -> str:
    # The only text that is ever pasted into SQL.
    if not _LANGUAGE.fullmatch(language):
        raise ValueError(f"not a language code: {language!r}")
    return f"lexicon_{language}"
