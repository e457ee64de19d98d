"""Sentences of dated articles: what values each states, and whether a later one takes an earlier one's back. Pure.

Takes sentences of passages; words that take something back ("not", "from … to") stand in `corrections.toml`.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files

from bot.facts.contradictions import Stated
from bot.facts.names import Wording
from bot.facts.number_words import in_figures
from ingest.index.stored import Sentence
from ingest.text.terms import padded

_YEARS = range(1900, 2100)


@dataclass(frozen=True)
class DatedSentence(Sentence):
    """A sentence of a dated article."""

    day: date

    @cached_property
    def has_cue(self) -> bool:
        """Whether it has words that take something back; told sooner than what it states."""
        said = padded(self.text)
        return any(cue in said for cue in _cues().get(self.language, ()))

    @cached_property
    def stated(self) -> Stated:
        """What it states."""
        return Stated((self.wording,))

    @cached_property
    def wording(self) -> Wording:
        """Its words with numbers in figures, so that what is counted by words is compared too."""
        return Wording(in_figures(self.text, self.language), self.language)

    @cached_property
    def values(self) -> frozenset[Decimal]:
        """The numbers that are no years."""
        return frozenset(it for it in self.stated.numbers if int(it) not in _YEARS or it != it.to_integral())


def takes_back(newer: DatedSentence, older: DatedSentence) -> bool:
    """Whether a later sentence states an earlier one's value beside one of its own, and says that it is over."""
    if newer.day <= older.day or newer.source == older.source or not newer.has_cue:
        return False
    return bool(newer.values - older.values) and bool(newer.values & older.values)


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    content = tomllib.loads(files("bot.answers").joinpath("corrections.toml").read_text("utf-8"))
    return {language: tuple(map(padded, phrases)) for language, phrases in content["cues"].items()}
