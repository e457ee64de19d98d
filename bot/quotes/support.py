"""Support: whether the quotes of a statement carry it. What they do not is flagged, and the statement goes.

    statement, quotes ──figures, dates, addresses──▶ flags: a wrong one is never said
                      ──turned round with the same words──▶ flags
                      ──opposites, denials and exchanged figures, in any words and languages──▶ flags
                      ──names that neither the cited articles nor the question hold──▶ flags
                      ──likeness across languages──▶ a flag where it speaks of something else

Takes a statement and the file's own words that are cited for it. Figures are compared as values, however they are
spelled; a difference, a sum or a product of quoted figures may be said. Without a Judge letters alone decide: names
must stand in the quotes, where the script is the same, and the statement must echo its quotes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.facts.capitals import stands_for
from bot.facts.names import Wording, unnamed
from bot.facts.places import find_places
from bot.facts.unknown_names import unknown_names
from bot.quotes.exchanged_figures import figures_exchanged_by_meaning
from bot.quotes.figure_subjects import said_of_another
from bot.quotes.figures import lacking
from bot.quotes.flags import Flag, Rule
from bot.quotes.marked_words import MarkedWords, together
from bot.quotes.opposites import denied_there, opposed
from bot.quotes.reversal import figures_exchanged, turned_round
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

ANOTHER_MATTER = Flag(Rule.ANOTHER_MATTER, "another matter")
OF_MEANING = frozenset({ANOTHER_MATTER})
"""Flags by likeness and letters of what only reading tells. A second opinion takes their place where there is one;
whoever gives it may be wrong, or be made to lie, so figures, dates, names, addresses and reversals stay with code."""

_CAPITAL, _FULL_NAME = r"[^\W\d_a-zа-яα-ω]\w+", 2
"""A word with a capital letter, and how many of them are somebody's first name and surname."""

_PARTICLE = r"(?:al-|el-|an-|ar-|as-|d')?"
_PART = 5
"""Letters of the last part of a compound that is a title."""

_GRAM = 4
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://\S+|www\.\S+|\S*@\w\S*|\b\w[\w-]*\.(?:com|org|net|info|biz|io|me|ru|no)\b\S*"
    r"|\b\w[\w-]+\.(?:[a-z]{2,}|[а-я]{2,})\b\S*|\b\w\.[a-z]{2,}/\S+",
    re.IGNORECASE,
)
"""What a messenger makes a link of, whatever it ends in; "f.eks." and "e.g." are none. Of the sentences of NTREX in
sixteen languages three hold something else of this form, where a space is missing."""


@dataclass(frozen=True, slots=True)
class CitedArticles:
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

    def words(self, texts: Sequence[Wording]) -> list[MarkedWords]:
        """Give the words of each text with their vectors."""
        ...

    def is_like_orders(self, quote: Wording) -> bool:
        """Tell of a sentence of an article whether it rather tells a machine what to do than a reader what happened."""
        ...

    def is_ordinary(self, word: str) -> bool:
        """Tell of a word with a capital letter that it is an ordinary one, such as "Minister", and makes no name."""
        ...

    def is_word(self, word: str) -> bool:
        """Tell whether a word is often written so in some language."""
        ...


def unsupported(
    statement: Wording,
    quotes: Sequence[Wording],
    background: Iterable[str] = (),
    cited: CitedArticles | None = None,
    judge: Judge | None = None,
) -> tuple[Flag, ...]:
    """Return what `statement` says and its `quotes` do not; empty when they carry it.

    Args:
        statement: One sentence of an answer, in the asker's language.
        quotes: The file's own words cited for it, in any language; without any, nothing is carried.
        background: The question and the passages, which tell names from other words.
        cited: The articles that the quotes are of.
        judge: Judges meaning; without one letters do.
    """
    if not quotes:
        return (Flag(Rule.NO_QUOTE, "no quote"),)
    cited = cited or CitedArticles()
    figures = lacking(statement, quotes, cited.days)
    computed = figures.computable()
    flags = [*figures.missing(), *_addresses(statement, quotes), *_turned_round(statement, quotes)]
    flags += said_of_another(statement, quotes)
    if judge is None:
        flags += [*computed, *map(_name, unnamed(statement, quotes, background))]
        return tuple(flags or ([] if _echoes(statement, quotes) else [ANOTHER_MATTER]))
    flags += map(_name, _strange(statement, quotes, [*cited.titles, *cited.texts, *background], judge))
    likeness = judge.likeness(statement, quotes)
    flags += [flag for flag in _otherwise(statement, quotes, judge) if flag not in flags]
    if likeness < LEAST_AT_ALL:
        flags.append(Flag(Rule.ANOTHER_MATTER, "another matter altogether"))
    elif likeness < (LEAST_LIKENESS_COMPUTED if computed else LEAST_LIKENESS):
        flags += computed or [ANOTHER_MATTER]
    return tuple(flags)


