"""Text of office documents: paragraphs, headings, lists, tables and notes of a stream of XML, as people see them.

What is deleted, hidden or a comment is not shown to them, and is not read. Knows no format: a Markup says which
elements mean what.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ingest.cleaning import BlockKind
from ingest.readers.archive import Event
from ingest.readers.document import DocumentWriter, level


@dataclass(frozen=True, slots=True)
class Markup:
    """Which elements of a format mean what, by local name.

    Attributes:
        paragraphs: Whose text is a paragraph.
        texts: Whose characters are read; empty where all in a paragraph are.
        skipped: Of which nothing is read.
        signs: What stands for an element inside a paragraph; a line feed ends the paragraph.
        row: A row of a table.
        cell: A cell in it.
        note: A footnote, whose paragraphs come behind the text.
        kind_of: Says what a paragraph is, given its element's attributes and those of what it holds before its text.
    """

    paragraphs: frozenset[str]
    texts: frozenset[str]
    skipped: frozenset[str]
    signs: Mapping[str, str]
    row: str
    cell: str
    note: str
    kind_of: Callable[["OfficeParagraph"], BlockKind]


@dataclass(slots=True)
class OfficeParagraph:
    """A paragraph that is being read: its element, the properties that stand in it, and its text so far."""

    name: str
    properties: dict[str, str]
    pieces: list[str] = field(default_factory=list)


class OfficeText:
    """Reads one stream of events after another into a DocumentWriter."""

    def __init__(self, markup: Markup, writer: DocumentWriter) -> None:
        self._markup, self._writer = markup, writer
        self._open: list[OfficeParagraph] = []
        self._rows: list[list[list[tuple[str, BlockKind]]]] = []
        self._notes: list[tuple[str, BlockKind]] = []
        self._noted, self._skipping, self._reading = 0, 0, 0
        self._listed = 0

    def read(self, events: Iterable[Event]) -> None:
        """Read the whole of a stream; its footnotes wait for `finish`."""
        for event in events:
            if self._skipping:
                self._skipping += (event.kind == "start") - (event.kind == "end")
            elif event.kind == "start":
                self._start(event)
            elif event.kind == "end":
                self._end(event.value)
            elif self._open and (self._reading or not self._markup.texts):
                self._open[-1].pieces.append(event.value)

    def finish(self) -> None:
        """Write the footnotes behind the text."""
        for text, kind in self._notes:
            self._writer.add(text, kind)
        self._notes.clear()

    def _start(self, event: Event) -> None:
        name, markup = event.value, self._markup
        if name in markup.skipped:
            self._skipping = 1
        elif name in markup.paragraphs:
            self._open.append(OfficeParagraph(name, dict(event.attributes)))
        elif name == markup.row:
            self._rows.append([])
        elif name == markup.cell and self._rows:
            self._rows[-1].append([])
        elif name == markup.note:
            self._noted += 1
        elif name in ("list-item", "list-header"):
            self._listed += 1
        elif self._open:
            self._inside(event)
        self._reading += name in markup.texts

    def _inside(self, event: Event) -> None:
        paragraph, sign = self._open[-1], self._markup.signs.get(event.value)
        if sign == "\n":
            self._told(paragraph)
            paragraph.pieces.clear()
        elif sign is not None:
            paragraph.pieces.append(sign)
        else:
            paragraph.properties.setdefault(event.value, event.attributes.get("val", ""))

    def _end(self, name: str) -> None:
        markup = self._markup
        self._reading -= name in markup.texts
        if name in markup.paragraphs and self._open:
            self._told(self._open.pop())
        elif name == markup.row and self._rows:
            self._row(self._rows.pop())
        elif name == markup.note:
            self._noted -= 1
        elif name in ("list-item", "list-header"):
            self._listed -= 1

    def _told(self, paragraph: OfficeParagraph) -> None:
        text = level("".join(paragraph.pieces))
        kind = BlockKind.LISTED if self._listed else self._markup.kind_of(paragraph)
        if text and self._noted:
            self._notes.append((text, BlockKind.LISTED))
        elif text and self._rows and self._rows[-1]:
            self._rows[-1][-1].append((text, kind))
        elif text:
            self._writer.add(text, kind)

    def _row(self, cells: list[list[tuple[str, BlockKind]]]) -> None:
        """Write a row as one line; a table of one column only arranges paragraphs."""
        filled = [cell for cell in cells if cell]
        told = (
            filled[0]
            if len(filled) == 1
            else [(" | ".join(" ".join(t for t, _ in c) for c in filled), BlockKind.LISTED)]
        )
        for text, kind in told:
            if self._rows and self._rows[-1]:
                self._rows[-1][-1].append((text, kind))
            else:
                self._writer.add(text, kind)


def stated_title(stated: str, writer: DocumentWriter) -> str | None:
    """Return the title in a document's properties if the document begins with it: templates leave others behind."""
    title = level(stated)
    return title if title and title.casefold() == writer.first.casefold() else None
