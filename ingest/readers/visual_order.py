"""Visual order: what stands on a line from the left to the right, put in the order in which it is read. Pure.

Undoes what the Unicode Bidirectional Algorithm (UAX #9) does for display, as far as that can be undone: each sign gets
its level, as there, from what is seen beside it, and rule L2 turns the runs round. Latin words and numbers that stand
beside each other are taken as one run ("iPhone 6"); on paper the number could as well belong to the other side.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LEFT_TO_RIGHT = 2
"""The level of words and numbers within text that runs from right to left."""
_DIGITS = frozenset({"EN", "AN"})
_OPENING, _CLOSING = "([{<«‹", ")]}>»›"
_MIRRORED = str.maketrans(_OPENING + _CLOSING, _CLOSING + _OPENING)
_POINT_OF_A_CLAUSE = re.compile(r"\s+[,.;:،؛]+")
"""Stands between two runs and belongs to the one on its right: it is set close to that."""


def direction(text: str) -> str:
    """Give the bidirectional class of a sign, by its first character that is no mark, such as "L", "AL" or "EN"."""
    return next((it for it in map(unicodedata.bidirectional, text) if it != "NSM"), "ON")


def mirrored(text: str, signs: str = _OPENING + _CLOSING) -> str:
    """Give a text with each bracket or angle quotation mark, of those in `signs`, as its counterpart."""
    return "".join(it.translate(_MIRRORED) if it in signs else it for it in text)


def turned_pairs(lines: Sequence[str]) -> str:
    """Give those brackets and angle quotation marks that close before they open more often than the other way round."""
    text, found = "".join(lines), ""
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        row = [it for it in text if it in {opening, closing}]
        turned = sum(pair == (closing, opening) for pair in pairwise(row))
        found += opening + closing if turned > sum(pair == (opening, closing) for pair in pairwise(row)) else ""
    return found


def levels_of(signs: Sequence[str], *, leftwards: bool, arabic: bool) -> list[int]:
    """Give the embedding level of each sign: odd where it is read from right to left.

    Args:
        signs: From left to right as they are seen, spaces among them; a letter with its marks is one sign.
        leftwards: The paragraph runs from right to left; else only what is Arabic or Hebrew in it does.
        arabic: Its letters are Arabic rather than Hebrew: signs beside a number keep apart (rules W2 and W4 to W6).
    """
    kinds = [direction(sign) for sign in signs]
    numbers = list(_numbers(kinds, arabic))
    if not leftwards:
        levels = [int(kind in RIGHT_TO_LEFT) for kind in kinds]
        for start, end in _gaps(levels, 1):
            if "L" not in kinds[start:end]:
                levels[start:end] = [1 + numbers[n] for n in range(start, end)]
        return levels
    levels = [1 + (kind == "L" or number) for kind, number in zip(kinds, numbers, strict=True)]
    for start, end in _gaps(levels, _LEFT_TO_RIGHT):
        words = _run(kinds, levels, start - 1, -1), _run(kinds, levels, end, 1)
        between = "".join(signs[start:end])
        if RIGHT_TO_LEFT.isdisjoint(kinds[start:end]) and (
            all(words) or (any(words) and not _POINT_OF_A_CLAUSE.fullmatch(between))
        ):
            levels[start:end] = [_LEFT_TO_RIGHT] * (end - start)
    _close_brackets(signs, levels)
    return levels


def read_order(levels: Sequence[int]) -> list[int]:
    """Give the places of signs in the order in which they are read (rule L2, which undoes itself)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _numbers(kinds: Sequence[str], arabic: bool) -> Iterator[bool]:
    """Tell of each sign whether it is part of a number: a figure, or what joins figures or goes with them."""
    joining = {"CS"} if arabic else {"CS", "ES"}
    for at, kind in enumerate(kinds):
        before, after = kinds[at - 1] if at else "", kinds[at + 1] if at + 1 < len(kinds) else ""
        joins = kind in joining and before in _DIGITS and before == after
        goes_with = kind == "ET" and not arabic and "EN" in {before, after}
        yield kind in _DIGITS or joins or goes_with


def _gaps(levels: Sequence[int], level: int) -> list[tuple[int, int]]:
    """Give the half-open ranges of lower levels between two runs of a level."""
    inside = [at for at, it in enumerate(levels) if it == level]
    return [(one + 1, other) for one, other in pairwise(inside) if other > one + 1]


def _run(kinds: Sequence[str], levels: Sequence[int], at: int, step: int) -> bool:
    """Tell whether there are letters in the run of words and numbers that goes on from here in one direction."""
    while 0 <= at < len(kinds) and levels[at] == _LEFT_TO_RIGHT:
        if kinds[at] == "L":
            return True
        at += step
    return False


def _close_brackets(signs: Sequence[str], levels: list[int]) -> None:
    """Take into a run the bracket behind it that closes one within it (rule N0)."""
    opened: list[str] = []
    for at, sign in enumerate(signs):
        if levels[at] == _LEFT_TO_RIGHT:
            if sign in _OPENING:
                opened.append(sign)
            elif sign in _CLOSING and opened:
                opened.pop()
        else:
            if sign in _CLOSING and opened and mirrored(sign) == opened[-1]:
                levels[at] = _LEFT_TO_RIGHT
            opened = []
