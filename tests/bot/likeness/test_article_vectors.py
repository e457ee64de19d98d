from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from bot.likeness.article_vectors import ArticleVectors
from ingest.index.catalogue import StoredArticle
from ingest.models.centring import LanguageMean

NOW = datetime(2026, 6, 1, tzinfo=UTC)
EAST, NORTH, UP = np.eye(3, dtype=np.float32)


def article(number: int) -> StoredArticle:
    return StoredArticle(number, f"{number}", "", "nb", None, None, None, f"{number:064}", "utf-8", NOW, NOW, 2)


class Shelf:
    """Two passages in two languages, one article without any; counts what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def vectors_of(self, articles: Iterable[int]) -> Iterator[tuple[int, str, NDArray[np.float32]]]:
        self.asked += articles
        yield 1, "nb", EAST + NORTH
        yield 1, "ar", UP


def test_a_row_is_the_mean_of_the_passages_each_centred_on_its_language() -> None:
    shelf = Shelf()
    vectors, means = ArticleVectors(shelf.vectors_of), {"nb": LanguageMean(EAST), "ar": LanguageMean(UP)}
    rows = vectors.rows([article(1), article(2)], means)
    assert np.allclose(rows[article(1).content_hash], NORTH)
    assert np.allclose(rows[article(2).content_hash], 0)
    raw = vectors.rows([article(1)], {})[article(1).content_hash]
    assert np.allclose(raw, np.ones(3) / np.sqrt(3))
    assert shelf.asked == [1, 2]


def test_what_is_no_longer_wanted_is_let_go() -> None:
    shelf = Shelf()
    vectors = ArticleVectors(shelf.vectors_of)
    vectors.rows([article(1)], {})
    vectors.forget_all_but([article(2)])
    vectors.rows([article(1)], {})
    assert shelf.asked == [1, 1]
