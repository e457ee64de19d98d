"""Romanised Arabic: "kam 3adad 2atla el 7aree2?", and what its words may be in Arabic script. Pure.

Takes a text; tells whether it is Arabic in Latin letters and digits, and gives each of its words as a Small one that
is known or as a Pattern of letters that an article's words can be compared with. Knows no index: who has words
chooses among those that match. The tables stand in `romanised.toml`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.questions.words import content

ARTICLE = "ال"
"""The definite article, which Arabic writes together with its word."""

LEAST_SHARE = 0.5
"""Of the words of a text, those that only Arabic can be: small words, and words with a digit for a letter."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
_DIGIT_FOR_LETTER = re.compile(r"(?=[2-9'’]*[a-z])(?=.*[235679])[2-9]?[a-z'’]+(?:[2-9][a-z'’]+)*[2-9]?")
_MEASURE = re.compile(r"\d+(?:[a-z]|st|nd|rd|th|km|kg|mm|cm|mw|gw|kw|gb|mb|pm|am|ers)|[a-z]{1,3}\d", re.IGNORECASE)
_DOUBLED = re.compile(r"([^aeiou])\1+")
_LONG_VOWEL = re.compile(r"([aeiou]{2})[aeiou]+")
_REMEMBERED = 512
"""Words; whoever types chooses them, so that not all can be kept."""


@dataclass(frozen=True, slots=True)
class RomanisedWord:
    """A word of such a text.

    Attributes:
        typed: As typed, in small letters.
        small: What it is in Arabic, where it is one of the small words; else "".
        begins: Letters with one of which the Arabic word begins, clitics aside.
    """

    typed: str
    small: str
    begins: frozenset[str]

    def unlike(self, word: str) -> int | None:
        """Tell how unlikely a word in Arabic script is meant, with an article or without; None where it can't be.

        Args:
            word: Normalised as the index does.

        Returns:
            0 for the letters that are mostly typed so, one more for each place that a letter stands behind these.
        """
        pattern, classes = _pattern(self.typed)
        match = pattern.fullmatch(word)
        if not match:
            return None
        return sum(letters.index(letter) for letters, letter in zip(classes, match.groups(), strict=True) if letter)

    @property
    def spelt(self) -> str:
        """The word by the letters that are mostly typed so, without short vowels; for want of one that is known."""
        letters, vowels = _tables()["letters"], _tables()["vowels"]
        parts = _parts(_sounds_of(self.typed))
        ends = {0, len(parts) - 1}
        written = [part for place, part in enumerate(parts) if part in letters or part not in vowels or place in ends]
        return "".join((letters.get(part) or vowels.get(part) or part)[0] for part in written)


def is_romanised(text: str) -> bool:
    """Tell whether a text is Arabic in Latin letters: a digit for a letter, and half of it words of Arabic."""
    words = [match[0].lower() for match in _WORD.finditer(text)]
    marked = [word for word in words if _is_marked(word)]
    small = [word for word in words if word not in marked and word in _small_words()]
    return bool(marked) and len(marked) + len(small) >= max(2, LEAST_SHARE * len(words))


def words(text: str) -> Iterator[RomanisedWord]:
    """Yield the words of a text that is romanised; an article with a hyphen stands by itself."""
    for match in _WORD.finditer(text):
        for part in match[0].lower().split("-"):
            yield RomanisedWord(part, _small_words().get(part, ""), _beginnings(part))


def _is_marked(word: str) -> bool:
    return bool(_DIGIT_FOR_LETTER.fullmatch(word.replace("-", ""))) and not _MEASURE.fullmatch(word)


def _beginnings(word: str) -> frozenset[str]:
    """Give the Arabic letters that a word may begin with; behind a vowel also those of its first consonant."""
    found: set[str] = set()
    for part in _parts(word):
        letters, vowels = _tables()["letters"].get(part, ""), _tables()["vowels"].get(part, "")
        found.update(letters, vowels)
        if letters:
            break
    return frozenset(found)


@lru_cache(maxsize=_REMEMBERED)
def _pattern(word: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Give what a word in Arabic script must match, and the letters that each group of the pattern may be."""
    letters, vowels = _tables()["letters"], _tables()["vowels"]
    parts = _parts(_sounds_of(word))
    classes = tuple(letters.get(part) or vowels.get(part) or part for part in parts)
    optional = ["?" if part in vowels and place < len(parts) else "" for place, part in enumerate(parts, 1)]
    pieces = (f"([{re.escape(each)}]){mark}" for each, mark in zip(classes, optional, strict=True))
    return re.compile(f"(?:{ARTICLE})?{''.join(pieces)}"), classes


def _sounds_of(word: str) -> str:
    """Give a word with one of what is doubled and two of many vowels, so that few letters in a row may be left out.

    Else the letters of a pattern could be shared out in more ways than can be tried.
    """
    return _LONG_VOWEL.sub(r"\1", _DOUBLED.sub(r"\1", word))


def _parts(word: str) -> list[str]:
    return re.findall("|".join(map(re.escape, sorted(_tables()["letters"], key=len, reverse=True))) + "|.", word)


@cache
def _small_words() -> Mapping[str, str]:
    return {typed: arabic for arabic, forms in content("romanised.toml")["words"].items() for typed in forms}


@cache
def _tables() -> dict[str, dict[str, str]]:
    return {name: content("romanised.toml")[name] for name in ("letters", "vowels")}
