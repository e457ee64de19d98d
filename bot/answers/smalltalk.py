"""Small talk: what a message is when it is no question to the articles. Pure; no language model.

    text ──only polite words, a link, words about the last answer?──▶ Manner, or None: it is a question

Takes a text, gives its Manner. All words of the message must be such words, in one language of `smalltalk.toml`; what
says anything else is a question, however politely it is put.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from ingest.text.patterns import WORD
from ingest.text.terms import normalise

LONGEST = 60
"""Characters; nobody is polite for longer without asking something."""

_ADDRESS = r"(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*)"
_LINK = re.compile(rf"\s*{_ADDRESS}(?:\s+{_ADDRESS})*\s*", re.IGNORECASE)


class Manner(Enum):
    """What a message is that asks nothing of the articles."""

    GREETING = "greeting"
    THANKS = "thanks"
    ABILITY = "ability"
    LINK = "link"
    """An address and nothing else."""
    MORE = "more"
    """More of what the last answer tells."""
    PUBLISHED = "published"
    """When its article was published."""
    AUTHOR = "author"
    """Who published it."""


ABOUT_THE_ANSWER = frozenset({Manner.MORE, Manner.PUBLISHED, Manner.AUTHOR})
"""What is only meant where there is an answer above; else it is a question like any other."""

_SAID = {"greeting": Manner.GREETING, "farewell": Manner.THANKS, "thanks": Manner.THANKS, "nod": Manner.THANKS}
_ABOUT = {"more": Manner.MORE, "published": Manner.PUBLISHED, "author": Manner.AUTHOR}
_LISTS = (*_SAID, *_ABOUT, "ability", "filler", "pointing", "meant")
"""What a language may have; one without some of them has its polite words at least."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of one language, folded and cut into words, longest first."""

    ability: tuple[Phrase, ...]
    said: tuple[tuple[Phrase, Manner], ...]
    filler: tuple[Phrase, ...]
    about: tuple[tuple[Phrase, Manner], ...]
    pointing: tuple[Phrase, ...]
    meant: tuple[Phrase, ...]


def manner_of(text: str) -> Manner | None:
    """Tell what a message is; None for a question."""
    if _LINK.fullmatch(text):
        return Manner.LINK
    words = _cut(text)
    if not words or len(text) > LONGEST:
        return None
    found = (_manner(words, lists) for lists in _lists().values())
    return next((manner for manner in found if manner), None)


def meant_instead(text: str) -> str | None:
    """Give what follows "no, I meant" at the beginning of a message, as typed; None where it does not begin so."""
    spans = [(match.start(), match.end()) for match in WORD.finditer(text)]
    words = tuple(normalise(text[start:end]) for start, end in spans)
    for lists in _lists().values():
        for phrase in lists.meant:
            if words[: len(phrase)] == phrase and len(words) > len(phrase):
                return text[spans[len(phrase) - 1][1] :].strip(" ,:،-–—\n\t")
    return None


def _manner(words: Phrase, lists: _Words) -> Manner | None:
    polite = [manner for phrase, manner in lists.said if _has(words, phrase)]
    if polite and _consumed(words, [phrase for phrase, _ in lists.said], lists.filler):
        return Manner.GREETING if Manner.GREETING in polite else polite[0]
    if _consumed(words, lists.ability, (*lists.filler, *(phrase for phrase, _ in lists.said))):
        return Manner.ABILITY
    own = _without(words, lists.pointing)
    return next((manner for phrase, manner in lists.about if own == _without(phrase, lists.pointing) and own), None)


def _consumed(words: Phrase, wanted: Sequence[Phrase], beside: Sequence[Phrase]) -> bool:
    """Whether a message is made of these phrases alone, at least one of them `wanted`."""
    rest, found = words, False
    while rest:
        taken = max((phrase for phrase in wanted if rest[: len(phrase)] == phrase), key=len, default=())
        other = max((phrase for phrase in beside if rest[: len(phrase)] == phrase), key=len, default=())
        found = found or bool(taken)
        longest = max(taken, other, key=len)
        if not longest:
            return False
        rest = rest[len(longest) :]
    return found


def _has(words: Phrase, phrase: Phrase) -> bool:
    return any(words[start : start + len(phrase)] == phrase for start in range(len(words)))


def _without(words: Phrase, phrases: Sequence[Phrase]) -> Phrase:
    """Leave out the words that only point."""
    rest: list[str] = []
    at = 0
    while at < len(words):
        taken = max((phrase for phrase in phrases if words[at : at + len(phrase)] == phrase), key=len, default=())
        if taken:
            at += len(taken)
        else:
            rest.append(words[at])
            at += 1
    return tuple(rest)


def _cut(text: str) -> Phrase:
    return tuple(WORD.findall(normalise(text)))


@cache
def _lists() -> dict[str, _Words]:
    content = tomllib.loads(files("bot.answers").joinpath("smalltalk.toml").read_text("utf-8"))
    return {language: _folded(lists) for language, lists in content.items()}


def _folded(lists: dict[str, list[str]]) -> _Words:
    known = {name: lists.get(name, []) for name in _LISTS}
    cut = {name: tuple(_cut(phrase) for phrase in sorted(phrases, key=len)[::-1]) for name, phrases in known.items()}
    return _Words(
        ability=cut["ability"],
        said=tuple((phrase, manner) for name, manner in _SAID.items() for phrase in cut[name]),
        filler=cut["filler"],
        about=tuple((phrase, manner) for name, manner in _ABOUT.items() for phrase in cut[name]),
        pointing=cut["pointing"],
        meant=cut["meant"],
    )
