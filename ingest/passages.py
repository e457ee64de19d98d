"""Passage: the unit that is embedded, retrieved and quoted from.

`split(article)` cuts an Article into Passages at paragraph and sentence boundaries; it knows nothing of vectors or
stores. See `ingest.article` for what an offset is.
"""

import hashlib
import re
from dataclasses import dataclass

from ingest.article import Article, Paragraph
from ingest.text.languages import identify, script_of
from ingest.text.lines import Lines
from ingest.text.sentences import sentences
from ingest.text.terms import without_soft_hyphens

__all__ = ["SPLITTER_VERSION", "Passage", "sentences", "split"]

SPLITTER_VERSION = 2
"""To be raised with every change after which an unchanged file would be cut or cleaned otherwise."""

TARGET = 400
"""Characters aimed at: passages of this size were retrieved better than longer ones (ARCHITECTURE, measurements)."""

MOST = 3 * TARGET
"""Characters that a passage of several sentences never exceeds."""

MOST_SENTENCES = 40
"""Sentences, or rows of figures, in one passage; keeps the cost of a file of tiny lines linear."""

_INSIDE_PARAGRAPH = 0.08
"""What a cut inside a paragraph costs, in squared deviations from TARGET: as much as a passage 28 % off."""

_GAP = re.compile(r"\s*(?:(?:[-*+•‣▪·>]|\d{1,3}[.)])\s+)?")
"""White space and at most one list mark: paragraphs with only this between them are neighbours."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A few neighbouring sentences of one article.

    Attributes:
        source: The article's path relative to the corpus folder.
        ordinal: 0-based position among the passages of its article.
        language: ISO 639-1 code of this passage (that of its article unless its script says otherwise).
        heading: Title and nearest heading; context for the vector only, never quoted.
        text: Exactly `article.text[start:end]`.
        start: First character in the article's text.
        end: One past the last character.
        first_line: 1-based line of the file in which it starts.
        last_line: 1-based line in which it ends, inclusive.
        sentences: Half-open offsets of its sentences in the article's text, in order, not overlapping.
    """

    source: str
    ordinal: int
    language: str
    heading: str
    text: str
    start: int
    end: int
    first_line: int
    last_line: int
    sentences: tuple[tuple[int, int], ...]

    @property
    def key(self) -> str:
        """Name of this passage's vector: 32 hex digits of what is embedded, so equal text shares one vector."""
        content = without_soft_hyphens(f"{self.language}\n{self.heading}\n{self.text}")
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def split(article: Article) -> tuple[Passage, ...]:
    """Cut an article into passages of about 400 characters, in order, never inside a sentence.

    Paragraphs share a passage only when nothing but white space or a list mark stands between them and they have the
    same heading. Where several cuts are possible, the one with the most even lengths is taken, and of nearly
    equal ones that between paragraphs.
    """
    lines = Lines(article.text)
    script = script_of("".join(article.text[p.start : p.end] for p in article.paragraphs))
    passages: list[Passage] = []
    for run in _runs(article):
        for part in _balanced(run):
            start, end = part[0].start, part[-1].end
            text = article.text[start:end]
            passages.append(
                Passage(
                    source=article.source,
                    ordinal=len(passages),
                    language=_language(text, article.language, script),
                    heading=_context(article.title, run.heading, text),
                    text=text,
                    start=start,
                    end=end,
                    first_line=lines.at(start),
                    last_line=lines.at(end - 1),
                    sentences=tuple((sentence.start, sentence.end) for sentence in part),
                )
            )
    return tuple(passages)


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    ends_paragraph: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Sentences of neighbouring paragraphs under one heading: what may share a passage."""

    heading: str
    sentences: list[_Sentence]


def _runs(article: Article) -> list[_Run]:
    runs: list[_Run] = []
    last: Paragraph | None = None
    for paragraph in article.paragraphs:
        found = _sentences_of(article, paragraph)
        if last and last.heading == paragraph.heading and _GAP.fullmatch(article.text, last.end, paragraph.start):
            runs[-1].sentences.extend(found)
        else:
            runs.append(_Run(paragraph.heading, found))
        last = paragraph
    return runs


def _sentences_of(article: Article, paragraph: Paragraph) -> list[_Sentence]:
    spans = sentences(article.text[paragraph.start : paragraph.end], article.language)
    last = len(spans) - 1
    return [
        _Sentence(paragraph.start + start, paragraph.start + end, number == last)
        for number, (start, end) in enumerate(spans)
    ]


def _balanced(run: _Run) -> list[list[_Sentence]]:
    """Partition the sentences at the least total cost, by dynamic programming over the last cut."""
    found = run.sentences
    best = [0.0, *[float("inf")] * len(found)]
    cut_before = [0] * (len(found) + 1)
    for end in range(1, len(found) + 1):
        for start in range(end - 1, max(-1, end - 1 - MOST_SENTENCES), -1):
            length = found[end - 1].end - found[start].start
            if length > MOST and start < end - 1:
                break
            cost = best[start] + _cost(length, found[end - 1].ends_paragraph)
            if cost < best[end]:
                best[end], cut_before[end] = cost, start
    parts: list[list[_Sentence]] = []
    end = len(found)
    while end:
        parts.append(found[cut_before[end] : end])
        end = cut_before[end]
    return parts[::-1]


def _cost(length: int, ends_paragraph: bool) -> float:
    return (length / TARGET - 1) ** 2 + (0.0 if ends_paragraph else _INSIDE_PARAGRAPH)


def _language(text: str, language: str, script: str) -> str:
    own = script_of(text)
    return language if own in ("", script) else identify(text)


def _context(title: str, heading: str, text: str) -> str:
    """Title and heading, without what stands in the passage itself (a title taken from its first sentence)."""
    beginning = " ".join(text[: 4 * len(title)].split())
    parts = [] if title.rstrip("…") in beginning else [title]
    if heading and heading != title and not beginning.startswith(heading):
        parts.append(heading)
    return " – ".join(parts)
