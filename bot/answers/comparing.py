"""Comparing: the value of each side of a comparison, read from the articles, the one that wins first.

    Comparison ──a question a side──▶ QA model ──▶ a sentence with an amount ──rank──▶ Answer, all cited

Takes a question that `bot.questions.comparisons` has read. Gives None where a side has no value, or the values are of
different kinds: then it is an ordinary question.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from bot.answers.answer import Answer, Compared, ComparedSide, Notice, Question, Voice
from bot.answers.extractive import Candidate, Extractor
from bot.answers.making import answered
from bot.answers.retrieval import AskedVector, Found, Retrieval
from bot.answers.selection_by_reading import NEAREST, PLAIN
from bot.facts.amounts import Amount, LocatedAmount, locate_amounts
from bot.facts.scales import sizes
from bot.facts.sounds import heard
from bot.facts.unknown_names import unknown_names
from bot.questions.comparisons import Comparison
from bot.quotes.citation import Citation
from bot.quotes.citing import cite_each
from bot.settings import Caution
from ingest.text.terms import holds, padded, terms

PASSAGES_SEARCHED = 24
"""Passages in which the value of a side is looked for."""

MOST_SHOWN = 4
"""Values that are shown where all of a kind are compared."""

WEIGHED = 8
"""Sentences with an amount, of each outlet, that are compared with one another; each must be embedded for it."""

LEAST_ONE_POINT = 0.3
"""Likeness from which sentences of two outlets may state the same size of one thing."""

NAMED_SHARE = 0.5
"""Of the probability from which something is said, what a sentence needs that names the side which it was asked for."""

_NAMED = 0.6
"""Of the terms of a side's name, what a text must hold to be on it."""

_HEARD = 0.5
"""Of the names of a side, what a sentence in another script must hold by their consonants."""

_BEHIND = re.compile(r"[ \u00a0\u202f]?(?:[^\W\d_]+|[%٪€$£¥₹])")

Read = Callable[[AskedVector, Sequence[Found]], list[Candidate]]
Take = Callable[[Sequence[Candidate]], Iterator[Citation]]


@dataclass(frozen=True)
class _Side:
    """A side of a comparison: its name, as typed or "", and the sentence with its amount."""

    name: str
    told: Candidate
    located: LocatedAmount

    @property
    def amount(self) -> Amount:
        return self.located.amount

    @property
    def source(self) -> str:
        return self.told.found.stored.article.source

    @property
    def start(self) -> int:
        """Where its number stands in the article."""
        return self.told.start + self.located.start

    @property
    def words(self) -> str:
        """The number as the article has it, with the word behind it, where that says what is counted."""
        text, end = self.told.text, self.located.end
        behind = _BEHIND.match(text, end) if self.amount.unit or self.amount.thing else None
        sign = text[self.located.start - 1 : self.located.start]
        return (sign if sign and sign in "€$£¥₹" else "") + text[self.located.start : behind.end() if behind else end]


