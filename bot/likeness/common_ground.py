"""Common ground: names and figures that articles in different languages share. Pure.

    texts ──traces──▶ names by their consonants, figures ──how rare?──▶ what is added to the likeness of two articles

A vector tells what kind of event an article is about, and hardly which: two storms in two towns are as alike as two
reports of one storm in two languages. So names in whatever script (`bot.facts.sounds`) and figures decide there. Within
one language, likeness is left as it is. Knows no vectors and no stories.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping

from bot.facts.sounds import spoken
from ingest.text.folding import fold
from ingest.text.languages import script_of

LEAD = 700
"""Characters of an article that are looked at: what happened, where and to whom stands at its beginning, and in long
texts ordinary Arabic words sound like somebody's name."""

SLOPE, EXPECTED = 0.5, 0.25
"""What is added to the likeness for each share of the names in common, and the share from which it is: articles on
different events share a town, or somebody whom everybody writes about. With the next ones chosen on half of the events
of `eval_told_twice` and half of NTREX's articles (tests/evaluation/LOG.md)."""

MOST_ADDED = 0.15
"""However much is shared. Nothing is taken where nothing is: names may be written so that none is known again."""

_LEAST = 3.0
"""What the names of an article are taken to weigh at least: one of two says little."""

_PRIOR = 40
"""Articles that hold none of the names, which are counted besides, so that a name is rare among few articles too."""

_FIGURE = 0.5
"""Weight of a figure of two digits; chance makes them meet."""

_NUMBER = re.compile(r"\d{1,3}(?:[.,٬٫\u00a0\u202f ]\d{3})+(?!\d)|\d{2,}")
_OUR_TIME = range(1990, 2050)
"""Years that any article may name."""

_HEARD = frozenset({"Latn", "Cyrl", "Grek", "Arab"})

Traces = Mapping[str, str]
"""How a name may sound, or a figure -> the name or the figure that it is of; several of one name where a language
inflects it."""


def traces(text: str) -> Traces | None:
    """Give the names and figures at the beginning of an article; None of a script that is not read.

    Args:
        text: The title and then the article, no more than LEAD characters of which are read.
    """
    lead = text[:LEAD]
    if script_of(lead) not in _HEARD:
        return None
    figures = {number: number for match in _NUMBER.finditer(fold(lead).text) if (number := _plain(match[0]))}
    return {**spoken(lead), **figures}


def _plain(number: str) -> str:
    digits = "".join(filter(str.isdecimal, number))
    return "" if int(digits) in _OUR_TIME else str(int(digits))


class CommonGround:
    """What articles share, weighed by how rare it is among them."""

    def __init__(self, read: Mapping[str, Traces | None]) -> None:
        """Take what was read of the articles that are compared, by content hash."""
        self._read = read
        self._counts = Counter(key for each in read.values() for key in each or ())
        self._articles = len(read) + _PRIOR
        self._totals = {article: self._total(each) for article, each in read.items() if each}

    def lift(self, one: str, other: str) -> float:
        """Give what is added to the likeness of two articles in different languages, by their content hashes.

        Returns:
            From 0 to MOST_ADDED; 0 where either's names cannot be read.
        """
        mine, theirs = self._read.get(one), self._read.get(other)
        if not mine or not theirs:
            return 0.0
        shared: dict[str, float] = {}
        for key in mine.keys() & theirs.keys():
            name = mine[key]
            shared[name] = max(shared.get(name, 0.0), self._weight(key))
        least = min(self._totals[one], self._totals[other])
        share = sum(shared.values()) / max(_LEAST, least)
        return min(MOST_ADDED, max(0.0, SLOPE * (share - EXPECTED)))

    def _total(self, read: Traces) -> float:
        return sum(self._weight(name) for name in set(read.values()))

    def _weight(self, key: str) -> float:
        """Give how rare it is, from 0 to 1 (idf as in `ingest.index.lexicon`, as a share of the rarest one's)."""
        count = self._counts[key]
        rarity = math.log(1 + (self._articles - count + 0.5) / (count + 0.5)) / math.log(1 + self._articles)
        return rarity * (_FIGURE if key.isdecimal() and len(key) <= 2 else 1.0)
