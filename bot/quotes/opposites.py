"""Opposites: whether a statement says of something the opposite of what its quotes say of it. Pure.

    "the northern districts"  over  «الأحياء الجنوبية»      "will open"  over  «schließt»

Takes words in any two languages with their vectors (`bot.quotes.marked_words`), by which each word of the statement
finds what stands in its place in the quotes: opposites are alike in such vectors, so that they find one another. Words
that exclude one another stand in `opposites.toml`; units of time, which do so too, come from the Unicode CLDR. Where
one side denies its word, or the quotes have the statement's word elsewhere, nothing is said.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from bot.facts.names import CAPITALISED_NOUNS, Wording
from bot.facts.number_words import in_figures
from bot.facts.places import plain
from bot.facts.time_units import time_unit
from bot.quotes.flags import Flag, Rule
from bot.quotes.marked_words import MarkedWords
from bot.quotes.negations import has_negations
from ingest.text.patterns import LETTERS

LEAST_ALIKE, _NEAREST = 0.4, 2
"""Likeness that two opposites need before the one stands for the other, and how many of the quotes' words nearest to
the statement's are looked at; the statement's must be the nearest to theirs. On the train and dev articles of the
written statements 55 false and three true ones are seen, of 1,086 of their sentences over translations seven."""

MOST_ALIKE, NEXT_ALIKE = 0.65, 0.5
"""Likeness of the two words beside a denial in the quotes that says that the statement speaks of what is denied. Chosen
on the train and dev articles of the written statements, six false ones and no true one, and on 1,086 of their sentences
over translations, fourteen; with three words on each side these are eight, two and 21."""

_REACH, _BESIDE = 3, 2
"""Words before a word that can deny it, and on each side of a denial that it denies."""

_TELLING = 4
"""Letters of a word that tells what is denied."""

_LONGEST_ENDING = 6
_WRITTEN_BEFORE = re.compile(r"^[وف]?[بلك]?(?:ال)?(?=\w{3})")
_SAME_WORDS = {"nn": "nb"}
_UNIT, _COMPASS = "unit of time", "compass"
_IN_ENDINGS = frozenset(["tr", "fa"])
"""Languages that deny by a part of the verb, which is not seen."""

_Sides = Mapping[str, frozenset[str]]
_Table = Mapping[str, Sequence[tuple[str, str]]]


def opposed(said: MarkedWords, shown: MarkedWords) -> list[Flag]:
    """Flag the words of a statement whose opposite stands in their place in the quotes."""
    likeness, others = said.likeness(shown), _all_sides(shown)
    found = []
    for place, sides in enumerate(_all_sides(said)):
        for there in likeness[place].argsort()[::-1][:_NEAREST] if sides else ():
            alike = likeness[place, there] >= LEAST_ALIKE and likeness[:, there].argmax() == place
            if not alike or _is_denied(said, place) != _is_denied(shown, int(there)):
                continue
            if any(_excludes(concept, side, others, int(there)) for concept, side in sides.items()):
                words = said.words[place].text, shown.words[there].text
                found.append(Flag(Rule.TURNED_ROUND, f"{words[0]} for {words[1]}"))
    return found


def denied_there(said: MarkedWords, shown: MarkedWords) -> list[Flag]:
    """Flag a statement without any denial that speaks of what its quotes deny, where its words are alike to theirs."""
    if said.denials.any() or any(not _shows_denials(word.language) for word in said.words[:1]) or opposed(said, shown):
        return []
    likeness = said.likeness(shown)
    mine = likeness.argmax(axis=0)  # the statement's word that is nearest to each of the quotes'
    nearest = np.where(likeness.argmax(axis=1)[mine] == np.arange(len(mine)), likeness.max(axis=0), -1)
    for place in shown.denials.nonzero()[0]:
        alike = sorted((float(nearest[other]) for other in _beside(shown, int(place))), reverse=True)[:2]
        if len(alike) == 2 and alike[0] >= MOST_ALIKE and alike[1] >= NEXT_ALIKE:
            return [Flag(Rule.TURNED_ROUND, "a denial")]
    return []


def _shows_denials(language: str) -> bool:
    return has_negations(language) and language not in _IN_ENDINGS


def _beside(words: MarkedWords, place: int) -> list[int]:
    around = range(max(0, place - _BESIDE), min(len(words.words), place + _BESIDE + 1))
    return [it for it in around if len(words.words[it].text) >= _TELLING and not words.denials[it]]


def _is_denied(words: MarkedWords, place: int) -> bool:
    """Whether another word denies this one."""
    around = range(max(0, place - _REACH), min(len(words.words), place + 2))
    return any(words.denials[it] for it in around if it != place)


def _excludes(concept: str, side: frozenset[str], others: Sequence[_Sides], there: int) -> bool:
    other = others[there].get(concept)
    if other is None or other <= side or side <= other:
        return False
    return all(side != sides.get(concept) for sides in others)


def _all_sides(words: MarkedWords) -> list[_Sides]:
    """Give what each word belongs to; directions that stand beside one another are one: "شمال غرب"."""
    found = [_sides(word, _is_counted(words, place)) for place, word in enumerate(words.words)]
    joined = []
    for place, sides in enumerate(found):
        if _COMPASS in sides:
            near = found[max(0, place - 1) : place + 2]
            sides = {**sides, _COMPASS: frozenset[str]().union(*(it.get(_COMPASS, ()) for it in near))}
        joined.append(sides)
    return joined


def _is_counted(words: MarkedWords, place: int) -> bool:
    """Whether a figure stands in front of a word: then its unit may have been converted."""
    before = words.words[max(0, place - 2) : place]
    return any(any(map(str.isdigit, in_figures(word.text, word.language))) for word in before)


@lru_cache(maxsize=16_384)
def _sides(word: Wording, counted: bool) -> _Sides:
    """Give for each set of exclusive words to which side of it a word belongs; not where that is not plain."""
    parts = LETTERS.findall(word.text)
    if not parts:
        return {}
    letters = max(parts, key=len)
    sides = _sides_of(letters, word.language)
    found = {concept: frozenset(each) for concept, each in sides.items() if len(each) == 1 and concept != _COMPASS}
    if letters[0].isupper() and word.language not in CAPITALISED_NOUNS:
        return found  # "North Korea" and "Sunday Times" are names.
    if directions := frozenset[str]().union(*(_directions(part, word.language) for part in parts)):
        found[_COMPASS] = directions
    if not counted and (unit := time_unit(letters, word.language)):
        found[_UNIT] = frozenset([unit])
    return found


def _sides_of(letters: str, language: str) -> dict[str, set[str]]:
    sides: dict[str, set[str]] = defaultdict(set)
    exact, stems = _table(_SAME_WORDS.get(language, language))
    folded = plain(letters)
    for form in dict.fromkeys([folded, *([_WRITTEN_BEFORE.sub("", folded)] if language == "ar" else [])]):
        for concept, side in (*exact.get(form, ()), *_begun(form, stems)):
            sides[concept].add(side)
    return sides


def _directions(part: str, language: str) -> set[str]:
    """Give the points of the compass in one word, "Südwesten" having two."""
    folded = plain(part)
    first = _sides_of(part, language).get(_COMPASS, set())
    rest = (_sides_of(folded[begin:], language).get(_COMPASS, set()) for begin in range(2, len(folded) - 2))
    return first.union(*rest) if first else set()


def _begun(form: str, stems: _Table) -> Iterator[tuple[str, str]]:
    for end in range(max(1, len(form) - _LONGEST_ENDING), len(form) + 1):
        yield from stems.get(form[:end], ())


@cache
def _table(language: str) -> tuple[_Table, _Table]:
    """Give for each word, and for each stem, the sets that it belongs to with its side."""
    exact: dict[str, list[tuple[str, str]]] = defaultdict(list)
    stems: dict[str, list[tuple[str, str]]] = defaultdict(list)
    content = tomllib.loads(files("bot.quotes").joinpath("opposites.toml").read_text("utf-8"))
    for concept, languages in content.items():
        for side, words in enumerate(languages.get(language, "").split("|")):
            for word in words.split():
                where = stems if word.endswith("*") else exact
                where[plain(word.removesuffix("*"))].append((concept, str(side)))
    return exact, stems
