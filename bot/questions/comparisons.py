"""Comparisons: which sides a question compares, by which size, and how to ask one of them. Pure.

    "Who bid more, Aurvind or Lerk Stål?" ──▶ Comparison, sides Aurvind and Lerk Stål ──▶ "how much Aurvind bid?"

Takes the text of a question and its language; words stand in `comparisons.toml`. In doubt it is no comparison.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.questions.words import Phrase, Token, at, content, folded, has, known, spoken, tokens

_FILE = "comparisons.toml"
_LONGEST_SIDE, _MOST_SIDES = 7, 5
_BREAK = re.compile(r"[,;:،؛–—]")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared.

    Attributes:
        ask: How the size is asked: "how long is".
        lead: The verb of the question, where it stands before a side: "hvor mye bød A på brua".
        rest: What the question says besides, put behind a side: "bid for the bridge".
        greatest: The greatest wins; else the smallest.
        sides: As typed, two or more; none where all of a kind are meant ("which bridge is longest?").
        all: A word of the question compares all ("longest"), rather than two ("longer").
    """

    ask: str
    lead: str
    rest: str
    greatest: bool
    sides: tuple[str, ...] = ()
    all: bool = False

    def question(self, side: str = "") -> str:
        """Ask for the size of one side, or of whatever there is."""
        return " ".join(part for part in (self.ask, self.lead, side, self.rest) if part) + "?"


