"""Dates: the dates that a text states, each as far as it is stated: a year, a month of a year, a day.

Takes a text and its language and gives values that compare across languages. `bot.facts.numbers` knows the same
numbers and months without what belongs together. Days of the week and hours are not read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.facts.numbers import (
    NUMERIC_DATE,
    QuantityWords,
    ascii_digits,
    date_parts,
    named_months,
    quantity_words,
    spell_out,
    word_tokens,
)
from ingest.text.folding import fold

_YEAR_DIGITS = r"1[1-9]\d\d|20\d\d"
_BETWEEN = r"(?:[,،]?\s*(?:de|del|of|من|عام|سنة|år|the|года?)?\s+|[,،./]\s*)"
_DAY_BEFORE = re.compile(rf"(?<![\d.,:])(\d{{1,2}})(?:st|nd|rd|th|er|[.º°])?(?:{_BETWEEN}|\s*)$", re.IGNORECASE)
_DAY_AFTER = re.compile(r"\.?\s+(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?(?![\d:.,%]\d|\d|%)", re.IGNORECASE)
_YEAR_AFTER = re.compile(rf"\.?(?:{_BETWEEN}){{0,3}}(?:في\s+)?({_YEAR_DIGITS})(?![\d]|[.,]\d)", re.IGNORECASE)
_YEAR = re.compile(rf"(?<![\w.,:/$€£+])(?:[(\[])?({_YEAR_DIGITS})(?![\w%°]|-[^\W\d_]|[.,٬]\d|\s?(?:%|[$€£]))")
_EAST_ASIAN = re.compile(
    rf"(?<!\d)(?:({_YEAR_DIGITS})\s*年)?\s*(?:(1[0-2]|0?[1-9])\s*月)?\s*(?:([12]\d|3[01]|0?[1-9])\s*日)?"
)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as far as it is stated; at least one part is there.

    Attributes:
        year: 1100 to 2099.
        month: 1 to 12.
        day: 1 to 31; only with a month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def agrees(self, other: "StatedDate") -> bool:
        """Whether both may be one date: no part differs, and at least one is stated by both."""
        pairs = [(a, b) for a, b in zip(self._parts, other._parts, strict=True) if a is not None and b is not None]
        return bool(pairs) and all(a == b for a, b in pairs)

    def contradicts(self, other: "StatedDate") -> bool:
        """Whether both state the same parts and exactly one of these differs: January or February of one year."""
        if self._stated != other._stated:
            mine, others = self._without_day, other._without_day
            return mine._stated == others._stated and mine != others and mine.contradicts(others)
        return sum(a != b for a, b in zip(self._parts, other._parts, strict=True)) == 1

    @property
    def _parts(self) -> tuple[int | None, int | None, int | None]:
        return self.year, self.month, self.day

    @property
    def _stated(self) -> tuple[bool, ...]:
        return tuple(part is not None for part in self._parts)

    @property
    def _without_day(self) -> "StatedDate":
        return StatedDate(self.year, self.month)


def read_dates(text: str, language: str) -> frozenset[StatedDate]:
    """Return the dates of `text`; one that another states more exactly is left out.

    Args:
        text: One or a few sentences; digits of any script.
        language: ISO 639-1 code; unknown ones read as English.
    """
    text = spell_out(ascii_digits(text))
    found: set[StatedDate] = set()
    for date in NUMERIC_DATE.finditer(text):
        year, month, day = date_parts(date, language)
        if 1 <= month <= 12 and 1 <= day <= 31:
            found.add(StatedDate(year if year > 99 else None, month, day))
    text = NUMERIC_DATE.sub(_blank, text)
    for match in [match for match in _EAST_ASIAN.finditer(text) if match[1] or match[2]]:
        found.add(StatedDate(*(int(part) if part else None for part in match.groups())))
        text = text[: match.start()] + _blank(match) + text[match.end() :]
    used: set[int] = set()
    for moment, spans in _of_months(text, quantity_words(language), language):
        found.add(moment)
        used |= spans
    found |= {StatedDate(int(year[1])) for year in _YEAR.finditer(text) if year.start(1) not in used}
    return _most_exact(found)


def _of_months(text: str, words: QuantityWords, language: str) -> Iterator[tuple[StatedDate, set[int]]]:
    """Yield each named month with its day and year, and where the digits of that year begin."""
    for start, end, month in _month_words(text, words, language):
        before, after = _DAY_BEFORE.search(text[max(0, start - 20) : start]), text[end:]
        day_after = None if before else _DAY_AFTER.match(after)
        offset = day_after.end() if day_after else 0
        year = _YEAR_AFTER.match(after[offset : offset + 30]) if not offset or after[offset:] else None
        day = before or day_after
        number = int(day[1]) if day and 1 <= int(day[1]) <= 31 else None
        yield (
            StatedDate(int(year[1]) if year else None, month, number),
            {end + offset + year.start(1)} if year else set(),
        )


def _month_words(text: str, words: QuantityWords, language: str) -> Iterator[tuple[int, int, int]]:
    for word, before, after in word_tokens(text):
        for month in named_months(word, before, after, words, language):
            yield len(before), len(before) + len(word), month
    if any(" " in name for name in words.months):  # كانون الثاني: folding keeps the offsets it came from
        folded = fold(text)
        for name, month in words.months.items():
            if " " in name and (at := folded.text.find(name)) >= 0:
                yield *folded.origin(at, at + len(name)), month


def _most_exact(found: Iterable[StatedDate]) -> frozenset[StatedDate]:
    stated = set(found)
    return frozenset(
        moment
        for moment in stated
        if not any(other != moment and other.agrees(moment) and _is_finer(other, moment) for other in stated)
    )


def _is_finer(one: StatedDate, other: StatedDate) -> bool:
    """Whether `one` states all that `other` does, and more."""
    return all(b is None or a == b for a, b in zip(one._parts, other._parts, strict=True))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
