"""Sentences of dated articles: what values each states, and whether a later one takes an earlier one's back. Pure.

Takes sentences of passages; words that take something back ("not", "from … to") stand in `corrections.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files

from bot.answers.errata import erring, values
from bot.facts.amounts import locate_amounts
from bot.facts.contradictions import Stated
from bot.facts.names import Wording
from bot.facts.number_words import in_figures
from bot.facts.numbers import read_quantities
from bot.facts.sounds import ways
from bot.quotes.speech import are_close
from ingest.index.catalogue import StoredPassage
from ingest.index.stored import Sentence
from ingest.text.languages import script_of
from ingest.text.patterns import LETTERS
from ingest.text.terms import normalise, padded

_YEARS = range(1900, 2100)
_CLAUSES = re.compile(r"[,;:،؛–—(](?!\d)")
_DENIED = 5
"""Words behind a denial that are denied at most."""

_TELLING = 4
"""Letters of a word that is denied; shorter ones are articles and the like."""

_STEM = 5
"""First letters by which it is known again, inflected or in a neighbouring language."""


@dataclass(frozen=True)
class DatedSentence(Sentence):
    """A sentence of a dated article; `wrong` is the sentence before it, where this one puts that right."""

    day: date
    wrong: str = ""

    @cached_property
    def has_cue(self) -> bool:
        """Whether it has words that take something back; told sooner than what it states."""
        return _has_cue(self.text, self.language)

    @cached_property
    def replaced(self) -> frozenset[Decimal]:
        """The numbers of its clauses with such words: of "45 houses, not 19 as first said" the last."""
        clauses = (it for it in _CLAUSES.split(self.wording.text) if _has_cue(it, self.language))
        return frozenset(number for it in clauses for number in read_quantities(it, self.language).numbers)

    @cached_property
    def denied(self) -> tuple[str, ...]:
        """What it denies while it states something else: "battery" of "in the brakes and not in the battery"."""
        pattern = _denials(self.language)
        parts = pattern.findall(self.text.casefold()) if pattern else []
        # "Not 640 million" denies a value, which `takes_back` compares, and no word.
        parts = [part for part in parts if not in_figures(part, self.language).lstrip()[:1].isdigit()]
        return tuple(word for part in parts for word in LETTERS.findall(part)[:_DENIED] if len(word) >= _TELLING)

    @cached_property
    def counted(self) -> Mapping[Decimal, tuple[str, ...]]:
        """Its numbers, each with the stems of the two words behind it that say what is counted of what."""
        found, text = {}, self.wording.text
        for located in locate_amounts(text, self.language):
            words = [word for word in LETTERS.findall(text[located.end :]) if len(word) > _TELLING][:2]
            if len(words) == 2:
                found[located.amount.value] = tuple(normalise(word)[:_TELLING] for word in words)
        return found

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


def dated_sentences(stored: StoredPassage, day: date) -> Iterator[DatedSentence]:
    """Give the sentences of a passage of that day."""
    passage = stored.passage
    texts = [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]
    before = "", *texts
    erred = False, *erring(texts, passage.language, stored.article.title or "")
    for (start, end), last, was_wrong in zip(passage.sentences, before, erred, strict=False):
        yield DatedSentence(stored, start, end, day, last if was_wrong else "")


def takes_back(newer: DatedSentence, older: DatedSentence) -> bool:
    """Whether a later sentence states an earlier one's value beside one of its own, and says that it is over.

    The earlier value may also stand in the sentence before it, as what was wrong.
    """
    if newer.day <= older.day or newer.source == older.source:
        return False
    if newer.wrong:
        return _puts_right(newer, older)
    if not newer.has_cue:
        return False
    return bool(newer.values - older.values) and bool(newer.values & older.values & newer.replaced)


def _puts_right(newer: DatedSentence, older: DatedSentence) -> bool:
    """Whether a number or a month of an earlier sentence is what was wrong, and a later one states another."""
    right, wrong = values(newer.text, newer.language), values(newer.wrong, newer.language)
    old = values(older.text, older.language)
    return any(
        bool(before & was_wrong) and bool(now - before - was_wrong)
        for now, was_wrong, before in (
            (right.numbers, wrong.numbers, old.numbers),
            (right.months, wrong.months, old.months),
        )
    )


def denies(newer: DatedSentence, older: DatedSentence, said: str) -> bool:
    """Whether a later sentence denies what an earlier one has said; `said` are its words that answer a question."""
    if newer.day <= older.day or newer.source == older.source or not newer.denied:
        return False
    words = [normalise(word) for word in LETTERS.findall(said) if len(word) >= _TELLING]
    heard = {way for word in words for way in ways(word) if way}
    for denied in map(normalise, newer.denied):
        if any(word[:_STEM] == denied[:_STEM] for word in words):
            return True
        if script_of(newer.text) != script_of(said) and not heard.isdisjoint(filter(None, ways(denied))):
            return True
    return False


def recounts(newer: DatedSentence, older: DatedSentence, said: str) -> bool:
    """Whether a later sentence counts otherwise what an earlier one counts in `said`, its words that answer.

    Both must count in the same words: "twelve people were hurt, three are missing" and "nineteen people were hurt".
    """
    if newer.day <= older.day or newer.source == older.source or not are_close(newer.language, older.language):
        return False
    numbers = [it.amount.value for it in locate_amounts(in_figures(said, older.language), older.language)]
    things = older.counted.get(numbers[0]) if len(numbers) == 1 else None
    return any(number != numbers[0] and it == things for number, it in newer.counted.items()) if things else False


@cache
def _denials(language: str) -> re.Pattern[str] | None:
    phrases = _corrections()["denials"].get(language, ())
    leads = "|".join(re.escape(phrase) for phrase in phrases)
    return re.compile(rf"(?:(?<=\s)|(?=,))(?:{leads})\s([^,.;:!?،؛؟–—]+)") if leads else None


def _has_cue(text: str, language: str) -> bool:
    said = padded(text)
    return any(cue in said for cue in _cues().get(language, ()))


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    return {language: tuple(map(padded, phrases)) for language, phrases in _corrections()["cues"].items()}


@cache
def _corrections() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("bot.answers").joinpath("corrections.toml").read_text("utf-8"))
