"""What somebody typed behind a command, cut into words that keep their place; phrases found among them. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from babel import Locale

from bot.texts import LANGUAGES, visible
from bot.texts.command_words import LONGEST
from bot.texts.names import folded

T = TypeVar("T")
_PIECE = re.compile(r"[,،;؛]|[–—-](?=\s|$)|(?<!\S)[–—-]|[^\s,،;؛]+")
_ENDS = ".:!?؟\"'«»“”„()"
DASH = "-"


@dataclass(frozen=True, slots=True)
class Token:
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


def tokens_of(words: str) -> list[Token]:
    """Cut plain words; "mon-fri" becomes three, as both of its sides are days."""
    found: list[Token] = []
    for piece in _PIECE.finditer(words):
        text, start = piece.group(), piece.start()
        first, dash, last = re.sub("[–—]", DASH, text).partition(DASH)
        if dash and day_named(first) is not None and day_named(last) is not None:
            found.append(_token(first, start))
            found.append(Token(DASH, start + len(first), DASH))
            found.append(_token(text[len(first) + 1 :], start + len(first) + 1))
        else:
            found.append(_token(text, start))
    return found


def _token(text: str, start: int) -> Token:
    if text in {"–", "—", DASH}:
        return Token(text, start, DASH)
    return Token(text, start, "," if text in ",،;؛" else folded(text.strip(_ENDS)) or text)


def phrase_at(tokens: Sequence[Token], at: int, known: Collection[str]) -> int:
    """Give how many words the longest known phrase takes that begins at `at`; 0 if none does."""
    for count in range(min(LONGEST, len(tokens) - at), 0, -1):
        if " ".join(it.key for it in tokens[at : at + count]) in known:
            return count
    return 0


def value_at(tokens: Sequence[Token], at: int, known: Mapping[str, T]) -> tuple[T, int] | None:
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
    """Give the names of weekdays, folded, in all languages of ours and in their usual forms."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).days["stand-alone"][width].items():
                whole = folded(name)
                # "mandager", "Mondays", and Arabic days without their article.
                forms = {whole, whole.removeprefix("ال"), f"{whole}er", f"{whole}s", f"{whole}en", f"{whole}ene"}
                names |= {form: number for form in forms if len(form) > 1}
    return names | {"tues": 1, "thur": 3, "thurs": 3}
