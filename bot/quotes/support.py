"""Support: whether the quotes of a statement carry it. What they do not is flagged, and the statement goes.

    statement, quotes ──figures, dates, addresses──▶ flags: a wrong one is never said
                      ──turned round with the same words──▶ flags
                      ──names that neither the cited articles nor the question hold──▶ flags
                      ──likeness across languages──▶ a flag where it speaks of something else

Takes a statement and the file's own words that are cited for it. Figures are compared as values, however they are
spelled; a difference, a sum or a product of quoted figures may be said. Without a Judge letters alone decide: names
must stand in the quotes, where the script is the same, and the statement must echo its quotes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Protocol

from bot.facts.conversions import converted, months_in, weekdays_in
from bot.facts.measures import THING, Amount, read_amounts
from bot.facts.names import Wording, unnamed
from bot.facts.number_words import in_figures
from bot.facts.numbers import Quantities, read_quantities
from bot.facts.places import find_places
from bot.facts.seats import stands_for
from bot.facts.unknown_names import unknown_names
from bot.quotes.reversal import turned_round
from ingest.text.folding import fold
from ingest.text.languages import script_of

LEAST_LIKENESS, LEAST_LIKENESS_COMPUTED, LEAST_AT_ALL = 0.3, 0.4, 0.2
"""Centred likeness that a statement needs to one of its quotes, or to all of them together; the second where a figure
was computed; the last also where a second opinion confirms it. Of 113 true statements written over translated news 1 in
50 had less than .3, of quotes from other articles six in seven; of 260 none less than .2, of those seven in ten;
tests/evaluation/LOG.md, entries 36 and 41."""

LEAST_ECHO = 0.3
"""Share of a statement's letter groups that its quotes in the same language must hold. Of two sentences of one article
the one holds 6 % of the other's (median) and 25 % at the ninetieth percentile (NTREX in English, Norwegian, Arabic);
a paraphrase holds about half."""

ANOTHER_MATTER = "another matter"
OF_MEANING = frozenset({ANOTHER_MATTER})
"""Flags by likeness and letters of what only reading tells. A second opinion takes their place where there is one;
whoever gives it may be wrong, or be made to lie, so figures, dates, names, addresses and reversals stay with code."""

_DUAL = frozenset(["ar", "he", "sl"])
"""Languages that can say "two" by the ending of a word."""

_COUNTED_IN_WORDS = 13
"""Below it newspapers write numbers as words."""

_LARGE = 1000
"""A product is looked for from here on, and may be rounded."""

_ABOUT = Decimal("0.05")
"""How far what is said to be "nearly" so much may lie from it."""

_CLOCK = re.compile(
    r"\d[:.]\d\d\b|[ap]\.?m\b|o.clock|\bkl\b|\bklokk|\bUhr\b|heures?\b|\b\d{1,2} ?h\b|الساعة|час", re.IGNORECASE
)

_VOWELS = re.compile("[\u064b-\u0652\u0670]")
"""Arabic marks, at which a word would be cut, and its beginning taken for a number."""

_IN_A_NAME = re.compile(r"(?<=[A-Za-z])\d+(?=[A-Za-z])")
"""A digit between Latin letters, as in W3C, which counts nothing; Chinese has no space beside a figure."""

_GRAM = 4
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://\S+|www\.\S+|\S*@\w\S*|\b\w[\w-]*\.(?:com|org|net|info|biz|io|me|ru|no)\b\S*"
    r"|\b\w[\w-]+\.(?:[a-z]{2,}|[а-я]{2,})\b\S*|\b\w\.[a-z]{2,}/\S+",
    re.IGNORECASE,
)
"""What a messenger makes a link of, whatever it ends in; "f.eks." and "e.g." are none. Of the sentences of NTREX in
sixteen languages three hold something else of this form, where a space is missing."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What is known of the articles that are cited.

    Attributes:
        titles: Theirs.
        days: The days on which they were published.
        texts: Their whole texts, or the passages that are at hand.
    """

    titles: tuple[str, ...] = ()
    days: frozenset[date] = frozenset()
    texts: tuple[str, ...] = ()


class Judge(Protocol):
    """Tells what letters cannot."""

    def likeness(self, statement: Wording, quotes: Sequence[Wording]) -> float:
        """Give the centred likeness of a statement to the nearest of its quotes, or to all together; -1 to 1."""
        ...

    def is_like_orders(self, quote: Wording) -> bool:
        """Tell of a sentence of an article whether it rather tells a machine what to do than a reader what happened."""
        ...

    def is_ordinary(self, word: str) -> bool:
        """Tell of a word with a capital letter that it is an ordinary one, such as "Minister", and makes no name."""
        ...


def unsupported(
    statement: Wording,
    quotes: Sequence[Wording],
    background: Iterable[str] = (),
    cited: Cited | None = None,
    judge: Judge | None = None,
) -> tuple[str, ...]:
    """Return what `statement` says and its `quotes` do not, in words for a log; empty when they carry it.

    Args:
        statement: One sentence of an answer, in the asker's language.
        quotes: The file's own words cited for it, in any language; without any, nothing is carried.
        background: The question and the passages, which tell names from other words.
        cited: The articles that the quotes are of.
        judge: Judges meaning; without one letters do.
    """
    if not quotes:
        return ("no quote",)
    cited = cited or Cited()
    missing, computed = _quantities(statement, quotes, cited.days)
    flags = [*missing, *_addresses(statement, quotes), *_turned_round(statement, quotes)]
    if judge is None:
        flags += [*computed, *(f"name {name}" for name in unnamed(statement, quotes, background))]
        return tuple(flags or ([] if _echoes(statement, quotes) else [ANOTHER_MATTER]))
    flags += [f"name {name}" for name in _strange(statement, quotes, [*cited.titles, *cited.texts, *background], judge)]
    likeness = judge.likeness(statement, quotes)
    if likeness < LEAST_AT_ALL:
        flags.append("another matter altogether")
    elif likeness < (LEAST_LIKENESS_COMPUTED if computed else LEAST_LIKENESS):
        flags += computed or [ANOTHER_MATTER]
    return tuple(flags)


def _strange(statement: Wording, quotes: Sequence[Wording], texts: Sequence[str], judge: Judge) -> list[str]:
    """Give the names that stand neither in the quotes nor in what is known of their articles and of the question."""
    known = [*quotes, *(Wording(text, quotes[0].language) for text in texts)]
    own_script = [it for it in known if script_of(it.text) == script_of(statement.text)]
    whole = [it.text for it in known]
    strange = unknown_names(statement.text, statement.language, whole, judge.is_ordinary)
    countries = unnamed(statement, own_script, whole) if own_script else []
    found = [name for name in dict.fromkeys([*strange, *countries]) if name in strange or _is_country(name, statement)]
    return [name for name in found if not stands_for(name, statement, known)]


def _is_country(name: str, statement: Wording) -> bool:
    return any(name in written for written in find_places(statement.text, statement.language))


def unfaithful(translation: Wording, original: Wording) -> tuple[str, ...]:
    """Return what a translation says and its original does not, and the figures and dates that it leaves out.

    Numbers below thirteen are not missed: in either text they may be words that are not known here.
    """
    lost = [
        flag for flags in _quantities(original, [translation], frozenset()) for flag in flags if not _is_small(flag)
    ]
    return (*unsupported(translation, [original]), *(f"no {flag}" for flag in lost))


def _is_small(flag: str) -> bool:
    kind, _, value = flag.partition(" ")
    return kind == "number" and abs(Decimal(value)) < _COUNTED_IN_WORDS


def _quantities(statement: Wording, quotes: Sequence[Wording], days: frozenset[date]) -> tuple[list[str], list[str]]:
    """Give the figures and dates that the quotes lack, and the figures that can be computed from theirs."""
    said, shown = _read(statement), [_read(quote) for quote in quotes]
    known = frozenset[Decimal]().union(*(quote.numbers for quote in shown))
    numbers = said.numbers - known - _hours(statement.text, known)
    if any(quote.language in _DUAL for quote in quotes):
        numbers -= {Decimal(2)}
    near = [day - timedelta(back) for day in days for back in range(-1, 7)]  # "on Tuesday", in Tuesday's paper
    weekdays = frozenset[int]().union(
        *(quote.weekdays for quote in shown), *(weekdays_in(quote.text, quote.language) for quote in quotes)
    )
    dates = {day for day in near if day in days or day.weekday() in weekdays}
    numbers -= {Decimal(value) for day in dates for value in (day.day, day.year)}
    months = said.months.difference(
        *(quote.months for quote in shown), *(months_in(quote.text, quote.language) for quote in quotes)
    ) - {day.month for day in dates}
    lacking = said.weekdays - weekdays - {day.weekday() for day in days}
    numbers -= _rounded(statement, numbers, known)
    numbers -= converted(statement, quotes) if numbers else frozenset()
    computed = {number for number in numbers if _computed(number, known)}
    missing = [
        *(f"number {number:f}" for number in sorted(numbers - computed)),
        *(f"month {month}" for month in sorted(months)),
        *(f"weekday {day}" for day in sorted(lacking)),
        *(f"unit of {amount.value:f}" for amount in _other_units(statement, quotes)),
    ]
    return missing, [f"number {number:f}" for number in sorted(computed)]


def _turned_round(statement: Wording, quotes: Sequence[Wording]) -> list[str]:
    """Give what is turned round of every quote in the statement's language."""
    found = [
        turned_round(statement.text, quote.text, statement.language)
        for quote in quotes
        if quote.language == statement.language
    ]
    return list(found[0]) if found and all(found) else []


