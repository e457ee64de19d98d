"""The only door to chromadb: one collection of vectors per language, under the keys of their passages.

Takes and gives keys and unit vectors; knows nothing of passages, of locks, or of which keys are still alive. A store is
opened, used and closed: Chroma 1.5 keeps its vector index in memory, sees nothing that another process writes after
it was opened, and destroys what that process wrote if it then writes itself. Opening may write too (Chroma replays its
log), so whoever opens a folder holds `ingest.index.locks.chroma_files`.
"""

import contextlib
import hashlib
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from ingest.durable_files import sync
from ingest.errors import StoreUnavailable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.fastapi import FastAPI
    from chromadb.api.models.Collection import Collection

EF_SEARCH = 600
"""Candidates HNSW keeps per query (Malkov & Yashunin 2018, section 4.1): recall@50 above 0.99 among 50,000 vectors, see
tests/benchmarks/bench_nearest.py."""

EF_CONSTRUCTION = 100

MAX_NEIGHBOURS = 32
"""With Chroma's 16, one vector in some 1,600 could not be reached from anywhere and was not found even by itself."""

_names_in_use: set[str] = set()
_naming = threading.Lock()


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Where a store is.

    Attributes:
        edition: Folder whose `chroma-NAME` sub-folder holds it, unless there is a server.
        name: Name of the set of collections, unique in the world.
        url: Address of a Chroma server, or None.
        notes: What the collections' metadata say of model, dimension and splitter.
    """

    edition: Path
    name: str
    url: str | None = None
    notes: dict[str, str | int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Chroma's own folder, where there is no server."""
        return self.edition / f"chroma-{self.name}"

    def collection(self, language: str) -> str:
        """Give the name of a language's collection."""
        return f"kilde-{self.name}-{language}"


