"""Mends what in a catalogue contradicts itself, from what is there: loses nothing and embeds nothing.

Words that do not fit the passages are made anew from these, sums that do not fit the vectors are added up anew, and
articles that lost passages or vectors are marked to be read anew: the next ingestion embeds what is missing.
"""

import contextlib
import sqlite3
from dataclasses import dataclass

from ingest.index import editions, lexicon, vectors
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.index_writer import check_setting
from ingest.index.locks import writing
from ingest.settings import CorpusSettings

WITHOUT_VECTOR = "SELECT count(*) FROM passage p WHERE NOT EXISTS (SELECT 1 FROM vector v WHERE v.key = p.key)"
SHORT = "SELECT count(*) FROM article a WHERE a.passages <> (SELECT count(*) FROM passage p WHERE p.article = a.id)"
_BROKEN = """
    passages <> (SELECT count(*) FROM passage p WHERE p.article = article.id) OR EXISTS (
        SELECT 1 FROM passage p
        WHERE p.article = article.id AND NOT EXISTS (SELECT 1 FROM vector v WHERE v.key = p.key)
    )
"""
TO_BE_READ = f"SELECT count(*) FROM article WHERE splitter <> 0 AND ({_BROKEN})"  # noqa: S608 - constants
"""How many such articles are not marked yet."""


@dataclass(frozen=True, slots=True)
class Contradictions:
    """What does not fit.

    Attributes:
        without_vector: Passages that have none.
        short: Articles that have lost passages.
        words: By how many passages the words are off.
        sums: Languages whose vectors were counted wrongly.
    """

    without_vector: int
    short: int
    words: int
    sums: int

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.without_vector or self.short or self.words or self.sums)


def contradictions(connection: sqlite3.Connection) -> Contradictions:
    """Count them; reads all of the catalogue."""

    def counted(query: str) -> int:
        return int(connection.execute(query).fetchone()[0])

    passages = counted("SELECT count(*) FROM passage")
    words = counted("SELECT coalesce(sum(passages), 0) FROM lexicon")
    return Contradictions(
        counted(WITHOUT_VECTOR), counted(SHORT), abs(passages - words), vectors.miscounted(connection)
    )


def mend(settings: CorpusSettings) -> int:
    """Mend the current catalogue; gives how many articles the next ingestion has to read anew.

    Raises:
        IndexLocked: Another process is writing.
        IndexError_: It cannot be opened.
    """
    index = editions.folder(settings.data_dir)
    edition = editions.current(index)
    if edition is None:
        return 0
    with writing(index), contextlib.closing(CatalogueWriter.open(edition)) as catalogue:
        check_setting(catalogue.state(), settings)
        return _mended(catalogue.connection)


def _mended(connection: sqlite3.Connection) -> int:
    found = contradictions(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        marked = connection.execute(f"UPDATE article SET splitter = 0 WHERE {_BROKEN}").rowcount  # noqa: S608
        if found.words:
            lexicon.rebuild(connection)
        if found.sums:
            vectors.recount(connection)
        connection.execute("UPDATE state SET generation = generation + 1")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return int(marked)
