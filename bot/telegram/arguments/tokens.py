"""What somebody typed behind a command, cut into words that keep their place; phrases found among them. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from babel import Locale

from bot.texts import LANGUAGES, visible
from bot.texts.command_words import LONGEST, numbered
from bot.texts.name_folding import folded

T = TypeVar("T")
_PIECE = re.compile(r"[,،;؛]|[–—-](?=\s|$)|(?<!\S)[–—-]|[^\s,،;؛]+")
_ENDS = ".:!?؟\"'«»“”„()"
DASH = "-"
_OTHER_WORDS = frozenset(["mar", "mer", "jeu", "ven", "sam", "dim"])
"""Days in short that are words or names as well, here or elsewhere: they count only in a span such as "lun-ven"."""


@dataclass(frozen=True, slots=True)
class ArgumentToken:
    """One word.

    Attributes:
        text: As typed.
        start: Where it begins in the plain text.
        key: Folded, as phrases are compared; "-" for a dash and "," for a comma by itself.
    """

    text: str
    start: int
    key: str

    @property
    def end(self) -> int:
        """Where it ends in the plain text."""
        return self.start + len(self.text)


def plain(typed: str) -> str:
    """Give the words without what is invisible, composed, and with European digits."""
    composed = unicodedata.normalize("NFKC", visible(typed))
    kept = (it for it in composed if unicodedata.category(it) not in {"Cf", "Mn"})
    return " ".join("".join(str(unicodedata.digit(it, it)) if it.isdecimal() else it for it in kept).split())


def tokens_of(words: str) -> list[ArgumentToken]:
    """Cut plain words; "mon-fri" becomes three, as both of its sides are days."""
    found: list[ArgumentToken] = []
    for piece in _PIECE.finditer(words):
        text, start = piece.group(), piece.start()
        first, dash, last = re.sub("[–—]", DASH, text).partition(DASH)
        if dash and (one := _in_span(first)) and (other := _in_span(last)):
            found.append(ArgumentToken(first, start, one))
            found.append(ArgumentToken(DASH, start + len(first), DASH))
            found.append(ArgumentToken(text[len(first) + 1 :], start + len(first) + 1, other))
        else:
            found.append(_token(text, start))
    return found


def _token(text: str, start: int) -> ArgumentToken:
    if text in {"–", "—", DASH}:
        return ArgumentToken(text, start, DASH)
    return ArgumentToken(text, start, "," if text in ",،;؛" else folded(text.strip(_ENDS)) or text)


def phrase_at(tokens: Sequence[ArgumentToken], at: int, known: Collection[str]) -> int:
    """Give how many words the longest known phrase takes that begins at `at`; 0 if none does."""
    for count in range(min(LONGEST, len(tokens) - at), 0, -1):
        if " ".join(it.key for it in tokens[at : at + count]) in known:
            return count
    return 0


def value_at(tokens: Sequence[ArgumentToken], at: int, known: Mapping[str, T]) -> tuple[T, int] | None:
    """Give what the longest known phrase at `at` stands for, and how many words it takes."""
    if count := phrase_at(tokens, at, known):
        return known[" ".join(it.key for it in tokens[at : at + count])], count
    return None


def day_named(word: str) -> int | None:
    """Give the weekday of that name, Monday is 0; Arabic names also with the word for "and" joined on."""
    name = folded(word)
    return day_names().get(name, day_names().get(name.removeprefix("و")))


@cache
def day_names() -> dict[str, int]:
    """Give the names of weekdays, folded, in all languages of ours and in the forms that they list."""
    listed = {name: number - 1 for name, number in numbered("words.weekdays").items()}
    return {name: number for name, number in _standard_names().items() if name not in _OTHER_WORDS} | listed


@cache
def _standard_names() -> dict[str, int]:
    """Give the names that the CLDR has, whole and in short."""
    known = [Locale.parse(language).days["stand-alone"] for language in LANGUAGES]
    names = (item for days in known for width in ("wide", "abbreviated") for item in days[width].items())
    return {folded(name): number for number, name in names}


def _in_span(word: str) -> str | None:
    """Give the key of a day that stands on one side of a dash: its name in English; None for anything else."""
    number = day_named(word)
    if number is None:
        number = _standard_names().get(folded(word.strip(_ENDS)))
    return None if number is None else folded(Locale.parse("en").days["stand-alone"]["wide"][number])
