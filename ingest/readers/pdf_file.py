"""PDF, as pypdf reads it: lines become paragraphs over columns and pages, without running heads and parted words.

A PDF says where signs stand, not what is read after what. Programs set text that runs from right to left in different
orders; it is put in order by the places of its signs (`ingest.readers.pdf_right_to_left`). Scans, and text that does
not read like its language then, are refused in words rather than quoted wrongly.
"""

import io
import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from ingest.cleaning import BlockKind
from ingest.cleaning.shapes import ends_stopped
from ingest.errors import UnreadableArticle
from ingest.readers.document import PAGE, Document, DocumentWriter, level
from ingest.readers.front_matter import FrontMatter
from ingest.readers.office_text import stated_title
from ingest.readers.pdf_line import PdfLine
from ingest.readers.reading_direction import expect_readable

MOST_PAGES = 300
"""Pages of the longest file that is read; a newspaper's issue has a hundred."""

_TROUBLES = (
    RecursionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    AssertionError,
    OverflowError,
    struct.error,
    zlib.error,
)
"""What a damaged file makes its readers stumble over."""
_LEAST_LETTERS = 20
"""Letters of a page that holds text and not only a stamp."""
_MOST_RIGHT_TO_LEFT = 0.1
_HEADING_SIZE, _LONGEST_HEADING = 1.15, 200
_SAME_SIZE, _WIDE_GAP, _SHORT_LINE, _BROKEN_LINE, _COLUMN = 0.1, 1.45, 0.8, 0.6, 40
_EDGE_LINES, _LEAST_REPEATED = 2, 3
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENATED = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_PRINTED = re.compile(
    r"(?:https?|file):\S+ \d+/\d+|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}[:.]\d\d(?: [AP]M)?\b.*", re.IGNORECASE
)
"""What browsers print at the edges of a page: address and page number, time and title."""
_LISTED = re.compile(r"(?:[•‣▪·–—*-]|\d{1,3}[.)])\s+\S")


