"""Words of a question with their places, and the phrases of a language to compare them with. Pure.

Takes a text; gives Tokens, folded as the lexicon folds, and what of `phrases.toml` stands at one of them.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.text.patterns import WORD
from ingest.text.terms import normalise

_SCANDINAVIAN = ("nb", "da", "sv")
_FALLBACK = "en"
_NYNORSK = {
    normalise(bokmal): normalise(nynorsk)
    for bokmal, nynorsk in {
        "hva": "kva",
        "hvem": "kven",
        "hvor": "kor",
        "hvorfor": "kvifor",
        "hvordan": "korleis",
        "hvilke": "kva",
        "hvilken": "kva",
        "ikke": "ikkje",
        "jeg": "eg",
        "fra": "frå",
        "mye": "mykje",
        "fortell": "fortel",
        "gi": "gje",
        "saken": "saka",
        "artikler": "artiklar",
        "artiklene": "artiklane",
        "skrevet": "skrive",
        "skrev": "skreiv",
        "nyeste": "nyaste",
    }.items()
}
"""Words of Bokmål phrases that Nynorsk writes in another way."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, folded, and where it stands in its text; `written` is as typed."""

    word: str
    start: int
    end: int
    written: str


def tokens(text: str) -> list[Token]:
    """Cut a text into words; digits of every script become ASCII."""
    return [Token(normalise(it[0]), it.start(), it.end(), it[0]) for it in WORD.finditer(text)]


def spoken(language: str) -> tuple[str, ...]:
    """Give the languages whose phrases to look for: a few words cannot tell the Scandinavian ones apart."""
    if language == "nn" or language in _SCANDINAVIAN:
        first = "nb" if language == "nn" else language
        return (first, *(it for it in _SCANDINAVIAN if it != first))
    return (language if language in known("phrases.toml") else _FALLBACK,)


@cache
def known(file: str) -> tuple[str, ...]:
    """Give the languages of a file of phrases."""
    return tuple(content(file))


@cache
def phrases(key: str, language: str, file: str = "phrases.toml") -> tuple[Phrase, ...]:
    """Give the phrases of a language (ISO 639-1) and its nearest kin, folded, the longest first."""
    found = {folded(phrase): None for code in spoken(language) for phrase in content(file).get(code, {}).get(key, ())}
    if language == "nn":
        found |= {tuple(_NYNORSK.get(word, word) for word in phrase): None for phrase in [*found]}
    return tuple(sorted(found, key=len, reverse=True))


@cache
def numbers(language: str) -> dict[Phrase, int]:
    """Give the numbers from 1 to 10 by their words."""
    listed = [content("phrases.toml")[code]["number"] for code in spoken(language)]
    return {folded(form): n for own in listed for n, forms in enumerate(own, 1) for form in forms}


def folded(phrase: str) -> Phrase:
    """Give the words of a phrase as they are compared."""
    return tuple(token.word for token in tokens(phrase))


def at(words: Sequence[Token], place: int, among: Sequence[Phrase]) -> int:
    """Tell how many tokens the longest of the phrases takes at this place; 0 where none stands there."""
    if not 0 <= place < len(words):
        return 0
    first = words[place].word
    for phrase in among:
        if phrase and phrase[0] == first and phrase == tuple(it.word for it in words[place : place + len(phrase)]):
            return len(phrase)
    return 0


def before(words: Sequence[Token], place: int, among: Sequence[Phrase]) -> int:
    """Tell how many tokens the longest of the phrases takes that ends just before this place."""
    for phrase in among:
        start = place - len(phrase)
        if start >= 0 and at(words, start, (phrase,)):
            return len(phrase)
    return 0


def has(words: Sequence[Token], among: Sequence[Phrase]) -> bool:
    """Tell whether one of the phrases stands anywhere."""
    return any(at(words, place, among) for place in range(len(words)))


@cache
def content(file: str) -> dict[str, dict[str, Any]]:
    """Give what a file of this folder holds: for each language its lists, or whatever else it is parted by."""
    return tomllib.loads(files("bot.questions").joinpath(file).read_text("utf-8"))
