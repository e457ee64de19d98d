"""What an index holds, in a form that two indexes can be compared by; read as a fresh process would read it."""

import contextlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from ingest.index import editions
from ingest.index.catalogue import Catalogue, StoredArticle
from ingest.index.index import Index
from ingest.index.vector_store import Store, StorePlace
from ingest.passages import Passage
from ingest.settings import CorpusSettings
from ingest.text.terms import terms

_NO_TIME = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Contents:
    """Articles and passages as the catalogue has them, and the keys that Chroma holds, per language."""

    articles: tuple[StoredArticle, ...]
    passages: tuple[Passage, ...]
    chroma: dict[str, set[str]]
    lexicon: tuple[object, ...]


def contents(settings: CorpusSettings) -> Contents:
    edition = editions.current(editions.folder(settings.data_dir))
    assert edition is not None
    with contextlib.closing(Catalogue.open(edition)) as catalogue:
        state = catalogue.state()
        assert not state.dirty
        articles = catalogue.articles(0, 1_000_000)
        passages = [stored.passage for article in articles for stored in catalogue.passages_of(article.source)]
        sums = catalogue.language_sums()
        _check_vectors(catalogue)
        _check_terms(catalogue)
        with Store.open(StorePlace(edition, state.store, settings.chroma_url)) as store:
            chroma = {language: store.keys(language) for language in catalogue.languages()}
            assert state.behind or store.counts(chroma) == {language: it[1] for language, it in sums.items()}
        lexicon = tuple(catalogue.connection.execute("SELECT * FROM lexicon WHERE passages > 0 ORDER BY language"))
    timeless = [replace(article, id=0, first_ingested=_NO_TIME, changed=_NO_TIME) for article in articles]
    return Contents(
        tuple(sorted(timeless, key=lambda article: article.source)),
        tuple(sorted(passages, key=lambda passage: (passage.source, passage.ordinal))),
        chroma,
        lexicon,
    )


def _check_terms(catalogue: Catalogue) -> None:
    """The frequencies that are kept are those of the passages."""
    counted: Counter[tuple[str, str]] = Counter()
    for language, text in catalogue.connection.execute("SELECT language, text FROM passage"):
        counted.update((language, term) for term in set(terms(text)))
    rows = catalogue.connection.execute("SELECT language, term, passages FROM term_frequency")
    assert {(language, term): passages for language, term, passages in rows} == counted


def _check_vectors(catalogue: Catalogue) -> None:
    """Every passage has a vector, every vector a passage, every sum is the sum."""
    rows = catalogue.connection.execute("SELECT key, language, vector FROM vector").fetchall()
    keys = {row[0] for row in catalogue.connection.execute("SELECT key FROM passage")}
    assert {row[0] for row in rows} == keys
    for language, (total, count) in catalogue.language_sums().items():
        mine = [np.frombuffer(row[2], np.float32) for row in rows if row[1] == language]
        assert len(mine) == count
        np.testing.assert_allclose(total, np.sum(mine, axis=0, dtype=np.float64), atol=1e-6)


def lost_passages(settings: CorpusSettings) -> list[str]:
    """The passages that are not found by their own vector, and what Chroma has of each: gone, or only out of reach."""
    index = Index(settings)
    try:
        rows = index.read().execute("SELECT key, language, vector FROM vector").fetchall()
        vectors = {key: (language, np.frombuffer(vector, np.float32)) for key, language, vector in rows}
        found = {key: index.nearest(vector, 3) for key, (_, vector) in vectors.items()}
    finally:
        index.close()
    lost = [key for key, hits in found.items() if key not in {stored.passage.key for stored, _ in hits}]
    return [f"{key}: {_in_chroma(settings, key, *vectors[key])}" for key in lost]


def _in_chroma(settings: CorpusSettings, key: str, language: str, vector: NDArray[np.float32]) -> str:
    """Whether a vector was lost, or stands in Chroma where the graph of neighbours (HNSW) does not lead."""
    edition = editions.current(editions.folder(settings.data_dir))
    assert edition is not None
    with contextlib.closing(Catalogue.open(edition)) as catalogue:
        place = StorePlace(edition, catalogue.state().store, settings.chroma_url)
    with Store.open(place) as store:
        count = store.counts([language])[language]
        near = [each for each, _ in store.nearest(language, vector, count)]
        return f"stored: {key in store.keys(language)}, place {near.index(key) if key in near else None} of {count}"
