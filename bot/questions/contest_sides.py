"""Contest sides: the side of a vote or a contest that a text speaks of, and a question for the other side. Pure.

    "who voted against it"     ──▶ AGAINST; "Ten voted in favour" speaks of FOR, and so answers something else
    "who lost the election"    ──▶ LOST; "who won the election" asks for the sentence that tells both

Takes texts and their languages; words stand in `contest_sides.toml`. In languages that it lacks nothing has a side.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise

from bot.questions.words import Phrase, Token, at, content, folded, known, tokens

_FILE = "contest_sides.toml"
_PARTS = re.compile(
    r";|؛|, (?=(?:mens|medan|medens|while|whereas|während|tandis|mientras|а|тогда) )|، (?=(?:بينما|فيما) )"
    r"|(?= but | aber | men )"
)
"""Where a sentence goes on to another side: "… voted against, while …"."""


class Side(Enum):
    """A side, by the list of its words."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
    WON = "won"
    LOST = "lost"

    @property
    def contest(self) -> bool:
        """Whether it is one of a contest; else of a vote."""
        return self in (Side.WON, Side.LOST)


@dataclass(frozen=True, slots=True)
class _Stated:
    side: Side
    place: int
    size: int


def side_of(question: str, language: str) -> Side | None:
    """Tell which side a question in `language` (ISO 639-1) asks about; None for none and for several."""
    sides = {found.side for found in _stated(tokens(question), language)}
    return sides.pop() if len(sides) == 1 else None


def is_opposed(asked: Side, text: str, language: str) -> bool:
    """Whether a text speaks of other sides of the same vote or contest, and not of the one that is asked for.

    Who lost mostly tells who won as well: "Lerk lost to Harvik".
    """
    if asked is Side.WON:
        return False
    sides = {found.side for found in _stated(tokens(text), language) if found.side.contest == asked.contest}
    return bool(sides) and asked not in sides


def part_about(asked: Side, text: str, language: str) -> tuple[int, int] | None:
    """Give the part of a sentence about the side that is asked for, where others are about other sides; half-open."""
    cuts = [0, *(match.end() for match in _PARTS.finditer(text)), len(text)]
    parts = [(start, end) for start, end in pairwise(cuts) if text[start:end].strip()]
    own = [(start, end) for start, end in parts if _speaks(asked, text[start:end], language)]
    others = [part for part in parts if part not in own and is_opposed(asked, text[slice(*part)], language)]
    if len(own) != 1 or not others:
        return None
    start, end = own[0]
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip(" ,;،؛.!"))


def other_side(question: str, language: str) -> str:
    """Ask who won where a question asks who lost; "" for any other."""
    words = tokens(question)
    lost = [found for found in _stated(words, language) if found.side is Side.LOST]
    if len(lost) != 1:
        return ""
    place, size = lost[0].place, lost[0].size
    phrase = tuple(token.word for token in words[place : place + size])
    won = _pairs(_spoken(language))[phrase]
    return f"{question[: words[place].start]}{won}{question[words[place + size - 1].end :]}"


def _speaks(asked: Side, text: str, language: str) -> bool:
    return any(found.side is asked for found in _stated(tokens(text), language))


def _stated(words: Sequence[Token], language: str) -> Iterator[_Stated]:
    lists = _lists(_spoken(language))
    place = 0
    while place < len(words):
        sizes = [(at(words, place, phrases), side) for side, phrases in lists]
        size, side = max(sizes, key=lambda each: each[0], default=(0, Side.FOR))
        if size:
            yield _Stated(side, place, size)
        place += max(1, size)


def _spoken(language: str) -> str:
    return language if language in known(_FILE) else ""


@cache
def _lists(language: str) -> tuple[tuple[Side, tuple[Phrase, ...]], ...]:
    if not language:
        return ()
    own = content(_FILE)[language]
    listed = {side: [*own[side.value]] for side in (Side.FOR, Side.AGAINST, Side.ABSTAINED)}
    listed[Side.LOST], listed[Side.WON] = [lost for lost, _ in own["lost"]], [won for _, won in own["lost"]]
    return tuple((side, tuple(sorted(map(folded, phrases), key=len, reverse=True))) for side, phrases in listed.items())


@cache
def _pairs(language: str) -> dict[Phrase, str]:
    return {folded(lost): won for lost, won in content(_FILE)[language]["lost"]} if language else {}
