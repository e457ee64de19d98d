"""Feeds beside a running bot: what they bring can be asked about, and /sources says how they are."""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from telegram import Bot

from bot.desk.newsroom import newsroom
from bot.desk.publishing import Ingestion
from bot.preview import Preview
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.context import utc_now as now
from bot.telegram.jobs.feeds import Feeds
from bot.texts import Texts
from ingest.errors import KildeError
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.report import IngestReport
from ingest.settings import CorpusSettings
from ingest.sources.feeds import FeedRounds, Round, states_in
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


async def test_what_could_not_be_ingested_is_tried_again_after_the_next_round(tmp_path: Path) -> None:
    begun: list[tuple[str, ...]] = []
    rounds = FeedRounds(
        CorpusSettings(articles_dir=tmp_path, data_dir=tmp_path, feeds="https://a.example/"), here(), now
    )
    coming = iter([Round(), Round(("a.html",), ("b.html",)), Round((), ("c.html",)), Round(), Round()])
    rounds.run = lambda **_: next(coming)  # type: ignore[method-assign]

    def bring(taken_out: Collection[str]) -> IngestReport:
        begun.append(tuple(sorted(taken_out)))
        if len(begun) in {2, 3}:
            raise KildeError("The disk is full.")
        return cast("IngestReport", None)

    pool = ThreadPool()
    job = Feeds(rounds, Ingestion(bring), pool)
    for _ in range(5):
        await job.run_once(cast("Bot", None))
        await cast("asyncio.Task[None]", job._task)
    pool.close()
    assert begun == [(), ("b.html",), ("b.html", "c.html"), ("b.html", "c.html")]
