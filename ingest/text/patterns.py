"""Patterns: the regular expressions that say what letters and words are, and where a sentence begins; one of each.

For whoever looks through a text word by word. What cuts a text into sentences is `ingest.text.sentences`, what searches
is `ingest.text.terms`.
"""

import re

LETTERS = re.compile(r"[^\W\d_]+")
"""A run of letters, of any script."""

WORD = re.compile(r"\w+")
"""A run of letters, digits and underscores."""

KANA_AND_HAN = "\u3040-\u30ff\u3400-\u9fff"
SOUTH_EAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts written without spaces, as ranges of a character class: Japanese and Chinese; Thai, Lao, Burmese, Khmer."""

UNSPACED = re.compile(f"[{KANA_AND_HAN}{SOUTH_EAST_ASIAN}]")
"""A letter of one of them."""

_SENTENCE_START = re.compile(r"(?:^|[.!?…؟]\s+)\W*$")
_CLAUSE_START = re.compile(r"(?:^|[.!?:…؟]\s+)\W*$")


def begins_sentence(before: str, *, after_colon: bool = False) -> bool:
    """Tell whether a word begins a sentence, by the text before it; quotation marks and brackets may stand between.

    Args:
        before: All of the text before the word.
        after_colon: What follows a colon counts as a sentence too: "Ministeren: Vi er klare".
    """
    return bool((_CLAUSE_START if after_colon else _SENTENCE_START).search(before))
