"""Exchanged figures: whether a statement gives two figures of its quotes to one another's things. Pure.

    "900 escaped in 2023, 4,200 last year"   over   "antallet falt fra 4 200 i 2023 til 900 i fjor"

Takes words with their vectors (`bot.quotes.marked_words`), in any languages. The words beside each figure of the
statement are compared with those beside the same figure in the quotes, and beside the other one; exchanged are two that
fit better crosswise.
"""

import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from bot.facts.names import Wording
from bot.facts.number_words import in_figures
from bot.facts.numbers import ascii_digits, quantity_words, value_of
from bot.quotes.flags import Flag, Rule
from bot.quotes.marked_words import MarkedWords

REACH = 3
"""Words on each side of a figure that say what it is of."""

LEAST_LEAD = 0.02
"""By how much each of two figures must fit better crosswise; words beside one fit those beside another by 1 at most.
Chosen on the train and dev articles of the written statements: six exchanged pairs, no true statement."""

_JOINED = 2
"""Words between two figures that are said of one thing: "41 of 48"."""

_FIGURE = re.compile(r"\d(?:[\d.,٫٬']*\d)?")
_Figures = dict[str, list[int]]


def figures_exchanged_by_meaning(said: MarkedWords, shown: MarkedWords) -> list[Flag]:
    """Flag the pairs of figures that are exchanged."""
    mine, theirs = _figures(said.words), _figures(shown.words)
    both = [value for value in mine if value in theirs and len(mine[value]) == 1]
    if len(both) < 2:
        return []
    likeness = said.likeness(shown)
    fits = {
        (one, other): max(_fit(likeness, mine[one][0], place, mine, theirs) for place in theirs[other])
        for one in both
        for other in both
    }
    return [
        Flag(Rule.TURNED_ROUND, f"{one} and {other} exchanged")
        for one, other in combinations(both, 2)
        if abs(mine[one][0] - mine[other][0]) > _JOINED
        and fits[one, other] + fits[other, one] - fits[one, one] - fits[other, other] > 2 * LEAST_LEAD
    ]


def _fit(likeness: np.ndarray, place: int, other: int, mine: _Figures, theirs: _Figures) -> float:
    """Give how well the words beside one figure fit those beside another, near ones most."""
    around = [_beside(place, likeness.shape[0], mine), _beside(other, likeness.shape[1], theirs)]
    if not all(around):
        return 0.0
    near = likeness[np.ix_(*around)]
    weights = np.array([1 / abs(each - place) for each in around[0]])
    closeness = np.array([1 / abs(each - other) for each in around[1]]) ** 0.5
    return float((weights * (near * closeness).max(axis=1)).sum() / weights.sum())


def _beside(place: int, words: int, figures: _Figures) -> list[int]:
    taken = {each for places in figures.values() for each in places}
    return [it for it in range(max(0, place - REACH), min(words, place + REACH + 1)) if it not in taken]


def _figures(words: Sequence[Wording]) -> _Figures:
    found: _Figures = {}
    for place, word in enumerate(words):
        written = _FIGURE.fullmatch(ascii_digits(in_figures(word.text.strip('.,;:!?()«»"”“'), word.language)))
        if written:
            value = value_of(written[0], quantity_words(word.language).decimal_point).normalize()
            found.setdefault(f"{value:f}", []).append(place)
    return found
