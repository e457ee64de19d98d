"""What articles share in names and figures, read from the passages that the index holds; nothing is embedded.

articles ──first passages──▶ traces (`bot.likeness.common_ground`), remembered ──▶ what is added to their likeness
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.likeness.common_ground import LEAD, CommonGround, Traces, traces
from ingest.index.catalogue import StoredArticle, StoredPassage
from ingest.models.centring import Vector

PassagesOf = Callable[[str], Sequence[StoredPassage]]


class ArticleTraces:
    """Names and figures of articles, read once; for one thread at a time."""

    def __init__(self, passages_of: PassagesOf) -> None:
        """Take what gives the passages of an article in order, as `ingest.index.index.Index` does."""
        self._passages_of = passages_of
        self._read: dict[str, Traces | None] = {}

    def of(self, articles: Iterable[StoredArticle]) -> dict[str, Traces | None]:
        """Give the traces of articles by content hash."""
        found: dict[str, Traces | None] = {}
        for article in articles:
            key = article.content_hash
            if key not in self._read:
                self._read[key] = traces(self._lead(article))
            found[key] = self._read[key]
        return found

    def lifts(self, articles: Sequence[StoredArticle], left: NDArray[np.int64], right: NDArray[np.int64]) -> Vector:
        """Give what is added to the likeness of pairs of articles, 0 for two in one language.

        Args:
            articles: Those of which the pairs are.
            left: The position of one of each pair, shape (n,).
            right: Of the other, likewise.

        Returns:
            Shape (n,).
        """
        languages = np.array([article.language for article in articles])
        across = np.flatnonzero(languages[left] != languages[right])
        compared = [articles[at] for at in np.unique(np.concatenate([left[across], right[across]]))]
        ground = CommonGround(self.of(compared))
        keys = [article.content_hash for article in articles]
        lifted = np.zeros(len(left), np.float32)
        lifted[across] = [ground.lift(keys[left[at]], keys[right[at]]) for at in across]
        return lifted

    def forget_all_but(self, articles: Iterable[StoredArticle]) -> None:
        """Let go of what was read of other articles."""
        wanted = {article.content_hash for article in articles}
        self._read = {key: read for key, read in self._read.items() if key in wanted}

    def _lead(self, article: StoredArticle) -> str:
        lead = article.title
        for stored in self._passages_of(article.source):
            if len(lead) >= LEAD:
                break
            lead += f"\n{stored.passage.text}"
        return lead
