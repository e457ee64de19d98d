"""Terms: the words of a text, and parts of them, as they are compared with those of a question. Pure.

Takes a text; gives it normalised, padded (each word between underscores), or as terms: padded character 4-grams and
whole words, so that compounds and prefixes match without a stemmer. Unlike `ingest.text.folding` it keeps no offsets,
and makes digits of all scripts one: it serves searching, where folding serves quoting.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from ingest.text.patterns import KANA_AND_HAN, SOUTH_EAST_ASIAN

GRAM = 4
"""McNamee & Mayfield 2004, "Character N-Gram Tokenization for European Language Text Retrieval": best overall."""

LONGEST_REMEMBERED = 24
"""Letters of a word whose terms are kept; what is longer is rare, or a clause in a script without spaces."""

_VOWEL_SIGNS = f"\u0900-\u0dff{SOUTH_EAST_ASIAN}"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_VOWEL_SIGNS}])*")
_UNSPACED = re.compile(f"([{SOUTH_EAST_ASIAN}{KANA_AND_HAN}\uf900-\ufaff\U00020000-\U0003ffff]+)")
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ARABIC_FORMS = {"ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"}
_DIGITS = {chr(c): str(unicodedata.decimal(chr(c))) for c in range(0x80, 0x10000) if chr(c).isdecimal()}
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF])
_FORMS = str.maketrans(_ARABIC_FORMS | _DIGITS)


def without_soft_hyphens(text: str) -> str:
    """Return text without signs that show nothing within a word: soft hyphens and places where a line may break."""
    return text.translate(_UNSEEN)


def normalise(text: str) -> str:
    """Leave out soft hyphens; fold case, width, digits of any script, vowel marks and the variant letters of Arabic."""
    decomposed = unicodedata.normalize("NFKD", without_soft_hyphens(text)).casefold()
    return unicodedata.normalize("NFKC", _MARKS.sub("", decomposed)).translate(_FORMS)


def padded(text: str) -> str:
    """Give the words of `text`, normalised, each between two underscores: `_russia__sent__oil_`."""
    return "".join(f"_{word}_" for word in _WORD.findall(normalise(text)))


def holds(said: str, wanted: Collection[str], share: float) -> bool:
    """Tell whether a padded text holds so large a share of some terms, which forgives other endings; all of none."""
    return sum(term in said for term in wanted) >= share * len(wanted)


def terms(text: str) -> list[str]:
    """Give the terms of `text`, with repetitions; each stands literally in `padded(text)`."""
    words = _WORD.findall(normalise(text))
    return [term for word in words for term in (_remembered if len(word) <= LONGEST_REMEMBERED else _terms_of)(word)]


def _terms_of(word: str) -> tuple[str, ...]:
    pieces = [piece for piece in _UNSPACED.split(word) if piece]
    if len(pieces) == 1 and not _UNSPACED.fullmatch(word):
        whole = f"_{word}_"
        return (*_grams(whole, GRAM), *([whole] if len(whole) > GRAM else []))
    # Scripts without spaces have no words to pad: bigrams, as in every Chinese and Japanese search engine.
    return tuple(gram for piece in pieces for gram in _grams(piece, 2 if _UNSPACED.fullmatch(piece) else GRAM))


_remembered = lru_cache(16_384)(_terms_of)
"""Texts are made of the same words; some 12 MB when full."""


def _grams(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(max(1, len(text) - size + 1))]
