"""The whole way with the real model: the seeds, ingested once for all tests, are found by what they say."""

from typing import TYPE_CHECKING

import pytest

from ingest.index.index import Index
from ingest.pipeline import embedded_text
from ingest.settings import CorpusSettings
from tests.ingest.index_state import contents, lost_passages

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder


@pytest.mark.slow
def test_every_passage_of_the_seeds_is_found_by_its_own_text(seeds: CorpusSettings, embedder: "Embedder") -> None:
    assert lost_passages(seeds) == []
    passages = contents(seeds).passages
    index = Index(seeds)
    index.check(embedder)
    for passage, vector in zip(passages, embedder.embed_passages([embedded_text(p) for p in passages]), strict=True):
        first, cosine = index.nearest(vector, 3)[0]
        assert first.passage.key == passage.key
        assert cosine == pytest.approx(1, abs=0.01)
        assert index.article_text(passage.source)[passage.start : passage.end] == passage.text
    index.close()
