"""The seeds, opened and answered from with the real model; and short articles for what one sentence does not answer."""

import contextlib
from collections.abc import Iterator
from datetime import date

import pytest

from bot.answers.answerer import ArticleAnswerer
from bot.answers.extractive import Candidate, Extractor
from bot.answers.retrieval import Retrieval
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings

SEVERAL = {
    "bids_en": ("en", "Lerk Stål bid 310 million kroner for the new quay in Lerk, and Holm Bygg 275 million."),
    "bridge_nb": ("nb", "Ostbybrua er 1140 meter lang og har fire felt.\n\nDen kostet 890 millioner kroner."),
    "bridge_de": ("de", "Die Brücke in Velling ist 2,1 Kilometer lang. Sie wurde im Juni eröffnet."),
    "market_en": ("en", "Mayor Tora Lind of Lerk opened the new market on Saturday. Her speech took an hour."),
    "road_en": ("en", "The road to Velling stays closed, Mayor Ada Holm said. Snow had fallen for three days."),
    "echo_en": ("en", "Tora Lind, the mayor of Lerk, called the new market a gift to the town."),
}
"""Articles by name: their language and text."""


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


@pytest.fixture(scope="session")
def several(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, qa_model: QAModel
) -> Iterator[ArticleAnswerer]:
    """Whatever answers from SEVERAL, with the QA model."""
    folder = tmp_path_factory.mktemp("several")
    (folder / "articles").mkdir()
    for name, (language, text) in SEVERAL.items():
        stated = f"---\ndate: 2024-05-02\nlanguage: {language}\n---\n\n{text}\n"
        (folder / "articles" / f"{name}.md").write_text(stated, "utf-8")
    settings = CorpusSettings(articles_dir=folder / "articles", data_dir=folder / "data")
    ingest(settings, lambda: embedder)
    with contextlib.closing(Index(settings)) as index:
        yield ArticleAnswerer(index, embedder, qa_model=qa_model, today=lambda: date(2024, 5, 15))
