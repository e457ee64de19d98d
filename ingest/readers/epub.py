"""Books and issues (.epub): the chapters in the order of the spine (EPUB 3.3), and what the package states."""

import posixpath
from collections.abc import Iterable
from urllib.parse import unquote

from ingest.errors import UnreadableArticle
from ingest.readers.archive import Archive, Event
from ingest.readers.dates import find_date
from ingest.readers.document import Document, DocumentWriter, level
from ingest.readers.front_matter import FrontMatter
from ingest.readers.markup_text import write_markup
from ingest.text.languages import canonical

_CONTAINER = "META-INF/container.xml"
_MOST_CHAPTERS = 1_000
_STATED = ("title", "creator", "date", "language", "publisher")


def read(data: bytes, source: str) -> Document:
    """Read a book.

    Raises:
        UnreadableArticle: It is damaged, encrypted or holds no text.
    """
    archive = Archive(data, source)
    if "META-INF/encryption.xml" in archive.names and _hides_text(archive):
        raise UnreadableArticle(source, "it is encrypted")
    package = next((e.attributes["full-path"] for e in archive.xml(_CONTAINER) if "full-path" in e.attributes), "")
    items, spine, stated = _package(archive.xml(package))
    writer, folder = DocumentWriter(source), posixpath.dirname(package)
    for name in spine[:_MOST_CHAPTERS]:
        member = posixpath.normpath(posixpath.join(folder, unquote(items.get(name, ""))))
        if name in items and member in archive.names:
            write_markup(archive.read(member).decode("utf-8-sig", "replace"), writer)
    return writer.finish(_understood(stated))


def _hides_text(archive: Archive) -> bool:
    """Tell whether more than fonts is encrypted."""
    named = (event.attributes.get("URI", "") for event in archive.xml("META-INF/encryption.xml"))
    return any(name.lower().endswith((".xhtml", ".html", ".htm", ".xml")) for name in named)


def _package(events: Iterable[Event]) -> tuple[dict[str, str], list[str], dict[str, str]]:
    """Give the addresses of the items by identifier, the order of the chapters, and what is stated."""
    items: dict[str, str] = {}
    spine: list[str] = []
    stated: dict[str, str] = {}
    inside = ""
    for kind, value, attributes in events:
        if kind == "start":
            inside = value
            if (
                value == "item"
                and "html" in attributes.get("media-type", "")
                and "nav" not in attributes.get("properties", "")
            ):
                items[attributes.get("id", "")] = attributes.get("href", "")
            elif value == "itemref" and attributes.get("linear") != "no":
                spine.append(attributes.get("idref", ""))
        elif kind == "end":
            inside = ""
        elif inside in _STATED:
            stated[inside] = stated.get(inside, "") + value
    return items, spine, stated


def _understood(stated: dict[str, str]) -> FrontMatter:
    return FrontMatter(
        title=level(stated.get("title", "")) or None,
        author=level(stated.get("creator", "")) or None,
        published=find_date(stated.get("date", "")[:40].replace("T", " "), "en"),
        outlet=level(stated.get("publisher", "")) or None,
        language=canonical(stated.get("language", "").strip()),
    )
