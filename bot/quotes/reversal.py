"""Reversal: whether a statement turns its quote round with nearly the same words. Pure.

"The council approved the plant" echoes "The council voted not to approve the plant", and "A bid 780 and B 950" has all
figures and names of "A bid 950 and B 780". Takes a statement and a quote in one language; gives what is turned round.
Compares words by how they begin, so that endings do not count; looks only at the stretch of the quote that holds the
statement's words. Across languages of one script only names with their figures are compared.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.facts.number_words import in_figures
from bot.quotes.flags import Flag, Rule
from bot.quotes.negations import denies
from ingest.text.folding import fold

LEAST_SHARED = 0.6
"""Share of a statement's words that a quote must have before the two are compared."""

SAME_ORDER = 0.8
"""The same before the order of two names means anything."""

_EXCHANGED = Flag(Rule.TURNED_ROUND, "who has which figure")

_STEM = 4
_WORD = re.compile(r"\d[\d.,٫٬]*\d|\d|[^\W\d_]+")
_STOP = re.compile(r"(?<=[.!?؟…;。])\s+|\n+")
_ARABIC_FRONT = re.compile(r"^[وفبكل]?(?:ال)?[يتن]?(?=\w{3})")
_PASSIVE = frozenset(
    "by av af von vom durch par por da door من قبل tarafından przez від bởi osv od ved od-strony".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word: its stem, and whether it denies, is a figure, or has a capital letter."""

    stem: str
    denies: bool
    figure: bool
    name: bool


def turned_round(statement: str, quote: str, language: str) -> tuple[Flag, ...]:
    """Give what a statement turns round of a quote: "a denial", "who has which figure", "who did it to whom"."""
    said = list(_words(statement, language))
    content = [word for word in said if not word.denies]
    sentences = [list(_words(sentence, language)) for sentence in _STOP.split(quote)]
    shown = max(sentences, key=lambda words: len(_shared(content, words)))
    shared = _shared(content, shown)
    if len(content) < 2 or len(shared) < LEAST_SHARED * len(content):
        return ()
    found = []
    stretch = _stretch(shared, shown)
    if any(word.denies for word in said) != any(word.denies for word in stretch):
        found.append(Flag(Rule.TURNED_ROUND, "a denial"))
    if _have_each_others(said, shown):
        found.append(_EXCHANGED)
    if len(shared) >= SAME_ORDER * len(content) and _swapped(said, stretch):
        found.append(Flag(Rule.TURNED_ROUND, "who did it to whom"))
    return tuple(found)


def figures_exchanged(statement: str, language: str, quote: str, quoted_in: str) -> tuple[Flag, ...]:
    """Give what a statement turns round of a quote in another language of its script: whose figure is whose."""
    said = list(_words(statement, language))
    sentences = (list(_words(sentence, quoted_in)) for sentence in _STOP.split(quote))
    return (_EXCHANGED,) if any(_have_each_others(said, shown) for shown in sentences) else ()


def _have_each_others(said: Sequence[_Word], shown: Sequence[_Word]) -> bool:
    return _exchanged(_owners(said, {word.stem for word in shown}), _owners(shown, {word.stem for word in said}))


def _shared(content: Sequence[_Word], words: Sequence[_Word]) -> list[_Word]:
    stems = {word.stem for word in words}
    return [word for word in content if word.stem in stems]


def _stretch(shared: Sequence[_Word], words: Sequence[_Word]) -> Sequence[_Word]:
    """Give the words from the first to the last that is shared, two in front, and one behind that ends the sentence."""
    stems = {word.stem for word in shared}
    places = [place for place, word in enumerate(words) if word.stem in stems]
    last = places[-1] + 1
    return words[max(0, places[0] - 2) : last + (last == len(words) - 1)]


def _owners(words: Sequence[_Word], known: AbstractSet[str]) -> dict[str, str]:
    """Give the name that each figure stands behind, of those that are in both texts."""
    owners: dict[str, str] = {}
    name = ""
    for word in words:
        if word.stem not in known:
            continue
        if word.name:
            name = word.stem
        elif word.figure and name:
            owners.setdefault(word.stem, name)
    return owners


def _exchanged(said: Mapping[str, str], shown: Mapping[str, str]) -> bool:
    """Whether the same names have the same figures, but not each its own."""
    figures = said.keys() & shown.keys()
    mine, theirs = ({figure: owners[figure] for figure in figures} for owners in (said, shown))
    return mine != theirs and len(set(mine.values())) > 1 and set(mine.values()) == set(theirs.values())


def _swapped(said: Sequence[_Word], stretch: Sequence[_Word]) -> bool:
    """Whether two names stand the other way round, and both sentences are active, or both passive."""
    names = [word.stem for word in said if word.name]
    order = [word.stem for word in stretch if word.name]
    both = list(dict.fromkeys(name for name in names if name in order))
    if len(both) != 2:
        return False
    turned = names.index(both[0]) < names.index(both[1]) and order.index(both[0]) > order.index(both[1])
    return turned and _is_passive(said) == _is_passive(stretch)


def _is_passive(words: Sequence[_Word]) -> bool:
    return any(word.stem in _PASSIVE for word in words)


def _words(text: str, language: str) -> Iterator[_Word]:
    for match in _WORD.finditer(in_figures(text, language)):
        written = match[0]
        folded = fold(written).text
        if written[0].isdigit():
            yield _Word(re.sub(r"\D", "", folded), False, True, False)
        elif denies(folded, language) or len(folded) > 2 or folded in _PASSIVE:
            name = written[0].isupper()
            bare = _ARABIC_FRONT.sub("", _ARABIC_FRONT.sub("", folded)) if language == "ar" else folded
            yield _Word(folded if folded in _PASSIVE else bare[:_STEM], denies(folded, language), False, name)