def _read(wording: Wording) -> Quantities:
    text = _IN_A_NAME.sub("", _VOWELS.sub("", in_figures(wording.text, wording.language)))
    return read_quantities(text, wording.language)


def _amounts(wording: Wording) -> tuple[Amount, ...]:
    return read_amounts(in_figures(wording.text, wording.language), wording.language)


def _rounded(statement: Wording, numbers: frozenset[Decimal], known: frozenset[Decimal]) -> set[Decimal]:
    """Give the figures that are said to be about so much, and are."""
    about = {amount.value for amount in _amounts(statement) if amount.rounded} & numbers
    return {value for value in about if any(abs(value - other) <= abs(other) * _ABOUT for other in known)}


def _other_units(statement: Wording, quotes: Sequence[Wording]) -> Iterator[Amount]:
    """Give the amounts that the quotes state in other units only: two months that are two weeks there."""
    shown = [amount for quote in quotes for amount in _amounts(quote) if _has_unit(amount)]
    for amount in filter(_has_unit, _amounts(statement)):
        same = [other for other in shown if other.value == amount.value]
        if same and not any(amount.is_of(other) for other in same):
            yield amount


def _has_unit(amount: Amount) -> bool:
    return bool(amount.unit) and not amount.unit.startswith(THING)


def _hours(text: str, known: frozenset[Decimal]) -> frozenset[Decimal]:
    """Give the hours of a text that others write by the clock of twelve hours, or of 24."""
    if not _CLOCK.search(text):
        return frozenset()
    return frozenset(hour + shift for hour in known if 0 < hour < 24 for shift in (Decimal(12), Decimal(-12)))


