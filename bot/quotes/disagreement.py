"""Disagreement: where two articles tell the same and differ in a number, a date or a country. Pure.

    sentences with vectors ──alike, each the other's nearest──▶ pairs ──one value parts them──▶ Differences

Takes sentences and what their articles state as a whole; gives the pairs that differ. Words are not compared, so that
it works between languages: likeness is that of vectors centred on their languages. It prefers silence: what the other
article says too, wherever, what rounding explains and what was counted on another day is no difference.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from math import inf

import numpy as np
from numpy.typing import NDArray

from bot.quotes.amounts import Amount, read_amounts
from bot.quotes.moments import Moment, read_moments
from bot.quotes.names import Wording
from bot.quotes.places import find_places
from bot.quotes.quantities import read_quantities

LEAST_DATES_OF_A_YEAR, LEAST_DATES = 0.42, 0.6
"""Cosine of centred vectors from which sentences with two dates are on one point: within one year, and otherwise. The
more two dates share, the less chance brings them together."""

LEAST_NUMBERS, LEAST_PLACES = 0.6, 0.75
"""The same for two numbers of one thing, and for two countries. tests/evaluation/LOG.md says how they were chosen."""

DAYS_APART = 1
"""Articles published further apart may count differently because more has happened."""


class Kind(Enum):
    """In what two sentences differ."""

    NUMBER = "number"
    DATE = "date"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as it is compared.

    Attributes:
        wording: Its text and language.
        source: The article it stands in.
        published: When that was published, if known.
    """

    wording: Wording
    source: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """The values that one text states, or several together."""

    moments: frozenset[Moment]
    amounts: tuple[Amount, ...]
    numbers: frozenset[Decimal]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sentences, by their positions in what was given, and in what they differ; `likeness` is -1 to 1."""

    one: int
    other: int
    kind: Kind
    likeness: float


@dataclass(frozen=True, slots=True)
class _Side:
    told: Told
    own: Stated
    article: Callable[[], Stated]


def stated(texts: Iterable[Wording]) -> Stated:
    """Read what some texts state together."""
    moments: set[Moment] = set()
    amounts: list[Amount] = []
    numbers: set[Decimal] = set()
    places: set[str] = set()
    for text in texts:
        moments |= read_moments(text.text, text.language)
        amounts += read_amounts(text.text, text.language)
        numbers |= read_quantities(text.text, text.language).numbers
        places |= set(find_places(text.text, text.language).values())
    return Stated(frozenset(moments), tuple(amounts), frozenset(numbers), frozenset(places))


def differences(
    told: Sequence[Told], vectors: NDArray[np.float32], article: Callable[[str], Stated]
) -> list[Difference]:
    """Find the pairs of sentences of two articles that differ, the most alike first.

    Args:
        told: Sentences of some articles.
        vectors: Of these sentences, centred on their languages; shape (n, dimension), rows of unit length.
        article: Gives what the whole article of a source states; asked only where a difference is suspected.
    """
    if len({each.source for each in told}) < 2:
        return []
    own = [stated([each.wording]) for each in told]
    likeness = vectors @ vectors.T
    found = []
    for kind in Kind:
        having = [position for position, each in enumerate(own) if _has(kind, each)]
        for one, other in _nearest(having, [each.source for each in told], likeness):
            sides = [_side(told[position], own[position], article) for position in (one, other)]
            if likeness[one, other] >= _LEAST[kind](*sides):
                found.append(Difference(one, other, kind, float(likeness[one, other])))
    return sorted(found, key=lambda each: -each.likeness)


def _side(told: Told, own: Stated, article: Callable[[str], Stated]) -> _Side:
    return _Side(told, own, lambda: article(told.source))


def _has(kind: Kind, said: Stated) -> bool:
    return bool({Kind.NUMBER: said.amounts, Kind.DATE: said.moments, Kind.PLACE: said.places}[kind])


def _nearest(having: Sequence[int], sources: Sequence[str], likeness: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are each other's nearest among the sentences of their articles that state such a thing."""
    best = {
        (one, source): max((it for it in having if sources[it] == source), key=lambda it: likeness[one, it])
        for one in having
        for source in {sources[it] for it in having} - {sources[one]}
    }
    for (one, source), other in best.items():
        if one < other and best[other, sources[one]] == one and source == sources[other]:
            yield one, other


def _least_of_dates(one: _Side, other: _Side) -> float:
    if not any(a.contradicts(b) for a in one.own.moments for b in other.own.moments):
        return inf
    mine = [each for each in one.own.moments if not _knows_moment(other.article(), each)]
    theirs = [each for each in other.own.moments if not _knows_moment(one.article(), each)]
    parted = [(a, b) for a in mine for b in theirs if a.contradicts(b)]
    if len(parted) != 1:
        return inf
    a, b = parted[0]
    return LEAST_DATES_OF_A_YEAR if a.year is not None and a.year == b.year else LEAST_DATES


def _knows_moment(article: Stated, moment: Moment) -> bool:
    """Whether an article states a date, wherever; a year alone does not state a month of it."""
    if moment.month is None and moment.year is not None and Decimal(moment.year) in article.numbers:
        return True
    return any(moment.agrees(it) and (moment.month is None or it.month is not None) for it in article.moments)


def _least_of_numbers(one: _Side, other: _Side) -> float:
    days = (one.told.published, other.told.published)
    if days[0] and days[1] and abs((days[0] - days[1]).days) > DAYS_APART:
        return inf
    same_language = one.told.wording.language == other.told.wording.language
    mine, theirs = _unknown(one.own, other.own), _unknown(other.own, one.own)
    if not _parted(mine, theirs, same_language):
        return inf
    mine = [each for each in mine if not _knows_amount(other.article(), each)]
    theirs = [each for each in theirs if not _knows_amount(one.article(), each)]
    return LEAST_NUMBERS if _parted(mine, theirs, same_language) else inf


def _unknown(own: Stated, other: Stated) -> list[Amount]:
    return [each for each in own.amounts if not _knows_amount(other, each)]


def _knows_amount(text: Stated, amount: Amount) -> bool:
    return any(amount.agrees(Amount(number)) for number in text.numbers) or any(map(amount.agrees, text.amounts))


def _parted(mine: Sequence[Amount], theirs: Sequence[Amount], same_language: bool) -> bool:
    """Whether there is exactly one thing that both count; between languages only units have a common name."""
    if same_language:
        return sum(a.is_of(b) for a in mine for b in theirs) == 1
    if any(a.unit or b.unit for a in mine for b in theirs):
        return sum(bool(a.unit) and a.unit == b.unit for a in mine for b in theirs) == 1
    return len(mine) == len(theirs) == 1


def _least_of_places(one: _Side, other: _Side) -> float:
    mine, theirs = one.own.places - other.own.places, other.own.places - one.own.places
    if len(mine) != 1 or len(theirs) != 1:
        return inf
    return inf if mine & other.article().places or theirs & one.article().places else LEAST_PLACES


_LEAST = {Kind.NUMBER: _least_of_numbers, Kind.DATE: _least_of_dates, Kind.PLACE: _least_of_places}
