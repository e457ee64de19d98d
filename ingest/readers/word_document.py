"""Word documents (.docx), Office Open XML (ECMA-376): what is deleted, hidden, moved away or a comment is no text."""

import re
from collections.abc import Iterable

from ingest.cleaning import BlockKind
from ingest.readers.archive import Archive, Event
from ingest.readers.document import Document, DocumentWriter
from ingest.readers.front_matter import FrontMatter
from ingest.readers.office_text import Markup, OfficeParagraph, OfficeText, stated_title

_BODY, _NOTES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml")
_HEADING = re.compile(r"(?:heading \d|title)", re.IGNORECASE)


def read(data: bytes, source: str) -> Document:
    """Read a document.

    Raises:
        UnreadableArticle: It is damaged, encrypted or holds no text.
    """
    archive, writer = Archive(data, source), DocumentWriter(source)
    headings = _heading_styles(archive.xml("word/styles.xml")) if "word/styles.xml" in archive.names else frozenset()

    def kind_of(paragraph: OfficeParagraph) -> BlockKind:
        if "outlineLvl" in paragraph.properties or paragraph.properties.get("pStyle") in headings:
            return BlockKind.HEADING
        return BlockKind.LISTED if "numPr" in paragraph.properties else BlockKind.TEXT

    markup = Markup(
        paragraphs=frozenset({"p"}),
        texts=frozenset({"t"}),
        skipped=frozenset({"del", "moveFrom", "Fallback", "instrText", "pPrChange", "rPrChange"}),
        signs={"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
        row="tr",
        cell="tc",
        note="footnote",
        kind_of=kind_of,
    )
    text = OfficeText(markup, writer)
    text.read(_without_hidden(archive.xml(_BODY)))
    for name in _NOTES:
        if name in archive.names:
            text.read(_without_hidden(_as_footnotes(archive.xml(name))))
    text.finish()
    title = _property(archive, "title") if writer else ""
    return writer.finish(FrontMatter(title=stated_title(title, writer)))


def _heading_styles(events: Iterable[Event]) -> frozenset[str]:
    """Give the identifiers of the styles of titles and headings, whatever language Word spoke."""
    found: set[str] = set()
    style = ""
    for kind, name, attributes in events:
        if kind == "start" and name == "style":
            style = attributes.get("styleId", "")
        elif (kind == "start" and name == "name" and _HEADING.fullmatch(attributes.get("val", ""))) or (
            kind == "start" and name == "outlineLvl" and style and attributes.get("val", "9") < "9"
        ):
            found.add(style)
    return frozenset(found)


def _without_hidden(events: Iterable[Event]) -> Iterable[Event]:
    """Leave out the text of runs that are marked as hidden."""
    hidden = in_run = False
    for event in events:
        if event.value == "r" and event.kind != "text":
            in_run, hidden = event.kind == "start", False
        elif in_run and event.kind == "start" and event.value == "vanish":
            hidden = event.attributes.get("val", "1") not in ("0", "false")
        if not (hidden and event.kind == "text"):
            yield event


def _as_footnotes(events: Iterable[Event]) -> Iterable[Event]:
    """Name endnotes as footnotes, and leave out the lines that part notes from text."""
    skipping = False
    for event in events:
        if event.value in ("footnote", "endnote") and event.kind != "text":
            if event.kind == "start":
                skipping = "type" in event.attributes
            if not skipping:
                yield Event(event.kind, "footnote")
        elif not skipping:
            yield event


def _property(archive: Archive, name: str) -> str:
    """Give a core property of the document, "" where it has none."""
    found = inside = ""
    if "docProps/core.xml" in archive.names:
        for kind, value, _ in archive.xml("docProps/core.xml"):
            inside = value if kind == "start" else "" if kind == "end" else inside
            found += value if kind == "text" and inside == name else ""
    return found
