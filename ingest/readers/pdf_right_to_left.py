"""Lines of a PDF whose text runs from right to left, put in order by where their glyphs stand.

    glyphs ──at one height as they were set──▶ from left to right, marks on letters, spaces ──▶ as they are read

Takes Glyphs, gives PdfLines in the order in which lines were set, which follows the columns. Programs set glyphs in
different orders, and all of them show them at the same places; so only the places count. Which counterpart of a bracket
is written, and where a word has a joint that is not seen (Persian's zero-width non-joiner), is told by the whole file.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_glyphs import Glyph, is_mark
from ingest.readers.pdf_line import PdfLine
from ingest.readers.visual_order import RIGHT_TO_LEFT, direction, levels_of, mirrored, read_order, turned_pairs

_SAME_HEIGHT, _MARK_HEIGHT = 0.45, 1.1
"""How far from the line a sign of it may stand, and a mark; as a share of the size."""
_SPACE, _BROAD_SPACE, _GAP = 0.15, 0.45, 3.0
"""Gaps that are counted as spaces, that part words in a file with spaces, and two lines at one height; likewise."""
_FEWEST_SPACES = 15
"""In a file with spaces one glyph of so many is one, at least."""
_TWICE = 0.12
"""How near to each other the same sign is set twice, to look bold; likewise."""
_FAR = 0.6
"""How far beyond its letter a mark may begin; likewise."""
_LEFTWARDS = 0.3
"""Share of letters from which a line in a file that runs from right to left does so."""
_NON_JOINER = "\u200c"
_UNJOINED = frozenset("اأإآٱدذرزژوؤةىءڈڑے")
"""Arabic letters that never join the next one, or end words."""
_ENDS, _FEWEST_ENDS = 0.3, 2
"""Share of a shape's places at the end of words, and their number, from which it is the shape for that."""


@dataclass(slots=True)
class _Sign:
    """A letter with its marks, or a space, as it stands on a line."""

    text: str
    shape: tuple[int, int] | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """Glyphs at one height of a page, as they were set."""

    page: int
    y: float
    size: float
    glyphs: list[Glyph]


def lines_of(pages: Iterable[Sequence[Glyph]]) -> list[PdfLine]:
    """Give the lines of all pages in the order in which they were set."""
    rows = [row for number, glyphs in enumerate(pages) for row in _rows(glyphs, number)]
    glyphs = [glyph for row in rows for glyph in row.glyphs]
    space = _width_of_spaces(rows)
    kinds = Counter(direction(glyph.text) for glyph in glyphs)
    leftwards, arabic = kinds["R"] + kinds["AL"] >= kinds["L"], kinds["AL"] >= kinds["R"]
    lines = []
    for row in rows:
        parts = _parts(_seen(row.glyphs))
        for part in reversed(parts) if leftwards else parts:
            x = -max(glyph.x + glyph.width for glyph, _ in part) if leftwards else part[0][0].x
            lines.append((row, x, _in_order(_signs(part, space), leftwards, arabic)))
    ends = _shapes_of_ends([signs for *_, signs in lines])
    turned = turned_pairs(["".join(sign.text for sign in signs if sign.level % 2) for *_, signs in lines])
    found = []
    for row, x, signs in lines:
        text = " ".join(unicodedata.normalize("NFC", _text(signs, ends, turned)).split())
        if text:
            found.append(PdfLine(text, row.page, x, row.y, row.size))
    return found


def _rows(glyphs: Sequence[Glyph], page: int) -> Iterator[_Row]:
    """Part the glyphs of a page where they change their height by more than a mark or a raised number does."""
    row: list[Glyph] = []
    y = size = 0.0
    for glyph in glyphs:
        if unicodedata.category(glyph.text[:1] or " ") == "Cf":
            continue  # Joints are told by the shapes of the letters: where they are set is not to be relied on.
        far = abs(glyph.y - y) / max(size, glyph.size, 1e-6)
        if row and far > (_MARK_HEIGHT if is_mark(glyph.text) else _SAME_HEIGHT):
            yield _Row(page, y, size, row)
            row = []
        if not row:
            y, size = glyph.y, glyph.size
        elif glyph.size > size:
            y, size = (y if is_mark(glyph.text) else glyph.y), glyph.size
        row.append(glyph)
    if row:
        yield _Row(page, y, size, row)


def _width_of_spaces(rows: Sequence[_Row]) -> float:
    """Give from how wide a gap there is a space, as a share of the size."""
    glyphs = [glyph for row in rows for glyph in row.glyphs]
    if sum(glyph.text.isspace() for glyph in glyphs) * _FEWEST_SPACES > len(glyphs):
        return _BROAD_SPACE
    seen = [(a, b) for row in rows for (a, _), (b, _) in pairwise(_seen(row.glyphs))]
    gaps = [(b.x - a.x - a.width) / b.size for a, b in seen if b.size]
    return median([gap for gap in gaps if _SPACE < gap < 1] or [2 * _SPACE]) / 2


