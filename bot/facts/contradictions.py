"""Contradictions: where two articles tell the same and differ in a number, a date or a country. Pure.

    sentences with vectors ──alike, each the other's nearest──▶ pairs ──one value parts them──▶ Differences

Takes sentences and what their articles state as a whole; gives the pairs that differ. Words are not compared, so that
it works between languages: likeness is that of vectors centred on their languages. It prefers silence: what the other
article says too, wherever, what rounding explains and what was counted on another day is no difference.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bot.facts.amounts import THING, Amount, read_amounts
from bot.facts.dates import StatedDate, read_dates
from bot.facts.names import Wording
from bot.facts.numbers import read_quantities
from bot.facts.places import find_places
from ingest.index.catalogue import StoredPassage

LEAST_DATES_OF_A_YEAR = 0.42
"""Cosine of centred vectors from which sentences with two dates of one year are on one point: the more two values
share, the less chance brings them together."""

LEAST_DATES, LEAST_DATES_ACROSS = 0.6, 0.5
"""The same for other dates, within a language and between two, where the same claim is less alike."""

LEAST_NUMBERS, LEAST_PLACES = 0.6, 0.75
"""The same for two numbers of one thing, and for two countries. tests/evaluation/LOG.md says how they were chosen."""

LEAST_COUNTED = 0.4
"""The same for two numbers of about one size, between languages, of a thing whose name is known in both."""

SAME_SIZE = Decimal("0.75")
"""Of the greater of two such numbers, what the smaller one is at least."""

LEAST_UNASKED = 0.7
"""Likeness from which a difference is told in something that nobody asked for: in a briefing, or beside an answer."""

DAYS_APART = 1
"""Articles published further apart may count differently because more has happened."""


class ContradictionKind(Enum):
    """In what two sentences differ."""

    NUMBER = "number"
    DATE = "date"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class ToldSentence:
    """A sentence as it is compared.

    Attributes:
        wording: Its text and language.
        source: The article it stands in.
        published: When that was published, if known.
    """

    wording: Wording
    source: str
    published: date | None = None


@dataclass(frozen=True)
class Stated:
    """The values that some texts state together; each kind is read when it is asked for, since that takes its time."""

    texts: tuple[Wording, ...]

    @cached_property
    def moments(self) -> frozenset[StatedDate]:
        """The dates."""
        return frozenset(it for text in self.texts for it in read_dates(text.text, text.language))

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """How many of what."""
        return tuple(it for text in self.texts for it in read_amounts(text.text, text.language))

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every number, in figures or in words, parts of dates included."""
        return frozenset(it for text in self.texts for it in read_quantities(text.text, text.language).numbers)

    @cached_property
    def places(self) -> frozenset[str]:
        """The codes of countries."""
        return frozenset(it for text in self.texts for it in find_places(text.text, text.language).values())


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sentences that differ.

    Attributes:
        one: Position of the first in what was given.
        other: Position of the second.
        kind: In what they differ.
        values: What the first states and what the second states of it; a country by its code.
        likeness: Cosine of their centred vectors, -1 to 1.
    """

    one: int
    other: int
    kind: ContradictionKind
    values: "Values"
    likeness: float


Values = tuple[StatedDate | Amount | str, StatedDate | Amount | str]


@dataclass(frozen=True, slots=True)
class _Side:
    told: ToldSentence
    own: Stated
    article: Callable[[], Stated]


def differences(
    told: Sequence[ToldSentence],
    vectors: NDArray[np.float32],
    article: Callable[[str], Stated],
    kinds: Collection[ContradictionKind] = tuple(ContradictionKind),
    at_least: float = 0.0,
) -> list[Difference]:
    """Find the pairs of sentences of two articles that differ, the most alike first.

    Args:
        told: Sentences of some articles.
        vectors: Of these sentences, centred on their languages; shape (n, dimension), rows of unit length.
        article: Gives what the whole article of a source states; asked only where a difference is suspected.
        kinds: In what they may differ.
        at_least: How alike they must be, besides what their kind asks for.
    """
    own = [Stated((each.wording,)) for each in told]
    likeness = vectors @ vectors.T
    found = []
    for kind in kinds:
        least = max(at_least, _LEAST[kind])
        for one, other in _nearest(kind, own, [each.source for each in told], likeness, least):
            sides = [_side(told[position], own[position], article) for position in (one, other)]
            values = _PARTED[kind](*sides)
            if values and likeness[one, other] >= _least_of(kind, values, _same_language(*sides)):
                found.append(Difference(one, other, kind, values, float(likeness[one, other])))
    return sorted(found, key=lambda each: -each.likeness)


def whole_articles(passages_of: Callable[[str], Iterable[StoredPassage]]) -> Callable[[str], Stated]:
    """Give what tells the values of a whole article by its source, from its passages, which are asked for once."""

    @cache
    def article(source: str) -> Stated:
        passages = (stored.passage for stored in passages_of(source))
        return Stated(tuple(Wording(passage.text, passage.language) for passage in passages))

    return article


def may_differ(kind: ContradictionKind, one: Stated, other: Stated) -> bool:
    """Whether two sentences state values of a kind that exclude each other, before anything else is looked at."""
    if kind is ContradictionKind.DATE:
        return any(a.contradicts(b) for a in one.moments for b in other.moments)
    if kind is ContradictionKind.NUMBER:
        return any(not a.agrees(b) for a in one.amounts for b in other.amounts)
    return bool(one.places - other.places) and bool(other.places - one.places)


def _side(told: ToldSentence, own: Stated, article: Callable[[str], Stated]) -> _Side:
    return _Side(told, own, lambda: article(told.source))


def _least_of(kind: ContradictionKind, values: Values, same_language: bool) -> float:
    one, other = values
    if isinstance(one, StatedDate) and isinstance(other, StatedDate) and (one.year is None or one.year != other.year):
        return LEAST_DATES if same_language else LEAST_DATES_ACROSS
    if isinstance(one, Amount) and isinstance(other, Amount):
        return LEAST_COUNTED if not same_language and _counts_one_thing(one, other) else LEAST_NUMBERS
    return _LEAST[kind]


def _counts_one_thing(one: Amount, other: Amount) -> bool:
    """Whether two amounts are of one thing that has a name in both languages, and of about one size."""
    least, greatest = sorted((abs(one.value), abs(other.value)))
    return one.unit.startswith(THING) and one.unit == other.unit and least >= SAME_SIZE * greatest


def _same_language(one: _Side, other: _Side) -> bool:
    return one.told.wording.language == other.told.wording.language


def _nearest(
    kind: ContradictionKind, own: Sequence[Stated], sources: Sequence[str], likeness: NDArray[np.float32], least: float
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are each other's nearest among the sentences of their articles that state such a thing."""
    size = len(own)
    for one, other in combinations(range(size), 2):
        alike = likeness[one, other]
        if sources[one] == sources[other] or alike < least or not (_has(kind, own[one]) and _has(kind, own[other])):
            continue
        nearer = [it for it in range(size) if sources[it] == sources[other] and likeness[one, it] > alike]
        nearer += [it for it in range(size) if sources[it] == sources[one] and likeness[other, it] > alike]
        things = _things(own[one]) & _things(own[other]) if kind is ContradictionKind.NUMBER else frozenset()
        # Where both count one thing that is known by name, only what counts it too can be nearer to the point.
        if not any(not things.isdisjoint(_things(own[it])) if things else _has(kind, own[it]) for it in nearer):
            yield one, other


