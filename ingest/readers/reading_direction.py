"""Reading direction: whether text that runs from right to left reads like its language. Pure.

A program may set letters in an order that is neither seen nor meant, or not say what letter a glyph is. A quotation of
such text would be wrong; so what does not show the words that every text of its language has is refused.
"""

import re
from collections.abc import Sequence

from ingest.errors import UnreadableArticle
from ingest.text.folding import fold

_UNKNOWN = "\ufffd"
_MOST_UNKNOWN = 0.002
"""Share of letters that may be unknown; a sentence that holds one shows that."""
_LONGEST_WORD, _MOST_IN_LONG_WORDS = 24, 0.2
"""Letters of the longest word, and the share of all letters that may stand in longer ones: such words are several."""
_LEAST_COMMON = 0.015
"""Share of the words below in a text; in news it is between .02 and .29 (tests/evaluation/LOG.md)."""
_COMMON = """
في من على إلى أن عن التي الذي مع هذا كان
در از به که را این است با آن برای می شد
کے میں کی کا سے نے اور ہے پر کو
של את על עם הוא גם כי זה או היא
"""
"""Words that every text of Arabic, Persian, Urdu or Hebrew holds, none of them the reverse of another."""
_WORD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200c]+")


def expect_readable(lines: Sequence[str], source: str) -> None:
    """Refuse text whose letters, words or order cannot be trusted.

    Args:
        lines: In reading order.
        source: Named in errors.

    Raises:
        UnreadableArticle: It says which of the three it is.
    """
    text = " ".join(lines)
    letters = sum(map(str.isalpha, text)) or 1
    unknown = text.count(_UNKNOWN)
    if unknown > _MOST_UNKNOWN * letters:
        reason = f"it does not say what letters {unknown} of its signs are; save the article as HTML, DOCX or text"
        raise UnreadableArticle(source, reason)
    words = _WORD.findall(text)
    if sum(len(word) for word in words if len(word) > _LONGEST_WORD) > _MOST_IN_LONG_WORDS * letters:
        raise UnreadableArticle(
            source, "its words cannot be told apart; save the article as HTML, DOCX or text instead of PDF"
        )
    forwards = sum(fold(word).text in _FOLDED for word in words)
    backwards = sum(fold(word[::-1]).text in _FOLDED for word in words)
    if forwards < _LEAST_COMMON * len(words) or forwards <= backwards:
        raise UnreadableArticle(
            source,
            "its text runs from right to left, in an order that cannot be told from the file; save the article as "
            "HTML, DOCX or text",
        )


_FOLDED = frozenset(fold(word).text for word in _COMMON.split())
