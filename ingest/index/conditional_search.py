"""The nearest passages, exactly, among all or among those that fit conditions.

    cosines of what fits ──the nearest of each language──▶ some more than wanted ──compared exactly──▶ keys

Takes a connection to the catalogue, the vectors held of it, and which of these fit.
"""

import heapq
import sqlite3
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ingest.index import vectors
from ingest.index.held_passages import FittingPassages
from ingest.index.held_vectors import VectorBlock, greatest

MORE = 24
"""Of each language so many more than wanted are compared exactly: half precision changes places among neighbours."""


def nearest(
    connection: sqlite3.Connection,
    blocks: Mapping[str, VectorBlock],
    vector: NDArray[np.float32],
    per_language: int,
    fitting: FittingPassages | None = None,
) -> dict[str, float]:
    """Give the keys of the nearest passages that fit, so many of every language, with their cosine.

    Args:
        connection: To the catalogue.
        blocks: Its vectors by language.
        vector: Of shape (dimension,), of unit length.
        per_language: How many.
        fitting: Which of the vectors count; None where all do.
    """
    wanted = per_language + MORE
    chosen = [number for block in blocks.values() for number in _best(block, vector, wanted, fitting)]
    found: dict[str, float] = {}
    for own in vectors.in_rows(connection, chosen).values():
        exact = np.stack(list(own.values())) @ np.asarray(vector, np.float32)
        pairs = zip(own, exact.tolist(), strict=True)
        found |= dict(heapq.nlargest(per_language, pairs, key=lambda pair: pair[1]))
    return found


def _best(
    block: VectorBlock, vector: NDArray[np.float32], limit: int, fitting: FittingPassages | None
) -> Iterator[int]:
    if fitting is None:
        best = greatest(block.cosines(vector), limit)
    else:
        places = np.flatnonzero(fitting.vectors(block.numbers))
        best = places[greatest(block.cosines(vector, places), limit)]
    yield from block.numbers[best].tolist()
