from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.models.embedding import Embedder
from tests.bot.briefings.news import News


@pytest.fixture
def news(tmp_path: Path, embedder: Embedder) -> Iterator[News]:
    news = News(tmp_path, embedder)
    yield news
    if news.index:
        news.index.close()
    news.memory.close()
