"""The seeds, opened and answered from with the real model."""

from collections.abc import Iterator

import pytest

from bot.answers.answerer import ArticleAnswerer
from bot.answers.extractive import Candidate, Extractor
from bot.answers.retrieval import Retrieval
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.settings import CorpusSettings


@pytest.fixture(scope="session")
def seeds_index(seeds: CorpusSettings) -> Iterator[Index]:
    index = Index(seeds)
    yield index
    index.close()


@pytest.fixture(scope="session")
def retrieval(seeds_index: Index, embedder: Embedder) -> Retrieval:
    return Retrieval(seeds_index, embedder)


@pytest.fixture(scope="session")
def answerer(seeds_index: Index, embedder: Embedder) -> ArticleAnswerer:
    return ArticleAnswerer(seeds_index, embedder)


@pytest.fixture(scope="session")
def candidates(retrieval: Retrieval, embedder: Embedder) -> list[Candidate]:
    asked = retrieval.ask("How many cars does the ferry Havsula carry?")
    return Extractor(retrieval, embedder).candidates(asked, retrieval.find(asked, 8))
