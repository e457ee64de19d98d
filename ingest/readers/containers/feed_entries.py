"""Entries of feeds: RSS 0.9 to 2.0 (with `content:encoded` and Dublin Core) and Atom (RFC 4287)."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from ingest.readers.containers.member import Member, member_id
from ingest.readers.file_kinds import RECORD
from ingest.readers.record import DumpRecord, day_of
from ingest.readers.xml_tree import first, markup, words

_SKIPPED = frozenset({"script", "style"})


def of_rss(root: Element) -> Iterator[Member]:
    """Give the entries of RSS; what the channel says of itself holds for each."""
    channel = first(root, "channel")
    outlet, language = (words(first(root, f"channel/{name}")) for name in ("title", "language"))
    items = [*root.iterfind("item"), *(channel.iterfind("item") if channel is not None else ())]
    for item in items:
        full = words_or_markup(first(item, "encoded", "content"))
        teaser = words_or_markup(first(item, "description", "summary"))
        guid = first(item, "guid")
        link = words(first(item, "link"))
        if not link and guid is not None and guid.get("isPermaLink", "true") == "true":
            link = words(guid)
        record = DumpRecord(
            title=words(first(item, "title")),
            lead=teaser if full else "",
            text=full or teaser,
            url=link if link.startswith(("http://", "https://")) else "",
            author=_authors(item.iterfind("creator")) or _unaddressed(words(first(item, "author"))),
            published=words(first(item, "pubDate", "date", "published")),
            outlet=words(first(item, "source")) or outlet,
            language=words(first(item, "language")) or language,
        )
        yield _member(item, record, words(guid) or item.get("about", "") or link)


def of_atom(root: Element) -> Iterator[Member]:
    """Give the entries of an Atom feed."""
    outlet, language = words(first(root, "title")), root.get("lang", "")
    for entry in root.iterfind("entry"):
        full, teaser = (words_or_markup(entry.find(name)) for name in ("content", "summary"))
        links = sorted(entry.iterfind("link"), key=lambda link: link.get("rel", "alternate") != "alternate")
        record = DumpRecord(
            title=words(entry.find("title")),
            lead=teaser if full else "",
            text=full or teaser,
            url=next((link.get("href", "") for link in links if link.get("href", "").startswith("http")), ""),
            author=_authors(entry.iterfind("author/name")) or _authors(root.iterfind("author/name")),
            published=words(first(entry, "published", "issued", "updated")),
            outlet=words(first(entry, "source/title")) or outlet,
            language=entry.get("lang", "") or language,
        )
        yield _member(entry, record, words(entry.find("id")) or record.url)


def words_or_markup(element: Element | None) -> str:
    """Give what an element holds: HTML as elements (Atom's xhtml) or as text, else its words with their lines."""
    if element is None:
        return ""
    return markup(element, {}, _SKIPPED) if len(element) else (element.text or "").strip()


def _member(item: Element, record: DumpRecord, name: str) -> Member:
    data = record.data()
    updated = words(first(item, "updated", "modified", "pubDate", "date"))
    original = tostring(item, encoding="utf-8")
    return Member(member_id(name, data), RECORD, data, original, ".xml", version=day_of(updated) if updated else "")


def _authors(elements: Iterator[Element]) -> str:
    return ", ".join(name for element in elements if (name := words(element)))


def _unaddressed(author: str) -> str:
    """Give the name in "address (name)", as RSS has it; an address alone is none."""
    if "(" in author:
        return author.partition("(")[2].rstrip(") ")
    return "" if "@" in author else author