class Store:
    """An open store; safe to query from several threads."""

    def __init__(self, place: StorePlace, client: "Client", alias: str | None) -> None:
        self.place, self._client, self._alias = place, client, alias
        self._collections: dict[str, Collection] = {}
        self._closed = False

    @classmethod
    def open(cls, place: StorePlace) -> Self:
        """Open a store, empty if it is new.

        Raises:
            StoreUnavailable: Chroma cannot be opened or reached.
        """
        from chromadb import HttpClient, PersistentClient
        from chromadb.config import Settings

        # Chroma would read our .env, and take settings of its own from it.
        settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
        with _chroma(place):
            if place.url is None:
                alias = _take_name(place.folder)
                try:
                    return cls(place, cast("Client", PersistentClient(alias, settings)), alias)
                except BaseException:
                    _names_in_use.discard(alias)
                    raise
            address = urlsplit(place.url)
            secure = address.scheme == "https"
            port = address.port or (443 if secure else 80)
            client = HttpClient(address.hostname or "", port, secure, settings=settings)
            return cls(place, cast("Client", client), None)

    def close(self) -> None:
        """Let go of memory and files; harmless when repeated."""
        if self._closed:
            return
        self._closed, self._collections = True, {}
        with _chroma(self.place):
            if self.place.url is not None:
                # Chroma 1.5 leaves these connections open.
                for part in (self._client, cast("Client", self._client._admin_client)):
                    cast("FastAPI", part._server)._session.close()
            self._client.close()
        if self._alias is not None:
            _names_in_use.discard(self._alias)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def upsert(self, language: str, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Write vectors of shape (n, dimension) under n keys, in portions Chroma accepts."""
        with _chroma(self.place):
            collection = self._collection(language, create=True)
            most = self._client.get_max_batch_size()
            for start in range(0, len(keys), most):
                part = slice(start, start + most)
                collection.upsert(ids=list(keys[part]), embeddings=vectors[part])

    def delete(self, language: str, keys: Sequence[str]) -> None:
        """Delete vectors; unknown keys are ignored."""
        with _chroma(self.place):
            collection = self._collection(language)
            most = self._client.get_max_batch_size()
            for start in range(0, len(keys), most):
                collection.delete(ids=list(keys[start : start + most]))

    def counts(self, languages: Iterable[str]) -> dict[str, int]:
        """Give the number of vectors in each language's collection; 0 where there is none."""
        from chromadb.errors import NotFoundError

        found = dict.fromkeys(languages, 0)
        with _chroma(self.place):
            for language in found:
                with contextlib.suppress(NotFoundError):
                    found[language] = self._collection(language).count()
        return found

    def keys(self, language: str) -> set[str]:
        """Give all keys of one language; none where there is no collection."""
        from chromadb.errors import NotFoundError

        with _chroma(self.place), contextlib.suppress(NotFoundError):
            return set(self._collection(language).get(include=[])["ids"])
        return set()

    def nearest(self, language: str, vector: NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """Give up to `limit` keys of one language with their cosine to `vector`, nearest first."""
        query = np.asarray(vector, np.float32).reshape(1, -1)
        with _chroma(self.place):
            found = self._collection(language).query(query_embeddings=query, n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return [(key, 1.0 - distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)]

    def warm(self, languages: Sequence[str], dimension: int) -> None:
        """Load the vector index of these languages into memory, which Chroma otherwise does at the first query."""
        for language in languages:
            self.nearest(language, np.ones(dimension, np.float32), 1)

    def delete_collections(self) -> None:
        """Delete every collection of this store."""
        prefix = self.place.collection("")
        with _chroma(self.place):
            names = [collection.name for collection in self._client.list_collections()]
            for name in names:
                if name.startswith(prefix):
                    self._client.delete_collection(name)

    def _collection(self, language: str, *, create: bool = False) -> "Collection":
        if language not in self._collections:
            name = self.place.collection(language)
            self._collections[language] = (
                self._client.get_or_create_collection(
                    name,
                    embedding_function=None,
                    metadata={"language": language, **self.place.notes},
                    configuration={
                        "hnsw": {
                            "space": "cosine",
                            "ef_search": EF_SEARCH,
                            "ef_construction": EF_CONSTRUCTION,
                            "max_neighbors": MAX_NEIGHBOURS,
                        }
                    },
                )
                if create
                else self._client.get_collection(name, embedding_function=None)
            )
        return self._collections[language]


def look(place: StorePlace) -> str:
    """Give what a store's files look like from outside: names and sizes, which reading does not change.

    Times say nothing, since Chroma writes its files anew whenever it opens them. "" where there is a server.
    """
    if place.url is not None:
        return ""
    files = sorted(path for path in place.folder.rglob("*") if path.is_file())
    seen = [(path.relative_to(place.folder).as_posix(), path.stat().st_size) for path in files]
    with contextlib.suppress(OSError), (place.folder / "chroma.sqlite3").open("rb") as log:
        seen.append((repr(log.read(16)), 0))
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def make_durable(place: StorePlace) -> None:
    """Wait until a store's files are on the disk."""
    for path in place.folder.rglob("*"):
        if place.url is None and path.is_file():
            sync(path)


def delete(place: StorePlace) -> None:
    """Delete a store that nobody will open again."""
    if place.url is None:
        # Chroma itself would leave the files of a deleted collection behind.
        shutil.rmtree(place.folder, ignore_errors=True)
        return
    with Store.open(place) as store:
        store.delete_collections()


def _take_name(folder: Path) -> str:
    """Give a spelling of `folder` that no open store of this process uses: Chroma shares whatever has equal names."""
    with _naming:
        name = str(folder)
        while name in _names_in_use:
            name += "/."
        _names_in_use.add(name)
    return name


@contextlib.contextmanager
def _chroma(place: StorePlace) -> Iterator[None]:
    """Turn whatever chromadb raises into one sentence."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, ValueError, OSError, RuntimeError, AttributeError) as error:
        if place.url is None:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            text = (
                f"The vectors in {place.folder} cannot be used ({reason}): see that there are space and rights, then "
                "run `python -m ingest`, or with `--rebuild`."
            )
        else:
            text = f"The Chroma server at {place.url} cannot be used; start it, or mend CHROMA_URL."
        raise StoreUnavailable(text) from error
