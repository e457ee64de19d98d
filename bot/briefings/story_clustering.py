"""Story clustering: which articles tell the same event, in whatever language. Pure.

    vectors ──likeness──▶ pairs alike ──▶ connected groups ──average linkage in each──▶ stories

Takes one centred vector per article, the stories that some of them belong to already, and what speaks for pairs beside
their likeness (names, in `bot.likeness.common_ground`); says which belong together. An article never changes its story,
and two stories never become one. Knows no article, no index and no database.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.likeness.common_ground import MOST_ADDED
from ingest.models.centring import PRIOR_WEIGHT, Vector

if TYPE_CHECKING:
    from scipy.sparse import csr_array

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

Lifts = Callable[[Labels, Labels], Vector]
"""Gives what is added to the likeness of pairs, by the positions of both; each at most MOST_ADDED, shape (n,)."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """Articles: their vectors, the stories of those that have one, and what is added to the likeness of pairs."""

    vectors: Vector
    stories: Sequence[str]
    added: "csr_array"

    def of(self, members: Labels) -> "_Compared":
        """Give some of them."""
        added = self.added[members][:, members]
        return _Compared(self.vectors[members], [self.stories[it] for it in members], added)

    def likeness(self, block: Labels) -> Vector:
        """Give the likeness of some to all, shape (some, all)."""
        alike: Vector = self.vectors[block] @ self.vectors.T + self.added[block].toarray()
        return alike


def likeness_among(passages: int) -> float:
    """Give the likeness that makes a story in an index of so many passages."""
    return LIKENESS + _SMALL * PRIOR_WEIGHT / (PRIOR_WEIGHT + passages)


def gather(vectors: Vector, stories: Sequence[str], likeness: float = LIKENESS, lifts: Lifts | None = None) -> Labels:
    """Say which articles belong together: by average linkage, cut where groups are less alike than `likeness`.

    Two groups whose mean likeness is great enough hold at least one pair as alike as that. So the groups of average
    linkage never cross the connected groups of such pairs, and each of these is worked out by itself, with the
    same result as all at once.

    Args:
        vectors: Shape (n, dimension), of unit length.
        stories: Of each article the story that it belongs to, "" for none yet.
        likeness: Cosine, from 0 to 1.
        lifts: Asked of the pairs that are alike enough for it to matter.

    Returns:
        Shape (n,): equal numbers for articles of one story.
    """
    return _gathered(_Compared(vectors, stories, _added(vectors, stories, likeness, lifts)), likeness)


def _added(vectors: Vector, stories: Sequence[str], likeness: float, lifts: Lifts | None) -> "csr_array":
    """Give what is added to the likeness of each pair, shape (n, n), the same both ways."""
    from scipy.sparse import coo_array

    size, new = len(vectors), _without_story(stories)
    left, right = np.empty(0, np.int64), np.empty(0, np.int64)
    if lifts and len(new):
        blocks = (new[start : start + _BLOCK] for start in range(0, len(new), _BLOCK))
        found = [_near(vectors, block, likeness - MOST_ADDED) for block in blocks]
        left, right = (np.concatenate([pair[side] for pair in found]) for side in (0, 1))
        known = np.array([bool(story) for story in stories])
        once = known[right] | (left < right)  # A pair of two new ones is found twice.
        left, right = left[once], right[once]
    values = lifts(left, right) if lifts and len(left) else np.empty(0, np.float32)
    both = np.concatenate([left, right]), np.concatenate([right, left])
    return coo_array((np.concatenate([values, values]), both), shape=(size, size)).tocsr()


def _near(vectors: Vector, block: Labels, likeness: float) -> tuple[Labels, Labels]:
    left, right = np.nonzero(vectors[block] @ vectors.T >= likeness)
    return block[left], right.astype(np.int64)


def _without_story(stories: Sequence[str]) -> Labels:
    return np.array([place for place, story in enumerate(stories) if not story], np.int64)


def _gathered(compared: _Compared, likeness: float) -> Labels:
    labels = np.arange(len(compared.stories), dtype=np.int64)
    for members in _connected(compared, likeness):
        own = compared.of(members)
        if len(members) > _MOST_TOGETHER and likeness + _STEP < 1:
            parts = _gathered(own, likeness + _STEP)
        else:
            parts = _linked(own, likeness)
        labels[members] = members[parts]
    return labels


def _connected(compared: _Compared, likeness: float) -> Iterator[Labels]:
    """Give the positions of each connected group that has something to decide: two members and a new article."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    stories, size = compared.stories, len(compared.stories)
    pairs = [*_alike(compared, likeness), _chained(stories)]
    left, right = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    graph = coo_array((np.ones(len(left), np.bool_), (left, right)), shape=(size, size))
    _, numbers = connected_components(graph, directed=False)
    order = np.argsort(numbers, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1):
        if len(members) > 1 and any(not stories[it] for it in members):
            yield members


def _alike(compared: _Compared, likeness: float) -> Iterator[tuple[Labels, Labels]]:
    """Give the pairs of a new article and any other that are alike."""
    new = _without_story(compared.stories)
    for start in range(0, len(new), _BLOCK):
        block = new[start : start + _BLOCK]
        left, right = np.nonzero(compared.likeness(block) >= likeness)
        yield block[left], right.astype(np.int64)


def _chained(stories: Sequence[str]) -> tuple[Labels, Labels]:
    """Pair each article of a story with the first of it."""
    first: dict[str, int] = {}
    pairs = [(first.setdefault(story, place), place) for place, story in enumerate(stories) if story]
    left, right = np.array(pairs, np.int64).reshape(-1, 2).T
    return left, right


def _linked(compared: _Compared, likeness: float) -> Labels:
    """Give each article the position of the first of its group."""
    from sklearn.cluster import AgglomerativeClustering

    stories = compared.stories
    distances = (1.0 - compared.likeness(np.arange(len(stories)))).astype(np.float64)
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
