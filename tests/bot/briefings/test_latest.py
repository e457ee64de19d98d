"""The plainest briefer, over a real index of a few articles."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.briefings.briefing import Request
from bot.briefings.latest import LatestBriefer
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.settings import CorpusSettings

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def index(seeds: CorpusSettings, embedder: Embedder) -> Iterator[Index]:
    index = Index(seeds)
    yield index
    index.close()


def request(subject: str = "", since: datetime = LONG_AGO, told: frozenset[str] = frozenset()) -> Request:
    return Request(subject, since, datetime.now(UTC), told)


def test_every_new_article_is_told_in_its_own_words(index: Index, seeds: CorpusSettings) -> None:
    briefing = LatestBriefer(index).brief(request())
    assert len(briefing.entries) == index.count_articles()
    citations = [it for entry in briefing.entries for it in entry.citations]
    assert [it.number for it in citations] == list(range(1, len(citations) + 1))
    for citation in citations:
        text = index.article_text(citation.source)
        assert text[citation.start : citation.end] == citation.quote
        assert Path(seeds.articles_dir, citation.source).exists()
    assert len(set(briefing.stories)) == len(briefing.entries)


def test_what_was_told_is_not_told_again(index: Index) -> None:
    briefer = LatestBriefer(index)
    first = briefer.brief(request())
    told = frozenset(first.stories[:1])
    assert briefer.brief(request(told=told)).stories == first.stories[1:]
    assert briefer.brief(request(since=datetime.now(UTC))).entries == ()
    # Dated before it could be seen, an article comes with the next briefing.
    newest = max(it.first_ingested for it in index.articles(offset=0, limit=9))
    assert briefer.brief(request(since=newest + timedelta(minutes=5), told=told)).entries
    assert briefer.news_of(first.stories[0], LONG_AGO) is None


def test_a_subject(index: Index) -> None:
    briefer = LatestBriefer(index)
    found = briefer.brief(request("Havsula"))
    assert 0 < len(found.entries) < len(briefer.brief(request()).entries)
    assert briefer.brief(request("zzzzz")).entries == ()
