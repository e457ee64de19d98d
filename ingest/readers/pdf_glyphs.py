"""Glyphs of a PDF: which signs stand where on its pages, in the order in which they were set. The door to pdfminer.

Takes bytes, gives Glyphs page by page. Puts nothing in order: what is read after what is for others to tell. What a
producer says a group of glyphs stands for (ActualText) goes before what the font says of each.
"""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import decode_text

__all__ = ["UNKNOWN", "Glyph", "PDFException", "is_mark", "pages_of"]

UNKNOWN = "\ufffd"
"""Stands for a glyph of which the file does not say what letter it is."""

_MOST_SIGNS_EACH = 4
"""Signs of an ActualText for one glyph; one that stands for more is a word or a line, which is read glyph by glyph."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign as it stands on a page, in points.

    Attributes:
        text: What it stands for; of a ligature several letters, in the order in which they are read.
        shape: Its font and its number there: the same letter has other shapes at the end and inside of a word.
        x: Where it begins, along the direction of its line.
        y: The height of its line across that direction; grows upwards.
        width: How far the next one is moved by it; 0 of most vowel signs.
        size: Of its letters.
    """

    text: str
    shape: tuple[int, int]
    x: float
    y: float
    width: float
    size: float


def is_mark(text: str) -> bool:
    """Tell whether a sign stands above or below a letter."""
    return bool(text) and all(unicodedata.category(it) == "Mn" for it in text)


def pages_of(data: bytes) -> Iterator[list[Glyph]]:
    """Give the glyphs of each page; errors of pdfminer, and whatever a damaged file makes it stumble over, pass."""
    resources = PDFResourceManager()
    device = _Collector(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        device.found = []
        interpreter.process_page(page)
        yield device.found


class _Collector(PDFTextDevice):
    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.found: list[Glyph] = []
        self._meant: list[tuple[str, int] | None] = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        meant = props.get("ActualText") if isinstance(props, dict) else None
        self._meant.append((decode_text(meant), len(self.found)) if isinstance(meant, bytes) else None)

    def end_tag(self) -> None:
        meant = self._meant.pop() if self._meant else None
        if meant is not None:
            text, first = meant
            glyphs = self.found[first:]
            if glyphs and text and len(text) <= _MOST_SIGNS_EACH * len(glyphs):
                self.found[first:] = [_together(glyphs, text)]

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Note a glyph; gives how far the next one is moved, as pdfminer wants it."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        text = text.replace("\uffff", UNKNOWN)
        advance = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        along, across = hypot(a, b), hypot(c, d)
        if along and across:
            x, y = (e * a + f * b) / along, (f * a - e * b) / along
            self.found.append(Glyph(text, (id(font), cid), x, y, advance * along, abs(fontsize) * across))
        return float(advance)


def _together(glyphs: list[Glyph], text: str) -> Glyph:
    """Give one glyph for several that stand for a text together, at the place of those that are no marks."""
    letters = [glyph for glyph in glyphs if not is_mark(glyph.text)] or glyphs
    first = min(glyph.x for glyph in letters)
    last = max(glyph.x + glyph.width for glyph in letters)
    letter = max(letters, key=lambda glyph: glyph.width)
    return Glyph(text, letter.shape, first, letter.y, last - first, letter.size)