class Comparing:
    """Compares; safe to use from several threads."""

    def __init__(self, retrieval: Retrieval, extractor: Extractor, read: Read, take: Take, caution: Caution) -> None:
        self._retrieval, self._extractor, self._read, self._take = retrieval, extractor, read, take
        self._least, self._plain = NEAREST[caution], PLAIN[caution]

    def answer(self, question: Question, comparison: Comparison, language: str) -> Answer | None:
        """Answer a comparison asked in `language`; None where the articles do not have what it compares."""
        outlets = question.conditions.outlets
        if not comparison.sides and len(outlets) > 1:
            sides = self._of_outlets(question, comparison, language)
        elif comparison.sides:
            each = [self._of(question, comparison.question(name), name, language) for name in comparison.sides]
            sides = [_own(side, comparison.sides) for found in each for side in found[:1]]
        else:
            sides = self._of(question, comparison.question(), "", language) if comparison.all else []
        values = sizes([side.amount for side in sides])
        if values is None or len({(it.source, it.start) for it in sides}) < max(2, len(comparison.sides)):
            return None
        ranked = sorted(zip(values, sides, strict=True), key=lambda pair: pair[0], reverse=comparison.greatest)
        told = [side for _, side in ranked][:MOST_SHOWN]
        compared = comparison.greatest, len(set(values)) == 1
        answer = self._told(question, language, told, *compared)
        return replace(answer, notices=(Notice.NOT_ALL,)) if answer and not told[0].name else answer

    def _of(self, question: Question, text: str, name: str, spoken: str) -> list[_Side]:
        """Give what the articles say of one side, the likeliest first; without a name, of whatever there is."""
        asked = self._retrieval.ask(text, spoken)
        found = self._retrieval.find(asked, PASSAGES_SEARCHED, question.conditions)
        read = [each for each in self._read(asked, found) if each.score >= NAMED_SHARE * self._least]
        likely = [each for each in read if each.score >= self._least]
        on_it = likely
        if name:
            told = [each for each in read if each.score >= self._least or _can_be_told(each, name, asked.language)]
            ways = (("sentence", told), ("title", told), ("passage", likely))
            chosen = ([it for it in them if _names(it, name, asked.language, way)] for way, them in ways)
            on_it = next((them for them in chosen if them), [])
            on_it = [it for it in on_it if _is_heard(it, name)] or on_it
        sides = [_Side(name, each, located) for each in on_it if (located := _answering(each))]
        return sides if name else _all_of_a_kind(sides)

    def _of_outlets(self, question: Question, comparison: Comparison, spoken: str) -> list[_Side]:
        """Give the sentence of each of two outlets that states the same size of one thing, where they differ in it."""
        asked = self._retrieval.ask(comparison.question(), spoken)
        told = []
        for outlet in question.conditions.outlets[:2]:
            conditions = replace(question.conditions, outlets=(outlet,))
            found = self._retrieval.find(asked, PASSAGES_SEARCHED, conditions)
            likely = self._extractor.candidates_where(asked, found, _has_amount, WEIGHED)
            told.append([_Side(outlet, each, it) for each in likely for it in _located(each)])
        vectors = [self._extractor.vectors([side.told for side in sides]) for sides in told]
        likeness = vectors[0] @ vectors[1].T
        pairs = [
            (float(likeness[i, j]), one, other)
            for (i, one), (j, other) in product(enumerate(told[0]), enumerate(told[1]))
            if likeness[i, j] >= LEAST_ONE_POINT and (one.amount.unit or one.amount.thing)
            if (both := sizes([one.amount, other.amount])) and both[0] != both[1]
        ]
        return [*max(pairs, key=lambda pair: pair[0])[1:]] if pairs else []

    def _told(
        self, question: Question, language: str, sides: Sequence[_Side], greatest: bool, equal: bool
    ) -> Answer | None:
        """Quote the sentences, the one that wins first, with the values in bold."""
        marks: dict[tuple[str, int], list[_Side]] = {}
        for side in sides:
            marks.setdefault((side.source, side.told.start), []).append(side)
        quotes = [self._marked(own) for own in marks.values()]
        whole = [quote for quote in quotes if quote]
        if len(whole) < len(quotes):
            return None
        statements, citations = cite_each(whole)
        numbers = {key: citation.number for key, citation in zip(marks, citations, strict=True)}
        named = tuple(ComparedSide(it.name, it.words, numbers[it.source, it.told.start]) for it in sides)
        read = all(side.told.answer for side in sides)
        likely = min(side.told.score for side in sides) if read else None
        voice = Voice.SURE if likely and likely >= self._plain else Voice.UNSURE
        answer = answered(question, language, statements, citations, [side.told.found for side in sides])
        return replace(answer, voice=voice, confidence=likely, compared=Compared(named, greatest, equal))

    def _marked(self, sides: Sequence[_Side]) -> Citation | None:
        """Give the sentence of some sides with their values marked."""
        quote = next(self._take([sides[0].told]), None)
        if quote is None:
            return None
        places = [(side.start - quote.start, side.start - quote.start + len(side.words)) for side in sides]
        return replace(quote, highlights=tuple(sorted(places)))


def _all_of_a_kind(sides: Sequence[_Side]) -> list[_Side]:
    """Give with each amount the others in its sentence that count the same, all of them of the first one's kind."""
    told = {(side.source, side.told.start): side.told for side in sides}
    found = [_Side("", each, located) for each in told.values() for located in _located(each)]
    return [side for side in found if sizes([sides[0].amount, side.amount]) is not None]


def _has_amount(candidate: Candidate) -> bool:
    return bool(_located(candidate))


def _located(candidate: Candidate) -> tuple[LocatedAmount, ...]:
    return locate_amounts(candidate.text, candidate.found.stored.passage.language)


def _answering(candidate: Candidate) -> LocatedAmount | None:
    """Give the first amount among the words that answer."""
    if candidate.answer is None:
        return None
    start, end = (place - candidate.start for place in candidate.answer)
    return next((it for it in _located(candidate) if start <= it.start < end), None)


def _own(side: _Side, names: Sequence[str]) -> _Side:
    """Give a side with its own amount where its sentence names all sides, each before an amount: the last one named.

    The words that answer may then be those of another side.
    """
    text, located = side.told.text, _located(side.told)
    places = {name: text.casefold().find(name.casefold()) for name in names}
    if min(places.values()) < 0 or len(text.casefold()) != len(text):
        return side
    of = {
        it: max((name for name in names if places[name] < it.start), key=places.__getitem__, default="")
        for it in located
    }
    own = next((it for it, name in of.items() if name == side.name and sizes([it.amount, side.amount])), None)
    return replace(side, located=own) if own and set(names) <= set(of.values()) else side


def _can_be_told(candidate: Candidate, name: str, language: str) -> bool:
    """Whether it can be told that a sentence is on a side: it is in the question's language, or the side has a name.

    Arabic has no capitals, so that a name is only known as one where it is heard in the sentence.
    """
    own = candidate.found.stored.passage.language == language
    return own or any(map(str.isupper, name)) or _is_heard(candidate, name)


def _is_heard(candidate: Candidate, name: str) -> bool:
    """Whether a sentence in another script names a side."""
    return heard(name, candidate.text) >= _HEARD


def _names(candidate: Candidate, name: str, language: str, way: str) -> bool:
    """Whether a sentence speaks of a side: itself ("sentence"), with its "title", or with its "passage"."""
    stored, texts = candidate.found.stored, [candidate.text]
    if way != "sentence":
        texts += [stored.article.title or "", stored.passage.heading]
    if way == "passage":
        texts.append(stored.passage.text)
    if unknown_names(f"a {name}", language, texts):
        return False
    if stored.passage.language != language:
        return True  # Of its nouns nothing can be told.
    return holds(padded(" ".join(texts)), set(terms(name)), _NAMED)