def _things(said: Stated) -> frozenset[str]:
    return frozenset(amount.unit for amount in said.amounts if amount.unit.startswith(THING))


def _has(kind: ContradictionKind, said: Stated) -> bool:
    if kind is ContradictionKind.DATE:
        return bool(said.moments)
    return bool(said.amounts if kind is ContradictionKind.NUMBER else said.places)


def _parted_dates(one: _Side, other: _Side) -> Values | None:
    if not any(a.contradicts(b) for a in one.own.moments for b in other.own.moments):
        return None
    mine = [each for each in one.own.moments if not _knows_moment(other.article(), each)]
    theirs = [each for each in other.own.moments if not _knows_moment(one.article(), each)]
    return _only([(a, b) for a in mine for b in theirs if a.contradicts(b)])


def _knows_moment(article: Stated, moment: StatedDate) -> bool:
    """Whether an article states a date, wherever; a year alone does not state a month of it."""
    if moment.month is None and moment.year is not None and Decimal(moment.year) in article.numbers:
        return True
    return any(moment.agrees(it) and (moment.month is None or it.month is not None) for it in article.moments)


def _parted_numbers(one: _Side, other: _Side) -> Values | None:
    days = (one.told.published, other.told.published)
    if days[0] and days[1] and abs((days[0] - days[1]).days) > DAYS_APART:
        return None
    same_language = _same_language(one, other)
    mine, theirs = _unknown(one.own.amounts, other.own), _unknown(other.own.amounts, one.own)
    if not _counted_twice(mine, theirs, same_language):
        return None
    return _counted_twice(_unknown(mine, other.article()), _unknown(theirs, one.article()), same_language)


def _unknown(amounts: Iterable[Amount], text: Stated) -> list[Amount]:
    """Leave the amounts that a text does not state, in figures or in words, of whatever things."""
    numbers = [*map(Amount, text.numbers), *text.amounts]
    return [each for each in amounts if not any(map(each.agrees, numbers))]


def _counted_twice(mine: Sequence[Amount], theirs: Sequence[Amount], same_language: bool) -> Values | None:
    """Give the two amounts of the only thing that both count; between languages only units have a common name."""
    pairs = [(a, b) for a in mine for b in theirs]
    if same_language:
        return _only([(a, b) for a, b in pairs if a.is_of(b)])
    if any(a.unit or b.unit for a, b in pairs):
        return _only([(a, b) for a, b in pairs if a.unit and a.unit == b.unit])
    return _only(pairs)


def _parted_places(one: _Side, other: _Side) -> Values | None:
    mine, theirs = one.own.places - other.own.places, other.own.places - one.own.places
    if len(mine) != 1 or len(theirs) != 1 or mine & other.article().places or theirs & one.article().places:
        return None
    return next(iter(mine)), next(iter(theirs))


def _only(pairs: Sequence[Values]) -> Values | None:
    return pairs[0] if len(pairs) == 1 else None


_LEAST = {
    ContradictionKind.NUMBER: LEAST_COUNTED,
    ContradictionKind.DATE: LEAST_DATES_OF_A_YEAR,
    ContradictionKind.PLACE: LEAST_PLACES,
}
_PARTED = {
    ContradictionKind.NUMBER: _parted_numbers,
    ContradictionKind.DATE: _parted_dates,
    ContradictionKind.PLACE: _parted_places,
}
