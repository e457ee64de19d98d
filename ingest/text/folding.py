"""Folding: the same words written differently become the same letters, and every letter knows where it came from.

Takes a text and gives its folded form with, for each folded character, the offset it stands for. Knows nothing of
files or quotes. Digits are never folded: a number matches only itself, in its own script.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTATION_MARKS = frozenset("\"'`´«»‘’‚‛“”„‟‹›″′〝〞〟「」『』＂＇")
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
_PUNCTUATION = {"،": ",", "؛": ";", "؟": "?", "۔": ".", "٪": "%"}
_LETTERS = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه"}
_SAME = {**_DASHES, **_PUNCTUATION, **_LETTERS}

_CLOSING = frozenset(".,;:!?)]}%")
_OPENING = frozenset("([{")
_TATWEEL = "\u0640"
_SELECTORS = frozenset(chr(number) for number in range(0xE0100, 0xE01F0))
"""Variation selectors that no font knows: they show nothing."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where it came from.

    Attributes:
        text: Lower case, decomposed, one space between words, without quotation marks, Arabic vowel marks and tatweel.
        origins: For each character of `text`, the offset of the character it stands for; never decreasing.
    """

    text: str
    origins: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the original that the non-empty folded range `[start, end)` stands for."""
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Return `text` as it is compared: spacing, quotation marks, dashes, case and Arabic spelling do not count."""
    letters: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        if character in _QUOTATION_MARKS and not _between_digits(text, offset):
            continue
        folded = _fold_character(character)
        if folded == " " and (not letters or letters[-1] == " " or letters[-1] in _OPENING):
            continue
        if folded in _CLOSING and letters and letters[-1] == " " and not text[offset + 1 : offset + 2].isdigit():
            letters.pop()
            origins.pop()
        letters.extend(folded)
        origins.extend([offset] * len(folded))
    return Folded("".join(letters), tuple(origins))


def _between_digits(text: str, offset: int) -> bool:
    return text[max(0, offset - 1) : offset].isdigit() and text[offset + 1 : offset + 2].isdigit()


@lru_cache(maxsize=16_384)
def _fold_character(character: str) -> str:
    """Fold one character, to "" when it does not count."""
    if character.isspace():
        return " "
    if character.isnumeric():
        return character
    decomposed = unicodedata.normalize("NFKD", _SAME.get(character, character))
    if any(part.isnumeric() for part in decomposed):  # "㎥": its 3 must not become a digit of the text
        return character
    kept = "".join(_SAME.get(part, part) for part in decomposed if not _is_ignored(part)).casefold()
    return " " if kept.isspace() else kept


def _is_ignored(character: str) -> bool:
    """Arabic vowel marks, hamza and madda over a letter, tatweel, and marks that show nothing (direction, joiners)."""
    if character == _TATWEEL or unicodedata.category(character) == "Cf" or character in _SELECTORS:
        return True
    return unicodedata.category(character) == "Mn" and unicodedata.name(character, "").startswith(("ARABIC", "QURANIC"))
