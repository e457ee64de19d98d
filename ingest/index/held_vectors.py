"""Every vector of the catalogue in memory, in half precision, to be compared with a question one by one.

    catalogue ──what came since the last look──▶ an array per language ──one product──▶ cosines of all

Takes a catalogue, gives rows of its table `vector`. Half as large as the vectors themselves, a third
of Chroma's graph over them; what another process wrote is read in, not opened anew; and conditions leave nothing out,
since the cosine of every row is known (tests/benchmarks/bench_scan.py). A cosine is right to about 0.001: whoever wants
the nearest takes some more of them and compares these exactly. Safe to use from several threads.
"""

import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.index import vectors
from ingest.index.catalogue import Catalogue

SPARE_ROOM = 1.1
"""How much larger than needed an array is made when one grows, so that it is not copied for each article."""

SPARSE = 4
"""Where fewer than one row in so many is wanted, these are copied together and the others are not compared at all."""

_TOLERANCE = 0.01
"""By how much the sum of the rows held may differ from the catalogue's in any component: half precision costs a
thousandth for ten thousand rows let go of; another vector in a row's place makes more, unless it is nearly the same."""


@dataclass(frozen=True, slots=True)
class VectorBlock:
    """The vectors of one language.

    Attributes:
        numbers: Their rows in the catalogue, ascending; shape (n,).
        rows: In half precision, shape (n, dimension).
        total: Their sum.
        room: The array that `rows` is the beginning of.
    """

    numbers: NDArray[np.int64]
    rows: NDArray[np.float16]
    total: NDArray[np.float64]
    room: NDArray[np.float16]

    def extended(self, numbers: NDArray[np.int64], rows: NDArray[np.float32]) -> "VectorBlock":
        """Give the same with some more at its end; whoever still reads this one is not disturbed."""
        before, after = len(self.numbers), len(self.numbers) + len(numbers)
        room = self.room
        if after > len(room):
            room = np.empty((int(after * SPARE_ROOM) + vectors.PORTION, rows.shape[1]), np.float16)
            room[:before] = self.rows
        room[before:after] = rows
        total = self.total + rows.sum(axis=0, dtype=np.float64)
        return VectorBlock(np.concatenate([self.numbers, numbers]), room[:after], total, room)

    def without(self, gone: NDArray[np.bool_]) -> "VectorBlock":
        """Give the same without some rows."""
        total = self.total - self.rows[gone].sum(axis=0, dtype=np.float64)
        rows = self.rows[~gone]
        return VectorBlock(self.numbers[~gone], rows, total, rows)

    def cosines(self, vector: NDArray[np.float32], places: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Give the cosine of every row, or of those in these places, to a vector of unit length; shape (n,)."""
        import torch

        few = places is not None and len(places) * SPARSE < len(self.rows)
        rows = self.rows[places] if few else self.rows
        product = torch.from_numpy(rows) @ torch.from_numpy(np.asarray(vector, np.float16))
        found: NDArray[np.float32] = product.float().numpy()
        return found if few or places is None else found[places]


def greatest(cosines: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Give the positions of the greatest, the greatest first; six times as fast as numpy."""
    import torch

    found: NDArray[np.int64] = torch.topk(torch.from_numpy(cosines), min(limit, len(cosines))).indices.numpy()
    return found


class HeldVectors:
    """See the module."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._seen: tuple[Path | None, int] = (None, -1)
        self._blocks: Mapping[str, VectorBlock] = {}

    def update(self, catalogue: Catalogue, edition: Path) -> Mapping[str, VectorBlock]:
        """Take notice of what was written, and give what there is by language; a new edition is read as a whole."""
        generation = catalogue.generation()
        if self._seen[0] != edition or self._seen[1] < generation:
            with self._turn:
                if self._seen[0] != edition or self._seen[1] < generation:
                    known = self._blocks if self._seen[0] == edition else {}
                    self._blocks = _now(catalogue.connection, known)
                    self._seen = (edition, generation)
        return self._blocks

    def clear(self) -> None:
        """Let go of everything."""
        with self._turn:
            self._seen, self._blocks = (None, -1), {}


def _now(connection: sqlite3.Connection, known: Mapping[str, VectorBlock]) -> Mapping[str, VectorBlock]:
    """Give what the catalogue holds, starting from what it held.

    A row's number is given again once the last rows are gone, so the sums say whether known rows are still those.
    """
    connection.execute("BEGIN")  # rows and sums of one moment
    try:
        sums = vectors.sums(connection)
        blocks = _extended(connection, known, sums)
        if not _agree(blocks, sums):
            alive = vectors.numbers(connection)
            blocks = {it: block.without(~np.isin(block.numbers, alive)) for it, block in blocks.items()}
            if not _agree(blocks, sums):
                blocks = _extended(connection, {}, sums)
        return {language: block for language, block in blocks.items() if len(block.numbers)}
    finally:
        connection.execute("COMMIT")


def _extended(
    connection: sqlite3.Connection, known: Mapping[str, VectorBlock], sums: vectors.Sums
) -> dict[str, VectorBlock]:
    last = max((int(block.numbers[-1]) for block in known.values()), default=0)
    blocks = dict(known)
    for language, numbers, rows in vectors.after(connection, last):
        if language not in blocks:
            room = np.empty((sums[language][1] if language in sums else len(rows), rows.shape[1]), np.float16)
            blocks[language] = VectorBlock(np.empty(0, np.int64), room[:0], np.zeros(rows.shape[1]), room)
        blocks[language] = blocks[language].extended(numbers, rows)
    return blocks


def _agree(blocks: Mapping[str, VectorBlock], sums: vectors.Sums) -> bool:
    held = {language: block for language, block in blocks.items() if len(block.numbers)}
    return held.keys() == sums.keys() and all(
        len(held[language].numbers) == count and np.allclose(held[language].total, total, rtol=0, atol=_TOLERANCE)
        for language, (total, count) in sums.items()
    )
