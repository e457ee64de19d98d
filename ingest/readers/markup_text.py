"""Markup text: the paragraphs of HTML that holds nothing but its text, such as a book's chapter or a letter.

Takes HTML, writes into a DocumentWriter. Pages with menus around an article are for `html_page`.
"""

from html.parser import HTMLParser

from ingest.cleaning import BlockKind
from ingest.readers.document import SUPERSCRIPTS, DocumentWriter

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK_NAMES = """
p div li blockquote pre section article aside header footer main figure figcaption dt dd table tr ul ol dl center
address body html form fieldset hr title
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split()) | _HEADINGS
_SKIPPED = frozenset({"script", "style", "head", "template", "noscript", "svg", "math", "rt", "rp", "button", "select"})
_CELLS = frozenset({"td", "th"})


class _Reader(HTMLParser):
    def __init__(self, writer: DocumentWriter) -> None:
        super().__init__(convert_charrefs=True)
        self._writer = writer
        self._pieces: list[str] = []
        self._kind, self._skipping, self._cells, self._raised = BlockKind.TEXT, "", 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            return
        if tag == "sup" or ("role", "doc-noteref") in attrs or ("epub:type", "noteref") in attrs:
            self._raised = tag
        if tag in _SKIPPED:
            self._skipping = tag
        elif tag in _CELLS:
            if "".join(self._pieces).strip():
                self._pieces.append(" | ")
                self._cells += 1
        elif tag == "br":
            self._told() if not self._cells else self._pieces.append(" ")
        elif tag in _BLOCKS and not self._cells:
            self._told()
            self._kind = BlockKind.HEADING if tag in _HEADINGS else BlockKind.LISTED if tag == "li" else self._kind
        elif tag in _BLOCKS:
            self._pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping = "" if tag == self._skipping else self._skipping
        elif tag == self._raised:
            self._raised = ""
        elif tag == "tr" or (tag in _BLOCKS and not self._cells):
            self._told()

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._pieces.append(data.translate(SUPERSCRIPTS) if self._raised and data.strip().isdecimal() else data)

    def close(self) -> None:
        super().close()
        self._told()

    def _told(self) -> None:
        self._writer.add("".join(self._pieces), BlockKind.LISTED if self._cells else self._kind)
        self._pieces.clear()
        self._kind, self._cells, self._raised = BlockKind.TEXT, 0, ""


def write_markup(html: str, writer: DocumentWriter) -> None:
    """Write the paragraphs of HTML, in order."""
    reader = _Reader(writer)
    reader.feed(html)
    reader.close()
