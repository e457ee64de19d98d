"""Support: whether the quotes of a statement can carry it. What they do not say is flagged, and the statement goes.

Takes a statement and the file's own words that are cited for it, and gives the parts that are not in them: numbers,
dates, names, addresses, or all of it when it speaks of something else. Meaning is not judged: only what letters and
figures can tell, and between languages only what figures, dates and countries can.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.facts.names import Wording, unnamed
from bot.facts.numbers import read_quantities
from ingest.text.folding import fold
from ingest.text.languages import script_of

LEAST_ECHO = 0.3
"""Share of a statement's letter groups that its quotes in the same language must hold. Of two sentences of one article
the one holds 6 % of the other's (median) and 25 % at the ninetieth percentile (NTREX in English, Norwegian, Arabic);
a paraphrase holds about half."""

_DUAL = frozenset(["ar", "he", "sl"])
"""Languages that can say "two" by the ending of a word."""

_COUNTED_IN_WORDS = 13
"""Below it newspapers write numbers as words."""

_GRAM = 4
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://\S+|www\.\S+|\S*@\w\S*|\b\w[\w-]*\.(?:com|org|net|info|biz|io|me|ru|no)\b\S*"
    r"|\b\w[\w-]+\.(?:[a-z]{2,}|[а-я]{2,})\b\S*|\b\w\.[a-z]{2,}/\S+",
    re.IGNORECASE,
)
"""What a messenger makes a link of, whatever it ends in; "f.eks." and "e.g." are none. Of the sentences of NTREX in
sixteen languages three hold something else of this form, where a space is missing."""


def unsupported(statement: Wording, quotes: Sequence[Wording], background: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what `statement` says and its `quotes` do not, in words for a log; empty when they carry it.

    Args:
        statement: One sentence of an answer, in the asker's language.
        quotes: The file's own words cited for it, in any language; without any, nothing is carried.
        background: Texts that help to tell names from other words (see `bot.facts.names.unnamed`).
    """
    if not quotes:
        return ("no quote",)
    flags = [*_quantities(statement, quotes), *_addresses(statement, quotes)]
    flags += [f"name {name}" for name in unnamed(statement, quotes, background)]
    if not flags and not _echoes(statement, quotes):
        flags.append("another matter")
    return tuple(flags)


def unfaithful(translation: Wording, original: Wording) -> tuple[str, ...]:
    """Return what a translation says and its original does not, and the figures and dates that it leaves out.

    Numbers below thirteen are not missed: in either text they may be words that are not known here.
    """
    lost = [flag for flag in _quantities(original, [translation]) if not _is_small(flag)]
    return (*unsupported(translation, [original]), *(f"no {flag}" for flag in lost))


def _is_small(flag: str) -> bool:
    kind, _, value = flag.partition(" ")
    return kind == "number" and abs(Decimal(value)) < _COUNTED_IN_WORDS


def _quantities(statement: Wording, quotes: Sequence[Wording]) -> list[str]:
    said = read_quantities(statement.text, statement.language)
    shown = [read_quantities(quote.text, quote.language) for quote in quotes]
    numbers = said.numbers.difference(*(quote.numbers for quote in shown))
    if any(quote.language in _DUAL for quote in quotes):
        numbers -= {Decimal(2)}
    months = said.months.difference(*(quote.months for quote in shown))
    weekdays = said.weekdays.difference(*(quote.weekdays for quote in shown))
    return [
        *(f"number {number:f}" for number in sorted(numbers)),
        *(f"month {month}" for month in sorted(months)),
        *(f"weekday {day}" for day in sorted(weekdays)),
    ]


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
