"""Writing the catalogue: every change readers can see is one SQLite transaction and a new generation.

Takes Articles with their Passages and vectors. The vectors are kept here as well as in Chroma: so a set of collections
that a killed process left torn is filled again without embedding, and the sum per language moves in the same
transaction as the passages it stands for.
"""

import json
import sqlite3
import time
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Self

from ingest.errors import UnreadableArticle
from ingest.index import containers, lexicon, reading_failures, reference_texts, repetition, schema, vectors, versions
from ingest.index.catalogue import BEHIND, DIRTY, Catalogue
from ingest.index.stored import CatalogueEntry
from ingest.index.term_frequencies import TermMoves
from ingest.index.vectors import Vectors
from ingest.passages import SPLITTER_VERSION
from ingest.plan import KnownFile, Move
from ingest.readers.file_kinds import file_of
from ingest.sources.folder import FileStamp

SPARE_FOR = 7 * 24 * 3_600 * 1_000_000
"""Microseconds for which the vectors of removed articles are kept: what was removed by mistake comes back at once."""


class CatalogueWriter(Catalogue):
    """The one connection that changes a catalogue; its holder has the writer's lock."""

    @classmethod
    def create(cls, edition: Path, setting: str, url: str | None, previous: Catalogue | None = None) -> Self:
        """Make an empty catalogue in one step; it takes over from `previous` when each content first arrived.

        Args:
            edition: A folder that does not exist yet.
            setting: EMBEDDING_MODEL.
            url: CHROMA_URL.
            previous: The catalogue of the edition that this one will replace.
        """
        arrivals = previous.connection.execute("SELECT * FROM arrival").fetchall() if previous else []
        generation = previous.generation() + 1 if previous else 0
        schema.create(edition, (generation, 0, 0, new_name(), url, setting, "", 0, ""), arrivals)
        return cls.open(edition)

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._moves = TermMoves()

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One transaction; readers see all of it or nothing, and then a new generation."""
        self._moves.clear()
        with self._transaction():
            yield
            self._moves.settle(self.connection)
            self.connection.execute("UPDATE state SET generation = generation + 1")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write all that is changed in the block, or nothing."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            # On a full disk SQLite has rolled back by itself, and would say that instead of what happened.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def set_model(self, name: str, dimension: int, weights: str = "") -> None:
        """Keep what the model says about itself, and a hash of its weights."""
        self.connection.execute("UPDATE state SET model = ?, dimension = ?, weights = ?", (name, dimension, weights))

    def set_corpus(self, corpus: Path) -> None:
        """Keep where the articles are."""
        self.connection.execute("UPDATE state SET corpus = ? WHERE corpus <> ?", (str(corpus), str(corpus)))

    def set_files(self, files: str) -> None:
        """Keep what Chroma's files look like now."""
        self.connection.execute("UPDATE state SET files = ? WHERE files <> ?", (files, files))

    def mark_dirty(self) -> None:
        """Say that Chroma is about to be written."""
        self.connection.execute("UPDATE state SET dirty = ?", (DIRTY,))

    def mark_written(self, *, behind: bool) -> None:
        """Say that Chroma's files are whole again, and whether something was left for another time."""
        self.connection.execute("UPDATE state SET dirty = ?", (BEHIND if behind else 0,))

    def outlive(self, generation: int) -> None:
        """Make this catalogue's generation greater than that of the one it replaces."""
        self.connection.execute("UPDATE state SET generation = max(generation, ? + 1)", (generation,))

    def tidy(self, gone: Sequence[str], moved: Sequence[Move], stamps: Mapping[str, FileStamp]) -> None:
        """Take out what is gone, rename what moved, keep new stamps of what is otherwise unchanged."""
        if gone or moved:
            with self._change():
                for source in gone:
                    self._remove(source)
                for move in moved:
                    self.connection.execute("UPDATE article SET source = ? WHERE source = ?", (move.new, move.old))
                    containers.move(self.connection, move.old, move.new)
        with self._transaction():
            self.connection.executemany(
                "UPDATE article SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ? WHERE source = ?",
                [(*astuple(stamp), source) for source, stamp in stamps.items()],
            )
            for source, stamp in stamps.items():
                containers.touch(self.connection, source, stamp)

    def finish(self, read: Mapping[str, KnownFile]) -> None:
        """Keep how containers looked that were read to their end, articles that are not in them any more included."""
        with self._transaction():
            for file, known in read.items():
                containers.finish(self.connection, file, known)

    def set_missing(self, since: Mapping[str, int]) -> None:
        """Keep since when each article is missed that is not believed to be gone (microseconds since 1970)."""
        if since == self.missing():
            return
        with self._transaction():
            self.connection.execute("DELETE FROM missing")
            self.connection.executemany("INSERT INTO missing VALUES (?, ?)", since.items())

    def set_failures(
        self, failed: Collection[UnreadableArticle], stamps: Mapping[str, FileStamp], untried: Collection[str]
    ) -> None:
        """Keep what could not be read, see `ingest.index.reading_failures`."""
        if failed or self.failures():
            with self._transaction():
                reading_failures.put(self.connection, failed, stamps, untried, now())

    def switch(self, entries: Sequence[CatalogueEntry], failed: Sequence[str], new: Mapping[str, Vectors]) -> None:
        """Put these articles in the place of whatever stood under their names; a server holds the vectors already.

        Args:
            entries: The articles, whole.
            failed: Sources that can no longer be used; what stood under their names goes too.
            new: Per language, a vector for each key among these passages that has none in the catalogue yet.
        """
        moment = now()
        with self._change():
            for source in failed:
                self._remove(source)
            for language, found in new.items():
                vectors.add(self.connection, language, found)
            for entry in entries:
                self._put(entry, moment)
            if new:
                self._have_moved()

    def save(self, new: Mapping[str, Vectors]) -> None:
        """Keep vectors whose articles are not ready yet, so that whatever ends this run they are not made again."""
        with self._transaction():
            for language, found in new.items():
                vectors.save(self.connection, language, found, now())

    def expire(self) -> None:
        """Let go of spare vectors that nothing has asked for in a week."""
        vectors.expire(self.connection, now() - SPARE_FOR)

    def stop(
        self, before: Collection[str], failures: Sequence[UnreadableArticle], stamps: Mapping[str, FileStamp]
    ) -> None:
        """Remember files whose reading had to be stopped.

        Args:
            before: Those remembered that are still what they were; any other is forgotten.
            failures: Those of this run.
            stamps: What the files look like.
        """
        moment = now()
        rows = [(f.source, *astuple(stamps[f.source]), SPLITTER_VERSION, f.reason, moment) for f in failures]
        if not rows and len(before) == self.connection.execute("SELECT count(*) FROM stopped").fetchone()[0]:
            return
        kept = json.dumps(sorted(before))
        with self._transaction():
            self.connection.execute("DELETE FROM stopped WHERE source NOT IN (SELECT value FROM json_each(?))", (kept,))
            self.connection.executemany("INSERT INTO stopped VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def unused(self) -> dict[str, list[str]]:
        """Give per language the keys of vectors that no passage bears any more; looks only if passages were removed."""
        if not self.connection.execute("SELECT loose FROM state").fetchone()[0]:
            return {}
        found = vectors.unused(self.connection)
        if not found:
            self.connection.execute("UPDATE state SET loose = 0")
        return found

    def forget(self, unused: Mapping[str, Sequence[str]]) -> None:
        """Take vectors out of use that a server no longer holds either; for a while they are kept as spare ones."""
        with self._change():
            for language, keys in unused.items():
                vectors.retire(self.connection, language, keys, now())
            self.connection.execute("UPDATE state SET loose = 0")
            self._have_moved()

    def _have_moved(self) -> None:
        """Note that the vectors are others now: a server has followed, Chroma's files have not."""
        self.connection.execute(
            "UPDATE state SET dirty = CASE WHEN url IS NOT NULL THEN 0 WHEN dirty = ? THEN dirty ELSE ? END",
            (DIRTY, BEHIND),
        )

    def begin_store(self) -> str:
        """Name a new set of collections; until it is adopted it counts as discarded, should this process die."""
        name = new_name()
        self.connection.execute("INSERT INTO discarded_store VALUES (?)", (name,))
        return name

    def adopt_store(self, name: str, url: str | None) -> None:
        """Let readers use a set of collections that is complete, and discard the one before."""
        with self._change():
            self.connection.execute("INSERT INTO discarded_store SELECT store FROM state")
            self.connection.execute("DELETE FROM discarded_store WHERE name = ?", (name,))
            self.connection.execute("UPDATE state SET store = ?, url = ?, dirty = 0", (name, url))

    def discarded_stores(self) -> list[str]:
        """Give the sets of collections that are to be deleted."""
        return [row[0] for row in self.connection.execute("SELECT name FROM discarded_store ORDER BY name")]

    def store_deleted(self, name: str) -> None:
        """Say that a discarded set of collections is no more."""
        self.connection.execute("DELETE FROM discarded_store WHERE name = ?", (name,))

    def _put(self, entry: CatalogueEntry, now: int) -> None:
        article = entry.article
        columns = {
            "title": article.title,
            "language": article.language,
            "outlet": article.outlet,
            "published": article.published and article.published.isoformat(),
            "url": article.url,
            "author": article.author,
            "dated": article.dated and article.dated.value,
            "content_hash": article.content_hash,
            "encoding": article.encoding,
            "passages": len(entry.passages),
            **asdict(entry.stamp),
            "splitter": entry.splitter,
            "reader": article.reader,
            "file": file if (file := file_of(article.source)) != article.source else "",
        }
        if columns["file"]:
            containers.begin(self.connection, file)
        old = self.connection.execute(
            "SELECT id, first_ingested, changed, content_hash FROM article WHERE source = ?", (article.source,)
        ).fetchone()
        first = old[1] if old else self._arrived(article.content_hash, now)
        changed = old[2] if old and old[3] == article.content_hash else now
        columns |= {"source": article.source, "first_ingested": first, "changed": changed}
        if old:
            self._remove_passages(old[0])
            names = ", ".join(f"{name} = ?" for name in columns)
            self.connection.execute(f"UPDATE article SET {names} WHERE id = ?", (*columns.values(), old[0]))  # noqa: S608
        else:
            marks = ", ".join("?" * len(columns))
            self.connection.execute(
                f"INSERT INTO article ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
                tuple(columns.values()),
            )
        self.connection.execute("INSERT OR IGNORE INTO arrival VALUES (?, ?)", (article.content_hash, first))
        self._put_passages(entry)

    def _arrived(self, content_hash: str, now: int) -> int:
        row = self.connection.execute(
            "SELECT first_ingested FROM arrival WHERE content_hash = ?", (content_hash,)
        ).fetchone()
        return int(row[0]) if row else now

    def _put_passages(self, entry: CatalogueEntry) -> None:
        row = self.connection.execute("SELECT id FROM article WHERE source = ?", (entry.article.source,)).fetchone()
        article = int(row[0])
        repetition.put(self.connection, article, entry.lines, entry.repeated)
        if entry.article.reader:
            reference_texts.put(self.connection, article, entry.article.text)
        for p in entry.passages:
            place = (article, p.ordinal, p.language, p.heading, p.text, p.start, p.end, p.first_line, p.last_line)
            row = (*place, json.dumps(p.sentences), p.key)
            cursor = self.connection.execute("INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            lexicon.add(self.connection, int(cursor.lastrowid or 0), p.text, p.language, self._moves)
        versions.put(self.connection, article, entry.article)

    def _remove(self, source: str) -> None:
        row = self.connection.execute("SELECT id FROM article WHERE source = ?", (source,)).fetchone()
        if row:
            self._remove_passages(row[0])
            versions.remove(self.connection, row[0])
            repetition.remove(self.connection, row[0])
            reference_texts.remove(self.connection, row[0])
            self.connection.execute("DELETE FROM article WHERE id = ?", row)
        for member in containers.members(self.connection, source):
            self._remove(member)
        containers.remove(self.connection, source)

    def _remove_passages(self, article: int) -> None:
        rows = self.connection.execute("SELECT id, text, language FROM passage WHERE article = ?", (article,))
        for id_, text, language in rows.fetchall():
            lexicon.remove(self.connection, id_, text, language, self._moves)
        self.connection.execute("DELETE FROM passage WHERE article = ?", (article,))
        self.connection.execute("UPDATE state SET loose = 1")


def now() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000


def new_name() -> str:
    """Give a name for a set of collections that no other will ever bear, whoever shares the Chroma server."""
    return uuid.uuid4().hex[:12]
