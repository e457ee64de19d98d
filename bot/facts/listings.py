"""Listings: how many names a text lists, "Pinellas, Manatee and Lee counties" three. Pure.

Takes a text and its language; gives the lengths of its listings, since a statement may count what an article names. The
words for "and" and "or" come from the Unicode CLDR (through Babel). Two things joined by "and" are a listing where both
begin with a capital letter, which nouns of German do; in scripts without capitals three are the fewest.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

MOST_WORDS = 5
"""Words of one item; what is longer is a clause."""

_FEWEST_WITHOUT_CASE = 2
"""Things joined by "and" that are no listing where no capital letter tells names."""

_COMMA = r"\s*[,،、]\s*"
_CLAUSE = re.compile(r"[.!?؟。;؛:()\n–—«»“”\"]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Joint:
    """What stands between two items."""

    comma: bool
    conjunction: bool


def listed(text: str, language: str) -> frozenset[int]:
    """Return how many items each listing of `text`, in `language` (ISO 639-1), has."""
    conjunction = _conjunction(language)
    if not conjunction:
        return frozenset()
    parting = re.compile(rf"{_COMMA}(?P<last>{conjunction})?\s*|\s*(?P<joins>{conjunction})\s*")
    found: set[int] = set()
    for clause in _CLAUSE.split(text):
        items: list[str] = []
        joints: list[_Joint] = []
        at = 0
        for match in parting.finditer(clause):
            items.append(clause[at : match.start()])
            joints.append(_Joint(comma=not match["joins"], conjunction=bool(match["last"] or match["joins"])))
            at = match.end()
        items.append(clause[at:])
        found.update(_lengths(items, joints))
    return frozenset(found)


def _lengths(items: list[str], joints: list[_Joint]) -> set[int]:
    """Give the lengths of the listings of a clause, each of which ends behind a conjunction."""
    found: set[int] = set()
    before = len(joints)
    for last in reversed([place for place, joint in enumerate(joints) if joint.conjunction]):
        if last >= before or not _is_item(items[last + 1], first=True):
            continue
        first = last
        while first and joints[first - 1].comma and _is_item(items[first]) and len(items[first].split()) <= MOST_WORDS:
            first -= 1
        length = last + 2 - first
        if _is_item(items[first], last=True) and (length > _FEWEST_WITHOUT_CASE or _has_case(items[last + 1])):
            found.add(length)
            before = first
    return found


def _is_item(item: str, *, first: bool = False, last: bool = False) -> bool:
    """Whether an item is a name; of what stands at the ends of a listing only the word next to it is looked at."""
    words = _WORD.findall(item)
    if not words:
        return False
    looked_at = words[:1] if first else words[-1:] if last else words
    return any(word[0].isupper() or word[0].isdigit() or not _has_case(word) for word in looked_at)


def _has_case(word: str) -> bool:
    return word.lower() != word.upper()


@lru_cache(maxsize=64)
def _conjunction(language: str) -> str:
    """Return a pattern for "and" and "or"; "" where CLDR has none."""
    try:
        patterns = Locale.parse(language).list_patterns
    except (UnknownLocaleError, ValueError):
        return ""
    words = {
        re.sub(r"\{[01]\}", "", patterns[style][place]).strip(" ,،、")
        for style in ("standard", "or")
        if style in patterns
        for place in ("end", "2")
    }
    return "|".join(sorted(_bounded(word) for word in words if word))


def _bounded(word: str) -> str:
    """Part a conjunction from other words; in Arabic and Hebrew it is written onto the next one."""
    if not _has_case(word):
        return rf"(?<!\w){re.escape(word)}(?=\w)" if len(word) == 1 and ord(word) < 0x0700 else re.escape(word)
    return rf"(?<!\w){re.escape(word)}(?!\w)"
