"""Feeds: each asked when it is due, its entries put into the folder of articles as pages.

    FEEDS ──▶ due? ──conditional GET──▶ 304 | FeedDocument ──new or changed entries──▶ page (fetched, or from the feed)
          ──▶ ARTICLES_DIR/feeds/HOST/… with what the feed says beside it        what was seen: DATA_DIR/feeds.json

The folder stays the truth: an entry is an article once its file is ingested, and somebody may delete or move that. One
that changes is written anew under its name; one that the feed drops stays, unless FEEDS_GONE says otherwise. A feed
that fails is asked less and less often; a site is never asked for two pages within a moment.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from ingest.durable_files import write_durably
from ingest.errors import FetchError, SettingsError
from ingest.readers.beside import as_yaml
from ingest.settings import CorpusSettings
from ingest.sources.feed_documents import Feed, FeedDocument, FeedEntry, read_feed, read_list
from ingest.sources.fetching import Fetched, Fetcher
from ingest.sources.inbox import NewFile, name_for, renew, take_away

FOLDER = "feeds"
"""First-level folder of what comes from feeds."""

EVERY = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
"""Between two questions to a feed that fails."""

PAGES = 20
"""Pages that one round fetches for one feed; the rest comes in the next ones."""

PAUSE = 1.5
"""Seconds between two pages of one site."""

_STATES = "feeds.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry as it was taken: which version, and where its file was put."""

    version: str
    source: str


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed.

    Attributes:
        address: Where it is asked: as listed, or where it moved for good.
        name: What it calls itself, or is called in the list.
        etag: For If-None-Match.
        modified: For If-Modified-Since.
        due: When it is asked next.
        seen: When it last answered; None for never.
        failures: In a row.
        error: What went wrong last, "" after it answered.
        entries: By id.
    """

    address: str
    name: str = ""
    etag: str = ""
    modified: str = ""
    due: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    seen: datetime | None = None
    failures: int = 0
    error: str = ""
    entries: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: which files it wrote and which it removed."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


_KEPT = TypeAdapter(dict[str, FeedState])


def feeds_of(settings: CorpusSettings) -> tuple[Feed, ...]:
    """Give the feeds that FEEDS lists.

    Raises:
        SettingsError: It names a file that cannot be read, or no addresses.
    """
    if not settings.feeds:
        return ()
    if settings.feeds.startswith(("http://", "https://")):
        return read_list(settings.feeds, None)
    try:
        return read_list(settings.feeds, Path(settings.feeds).expanduser().read_bytes())
    except OSError as error:
        raise SettingsError(f"FEEDS names {settings.feeds}, which cannot be read ({error.strerror}).") from error


def states_in(data_dir: Path) -> dict[str, FeedState]:
    """Give what is known of each feed, by the address in the list; nothing where that cannot be read."""
    try:
        return _KEPT.validate_json((data_dir / _STATES).read_bytes())
    except (OSError, ValidationError):
        return {}


def listed_states(settings: CorpusSettings) -> tuple[FeedState, ...]:
    """Give what is known of the feeds that FEEDS lists, in its order."""
    known = states_in(settings.data_dir)
    return tuple(known.get(it.address) or FeedState(it.address, it.name) for it in feeds_of(settings))


class FeedRounds:
    """Asks feeds that are due; for one thread at a time."""

    def __init__(
        self, settings: CorpusSettings, fetcher: Fetcher, now: Callable[[], datetime], pause: float = PAUSE
    ) -> None:
        self._articles, self._data, self._gone = settings.articles_dir, settings.data_dir, settings.feeds_gone
        self._feeds, self._fetcher, self._now, self._pause = feeds_of(settings), fetcher, now, pause
        self._free: dict[str, float] = {}

    def __bool__(self) -> bool:
        """Tell whether there are feeds."""
        return bool(self._feeds)

    def run(self, *, all_of_them: bool = False) -> Round:
        """Ask what is due; what was learnt is kept after each feed.

        Raises:
            CorpusError: The folder of articles cannot be written.
        """
        states, written, removed = states_in(self._data), list[str](), list[str]()
        for feed in self._feeds:
            before = states.get(feed.address) or FeedState(feed.address, feed.name)
            # A due time far ahead was set by a clock that ran wrong.
            ahead = before.due > self._now() + LONGEST_PAUSE
            if not all_of_them and self._now() < before.due and not ahead:
                continue
            after, done = self._ask(feed, before)
            written += done.written
            removed += done.removed
            states[feed.address] = after
            write_durably(self._data / _STATES, _KEPT.dump_json(states).decode())
        return Round(tuple(written), tuple(removed))

    def _ask(self, feed: Feed, state: FeedState) -> tuple[FeedState, Round]:
        known = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
        try:
            found = self._fetch(state.address, {name: value for name, value in known.items() if value})
        except FetchError as error:
            return self._failed(state, error), Round()
        answered = replace(state, seen=self._now(), due=self._now() + EVERY, failures=0, error="")
        answered = replace(answered, address=found.moved_to or state.address)
        if found.status == 304:
            return answered, Round()
        document = read_feed(found.content, found.address, self._now())
        if document is None:
            return self._failed(state, FetchError("it is no RSS or Atom")), Round()
        answered = replace(answered, name=feed.name or document.title or feed.address)
        return self._take(answered, document, found)

    def _failed(self, state: FeedState, error: FetchError) -> FeedState:
        failures = state.failures + 1
        pause = min(EVERY * 2 ** min(failures, 10), LONGEST_PAUSE)
        if error.after is not None:
            pause = min(max(EVERY, timedelta(seconds=error.after)), LONGEST_PAUSE)
        return replace(state, failures=failures, error=str(error), due=self._now() + pause)

    def _take(self, state: FeedState, document: FeedDocument, found: Fetched) -> tuple[FeedState, Round]:
        """Take what is new or has changed; with more than a round fetches, the feed is asked again unconditionally."""
        entries, written, missed, fetched = dict(state.entries), list[str](), False, 0
        for entry in document.entries:
            before = entries.get(entry.id)
            if before and before.version == entry.version:
                continue
            fetched += not entry.is_whole
            try:
                if fetched > PAGES:
                    raise FetchError("the next round fetches it", passing=True)
                source = self._put(entry, before, state, document)
            except FetchError as error:
                missed = missed or error.passing
                continue
            entries[entry.id] = Seen(entry.version, source)
            written.append(source)
        removed = list(self._drop(entries, document))
        marks = ("", "") if missed else (found.headers.get("etag", ""), found.headers.get("last-modified", ""))
        kept = replace(state, entries=entries, etag=marks[0], modified=marks[1])
        return kept, Round(tuple(written), tuple(removed))

    def _put(self, entry: FeedEntry, before: Seen | None, state: FeedState, document: FeedDocument) -> str:
        """Write the page of an entry, under the name that it has or gets; gives that.

        Raises:
            FetchError: Its page cannot be had.
        """
        content, address = _page_of(entry).encode(), entry.link
        if not entry.is_whole:
            page = self._fetch(entry.link, {})
            if page.media_type not in {"text/html", "application/xhtml+xml"}:
                raise FetchError(f"{page.media_type or 'nothing known'} is no page")
            content, address = page.content, page.address
        day = entry.published.date() if entry.published else None
        source = before.source if before else _source(entry, urlsplit(state.address).hostname or "feed")
        said = {"title": entry.title, "date": day, "outlet": state.name, "author": entry.author, "url": address}
        known = {key: value for key, value in said.items() if value}
        renew(self._articles, source, NewFile(content, as_yaml(known).encode()))
        return source

    def _drop(self, entries: dict[str, Seen], document: FeedDocument) -> Iterator[str]:
        if self._gone != "remove":
            return
        for id_ in entries.keys() - {entry.id for entry in document.entries}:
            seen = entries.pop(id_)
            take_away(self._articles, seen.source)
            yield seen.source

    def _fetch(self, address: str, headers: Mapping[str, str]) -> Fetched:
        """Fetch an address, not before its site had a pause."""
        host = urlsplit(address).netloc
        time.sleep(max(0.0, self._free.get(host, 0.0) - time.monotonic()))
        try:
            return self._fetcher.fetch(address, headers)
        finally:
            self._free[host] = time.monotonic() + self._pause


def _source(entry: FeedEntry, host: str) -> str:
    day = entry.published.date() if entry.published else None
    key = sha256(entry.id.encode("utf-8", "replace")).hexdigest()[:8]
    return name_for(entry.title, day, key, ".html", folder=f"{FOLDER}/{host}")


def _page_of(entry: FeedEntry) -> str:
    """Give what stands in the feed as a page."""
    title = escape(entry.title)
    return f"<!DOCTYPE html><title>{title}</title><body><article><h1>{title}</h1>\n{entry.html}\n</article></body>"
