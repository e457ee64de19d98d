"""The nearest passages among those that fit conditions, exactly where they are few, else out of Chroma's nearest.

Takes a connection to the catalogue, which knows what fits. Chroma's own filter (`where`) is not used: it takes some six
microseconds for each vector that fits, as reading it from the catalogue does, and 30 ms besides for 25,000 vectors that
do not (tests/evaluation/LOG.md); and vectors are shared by articles of different days.
"""

import heapq
import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.index import vectors
from ingest.index.conditions import Conditions

FEW = 4_000
"""Passages up to which all that fit are read and compared; 25 ms."""

WIDE = 600
"""Of each language the nearest that are asked of Chroma; as many as it looks at anyway (`vector_store.EF_SEARCH`)."""

_LEAST_SHARE = 0.13
"""Share of all passages that must fit for enough of the WIDE to be left: twice the forty that are wanted."""

Near = Mapping[str, Sequence[tuple[str, float]]]
"""Language -> keys of passages with their cosine, nearest first."""


def is_few(fitting: int, passages: int) -> bool:
    """Tell whether to read all that fit; the rest is too many, and enough of the nearest will be among them."""
    return fitting <= FEW or fitting < _LEAST_SHARE * passages


def nearest(
    connection: sqlite3.Connection, vector: NDArray[np.float32], per_language: int, conditions: Conditions
) -> dict[str, float]:
    """Give the keys of the nearest passages that fit, so many of every language, with their cosine."""
    best: dict[str, dict[str, float]] = defaultdict(dict)
    for languages, keys, rows in vectors.fitting(connection, conditions):
        cosines = rows @ np.asarray(vector, np.float32)
        spoken = np.array(languages)
        for language in set(languages):
            own = np.flatnonzero(spoken == language)
            order = own[np.argsort(-cosines[own], kind="stable")[: 2 * per_language]]
            best[language] |= {keys[at]: float(cosines[at]) for at in order}
            best[language] = dict(heapq.nlargest(per_language, best[language].items(), key=lambda pair: pair[1]))
    return {key: cosine for found in best.values() for key, cosine in found.items()}


def among(
    connection: sqlite3.Connection, near: Near, per_language: int, conditions: Conditions
) -> dict[str, list[tuple[str, float]]]:
    """Leave of the nearest of each language so many whose articles fit."""
    fits, values = conditions.sql()
    keys = json.dumps([key for found in near.values() for key, _ in found])
    rows = connection.execute(
        "SELECT p.key FROM passage p JOIN article a ON a.id = p.article "  # noqa: S608
        f"WHERE p.key IN (SELECT value FROM json_each(?)) AND {fits}",
        (keys, *values),
    )
    fitting = {row[0] for row in rows}
    return {language: [it for it in found if it[0] in fitting][:per_language] for language, found in near.items()}
