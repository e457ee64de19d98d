"""One vector per article, made of the passages' vectors that the index holds already; nothing is embedded.

Takes StoredArticles, gives rows of unit length, comparable across languages. Remembers sums, not centred vectors: the
means of the languages move as the index grows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.index.catalogue import StoredArticle
from ingest.models.centring import LanguageMean, Vector, unit

VectorsOf = Callable[[Iterable[int]], Iterator[tuple[int, str, NDArray[np.float32]]]]

_PORTION = 1_000
"""Articles whose passages are read at once; some 15 MB."""


class ArticleVectors:
    """Sums of passages by article, read once; for one thread at a time."""

    def __init__(self, vectors_of: VectorsOf) -> None:
        """Take what gives the vectors of whole articles, as `ingest.index.index.Index` does."""
        self._vectors_of = vectors_of
        self._sums: dict[str, dict[str, tuple[Vector, int]]] = {}

    def rows(self, articles: Sequence[StoredArticle], means: Mapping[str, LanguageMean]) -> dict[str, Vector]:
        """Give by content hash the mean of each article's centred passages, shape (dimension,), of unit length.

        A language without a mean is not centred; an article without vectors has zeros, and is like nothing.
        """
        self._read([it for it in articles if it.content_hash not in self._sums])
        size = next((len(total) for sums in self._sums.values() for total, _ in sums.values()), 1)
        return {it.content_hash: _centred(self._sums[it.content_hash], means, size) for it in articles}

    def forget_all_but(self, articles: Iterable[StoredArticle]) -> None:
        """Let go of what was read of other articles."""
        wanted = {it.content_hash for it in articles}
        self._sums = {key: sums for key, sums in self._sums.items() if key in wanted}

    def _read(self, articles: Sequence[StoredArticle]) -> None:
        for start in range(0, len(articles), _PORTION):
            portion = {it.id: it.content_hash for it in articles[start : start + _PORTION]}
            for content_hash in portion.values():
                self._sums[content_hash] = {}
            for id_, language, vector in self._vectors_of(portion):
                sums = self._sums[portion[id_]]
                total, count = sums.get(language, (np.zeros_like(vector), 0))
                sums[language] = (total + vector, count + 1)


def _centred(sums: Mapping[str, tuple[Vector, int]], means: Mapping[str, LanguageMean], size: int) -> Vector:
    row = np.zeros(size, np.float32)
    for language, (total, count) in sums.items():
        row += total - count * means[language].vector if language in means else total
    return unit(row)
