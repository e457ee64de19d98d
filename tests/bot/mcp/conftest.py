"""The seeds as a library, and a server that speaks HTTP on this machine."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.answers.answerer import ArticleAnswerer
from bot.answers.retrieval import Retrieval
from bot.briefings.briefer import StoryBriefer
from bot.mcp.library import Library
from bot.mcp.server import HOST, PATH, http_server, listening_at
from bot.mcp.story_book import PassingStoryBook
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.settings import CorpusSettings

KEY = "b3f0-4d21-9c77-a5e2-66f1"


@pytest.fixture(scope="session")
def library(seeds: CorpusSettings, embedder: Embedder) -> Iterator[Library]:
    index = Index(seeds)
    briefer = StoryBriefer(index, embedder, PassingStoryBook())
    yield Library(index, Retrieval(index, embedder), ArticleAnswerer(index, embedder), briefer)
    index.close()


@pytest.fixture(scope="session")
def address(library: Library) -> Iterator[str]:
    """Where the library is served behind KEY."""
    with ThreadPoolExecutor(2) as threads, listening_at(0) as listening:
        server = http_server(library, threads, KEY)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        yield f"http://{HOST}:{listening.getsockname()[1]}{PATH}"
        server.should_exit = True
        running.join()