def _otherwise(statement: Wording, quotes: Sequence[Wording], judge: Judge) -> list[Flag]:
    """Give what a statement says otherwise than its quotes, as their words tell by their vectors."""
    said, *shown = judge.words([statement, *quotes])
    quoted = together(shown)
    flags = [*opposed(said, quoted), *figures_exchanged_by_meaning(said, quoted)]
    if all(quote.language != statement.language for quote in quotes):
        flags += denied_there(said, quoted)
    return flags


def _name(name: str) -> Flag:
    return Flag(Rule.NAME, f"name {name}")


def _strange(statement: Wording, quotes: Sequence[Wording], texts: Sequence[str], judge: Judge) -> list[str]:
    """Give the names that stand neither in the quotes nor in what is known of their articles and of the question."""
    known = [*quotes, *(Wording(text, quotes[0].language) for text in texts)]
    own_script = [it for it in known if script_of(it.text) == script_of(statement.text)]
    whole = [it.text for it in known]
    translated = all(quote.language != statement.language for quote in quotes)
    strange = unknown_names(
        statement.text,
        statement.language,
        whole,
        lambda word: judge.is_ordinary(word) or (translated and judge.is_word(word.lower())),
    )
    countries = unnamed(statement, own_script, whole) if own_script else []
    found = [name for name in dict.fromkeys([*strange, *countries]) if name in strange or _is_country(name, statement)]
    found = [name for name in found if not stands_for(name, statement, known)]
    return [name for name in found if not _is_title(name, found, statement.text, judge)]


def _is_title(name: str, strange: Sequence[str], text: str, judge: Judge) -> bool:
    """Whether a name is a word that stands before two known names: "Police Chief Ingrid Moe"."""
    followed = re.search(rf"(?<!\w){re.escape(name)}(?P<behind>(?: {_PARTICLE}{_CAPITAL})+)", text)
    behind = followed["behind"].split() if followed else []
    known = len(behind) >= _FULL_NAME and not set(behind[-_FULL_NAME:]) & {*strange}
    return known and any(judge.is_word(word) for word in (name.lower(), *_last_parts(name.lower())))


def _last_parts(word: str) -> Iterable[str]:
    """Give what may be the last part of a compound: "direktør" of Havnedirektør."""
    return (word[first:] for first in range(3, len(word) - _PART + 1))


def _is_country(name: str, statement: Wording) -> bool:
    return any(name in written for written in find_places(statement.text, statement.language))


def unfaithful(translation: Wording, original: Wording) -> tuple[Flag, ...]:
    """Return what a translation says and its original does not, and the figures and dates that it leaves out.

    Numbers below thirteen are not missed: in either text they may be words that are not known here.
    """
    lost = lacking(original, [translation]).without_small()
    left_out = (Flag(flag.rule, f"no {flag}") for flag in (*lost.missing(), *lost.computable()))
    return (*unsupported(translation, [original]), *left_out)


def _turned_round(statement: Wording, quotes: Sequence[Wording]) -> list[Flag]:
    """Give what is turned round of every quote in the statement's language, or else in its script."""
    own = [quote for quote in quotes if quote.language == statement.language]
    found = [turned_round(statement.text, quote.text, statement.language) for quote in own]
    if not own and all(script_of(quote.text) == script_of(statement.text) for quote in quotes):
        found = [figures_exchanged(statement.text, statement.language, quote.text, quote.language) for quote in quotes]
    return list(found[0]) if found and all(found) else []


def _addresses(statement: Wording, quotes: Sequence[Wording]) -> list[Flag]:
    shown = " ".join(quote.text for quote in quotes).casefold()
    found = [match.rstrip(".,;:!?)»”\"'") for match in _ADDRESS.findall(statement.text)]
    return [Flag(Rule.ADDRESS, f"address {address}") for address in found if address.casefold() not in shown]


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
