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
from ingest.index.catalogue import StoredPassage
from ingest.text.terms import padded

_YEARS = range(1900, 2100)


@dataclass(frozen=True)
class DatedSentence:
    """A sentence of a dated article."""

    stored: StoredPassage
    start: int
    end: int
    day: date

    @cached_property
    def text(self) -> str:
        """Its words."""
        held = self.stored.passage
        return held.text[self.start - held.start : self.end - held.start]

    @cached_property
    def has_cue(self) -> bool:
        """Whether it has words that take something back; told sooner than what it states."""
        said = padded(self.text)
        return any(cue in said for cue in _cues().get(self.language, ()))

    @property
    def source(self) -> str:
        """Its article's."""
        return self.stored.article.source

    @property
    def language(self) -> str:
        """ISO 639-1 code of its passage."""
        return self.stored.passage.language

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
