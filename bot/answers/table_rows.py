"""Tables: rows of an article read with their headings, and quoted with them.

    | Area  | 2026 | 2027 |
    | Roads | 61   | 54   |   ──▶ read as "Roads, 2026: 61; Roads, 2027: 54.", the answer is a cell

A row says nothing without its headings, which may stand in another passage, so they are looked up in the article. Rows
are read apart from their passage, of which less would be read if they were longer in it. Takes stored passages, what
was read of them, and what gives the text of an article.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.extractive import Candidate
from ingest.errors import CorpusError
from ingest.index.catalogue import StoredPassage
from ingest.models.qa_model import QAPassage, QAReading, SentenceReading
from ingest.text.patterns import WORD
from ingest.text.terms import normalise

LONGEST = 420
"""Characters of a table from its headings to a row up to which it is quoted as one."""

_LONGEST_TABLE = 4_000
"""Characters above a row in which its headings are looked for."""

NAMED = 9.0
"""The score of a cell whose row and column a question names; a logit as high as the QA model's surest."""

_TELLING, _STEM = 4, 5
"""Letters of a word of a label that is looked for in a question, and those by which it is known again."""

_BETWEEN = re.compile(r"[|\t]")
_RULE = re.compile(r"[\s|:+=-]*")
"""A line between headings and rows, or an empty one."""

TextOf = Callable[[str], str]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        label: Its first cell.
        headings: Those of the other cells.
        cells: Where the other cells stand in the article's text.
        start: Where the headings begin there.
    """

    label: str
    headings: tuple[str, ...]
    cells: tuple[Place, ...]
    start: int

    def read_as(self, text: str) -> tuple[str, list[Place]]:
        """Give the row as a sentence, and where in it each cell stands."""
        said, places = "", []
        for heading, (start, end) in zip(self.headings, self.cells, strict=True):
            said += f"{'; ' if said else ''}{self.label}, {heading}: "
            places.append((len(said), len(said) + end - start))
            said += text[start:end]
        return f"{said}.", places

    def named(self, question: str) -> int | None:
        """Give the one cell whose heading a question names; None for none and for several."""
        asked, words = _words(question), [_words(heading) for heading in self.headings]
        found = [i for i, own in enumerate(words) if any(sum(word in it for it in words) == 1 for word in own & asked)]
        return found[0] if len(found) == 1 else None

    def is_asked(self, question: str) -> bool:
        """Whether a question has all telling words of the label."""
        asked = {word[:_STEM] for word in _words(question)}
        label = _words(self.label)
        telling = {word for word in label if len(word) >= _TELLING} or label
        return bool(telling) and {word[:_STEM] for word in telling} <= asked


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a passage as they are read.

    Attributes:
        stored: The passage.
        rows: Its sentences that are rows, by their numbers.
        read: The rows as sentences, in that order.
        places: For each row where its cells stand in the text that is read.
    """

    stored: StoredPassage
    rows: Mapping[int, Row]
    read: QAPassage
    places: tuple[tuple[Place, ...], ...]

    def into(self, whole: QAReading, own: QAReading, question: str) -> QAReading:
        """Give what was read of the `whole` passage with what was read of its rows in the place of these."""
        told = list(whole.sentences)
        for (number, row), places, read in zip(self.rows.items(), self.places, own.sentences, strict=True):
            told[number] = self._cell(row, places, read, question) if read else None
        return replace(whole, sentences=tuple(told))

    def _cell(self, row: Row, places: Sequence[Place], read: SentenceReading, question: str) -> SentenceReading:
        """Give the cell that answers: that whose heading a question names, else that in which the answer lies."""
        named = row.named(question)
        score = max(read.score, NAMED) if named is not None and row.is_asked(question) else read.score
        if named is None:
            named = max(range(len(places)), key=lambda i: _common(places[i], (read.start, read.end)))
        start, end = row.cells[named]
        begin = self.stored.passage.start
        return SentenceReading(score, start - begin, end - begin)


def table_of(stored: StoredPassage, text_of: TextOf) -> TableRows | None:
    """Give the rows of tables in a passage, each as a sentence that has its headings; None where there are none."""
    passage = stored.passage
    text = _text(stored, text_of) if _BETWEEN.search(passage.text) else ""
    found = {i: row_at(text, *place) for i, place in enumerate(passage.sentences)} if text else {}
    rows = {i: row for i, row in found.items() if row}
    if not rows:
        return None
    whole, sentences, all_places = "", [], []
    for row in rows.values():
        said, places = row.read_as(text)
        begin = len(whole)
        whole += f"{said}\n"
        sentences.append((begin, begin + len(said)))
        all_places.append(tuple((begin + start, begin + end) for start, end in places))
    return TableRows(stored, rows, QAPassage(passage.heading, whole, tuple(sentences)), tuple(all_places))


def with_headings(candidate: Candidate, text_of: TextOf) -> Candidate:
    """Give a row that is to be quoted with all that stands between it and its headings, where that is short."""
    stored = candidate.found.stored
    if not _BETWEEN.search(candidate.text):
        return candidate
    text = _text(stored, text_of)
    row = row_at(text, candidate.start, candidate.end) if text else None
    if row is None or candidate.end - row.start > LONGEST:
        return candidate
    return replace(candidate, start=row.start, text=text[row.start : candidate.end])


def row_at(text: str, start: int, end: int) -> Row | None:
    """Read what stands in a text from `start` to `end` as a row with headings above it; None if it is none."""
    own = _cells(text, start, end)
    if len(own) < 2:
        return None
    headings: Sequence[Place] = ()
    above = max(0, start - _LONGEST_TABLE)
    line_end = start
    while line_end > above:
        line_start = text.rfind("\n", above, line_end - 1) + 1 if line_end > above + 1 else above
        line_start = max(line_start, above)
        if not _RULE.fullmatch(text, line_start, line_end):
            cells = _cells(text, line_start, line_end)
            if len(cells) != len(own):
                break
            headings, first = cells, line_start
        line_end = line_start
    if not headings:
        return None
    names = tuple(text[a:b] for a, b in headings[1:])
    return Row(text[slice(*own[0])], names, tuple(own[1:]), first)


def _cells(text: str, start: int, end: int) -> list[Place]:
    """Give where the cells of a line stand; empty for a line that is no row."""
    line = text[start:end].rstrip(" \r\n")
    start += len(line) - len(line.lstrip(" "))
    line = line.strip(" ")
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        start, line = start + 1, line[1:-1]
    if not _BETWEEN.search(line) or "\n" in line:
        return []
    found, place = [], start
    for cell in _BETWEEN.split(line):
        bare = cell.strip()
        begin = place + len(cell) - len(cell.lstrip())
        found.append((begin, begin + len(bare)) if bare else (place, place))
        place += len(cell) + 1
    return found


def _text(stored: StoredPassage, text_of: TextOf) -> str:
    """Give the text of an article; "" where its file is gone or another one."""
    try:
        text = text_of(stored.article.source)
    except CorpusError:
        return ""
    held = stored.passage
    return text if text[held.start : held.end] == held.text else ""


def _words(text: str) -> set[str]:
    return {normalise(word) for word in WORD.findall(text)}


def _common(one: Place, other: Place) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])
