"""What a catalogue holds, to the last bit, so that two of them can be compared."""

import contextlib
import sqlite3

from ingest.index import editions
from ingest.index.schema import FILE
from ingest.settings import CorpusSettings


def bits(settings: CorpusSettings) -> dict[str, list[tuple[object, ...]]]:
    """What the catalogue holds, to the last bit, but for when."""
    edition = editions.current(editions.folder(settings.data_dir))
    assert edition is not None
    with contextlib.closing(sqlite3.connect(edition / FILE)) as catalogue:
        return {
            table: catalogue.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            for table, columns in {
                "vector": "key, language, vector",
                "passage": "article, ordinal, key",
                "language": "language, vectors, total",
                "article": "id, source, title, language, content_hash, passages",
                "failure": "source, reason",
            }.items()
        }
