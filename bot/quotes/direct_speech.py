"""Direct speech: which words of a text stand in quotation marks, and whether somebody is quoted in a sentence. Pure."""

import re

from ingest.text.folding import fold
from ingest.text.patterns import LETTERS, UNSPACED, begins_sentence

LEAST_WORDS = 3
"""Words in quotation marks that are somebody's words; fewer may be a name or a title."""

_MARKED = re.compile(r"[«“„‟\"”‹「『《](?P<words>[^«»“”„‟\"‹›「」『』《》]{2,300})[»”“\"›」』》]")
_MARK = re.compile(r"[«»“”„‟\"‹›「」『』《》]")
_DASHED = re.compile(r"\s*[–—―]\s*(?=[^\W\d_])")
_BEGIN_WORDS = frozenset("…¿¡‚‘›")
"""Signs besides letters and digits with which words may begin behind a German »."""

_LEAST_LETTERS = 6
"""In scripts without spaces."""


def quoted_words(text: str) -> list[str]:
    """Give what stands in quotation marks and is long enough for somebody's words, folded."""
    found = (match["words"] for match in _MARKED.finditer(text))
    return [fold(words).text for words in found if _is_long(words)]


def has_direct_speech(sentence: str) -> bool:
    """Whether somebody's words are quoted in a sentence: in quotation marks, or behind a dash at its beginning."""
    return bool(_DASHED.match(sentence)) or any(_is_long(match["words"]) for match in _MARKED.finditer(sentence))


def cut_quotation(text: str) -> tuple[bool, bool]:
    """Tell whether a quotation ends in a text that began before it, and whether one begins in it that does not end.

    What opens and what closes is told by the space around a mark, since languages use the same ones both ways; French
    has space inside of its marks as well.
    """
    ends_only, open_ = False, 0
    for match in _MARK.finditer(text):
        if _begins(text, match.start()):
            open_ += 1
        elif open_:
            open_ -= 1
        else:
            ends_only = True
    return ends_only, open_ > 0


def names_somebody(text: str) -> bool:
    """Whether a capital letter shows a name outside of what is quoted; never in scripts without capitals."""
    outside = _MARKED.sub(lambda match: " " * len(match[0]), text)
    words = LETTERS.finditer(outside)
    return any(word[0][0].isupper() and not begins_sentence(outside[: word.start()]) for word in words)


def _begins(text: str, place: int) -> bool:
    before, behind = text[:place][-1:], text[place + 1 :][:1]
    if text[place] == "»" and before.isspace() and not behind.isalnum() and behind not in _BEGIN_WORDS:
        return False
    if not behind or (behind.isspace() and text[place] != "«"):
        return False
    return not before or before.isspace() or before in "([–—-"


def _is_long(words: str) -> bool:
    if len(UNSPACED.findall(words)) >= _LEAST_LETTERS:
        return True
    return len(LETTERS.findall(words)) >= LEAST_WORDS