@dataclass(frozen=True, slots=True)
class _Scale:
    ask: str
    greatest: bool
    verb: bool
    than: tuple[Phrase, ...]
    most: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of a language, folded, the longest first."""

    either: tuple[Phrase, ...]
    than: tuple[Phrase, ...]
    who: tuple[Phrase, ...]
    idle: tuple[Phrase, ...]
    does: tuple[Phrase, ...]
    never: tuple[Phrase, ...]
    scales: tuple[_Scale, ...]
    side_first: bool


def comparison_of(text: str, language: str) -> Comparison | None:
    """Read what a question compares; None where it compares nothing, or it cannot be told what."""
    lists = _lists(spoken(language)[0])
    asked = _Asked(text, tokens(text), lists)
    found = None if has(asked.words, lists.never) else asked.scale()
    if found is None:
        return None
    scale, start, end, is_all = found
    sides = asked.alternatives(start, end) or asked.measured(start, end)
    taken = {place for side in sides for place in side} | set(range(start, end))
    names = tuple(asked.written(side) for side in sides)
    if len({folded(name) for name in names}) != len(names) or any(name[0].isdigit() for name in names):
        return None
    if not sides and not at(asked.words, 0, lists.who):
        return None
    rest = asked.rest(taken)
    verb = 0 if lists.side_first or not rest else 1 + bool(at(tokens(rest[0]), 0, lists.does))
    return Comparison(scale.ask, " ".join(rest[:verb]), " ".join(rest[verb:]), scale.greatest, names, is_all)


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    words: Sequence[Token]
    lists: _Words

    def scale(self) -> tuple[_Scale, int, int, bool] | None:
        """Find the word that compares: its scale, where it begins and ends, and whether it compares all."""
        best: tuple[int, _Scale, int, bool] | None = None
        is_so = any(at(self.words, place, self.lists.idle) for place in range(len(self.words)))
        for place in range(len(self.words)):
            for scale in self.lists.scales:
                if scale.verb and (is_so or place < 2):
                    continue
                for is_all, phrases in ((True, scale.most), (False, scale.than)):
                    size = at(self.words, place, phrases)
                    if size and (best is None or size > best[0]):
                        best = size, scale, place, is_all
            if best:
                return best[1], best[2], best[2] + best[0], best[3]
        return None

    def alternatives(self, start: int, end: int) -> list[range]:
        """Find "A or B", "A, B or C"; the word that compares stands from `start` to `end`."""
        link = next((n for n in range(1, len(self.words)) if at(self.words, n, self.lists.either)), None)
        if link is None:
            return []
        right = self._trimmed(link + 1, self._segment_end(link), start, end)
        first = self._segment_start(link)
        left = self._trimmed(first, link, start, end)
        sides = [left, right]
        while first > end and len(sides) < _MOST_SIDES:
            before = self._segment_start(first - 1)
            if before < end or not 0 < first - before <= _LONGEST_SIDE:
                break
            sides.insert(0, range(before, first))
            first = before
        return sides if all(0 < len(side) <= _LONGEST_SIDE for side in sides) else []

    def measured(self, start: int, end: int) -> list[range]:
        """Find "is A longer than B"."""
        link = next((n for n in range(end, len(self.words)) if at(self.words, n, self.lists.than)), None)
        if link is None or not start or at(self.words, 0, self.lists.who):
            return []
        left = self._named(self._trimmed(0, start, len(self.words), len(self.words)))
        right = range(link + 1, self._segment_end(link))
        return [left, right] if all(0 < len(side) <= _LONGEST_SIDE for side in (left, right)) else []

    def rest(self, taken: Iterable[int]) -> list[str]:
        """Give the words that are none of the comparison's own, as typed."""
        gone, place = set(taken), 0
        while place < len(self.words):
            own = (self.lists.either, self.lists.than) if place else (self.lists.who, self.lists.does)
            size = max(at(self.words, place, phrases) for phrases in (*own, self.lists.idle))
            gone |= set(range(place, place + size))
            place += max(1, size)
        return [token.written for place, token in enumerate(self.words) if place not in gone]

    def written(self, side: range) -> str:
        """Give a side as typed."""
        return self.text[self.words[side[0]].start : self.words[side[-1]].end]

    def _trimmed(self, first: int, last: int, start: int, end: int) -> range:
        """Leave of a segment what may be a side: not the word that compares, and nothing that leads to it."""
        if first <= start < last:
            first, last = (end, last) if self._idle(first, start) else (first, start)
        while first < last and (size := self._leads(first)):
            first += size
        while first < last and at(self.words, last - 1, self.lists.idle):
            last -= 1
        capitals = [n for n in range(first, last) if self.words[n].written[0].isupper()]
        lead = first and at(self.words, 0, self.lists.who)
        if capitals and lead and capitals[0] > first and not _BREAK.search(self._between(first - 1, first)):
            first = capitals[0]
        return range(first, last)

    def _named(self, side: range) -> range:
        """Leave of "Bid A more than B" and "Did A bid more than B" the name alone."""
        first, last = side.start, side.stop
        capitals = [n for n in side if self.words[n].written[0].isupper()]
        if first == 0 and last > 1 and 1 in capitals:
            first = 1
        if capitals and at(self.words, 0, self.lists.does):
            last = capitals[-1] + 1
        return range(first, last)

    def _leads(self, place: int) -> int:
        return max(at(self.words, place, phrases) for phrases in (self.lists.idle, self.lists.does, self.lists.who))

    def _idle(self, first: int, last: int) -> bool:
        return all(self._leads(place) for place in range(first, last))

    def _segment_start(self, place: int) -> int:
        """Give the first token behind the break before a place."""
        while place and not _BREAK.search(self._between(place - 1, place)):
            place -= 1
        return place

    def _segment_end(self, place: int) -> int:
        """Give the token after the last one before the next break."""
        place += 1
        while place < len(self.words) and not _BREAK.search(self._between(place - 1, place)):
            place += 1
        return place

    def _between(self, one: int, other: int) -> str:
        return self.text[self.words[one].end : self.words[other].start]


@cache
def _lists(language: str) -> _Words:
    own = content(_FILE)[language if language in known(_FILE) else "en"]
    scales = tuple(
        _Scale(each["ask"], key == "more", each.get("verb", False), _folded(each["than"]), _folded(each["most"]))
        for key in ("more", "less")
        for each in own[key]
    )
    lists = [_folded(own[key]) for key in ("or", "than", "who", "is", "does", "never")]
    return _Words(lists[0], lists[1], lists[2], lists[3], lists[4], lists[5], scales, own.get("side_first", False))


def _folded(phrases: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(sorted(map(folded, phrases), key=len, reverse=True))
