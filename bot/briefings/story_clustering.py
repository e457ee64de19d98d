"""Story clustering: which articles tell the same event, in whatever language. Pure.

    vectors ──likeness──▶ pairs alike ──▶ connected groups ──average linkage in each──▶ stories

Takes one centred vector per article and the stories that some of them belong to already; says which belong together.
An article never changes its story, and two stories never become one. Knows no article, no index and no database.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.models.centring import PRIOR_WEIGHT, Vector

LIKENESS = 0.45
"""Mean cosine between the articles of two groups from which they tell one story; chosen on half of the articles of
NTREX (tests/evaluation/LOG.md)."""

_SMALL = 0.11
"""By how much more alike they must be in an empty index, where the mean of a language is that of its generic sentences
alone: there articles on nothing in common have a cosine of about 0.3, in a large index of 0."""

_APART = 1_000.0
"""Distance between articles of different stories: no average over such a pair comes under the threshold."""

_BLOCK = 1_000
"""Articles compared with all others at once; 1,000 x 30,000 likenesses are 120 MB."""

_MOST_TOGETHER = 2_000
"""Articles in one table of distances (32 MB); a larger group is first cut where it is less alike."""

_STEP = 0.05

Labels = NDArray[np.int64]


def likeness_among(passages: int) -> float:
    """Give the likeness that makes a story in an index of so many passages."""
    return LIKENESS + _SMALL * PRIOR_WEIGHT / (PRIOR_WEIGHT + passages)


def gather(vectors: Vector, stories: Sequence[str], likeness: float = LIKENESS) -> Labels:
    """Say which articles belong together: by average linkage, cut where groups are less alike than `likeness`.

    Two groups whose mean likeness is great enough hold at least one pair as alike as that. So the groups of average
    linkage never cross the connected groups of such pairs, and each of these is worked out by itself, with the
    same result as all at once.

    Args:
        vectors: Shape (n, dimension), of unit length.
        stories: Of each article the story that it belongs to, "" for none yet.
        likeness: Cosine, from 0 to 1.

    Returns:
        Shape (n,): equal numbers for articles of one story.
    """
    labels = np.arange(len(vectors), dtype=np.int64)
    for members in _connected(vectors, stories, likeness):
        own = [stories[it] for it in members]
        if len(members) > _MOST_TOGETHER and likeness + _STEP < 1:
            parts = gather(vectors[members], own, likeness + _STEP)
        else:
            parts = _linked(vectors[members], own, likeness)
        labels[members] = members[parts]
    return labels


def _connected(vectors: Vector, stories: Sequence[str], likeness: float) -> Iterator[Labels]:
    """Give the positions of each connected group that has something to decide: two members and a new article."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = len(vectors)
    pairs = [*_alike(vectors, stories, likeness), _chained(stories)]
    left, right = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    graph = coo_array((np.ones(len(left), np.bool_), (left, right)), shape=(size, size))
    _, numbers = connected_components(graph, directed=False)
    order = np.argsort(numbers, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1):
        if len(members) > 1 and any(not stories[it] for it in members):
            yield members


def _alike(vectors: Vector, stories: Sequence[str], likeness: float) -> Iterator[tuple[Labels, Labels]]:
    """Give the pairs of a new article and any other that are alike."""
    new = np.array([place for place, story in enumerate(stories) if not story], np.int64)
    for start in range(0, len(new), _BLOCK):
        block = new[start : start + _BLOCK]
        left, right = np.nonzero(vectors[block] @ vectors.T >= likeness)
        yield block[left], right.astype(np.int64)


def _chained(stories: Sequence[str]) -> tuple[Labels, Labels]:
    """Pair each article of a story with the first of it."""
    first: dict[str, int] = {}
    pairs = [(first.setdefault(story, place), place) for place, story in enumerate(stories) if story]
    left, right = np.array(pairs, np.int64).reshape(-1, 2).T
    return left, right


def _linked(vectors: Vector, stories: Sequence[str], likeness: float) -> Labels:
    """Give each article the position of the first of its group."""
    from sklearn.cluster import AgglomerativeClustering

    distances = (1.0 - vectors @ vectors.T).astype(np.float64)
    _, numbers = np.unique(np.array(stories), return_inverse=True)
    known = np.array([bool(story) for story in stories])
    both = known[:, None] & known[None, :]
    same = numbers[:, None] == numbers[None, :]
    distances[both & same], distances[both & ~same] = 0.0, _APART
    linkage = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - likeness
    )
    groups = linkage.fit_predict(np.clip(distances, 0.0, None))
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    found: Labels = first[inverse].astype(np.int64)
    return found
