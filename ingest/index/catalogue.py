"""The catalogue: which articles and passages the index holds. The door to its SQLite file, for reading.

Takes a folder (an edition, see `ingest.index.editions`) and gives StoredArticles, StoredPassages and figures. What
it says is the truth about the index: a vector in Chroma whose key it does not know is not there. Writing is in
`ingest.index.catalogue_writer`; knows nothing of Chroma or of models.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexError_, IndexMissing, IndexOutOfReach, damaged
from ingest.index import containers, reading_failures, vectors
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.containers import KnownMember
from ingest.index.hiding import hide
from ingest.index.reading_failures import ReadingFailure
from ingest.index.schema import FILE, VERSION, upgrade
from ingest.index.stored import ARTICLE, PASSAGE, Names, StoredArticle, StoredPassage, article_of, passage_of
from ingest.plan import KnownFile
from ingest.sources.folder import FileStamp

__all__ = ["Catalogue", "CatalogueState", "Names", "StoredArticle", "StoredPassage"]

DIRTY, BEHIND = 1, 2
"""What the column `dirty` may hold besides 0."""

_PATIENCE = 30.0
_MAPPED = 1 << 30
"""Bytes of the file that are read through memory, shared by all threads; SQLite's own cache of 2 MB is each one's."""


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """What the catalogue says about itself.

    Attributes:
        generation: Grows with every change that readers can see.
        dirty: Chroma is being written, or its writer died while writing; nobody opens it then.
        behind: Chroma's files are whole, but lack what the catalogue was given since, or hold what it gave up.
        store: Name of the set of Chroma collections that belongs to this catalogue.
        url: CHROMA_URL when that set was made.
        setting: EMBEDDING_MODEL when it was made.
        model: Name the model gives itself; "" before its first use.
        dimension: Of its vectors; 0 before its first use.
        corpus: The folder of articles at the last ingestion.
        weights: Hash of the model's weights; "" before its first use.
        files: What Chroma's files looked like when they were last written, see `ingest.index.vector_store`.
    """

    generation: int
    dirty: bool
    store: str
    url: str | None
    setting: str
    model: str
    dimension: int
    corpus: Path
    weights: str = ""
    files: str = ""
    behind: bool = False


class Catalogue:
    """One connection to a catalogue, for use in one thread at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @classmethod
    def open(cls, edition: Path, hidden: Sequence[str] = ()) -> Self:
        """Open the catalogue of an edition, without what lies in `hidden` folders; this class itself can only read.

        Raises:
            IndexMissing: There is none.
            IndexError_: It is damaged, out of reach, or was written by another version of Kilde.
        """
        connection = _connect(edition / FILE)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            # What is dirty must be known to be dirty after a power loss too.
            connection.execute(f"PRAGMA synchronous = {'NORMAL' if cls is Catalogue else 'FULL'}")
            connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
            cls._expect_version(connection, edition)
            hide(connection, hidden)
            connection.execute(f"PRAGMA query_only = {'ON' if cls is Catalogue else 'OFF'}")
        except sqlite3.OperationalError as error:
            connection.close()
            raise IndexOutOfReach(edition, str(error)) from error
        except sqlite3.DatabaseError:
            connection.close()
            raise damaged(edition) from None
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    @classmethod
    def _expect_version(cls, connection: sqlite3.Connection, edition: Path) -> None:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == VERSION:
            return
        if not found:
            raise sqlite3.DatabaseError("an empty file")
        if found > VERSION:
            raise IndexError_(
                f"The index in {edition} was written by a newer version of Kilde; use that one again, or run "
                "`python -m ingest --rebuild`."
            )
        if cls is Catalogue:
            raise IndexError_(
                f"The index in {edition} was written by an older version of Kilde; run `python -m ingest`."
            )
        upgrade(connection, found)

    def close(self) -> None:
        """Close the connection; harmless when repeated."""
        self.connection.close()

    def state(self) -> CatalogueState:
        """Give generation, model and so on, as of now."""
        row = self.connection.execute(
            "SELECT generation, dirty, store, url, setting, model, dimension, corpus, weights, files FROM state"
        ).fetchone()
        generation, dirty, store, url, setting, model, dimension, corpus, weights, files = row
        told = (store, url, setting, model, dimension, Path(corpus), weights, files)
        return CatalogueState(generation, dirty == DIRTY, *told, behind=dirty == BEHIND)

    def generation(self) -> int:
        """Give the generation alone; some twenty microseconds."""
        return int(self.connection.execute("SELECT generation FROM state").fetchone()[0])

    def known(self, only: Collection[str] | None = None) -> dict[str, KnownFile]:
        """Give what is known of every file, or of some, for the plan."""
        among = "" if only is None else "AND source IN (SELECT value FROM json_each(?))"
        rows = self.connection.execute(
            "SELECT source, size, mtime_ns, ctime_ns, inode, content_hash, splitter, reader FROM article "  # noqa: S608
            f"WHERE file = '' {among}",
            () if only is None else (json.dumps(list(only)),),
        )
        files = {source: KnownFile(FileStamp(*seen[:4]), *seen[4:]) for source, *seen in rows}
        return files | {file: it for file, it in containers.known(self.connection) if only is None or file in only}

    def members(self, file: str) -> dict[str, KnownMember]:
        """Give what is known of the articles of a container, by source."""
        return containers.members(self.connection, file)

    def failures(self) -> list[ReadingFailure]:
        """Give what cannot be read, by name."""
        return reading_failures.read(self.connection)

    def missing(self) -> dict[str, int]:
        """Give since when articles are missed that are not believed to be gone: microseconds since 1970, by source."""
        return dict(self.connection.execute("SELECT source, since FROM missing"))

    def stopped(self, since: int) -> dict[str, tuple[FileStamp, int, str]]:
        """Give the files whose reading was stopped since a time: how they looked then, for which splitter, and why."""
        rows = self.connection.execute(
            "SELECT source, size, mtime_ns, ctime_ns, inode, splitter, reason FROM stopped WHERE since >= ?", (since,)
        )
        return {source: (FileStamp(*stamp), splitter, reason) for source, *stamp, splitter, reason in rows}

    def count_articles(self) -> int:
        """Give the number of articles."""
        return int(self.connection.execute("SELECT count(*) FROM article").fetchone()[0])

    def articles(self, offset: int, limit: int) -> list[StoredArticle]:
        """Give a page of the articles, the last ingested first; those that came together, by date of publication."""
        rows = self.connection.execute(
            f"SELECT {ARTICLE} FROM article a "  # noqa: S608
            "ORDER BY a.first_ingested DESC, a.published IS NULL, a.published DESC, a.id DESC LIMIT ? OFFSET ?",
            (limit, offset),
        )
        return [article_of(row) for row in rows]

    def articles_fitting(self, conditions: Conditions, limit: int = -1) -> list[StoredArticle]:
        """Give the articles that fit, the last published first and the undated ones behind them."""
        fits, values = conditions.sql()
        rows = self.connection.execute(
            f"SELECT {ARTICLE} FROM article a WHERE {fits} "  # noqa: S608
            "ORDER BY a.published IS NULL, a.published DESC, a.first_ingested DESC, a.id DESC LIMIT ?",
            (*values, limit),
        )
        return [article_of(row) for row in rows]

    def names(self) -> Names:
        """Give who is named as publisher and author, which languages there are, and the span of dates."""
        outlets, authors, languages = (
            tuple(row[0] for row in self.connection.execute(f"SELECT DISTINCT {it} FROM article WHERE {it} <> ''"))  # noqa: S608
            for it in ("outlet", "author", "language")
        )
        first, last = self.connection.execute("SELECT min(published), max(published) FROM article").fetchone()
        span = (date.fromisoformat(first), date.fromisoformat(last)) if first else None
        return Names(outlets, authors, languages, span)

    def article(self, source: str) -> StoredArticle | None:
        """Give the article of this source, if the index holds it."""
        row = self.connection.execute(
            f"SELECT {ARTICLE} FROM article a WHERE a.source = ?",  # noqa: S608
            (source,),
        ).fetchone()
        return None if row is None else article_of(row)

    def articles_with(self, hashes: Iterable[str]) -> list[StoredArticle]:
        """Give the articles whose files have one of these SHA-256 (hex), oldest first."""
        rows = self.connection.execute(
            f"SELECT {ARTICLE} FROM article a "  # noqa: S608
            "WHERE a.content_hash IN (SELECT value FROM json_each(?)) ORDER BY a.id",
            (json.dumps(list(hashes)),),
        )
        return [article_of(row) for row in rows]

    def article_with(self, content_hash: str) -> StoredArticle | None:
        """Give the article whose file has this SHA-256 (hex), the oldest of several; reads all articles to find it."""
        row = self.connection.execute(
            f"SELECT {ARTICLE} FROM article a WHERE a.content_hash = ? ORDER BY a.id LIMIT 1",  # noqa: S608
            (content_hash,),
        ).fetchone()
        return None if row is None else article_of(row)

    def newer(self, source: str) -> StoredArticle | None:
        """Give the newest version of an article that was replaced, and None for any other."""
        row = self.connection.execute(
            f"SELECT {ARTICLE} FROM article o JOIN version v ON v.older = o.id JOIN article a ON a.id = v.newer "  # noqa: S608
            "WHERE o.source = ? ORDER BY replaced, a.published DESC, a.first_ingested DESC, a.id DESC LIMIT 1",
            (source,),
        ).fetchone()
        found = None if row is None else article_of(row)
        return (self.newer(found.source) or found) if found and found.replaced else found

    def replaced(self) -> dict[str, str]:
        """Give the source of each article of which there is a newer version, by content hash."""
        older = f"a.id IN ({EVERYTHING.replaced()[0]})"
        return dict(self.connection.execute(f"SELECT a.content_hash, a.source FROM article a WHERE {older}"))  # noqa: S608

    def article_at(self, url: str) -> StoredArticle | None:
        """Give the newest article of this address, by publication and coming in; reads all articles to find it."""
        row = self.connection.execute(
            f"SELECT {ARTICLE} FROM article a WHERE a.url = ? "  # noqa: S608
            "ORDER BY coalesce(a.published, date(a.first_ingested / 1000000, 'unixepoch')) DESC, "
            "a.first_ingested DESC, a.id DESC LIMIT 1",
            (url,),
        ).fetchone()
        return None if row is None else article_of(row)

    def passages(self, ids: Iterable[int]) -> list[StoredPassage]:
        """Give the passages with these ids, in their order; those that are gone are left out."""
        wanted = list(ids)
        rows = self._passages("p.id IN (SELECT value FROM json_each(?))", json.dumps(wanted))
        found = {stored.id: stored for stored in rows}
        return [found[id_] for id_ in wanted if id_ in found]

    def passages_of(self, source: str) -> list[StoredPassage]:
        """Give the passages of one article, in reading order."""
        return list(self._passages("a.source = ? ORDER BY p.ordinal", source))

    def passages_by_key(self, keys: Iterable[str], fits: Callable[[int], bool]) -> dict[str, StoredPassage]:
        """Give one passage per key, of several that share a vector the oldest whose row fits; none for unknown keys."""
        rows = self.connection.execute(  # whatever is hidden: its rows do not fit
            "SELECT key, id FROM main.passage WHERE key IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
            (json.dumps(list(keys)),),
        )
        oldest = {key: id_ for key, id_ in rows if fits(id_)}
        return {stored.key: stored for stored in self.passages(oldest.values())}

    def _passages(self, where: str, *parameters: str) -> Iterator[StoredPassage]:
        rows = self.connection.execute(
            f"SELECT {PASSAGE}, {ARTICLE} FROM passage p JOIN article a ON a.id = p.article WHERE {where}",  # noqa: S608
            parameters,
        )
        return (passage_of(row) for row in rows)

    def languages(self) -> list[str]:
        """Give the languages that have vectors, in alphabetical order."""
        rows = self.connection.execute("SELECT language FROM language WHERE vectors > 0 ORDER BY language")
        return [row[0] for row in rows]

    def language_sums(self) -> dict[str, tuple[NDArray[np.float64], int]]:
        """Give per language the sum of its different vectors, shape (dimension,), and how many they are."""
        return vectors.sums(self.connection)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.stat()
        # A thread that ends leaves its connection to be closed by another one.
        return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    except FileNotFoundError:
        raise IndexMissing("Nothing was ingested yet; run `python -m ingest`.") from None
    except (OSError, sqlite3.OperationalError) as error:
        raise IndexOutOfReach(path.parent, str(error)) from error