def _computed(number: Decimal, known: frozenset[Decimal]) -> bool:
    """Whether a figure is the difference, the sum, the product or the share of two others, or near it when large."""
    for one, other in permutations(known, 2):
        if number in (one - other, one + other):
            return True
        if other and abs(number - round(100 * one / other)) == 0 and one < other:
            return True
        if number >= _LARGE and abs(one * other - number) <= number / 50:
            return True
    return False


def _addresses(statement: Wording, quotes: Sequence[Wording]) -> list[str]:
    shown = " ".join(quote.text for quote in quotes).casefold()
    found = [match.rstrip(".,;:!?)»”\"'") for match in _ADDRESS.findall(statement.text)]
    return [f"address {address}" for address in found if address.casefold() not in shown]


def _echoes(statement: Wording, quotes: Sequence[Wording]) -> bool:
    """Whether the statement is made of its quotes' words; only asked where they share language and script."""
    if any(quote.language != statement.language for quote in quotes):
        return True
    if any(script_of(quote.text) != script_of(statement.text) for quote in quotes):
        return True
    said = _grams(statement.text)
    shown = set().union(*(_grams(quote.text) for quote in quotes))
    return not said or len(said & shown) >= LEAST_ECHO * len(said)


def _grams(text: str) -> set[str]:
    """Return the letter groups of the words of three letters or more; a short word is a group itself."""
    words = [word for word in re.findall(r"[^\W\d_]+", fold(text).text) if len(word) > 2]
    return {word[i : i + _GRAM] for word in words for i in range(max(1, len(word) - _GRAM + 1))}
