"""An embedder that remembers on disk, so that an evaluation embeds each text once in its life.

Takes whatever makes the real embedder, and calls it at the first text it has no vector of. Vectors are found by model,
kind and text; what they stand for it does not know.
"""

import sqlite3
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.models.embedding import Embedder, load_embedder

PORTION = 512
"""Texts embedded between two writes to disk, so that an evaluation that is stopped goes on where it was."""


class RememberingEmbedder:
    """An Embedder in front of another one; for one thread."""

    dimension = 384

    def __init__(self, path: Path, load: Callable[[], Embedder], name: str = "packaged") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.name, self._load = name, load
        self._real: Embedder | None = None
        self._file = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed("query", texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed("passage", texts)

    def keep(self, kind: str, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Remember vectors that are known already; `kind` is "query" or "passage"."""
        rows = [(self._key(kind, text), row.tobytes()) for text, row in zip(texts, vectors, strict=True)]
        self._file.execute("BEGIN")
        self._file.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
        self._file.execute("COMMIT")

    def _embed(self, kind: str, texts: Sequence[str]) -> NDArray[np.float32]:
        missing = sorted({text for text in texts if self._remembered(kind, text) is None}, key=len)
        for start in range(0, len(missing), PORTION):
            portion = missing[start : start + PORTION]
            self.keep(kind, portion, self._embed_really(kind, portion))
        rows = [np.frombuffer(self._remembered(kind, text) or b"", np.float32) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)

    def _embed_really(self, kind: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.real.embed_queries(texts) if kind == "query" else self.real.embed_passages(texts)

    @property
    def real(self) -> Embedder:
        """The embedder behind this one, loaded when it is first needed."""
        if self._real is None:
            self._real = self._load()
        return self._real

    def _remembered(self, kind: str, text: str) -> bytes | None:
        row = self._file.execute("SELECT value FROM vector WHERE key = ?", (self._key(kind, text),)).fetchone()
        return bytes(row[0]) if row else None

    def _key(self, kind: str, text: str) -> bytes:
        return sha256(f"{self.name}\n{kind}\n{text}".encode("utf-8", "replace")).digest()


def packaged(out: Path) -> RememberingEmbedder:
    """The packaged model, its weights unpacked beside `out` and its vectors remembered in it."""
    return RememberingEmbedder(out / "vectors.sqlite", lambda: load_embedder("packaged", out.resolve().parent))
