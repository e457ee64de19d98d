"""Feeds beside a running bot: what they bring can be asked about, and /sources says how they are."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk.newsroom import newsroom
from bot.preview import Preview
from bot.texts import Texts
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from ingest.sources.feeds import states_in
from tests.bot.telegram.conftest import Start, read, until
from tests.ingest.fakes import WordEmbedder
from tests.ingest.sources.test_feeds import LONG, item, rss
from tests.ingest.sources.web_server import gives, here, web


@pytest.mark.slow
async def test_what_a_feed_brings_is_in_the_index_and_sources_says_so(
    preview: Preview, start: Start, articles: Path, tmp_path: Path
) -> None:
    ola = preview.user("Ola")
    with web() as server:
        server.pages["/feed"] = gives(rss(item(1, body=LONG, day=datetime(2024, 3, 1, tzinfo=UTC))))
        feeds = f"{server.url}/feed, {server.url}/gone"
        settings = CorpusSettings(articles_dir=articles, data_dir=tmp_path / "data", feeds=feeds)
        embedder = WordEmbedder()
        ingest(settings, lambda: embedder)
        index = Index(settings)
        staff = replace(newsroom(settings, index, embedder), fetcher=here())
        try:
            async with start(None, index, newsroom=staff, seconds=0.3, feeds=feeds):
                await until(lambda: index.refresh() > 0 and index.count_articles() == 2, 60)
                await until(lambda: len(states_in(tmp_path / "data")) == 2, 60)
                listed = await preview.answer_to(await ola.says("/sources"))
        finally:
            index.close()
    assert "Ferry 1 sails" in listed.text
    assert "📡 Harbour Wire · last seen" in read(listed)
    assert "⚠️" in listed.text
    assert "fails: the server answers with status 404" in read(listed)
    assert Texts("en").text("feeds.never") in read(listed)
