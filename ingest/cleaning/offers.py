"""Offers: whether a line asks the reader to sign up, follow or download what publishers offer, and nothing else.

Takes one line, gives truth values; the words are in `phrases.toml`.
"""

import re

from ingest.cleaning.phrases import phrases
from ingest.cleaning.shapes import fold_line, holds_quotation

_SOONEST, _TAIL, _OWN_TAIL = 4, 3, 8
"""Words within which a prompt names what it offers, and words that may follow, without and with "our"."""
_SOONEST_CHARACTERS = 10
_MOST_WORDS = 7
_CLAUSES = re.compile(r"[,،;؛、，；]")
_IDEOGRAPHS = "\u2e7f"
"""Scripts from here on write no space between words."""
_PARTICLES = "はをにでのもへ的吧"


def offers(line: str, rest: str) -> bool:
    """After "sign up for": soon something that publishers offer, and no clause that makes it a report."""
    if holds_quotation(line) or any(map(str.isdigit, line)):
        return False
    first, *others = _CLAUSES.split(rest)
    places = _offered(first)
    if not places or not all(map(_offered, others)):
        return False
    start, end, length = places
    own = any(word in phrases("ours") for word in fold_line(line).split())
    return start < _SOONEST and length - end <= (_OWN_TAIL if own else _TAIL)


def _offered(clause: str) -> tuple[int, int, int] | None:
    """Return the first and the last word (exclusive) that name an offer, and the number of words."""
    words = fold_line(clause).split()
    if len(words) == 1 and words[0] > _IDEOGRAPHS:
        found = [words[0].find(offer) for offer in phrases("offers") if offer in words[0]]
        return (0, 1, 1) if found and min(found) <= _SOONEST_CHARACTERS else None
    starts = tuple(phrases("offers"))
    places = [n for n, word in enumerate(words) if word == "x" or word.startswith(starts)]
    return (places[0], places[-1] + 1, len(words)) if places else None


def is_offer(folded: str) -> bool:
    """Tell whether a line is made of what publishers offer and how they ask for it, word by word."""
    words = folded.split()
    if len(words) == 1 and words[0] > _IDEOGRAPHS:
        return _is_unspaced(words[0])
    if not 1 < len(words) <= _MOST_WORDS:
        return False
    offered = [word.startswith(tuple(phrases("offers"))) for word in words]
    asked = [word in phrases("askings") for word in words]
    known = zip(words, offered, asked, strict=True)
    return any(offered) and any(asked) and all(o or a or word in phrases("ours") for word, o, a in known)


def _is_unspaced(line: str) -> bool:
    for table in ("offers", "askings"):
        found = next((p for p in sorted(phrases(table), key=len, reverse=True) if p > _IDEOGRAPHS and p in line), None)
        if not found:
            return False
        line = line.replace(found, "", 1)
    return not line.strip(_PARTICLES)