def _seen(glyphs: Sequence[Glyph]) -> list[tuple[Glyph, str]]:
    """Give the letters of a row from left to right, each with its marks."""
    letters = [at for at, glyph in enumerate(glyphs) if not is_mark(glyph.text)]
    marks: dict[int, str] = {}
    for at, glyph in enumerate(glyphs):
        if is_mark(glyph.text) and letters:
            own = _letter_of(glyphs, at, letters)
            marks[own] = marks.get(own, "") + glyph.text
    ordered = sorted(letters, key=lambda at: (glyphs[at].x, glyphs[at].x + glyphs[at].width))
    return [(glyphs[at], marks.get(at, "")) for at in ordered]


def _letter_of(glyphs: Sequence[Glyph], at: int, letters: Sequence[int]) -> int:
    """Give the letter of a mark, as a place in `glyphs`.

    A mark is set next to its letter. Where glyphs go on to the right, text that is read to the left is set backwards,
    the mark before its letter. Where a mark begins depends on its font, and may be beside its letter.
    """
    before = max((it for it in letters if it < at), default=letters[0])
    behind = min((it for it in letters if it > at), default=letters[-1])
    backwards = glyphs[before].x <= glyphs[behind].x and direction(glyphs[behind].text) in RIGHT_TO_LEFT
    own = behind if backwards else before
    if _distance(glyphs[own], glyphs[at]) > _FAR * glyphs[at].size:
        return min(letters, key=lambda it: _distance(glyphs[it], glyphs[at]))
    return own


def _distance(letter: Glyph, mark: Glyph) -> float:
    """Give how far a mark begins beyond a letter; none stands on a space."""
    if not letter.text.strip():
        return float("inf")
    return max(letter.x - mark.x, mark.x - letter.x - letter.width, 0.0)


def _parts(seen: Sequence[tuple[Glyph, str]]) -> list[list[tuple[Glyph, str]]]:
    """Part a row where it has a gap as between columns."""
    parts: list[list[tuple[Glyph, str]]] = []
    last = float("-inf")
    for glyph, marks in seen:
        if glyph.x - last > _GAP * glyph.size:
            parts.append([])
        parts[-1].append((glyph, marks))
        last = max(last, glyph.x + glyph.width)
    return parts


def _signs(part: Sequence[tuple[Glyph, str]], space: float) -> list[_Sign]:
    """Give the signs of a line from left to right, with spaces where there are gaps."""
    signs: list[_Sign] = []
    before: Glyph | None = None
    last = float("-inf")
    for glyph, marks in part:
        if before and glyph.width and glyph.text == before.text and glyph.x - before.x <= _TWICE * glyph.size:
            continue
        if before and glyph.x - last > space * max(glyph.size, before.size):
            signs.append(_Sign(" "))
        text = unicodedata.normalize("NFKC", glyph.text) if glyph.text.strip() else " "
        signs.append(_Sign(text + marks, glyph.shape))
        before, last = glyph, max(last, glyph.x + glyph.width)
    return signs


def _in_order(signs: Sequence[_Sign], leftwards: bool, arabic: bool) -> list[_Sign]:
    kinds = Counter(direction(sign.text) for sign in signs)
    right, left = kinds["R"] + kinds["AL"], kinds["L"]
    if leftwards:
        leftwards = right >= _LEFTWARDS * (right + left)
    levels = levels_of([sign.text for sign in signs], leftwards=leftwards or right > left, arabic=arabic)
    for sign, level in zip(signs, levels, strict=True):
        sign.level = level
    return [signs[at] for at in read_order(levels)]


def _text(signs: Sequence[_Sign], ends: frozenset[tuple[int, int]], turned: str) -> str:
    parts = []
    for sign, behind in pairwise([*signs, _Sign(" ")]):
        parts.append(mirrored(sign.text, turned) if sign.level % 2 else sign.text)
        if sign.shape in ends and _may_join(behind):
            parts.append(_NON_JOINER)
    return "".join(parts)


def _may_join(sign: _Sign) -> bool:
    """Tell whether the letter before an Arabic sign would be joined to it."""
    return direction(sign.text) == "AL" and sign.text[0].isalpha() and sign.text[0] != "ء"


def _last_letter(text: str) -> str:
    return next((it for it in reversed(text) if not is_mark(it)), "")


def _shapes_of_ends(lines: Iterable[Sequence[_Sign]]) -> frozenset[tuple[int, int]]:
    """Give the shapes of Arabic letters that stand at the end of words, though these letters do join."""
    at_end, inside = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for signs in lines:
        for sign, behind in pairwise([*signs, _Sign(" ")]):
            if sign.shape and direction(sign.text) == "AL" and _last_letter(sign.text) not in _UNJOINED:
                (inside if _may_join(behind) else at_end)[sign.shape] += 1
    return frozenset(
        it for it, count in at_end.items() if count >= _FEWEST_ENDS and count >= _ENDS * (count + inside[it])
    )