def read(data: bytes, source: str) -> Document:
    """Read a file.

    Raises:
        UnreadableArticle: It is damaged, encrypted, a scan, too long, or in an order that cannot be told.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    for name in ("pypdf", "pdfminer"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        pdf = PdfReader(io.BytesIO(data))
        if pdf.is_encrypted and not pdf.decrypt(""):
            raise UnreadableArticle(source, "it is encrypted")
        if len(pdf.pages) > MOST_PAGES:
            raise UnreadableArticle(
                source, f"it has {len(pdf.pages):,} pages, more than the {MOST_PAGES} that are read"
            )
        pages = [list(_lines_of(page, number)) for number, page in enumerate(pdf.pages)]
        pictures = sum(not _says(lines) and _has_picture(page) for lines, page in zip(pages, pdf.pages, strict=True))
        title = pdf.metadata.title if pdf.metadata else None
    except (PyPdfError, *_TROUBLES) as error:
        raise UnreadableArticle(source, "it is damaged, or protected in a way that is not known here") from error
    _expect_text(pages, pictures, source)
    if _runs_from_the_right(pages):
        pages = _by_places(data, source)
    return _written(_without_running_heads(pages), title or "", source)


def _expect_text(pages: Sequence[Sequence[PdfLine]], pictures: int, source: str) -> None:
    said = sum(map(_says, pages))
    if pictures > said:
        raise UnreadableArticle(
            source,
            f"it is a scan: {pictures} of its {len(pages)} pages are pictures without text; recognise the text first",
        )


def _runs_from_the_right(pages: Sequence[Sequence[PdfLine]]) -> bool:
    text = "".join(line.text for lines in pages for line in lines)
    return len(_RIGHT_TO_LEFT.findall(text)) > _MOST_RIGHT_TO_LEFT * sum(map(str.isalpha, text))


def _by_places(data: bytes, source: str) -> list[list[PdfLine]]:
    """Give the lines of each page by where the glyphs stand.

    Raises:
        UnreadableArticle: What is read so is no text of a language, or what it takes is not installed.
    """
    try:
        from ingest.readers.pdf_glyphs import PDFException, pages_of
    except ImportError as error:
        reason = "its text runs from right to left, which takes the package pdfminer.six (extra formats)"
        raise UnreadableArticle(source, reason) from error
    from ingest.readers.pdf_right_to_left import lines_of

    try:
        pages = list(pages_of(data))
    except (PDFException, *_TROUBLES) as error:
        raise UnreadableArticle(source, "it is damaged, or protected in a way that is not known here") from error
    lines = lines_of(pages)
    expect_readable([line.text for line in lines], source)
    return [[line for line in lines if line.page == number] for number in range(len(pages))]


def _says(lines: Sequence[PdfLine]) -> bool:
    return sum(sum(map(str.isalpha, line.text)) for line in lines) >= _LEAST_LETTERS


def _has_picture(page: Any) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources else None
    return bool(objects and objects.get_object())


def _lines_of(page: Any, number: int) -> Iterator[PdfLine]:
    """Give the lines of a page in the order in which they were set, which follows the columns."""
    pieces: list[str] = []
    place: tuple[float, float, float] | None = None
    found: list[PdfLine] = []

    def end() -> None:
        nonlocal place
        text = level("".join(pieces).translate(_LIGATURES))
        if text and place:
            found.append(PdfLine(text, number, *place))
        pieces.clear()
        place = None

    def take(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        nonlocal place
        for part in re.split(r"(\n)", text):
            if part == "\n":
                end()
            elif part:
                if place is None and part.strip():
                    x, y = (tm[4] * cm[n] + tm[5] * cm[n + 2] + cm[n + 4] for n in (0, 1))
                    place = (x, y, abs(size * (tm[3] or tm[1]) * (cm[3] or cm[1])) or size)
                pieces.append(part)

    page.extract_text(visitor_text=take)
    end()
    return iter(found)


def _without_running_heads(pages: Sequence[Sequence[PdfLine]]) -> list[PdfLine]:
    """Leave out lines at the edges of pages that come back on others, page numbers among them."""
    edges = [_edges(lines) for lines in pages]
    counted = Counter(key for lines in edges for key in {_without_figures(line.text) for line in lines})
    least = max(_LEAST_REPEATED, 0.4 * len(pages))
    kept = []
    for number, (lines, edge) in enumerate(zip(pages, edges, strict=True), start=1):
        for line in lines:
            repeated = counted[_without_figures(line.text)] >= least
            counts = line.text.strip("-– ") == str(number) or bool(_PRINTED.fullmatch(line.text))
            if not (line in edge and (repeated or counts)):
                kept.append(line)
    return kept


def _edges(lines: Sequence[PdfLine]) -> set[PdfLine]:
    by_height = sorted({line.y for line in lines})
    heights = {*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]}
    return {line for line in lines if line.y in heights}


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def _written(lines: Sequence[PdfLine], title: str, source: str) -> Document:
    writer = DocumentWriter(source)
    body = _body_size(lines)
    leading = _leading(lines)
    widest = Counter[tuple[int, int]]()
    for line in lines:
        if abs(line.size - body) <= _SAME_SIZE * body:
            widest[_column(line)] = max(widest[_column(line)], len(line.text))
    page = 0
    words = frozenset(re.findall(r"[^\W\d_]{4,}", " ".join(line.text for line in lines).casefold()))
    for paragraph in _paragraphs(lines, leading, widest):
        for _ in range(paragraph[0].page - page):
            writer.turn()
        page = paragraph[-1].page
        text = _joined(paragraph, words)
        is_heading = paragraph[0].size >= _HEADING_SIZE * body and len(text) <= _LONGEST_HEADING
        kind = BlockKind.HEADING if is_heading else BlockKind.LISTED if _LISTED.match(text) else BlockKind.TEXT
        writer.add(text, kind, over_pages=True)
    return writer.finish(FrontMatter(title=stated_title(title, writer)))


def _body_size(lines: Iterable[PdfLine]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _leading(lines: Sequence[PdfLine]) -> float:
    """Give how far below each other most lines stand."""
    steps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and a.y > b.y]
    return median(steps) if steps else 0.0


def _paragraphs(lines: Sequence[PdfLine], leading: float, widest: Counter[tuple[int, int]]) -> Iterator[list[PdfLine]]:
    paragraph: list[PdfLine] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph, line, leading, widest[_column(paragraph[-1])]):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _goes_on(paragraph: Sequence[PdfLine], line: PdfLine, leading: float, widest: int) -> bool:
    """Tell whether a line continues a paragraph: below it at the usual distance, or in the next column or page."""
    before = paragraph[-1]
    stopped = ends_stopped(before.text)
    listed = _LISTED.match(line.text)
    if abs(before.size - line.size) > _SAME_SIZE * before.size or (listed and (stopped or not listed[0][0].isdigit())):
        return False
    down = before.y - line.y
    if before.page != line.page or down < -before.size:
        goes_on = line.text[:1].islower() or bool(_HYPHENATED.search(before.text))
        return not stopped and (goes_on or (_is_caseless(line.text[:1]) and len(before.text) >= _SHORT_LINE * widest))
    if down > _WIDE_GAP * leading:
        return False
    indented = line.x > paragraph[0].x + before.size * 0.7 and len(paragraph) > 1
    if len(before.text) < _BROKEN_LINE * widest and not line.text[:1].islower():
        return False
    return not (stopped and (indented or len(before.text) < _SHORT_LINE * widest))


def _is_caseless(letter: str) -> bool:
    """Tell whether a letter is of a script without capitals, where a word does not tell that a sentence begins."""
    return letter.isalpha() and letter.upper() == letter.lower()


def _column(line: PdfLine) -> tuple[int, int]:
    """Name the column that a line begins in: its page, and about how far from the left."""
    return line.page, round(line.x / _COLUMN)


def _joined(paragraph: Sequence[PdfLine], words: frozenset[str]) -> str:
    """Join lines, and words that were parted at their ends; a hyphen stays if only so the word stands elsewhere."""
    text = paragraph[0].text
    for before, line in pairwise(paragraph):
        turn = PAGE * (line.page - before.page)
        if _HYPHENATED.search(text) and line.text[:1].islower():
            first, rest = re.split(r"\W", text[:-1])[-1], re.match(r"\w*", line.text)
            whole = f"{first}{rest[0] if rest else ''}".casefold()
            parts_known = first.casefold() in words and bool(rest) and rest[0].casefold() in words  # type: ignore[index]
            keeps = text[-1] == "-" and whole not in words and parts_known
            head, _, tail = (text if keeps else text[:-1]).rpartition(" ")
            text = f"{head}{turn or ' '}{tail}{line.text}"
        else:
            text = f"{text}{turn or ' '}{line.text}"
    return text
