"""Feeds as they come: the list of them, and the entries of one. Pure: bytes and texts in, data out; fetches nothing.

RSS and Atom in whatever state are read by feedparser, which takes broken XML as well; a document type is refused before
it, since entities can be made to unpack to gigabytes.
"""

import calendar
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from ingest.errors import SettingsError, UnreadableArticle
from ingest.readers.xml_tree import tree

MOST_ENTRIES = 500
"""Of a feed that are looked at, the first ones."""

_AHEAD = timedelta(days=1)
"""A date further in the future than this is from a clock that runs wrong, and is left to the page."""
_DOCTYPE = re.compile(rb"<!\s*(?:ENTITY|ATTLIST|ELEMENT)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WHOLE = 700
"""Characters of text from which what stands in a feed counts as the whole article."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of the list: its address, and what it is called there, if anything."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry.

    Attributes:
        id: Its own, else its link, else a hash of what it says; never its place.
        link: Address of its page, "" if it has none.
        title: As text.
        published: Aware; None where it is not known, or from a clock that runs wrong.
        author: Who wrote it, "" where the feed does not say.
        html: What stands in the feed.
        version: Changes when any of this does.
    """

    id: str
    link: str
    title: str
    published: datetime | None
    author: str
    html: str
    version: str

    @property
    def is_whole(self) -> bool:
        """Tell whether the whole article stands in the feed, rather than a summary."""
        return len(_TAG.sub("", self.html).strip()) >= _WHOLE or not self.link


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed as it was read; an entry whose id stood there before is left out."""

    title: str
    language: str
    entries: tuple[FeedEntry, ...]


def read_list(setting: str, content: bytes | None) -> tuple[Feed, ...]:
    """Read the setting FEEDS.

    Args:
        setting: Addresses with white space or commas between them, or the name of an OPML file.
        content: The content of that file; None where the setting holds addresses.

    Raises:
        SettingsError: The file is no OPML, or an address is none.
    """
    if content is None:
        feeds = [Feed(address) for address in re.split(r"[\s,]+", setting) if address]
    else:
        feeds = list(_of_opml(content, setting))
    wrong = next((it.address for it in feeds if urlsplit(it.address).scheme not in {"http", "https"}), None)
    if wrong is not None:
        raise SettingsError(f"FEEDS must name http(s) addresses or an OPML file of them, not {wrong[:100]!r}.")
    return tuple({it.address: it for it in feeds}.values())


def _of_opml(content: bytes, name: str) -> list[Feed]:
    if re.search(rb"<!DOCTYPE", content[:10_000], re.IGNORECASE) or _DOCTYPE.search(content):
        raise SettingsError(f"FEEDS names {name}, which declares a document type; export it as plain OPML.")
    try:
        root = tree(content, name)
    except UnreadableArticle:
        raise SettingsError(f"FEEDS names {name}, which is no OPML file.") from None
    found = [it for it in root.iter("outline") if it.get("xmlUrl")]
    return [Feed(it.get("xmlUrl", "").strip(), (it.get("title") or it.get("text") or "").strip()) for it in found]


def read_feed(content: bytes, address: str, now: datetime) -> FeedDocument | None:
    """Read a feed; None for what is none.

    Args:
        content: As fetched, in any encoding.
        address: Where it was, for links that are relative.
        now: Against which dates are held.
    """
    import feedparser

    if _DOCTYPE.search(content):
        return None
    parsed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    head: Mapping[str, Any] = parsed.get("feed", {})
    if not parsed.get("version") and not parsed.get("entries"):
        return None
    # As plain dictionaries: those of feedparser give one key for another, and warn of it.
    read = (_entry(dict(entry), address, now) for entry in parsed["entries"][:MOST_ENTRIES])
    entries = {entry.id: entry for entry in reversed([it for it in read if it.title or it.html])}
    language = str(head.get("language", ""))
    return FeedDocument(_text(head.get("title", "")), language, tuple(reversed(entries.values())))


def _entry(entry: Mapping[str, Any], address: str, now: datetime) -> FeedEntry:
    bodies = [str(part.get("value", "")) for part in entry.get("content", [])] + [str(entry.get("summary", ""))]
    html, link = max(bodies, key=len), str(entry.get("link", "")).strip()
    link = urljoin(address, link) if link else ""
    link = link if urlsplit(link).scheme in {"http", "https"} else ""
    title, author = _text(entry.get("title", "")), _text(entry.get("author", ""))
    published = _moment(entry.get("published_parsed") or entry.get("updated_parsed"), now)
    version = _hash(title, html, link, str(entry.get("updated", "")))
    return FeedEntry(str(entry.get("id", "")) or link or version, link, title, published, author, html, version)


def _moment(parsed: Any, now: datetime) -> datetime | None:
    """Give a time as feedparser has it, in UTC; None for one that cannot be right."""
    if not parsed:
        return None
    try:
        found = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return found if found <= now + _AHEAD else None


def _text(html: Any) -> str:
    from html import unescape

    return " ".join(unescape(_TAG.sub(" ", str(html))).split())


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
