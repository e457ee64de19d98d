"""What stands behind /corpus, read: what to part the articles by, how far to look back, or that it shall come weekly.

Pure; takes the words of English, Arabic and Norwegian, with any digits.
"""

from datetime import timedelta
from enum import Enum

from bot.charts.counting import By
from bot.charts.showing import View
from bot.chat.wishing import SPAN, UNITS, folded_letters, plain
from bot.chat.zones import folded


class Rhythm(Enum):
    """How often the picture is to come by itself."""

    WEEKLY = "weekly"


_LONGEST = timedelta(days=36525)
_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)
_LONGER_UNITS = {
    **dict.fromkeys(("month", "months", "måned", "måneder", "mnd", "شهر", "شهرا", "شهور", "أشهر"), _MONTH),
    **dict.fromkeys(("y", "year", "years", "år", "سنة", "سنوات", "عام", "عاما", "أعوام"), _YEAR),
}
_KINDS = {
    **dict.fromkeys(("language", "languages", "språk", "språkene", "لغة", "لغات", "اللغة", "اللغات"), By.LANGUAGE),
    **dict.fromkeys(("outlet", "outlets", "newspapers", "media", "medium", "medier", "aviser"), By.OUTLET),
    **dict.fromkeys(("وسائل الإعلام", "وسيلة الإعلام", "الصحف", "صحف", "المصادر"), By.OUTLET),
}
_WEEKLY = ("weekly", "every week", "ukentlig", "hver uke", "أسبوعيا", "كل أسبوع")
_WORDS: dict[str, By | Rhythm] = {folded(word): kind for word, kind in _KINDS.items()} | {
    folded(word): Rhythm.WEEKLY for word in _WEEKLY
}
_SPANS = UNITS | {folded(word): span for word, span in _LONGER_UNITS.items()}


def read_wish(typed: str) -> View | Rhythm | None:
    """Read "outlets", "30d", "languages 2 years", "weekly" or nothing; None for anything else."""
    rest, found = folded_letters(plain(typed)), list[By | Rhythm | timedelta]()
    while rest:
        one, rest = _first(rest)
        if one is None or any(type(it) is type(one) for it in found):
            return None
        found.append(one)
    if any(isinstance(it, Rhythm) for it in found):
        return Rhythm.WEEKLY if len(found) == 1 else None
    by = next((it for it in found if isinstance(it, By)), None)
    span = next((it for it in found if isinstance(it, timedelta)), None)
    return View(by, span) if span is None or timedelta(0) < span <= _LONGEST else None


def _first(words: str) -> tuple[By | Rhythm | timedelta | None, str]:
    """Give what the words begin with, and the rest of them."""
    if (found := SPAN.match(words)) and (unit := _SPANS.get(found[2])):
        return int(found[1]) * unit, words[found.end() :].lstrip()
    one, two = words.split(maxsplit=1), words.split(maxsplit=2)
    if len(two) > 1 and (pair := _WORDS.get(folded(" ".join(two[:2])))):
        return pair, " ".join(two[2:])
    return _WORDS.get(folded(one[0])), " ".join(one[1:])
