"""An index of which only some is shown: the same index, without the articles of some folders.

Takes an Index and the folders; whatever it gives comes from connections that do not show them (`ingest.index.hiding`).
Passages and vectors are held once, by the index itself; what is found among them is looked up in the catalogue as ever.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.index.catalogue import StoredArticle, StoredPassage
from ingest.index.conditions import EVERYTHING, Conditions, both
from ingest.index.connections import Connections
from ingest.index.index import Index
from ingest.index.lexicon import WeightedQuestion


class NarrowedIndex(Index):
    """See the module; the index it is made of must stay open as long as it is used."""

    def __init__(self, index: Index, hidden: Sequence[str]) -> None:
        self._whole, self._hidden = index, Conditions(hidden=tuple(hidden))
        self._settings, self._folder = index._settings, index._folder
        self._held, self._held_passages = index._held, index._held_passages
        self._connections, self._server, self._closed = Connections(tuple(hidden)), None, False

    def close(self) -> None:
        """Close its own connections; the index it is made of stays open."""
        self._connections.close()

    def refresh(self) -> int:
        """Take notice of what other processes wrote."""
        return self._whole.refresh()

    def trouble(self) -> str | None:
        """Say in a sentence why Chroma cannot be asked, if it cannot."""
        return self._whole.trouble()

    def nearest(
        self, vector: NDArray[np.float32], per_language: int, conditions: Conditions = EVERYTHING
    ) -> list[tuple[StoredPassage, float]]:
        """Find the passages nearest to a vector among those that are shown; see `Index.nearest`."""
        return super().nearest(vector, per_language, both(conditions, self._hidden))

    def with_words(
        self, weighted: WeightedQuestion, limit: int, conditions: Conditions = EVERYTHING
    ) -> list[StoredPassage]:
        """Find passages that are shown by a question's words; see `Index.with_words`."""
        return super().with_words(weighted, limit, both(conditions, self._hidden))

    def articles_fitting(self, conditions: Conditions, limit: int = -1) -> list[StoredArticle]:
        """Give the articles that fit and are shown, the last published first."""
        return super().articles_fitting(both(conditions, self._hidden), limit)
