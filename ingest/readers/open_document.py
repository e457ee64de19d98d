"""OpenDocument texts (.odt), OASIS OpenDocument 1.3: footnotes last, no tracked deletions, no comments."""

from ingest.cleaning import BlockKind
from ingest.errors import UnreadableArticle
from ingest.readers.archive import Archive
from ingest.readers.document import Document, DocumentWriter
from ingest.readers.front_matter import FrontMatter
from ingest.readers.office_text import Markup, OfficeParagraph, OfficeText, stated_title


def read(data: bytes, source: str) -> Document:
    """Read a document.

    Raises:
        UnreadableArticle: It is damaged, encrypted or holds no text.
    """
    archive, writer = Archive(data, source), DocumentWriter(source)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableArticle(source, "it is encrypted")
    titles, title = {"Title"}, ""
    for kind, name, attributes in archive.xml("content.xml"):
        if kind == "start" and name == "style" and attributes.get("parent-style-name") == "Title":
            titles.add(attributes.get("name", ""))

    def kind_of(paragraph: OfficeParagraph) -> BlockKind:
        is_heading = paragraph.name == "h" or paragraph.properties.get("style-name") in titles
        return BlockKind.HEADING if is_heading else BlockKind.TEXT

    markup = Markup(
        paragraphs=frozenset({"p", "h"}),
        texts=frozenset(),
        skipped=frozenset(
            {"tracked-changes", "annotation", "note-citation", "ruby-text", "user-index", "table-of-content"}
        ),
        signs={"s": " ", "tab": " ", "line-break": "\n"},
        row="table-row",
        cell="table-cell",
        note="note",
        kind_of=kind_of,
    )
    text = OfficeText(markup, writer)
    text.read(archive.xml("content.xml"))
    text.finish()
    if "meta.xml" in archive.names and writer:
        inside = ""
        for kind, value, _ in archive.xml("meta.xml"):
            inside = value if kind == "start" else "" if kind == "end" else inside
            title += value if kind == "text" and inside == "title" else ""
    return writer.finish(FrontMatter(title=stated_title(title, writer)))
