"""The nearest passages, exactly, among all or among those that fit conditions.

    cosines of all ──the nearest of each language that fit──▶ some more than wanted ──compared exactly──▶ keys

Takes a connection to the catalogue, which knows what fits, and the vectors held of it. Where few passages fit, the rows
of all of them are looked up; where many do, so many of the nearest that enough of them fit.
"""

import heapq
import sqlite3
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ingest.index import vectors
from ingest.index.conditions import Conditions
from ingest.index.held_vectors import VectorBlock, greatest

MORE = 24
"""Of each language so many more than wanted are compared exactly: half precision changes places among neighbours."""

_WIDE = 200
"""Rows of each language that are looked up at least."""

Cosines = Mapping[str, tuple[NDArray[np.int64], NDArray[np.float32]]]
"""Language -> rows of its vectors, and the cosine of each."""


def nearest(
    connection: sqlite3.Connection,
    blocks: Mapping[str, VectorBlock],
    vector: NDArray[np.float32],
    per_language: int,
    conditions: Conditions,
    passages: int,
) -> dict[str, float]:
    """Give the keys of the nearest passages that fit, so many of every language, with their cosine.

    Args:
        connection: To the catalogue.
        blocks: Its vectors by language.
        vector: Of shape (dimension,), of unit length.
        per_language: How many.
        conditions: What their articles must be.
        passages: How many passages fit.
    """
    cosines: Cosines = {language: (block.numbers, block.cosines(vector)) for language, block in blocks.items()}
    if conditions:
        cosines = _fitting(connection, cosines, per_language + MORE, conditions, passages)
    chosen = [number for each in cosines.values() for number in _best(*each, per_language + MORE)[0].tolist()]
    found: dict[str, float] = {}
    for own in vectors.in_rows(connection, chosen).values():
        exact = np.stack(list(own.values())) @ np.asarray(vector, np.float32)
        pairs = zip(own, exact.tolist(), strict=True)
        found |= dict(heapq.nlargest(per_language, pairs, key=lambda pair: pair[1]))
    return found


def _fitting(
    connection: sqlite3.Connection, cosines: Cosines, wanted: int, conditions: Conditions, passages: int
) -> Cosines:
    """Leave what fits, by whichever way looks up less: all that fit, or twice as many as hold enough of them."""
    held = sum(len(numbers) for numbers, _ in cosines.values())
    wide = max(_WIDE, 2 * wanted * held // max(1, passages))
    if _are_fewer(passages, wide * len(cosines)):
        fitting = vectors.fitting(connection, conditions)
    else:
        cosines = {language: _best(*each, wide) for language, each in cosines.items()}
        among = [number for numbers, _ in cosines.values() for number in numbers.tolist()]
        fitting = vectors.fitting_among(connection, among, conditions)
    masks = {language: np.isin(numbers, fitting) for language, (numbers, _) in cosines.items()}
    return {it: (numbers[masks[it]], found[masks[it]]) for it, (numbers, found) in cosines.items()}


def _are_fewer(fitting: int, nearest: int) -> bool:
    return fitting <= nearest


def _best(
    numbers: NDArray[np.int64], cosines: NDArray[np.float32], limit: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    best = greatest(cosines, limit)
    return numbers[best], cosines[best]
