"""Feeds against a local web server: conditional questions, back-off, moves, versions, and what is broken."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.readers import read_article
from ingest.settings import CorpusSettings
from ingest.sources.feed_documents import read_feed, read_list
from ingest.sources.feeds import EVERY, LONGEST_PAUSE, PAGES, FeedRounds, feeds_of, states_in
from tests.ingest.readers.pages import STORY, page
from tests.ingest.sources.web_server import Handler, WebServer, gives, here, moves, web

NOW = datetime(2024, 3, 10, 12, tzinfo=UTC)
LONG = "<p>" + "</p><p>".join(STORY * 3) + "</p>"


def item(number: int, *, title: str = "", body: str = "A summary.", day: datetime = NOW, link: str = "") -> str:
    where = f"<link>{link}</link>" if link else ""
    return (
        f"<item><guid isPermaLink='false'>id-{number}</guid><title>{title or f'Ferry {number} sails'}</title>{where}"
        f"<description><![CDATA[{body}]]></description><pubDate>{format_datetime(day)}</pubDate></item>"
    )


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Harbour Wire</title>{''.join(items)}</channel></rss>".encode()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


def rounds(server: WebServer, folder: Path, clock: Clock, gone: str = "keep") -> FeedRounds:
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    feeds = f"{server.url}/feed"
    settings = CorpusSettings.model_validate(
        {"articles_dir": folder / "articles", "data_dir": folder / "data", "feeds": feeds, "feeds_gone": gone}
    )
    return FeedRounds(settings, here(), clock, pause=0)


def test_entries_become_articles_whole_from_the_feed_or_from_their_page(
    server: WebServer, tmp_path: Path, clock: Clock
) -> None:
    link = f"{server.url}/ferry"
    server.pages["/ferry"] = gives(page(STORY, url=link).encode())
    server.pages["/feed"] = gives(
        rss(item(1, link=link), item(2, body=LONG, title="Quay & bridge")), "application/rss+xml"
    )
    done = rounds(server, tmp_path, clock).run()
    articles = [read_article(tmp_path / "articles", source) for source in done.written]
    assert [it.title for it in articles] == ["Ferry 1 sails", "Quay & bridge"]
    assert {it.outlet for it in articles} == {"Harbour Wire"}
    assert {str(it.published) for it in articles} == {"2024-03-10"}
    assert articles[0].url == link
    assert all(STORY[0] in it.text for it in articles)
    assert all(source.startswith("feeds/127.0.0.1/2024-03-10-") for source in done.written)
    assert server.paths() == ["/feed", "/ferry"]


def test_a_feed_is_asked_when_it_is_due_and_says_what_it_knows(server: WebServer, tmp_path: Path, clock: Clock) -> None:
    def feed(handler: Handler) -> None:
        if handler.headers["If-None-Match"] == '"v1"' and handler.headers["If-Modified-Since"]:
            handler.give(304)
        else:
            handler.give(200, rss(item(1, body=LONG)), "text/xml", ETag='"v1"', Last_Modified=format_datetime(NOW))

    server.pages["/feed"] = feed
    due = rounds(server, tmp_path, clock)
    written = [len(due.run().written)]
    written.append(len(due.run().written))
    clock.now += EVERY
    written.append(len(rounds(server, tmp_path, clock).run().written))
    state = states_in(tmp_path / "data")[f"{server.url}/feed"]
    assert written == [1, 0, 0]
    assert server.paths() == ["/feed", "/feed"]
    assert (state.seen, state.due) == (clock.now, clock.now + EVERY)


def test_a_failing_feed_is_asked_less_and_less_often(server: WebServer, tmp_path: Path, clock: Clock) -> None:
    server.pages["/feed"] = lambda handler: handler.give(500)
    pauses = []
    for _ in range(12):
        rounds(server, tmp_path, clock).run()
        state = states_in(tmp_path / "data")[f"{server.url}/feed"]
        pauses.append(state.due - clock.now)
        clock.now = state.due
    assert pauses[:3] == [2 * EVERY, 4 * EVERY, 8 * EVERY]
    assert pauses[-1] == LONGEST_PAUSE
    assert "500" in state.error
    server.pages["/feed"] = lambda handler: handler.give(429, Retry_After="7200")
    rounds(server, tmp_path, clock).run()
    assert states_in(tmp_path / "data")[f"{server.url}/feed"].due == clock.now + timedelta(hours=2)
    clock.now += timedelta(hours=2)
    server.pages["/feed"] = gives(rss(item(1, body=LONG)))
    assert rounds(server, tmp_path, clock).run().written
    state = states_in(tmp_path / "data")[f"{server.url}/feed"]
    assert (state.failures, state.error) == (0, "")


def test_a_changed_entry_is_a_new_version_under_its_name(server: WebServer, tmp_path: Path, clock: Clock) -> None:
    server.pages["/feed"] = gives(rss(item(1, body=LONG)))
    (first,) = rounds(server, tmp_path, clock).run().written
    clock.now += EVERY
    server.pages["/feed"] = gives(rss(item(1, body=LONG, title="Ferry 1 is late")))
    (second,) = rounds(server, tmp_path, clock).run().written
    assert first == second
    assert read_article(tmp_path / "articles", second).title == "Ferry 1 is late"


@pytest.mark.parametrize("gone", ["keep", "remove"])
def test_an_entry_that_the_feed_drops_stays_unless_it_is_set_otherwise(
    server: WebServer, tmp_path: Path, clock: Clock, gone: str
) -> None:
    server.pages["/feed"] = gives(rss(item(1, body=LONG), item(2, body=LONG)))
    written = rounds(server, tmp_path, clock, gone).run().written
    clock.now += EVERY
    server.pages["/feed"] = gives(rss(item(2, body=LONG)))
    done = rounds(server, tmp_path, clock, gone).run()
    assert done.removed == (() if gone == "keep" else (written[0],))
    assert (tmp_path / "articles" / written[0]).exists() is (gone == "keep")


def test_a_feed_that_moved_for_good_is_asked_there(server: WebServer, tmp_path: Path, clock: Clock) -> None:
    server.pages |= {"/feed": moves("/new", 301), "/new": gives(rss(item(1, body=LONG)))}
    rounds(server, tmp_path, clock).run()
    clock.now += EVERY
    rounds(server, tmp_path, clock).run()
    assert server.paths() == ["/feed", "/new", "/new"]


def test_a_round_is_bounded_and_the_next_one_goes_on(server: WebServer, tmp_path: Path, clock: Clock) -> None:
    links = [f"/page{number}" for number in range(PAGES + 5)]
    server.pages |= {link: gives(page(STORY).encode()) for link in links}
    items = (item(number, link=f"{server.url}{link}") for number, link in enumerate(links))
    server.pages["/feed"] = gives(rss(*items), ETag='"v1"')
    first = rounds(server, tmp_path, clock).run()
    clock.now += EVERY
    second = rounds(server, tmp_path, clock).run()
    assert (len(first.written), len(second.written)) == (PAGES, 5)
    assert len(set(server.paths())) == len(links) + 1


def test_broken_feeds_give_what_can_be_read(server: WebServer, tmp_path: Path, clock: Clock) -> None:
    broken = rss(item(1, body=LONG), item(1, body=LONG, title="The same id"), item(3, body=LONG)).replace(
        b"</channel></rss>", b""
    )
    server.pages["/feed"] = lambda handler: handler.give(
        200, gzip.compress(broken), "text/plain", Content_Encoding="gzip"
    )
    done = rounds(server, tmp_path, clock).run()
    titles = [read_article(tmp_path / "articles", source).title for source in done.written]
    assert titles == ["Ferry 1 sails", "Ferry 3 sails"]


@pytest.mark.parametrize("content", [b"", b"<html><body>no feed</body></html>", b"\x00\xff" * 50, b"{}"])
def test_what_is_no_feed_is_said_to_be_none(content: bytes) -> None:
    assert read_feed(content, "http://a.example/", NOW) is None


def test_entities_are_refused_before_they_unpack() -> None:
    bomb = (
        b'<!DOCTYPE r [<!ENTITY a "'
        + b"x" * 1000
        + b'">]><rss version="2.0"><channel><title>&a;</title></channel></rss>'
    )
    assert read_feed(bomb, "http://a.example/", NOW) is None


def test_a_date_from_a_clock_that_runs_wrong_is_left_to_the_page() -> None:
    feed = read_feed(rss(item(1, day=NOW + timedelta(days=400)), item(2)), "http://a.example/", NOW)
    assert feed
    assert [it.published for it in feed.entries] == [None, NOW]


def test_links_are_made_whole_and_none_but_web_links_kept() -> None:
    feed = read_feed(rss(item(1, link="/a"), item(2, link="javascript:alert(1)")), "http://a.example/feed", NOW)
    assert feed
    assert [it.link for it in feed.entries] == ["http://a.example/a", ""]


def test_feeds_are_listed_as_addresses_or_in_a_file(tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        "<opml version='2.0'><body><outline text='North'><outline text='Ekko' xmlUrl='https://ekko.example/rss'/>"
        "<outline title='Ekko again' xmlUrl='https://ekko.example/rss'/></outline></body></opml>"
    )
    listed = feeds_of(CorpusSettings(feeds="https://a.example/rss, https://b.example/atom"))
    assert [it.address for it in listed] == ["https://a.example/rss", "https://b.example/atom"]
    (one,) = feeds_of(CorpusSettings(feeds=str(opml)))
    assert one.address == "https://ekko.example/rss"
    for setting, content in (("x.opml", b"<opml"), ("x.opml", b"<!DOCTYPE o><opml/>"), ("ftp://a.example/", None)):
        with pytest.raises(SettingsError, match="FEEDS"):
            read_list(setting, content)
    with pytest.raises(SettingsError, match="cannot be read"):
        feeds_of(CorpusSettings(feeds=str(tmp_path / "nothing.opml")))
