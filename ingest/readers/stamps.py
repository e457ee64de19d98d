"""Stamps: lines that say when an article was published or changed, and nothing else.

Takes one line and its language, gives a Stamp or None. A line with a date is a stamp only if no word of it remains
once labels, months, weekdays, clock words and the date are taken out: "The report was published on 4 March 2022." tells
something, and its date is not the article's.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.resources import files

from ingest.cleaning.shapes import are_names, ends_stopped, fold_letters, has_heading_shape, is_cased, is_quoted
from ingest.readers.dates import dates_in, day_names, find_date, levelled, month_names

LONGEST = 120
"""Characters of the longest line that is read as a stamp."""

_WORDS = tomllib.loads(files("ingest.readers").joinpath("stamps.toml").read_text("utf-8"))
_UNSPACED_FILLERS = re.compile(
    "年|月|日|時|时|分|秒|点|點|午前|午後|上午|下午|凌晨|晚上|(?:星期|周|週)[一二三四五六日天]|[月火水木金土日]曜日?|令和|平成|民國|民国|元"
    "|년|월|일|오전|오후|시|분|[월화수목금토일]요일|เมื่อ|วันที่|เวลา|พ\\.ศ\\.|ค\\.ศ\\.|(?<=\\d)\\s*น\\.|ngày|tháng|năm"
)
_WORD = re.compile(r"[^\s\d.,،:;()\[\]/|·•–—_+-]+")
_MOST_PLACE_WORDS = 3
_PREFIX_END = re.compile(r"[\s.,:;|·–—-]*")
_DATELINE_EDGE = re.compile(r"[–—-]\s*$")


class StampKind(Enum):
    """What a stamp says."""

    PUBLISHED = "published"
    UPDATED = "updated"
    BARE = "bare"
    """A date without a label: of publication at the top of a file, of an event in a list of events."""
    PLACED = "placed"
    """A place and perhaps a date, as at the top of a dispatch; the place is news, so the line stays."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line says about itself.

    Attributes:
        kind: Which of these it is.
        day: Of publication; None where it states none, or one that reads in two ways.
        end: Characters of the line that are the stamp; what follows is a headline on the same line.
    """

    kind: StampKind
    day: date | None
    end: int


def read_stamp(line: str, language: str) -> Stamp | None:
    """Return what a line says about when it was published, None where it may say anything else."""
    if len(line) > LONGEST or is_quoted(line):
        return None
    level = levelled(line)
    if not any(map(str.isdigit, level)) and not _DATELINE_EDGE.search(level):
        return None
    labels = _labels(level)
    rest = _remaining(_without(level, labels), language)
    if not rest:
        if labels:
            return _labelled(level, labels, language, len(line))
        day = find_date(level, language)
        return Stamp(StampKind.BARE, day, len(line)) if day else None
    return _glued(line, level, labels, language) or _placed(level, labels, rest, language)


def _labelled(level: str, labels: list[tuple[int, int, bool]], language: str, length: int) -> Stamp | None:
    """The date behind a label of publication, else none; a label without any number tells nothing."""
    if not any(map(str.isdigit, level)):
        return None
    for number, (_, end, publishes) in enumerate(labels):
        until = labels[number + 1][0] if number + 1 < len(labels) else len(level)
        day = find_date(level[end:until], language) if publishes else None
        if day:
            return Stamp(StampKind.PUBLISHED, day, length)
    publishes = any(label[2] for label in labels)
    return Stamp(StampKind.PUBLISHED if publishes else StampKind.UPDATED, None, length)


def _glued(line: str, level: str, labels: list[tuple[int, int, bool]], language: str) -> Stamp | None:
    """A label, its date, and right behind them, on the same line, a headline."""
    if len(labels) != 1 or labels[0][0] != 0 or not labels[0][2] or len(level) != len(line) or ends_stopped(line):
        return None
    found = min(dates_in(level, language), key=lambda dated: dated[1], default=None)
    if not found or _remaining(level[labels[0][1] : found[1]], language):
        return None
    parting = _PREFIX_END.match(level, found[2])
    end = parting.end() if parting else found[2]
    headline = level[end:]
    parted = bool(re.search(r"[|·–—:]", level[found[2] : end]))
    begins = headline[:1].isupper() if is_cased(headline) else parted
    if "," in level[found[2] : end] or not begins or not has_heading_shape(headline):
        return None
    return Stamp(StampKind.PUBLISHED, found[0], end)


def _placed(level: str, labels: list[tuple[int, int, bool]], rest: list[str], language: str) -> Stamp | None:
    """A place with a comma, and at most an outlet: "Bergen, 4 March 2024", "LONDON, March 3 (Ekko) -"."""
    dated = find_date(level, language)
    numbered = any(map(str.isdigit, level))
    if labels or ends_stopped(level) or not (numbered or _DATELINE_EDGE.search(level)):
        return None
    bare = re.sub(r"\([^()]*\)", " ", level)
    words = _remaining(bare, language)
    if not 0 < len(words) <= _MOST_PLACE_WORDS or not are_names(" ".join(words), words=_MOST_PLACE_WORDS):
        return None
    comma = re.search(r"[,،]", level)
    if not comma or not (dated or _DATELINE_EDGE.search(level) or _names_month(bare, language)):
        return None
    return Stamp(StampKind.PLACED, dated, len(level))


def _names_month(text: str, language: str) -> bool:
    return any(fold_letters(word).strip(".") in month_names(language) for word in _WORD.findall(text))


def _labels(level: str) -> list[tuple[int, int, bool]]:
    """Give start, end and "of publication" of each label, in order."""
    found = [(m.start(), m.end(), m.lastgroup != "updated") for m in _LABEL.finditer(level)]
    return [label for label in found if not _is_date_word(level, label)]


def _is_date_word(level: str, label: tuple[int, int, bool]) -> bool:
    """Tell whether a label is "date" or the like where it is none: not at the start, or before no colon."""
    if fold_letters(level[label[0] : label[1]]) not in _DATE_WORDS:
        return False
    return label[0] != 0 or not re.match(r"\s*[:：]", level[label[1] :])


def _without(level: str, labels: list[tuple[int, int, bool]]) -> str:
    for start, end, _ in reversed(labels):
        level = f"{level[:start]} {level[end:]}"
    return level


def _remaining(text: str, language: str) -> list[str]:
    """Give the words that are neither a month, a weekday, a clock word nor part of a date."""
    ranges = [(start, end) for _, start, end in dates_in(text, language)]
    for start, end in sorted(ranges, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    text = re.sub(r"(?<=\d)T(?=\d)|(?<=\d)Z\b", " ", text)
    text = _UNSPACED_FILLERS.sub(" ", text)
    months, days = month_names(language), day_names(language)
    words = [word for word in _WORD.findall(text) if any(map(str.isalpha, word))]
    return [
        word for word in words if (key := fold_letters(word)) not in months and key not in days and key not in _SMALL
    ]


def _labelling(table: str) -> set[str]:
    return {levelled(phrase.strip()) for phrase in _WORDS[table].replace("\n", "|").split("|")} - {""}


def _pattern(table: str) -> str:
    return "|".join(map(re.escape, sorted(_labelling(table), key=len, reverse=True)))


_LABEL = re.compile(
    rf"(?<![^\W\d_])(?:(?P<published>{_pattern('published')})|(?P<updated>{_pattern('updated')})|(?P<date>{_pattern('dates')}))"
    r"(?![^\W\d_\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7a3])",
    re.IGNORECASE,
)
_DATE_WORDS = frozenset(map(fold_letters, _labelling("dates")))
_SMALL = frozenset(fold_letters(levelled(word)) for word in _WORDS["fillers"].split())
