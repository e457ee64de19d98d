"""What stands behind /corpus, read: what to part the articles by, how far to look back, or that it shall come weekly.

Pure; takes the words of any language with a catalogue, with any digits.
"""

from datetime import timedelta
from enum import Enum
from functools import cache

from bot.charts.counting import By
from bot.charts.showing import View
from bot.telegram.arguments.briefing_arguments import SPAN, folded_letters, units
from bot.telegram.arguments.tokens import plain
from bot.texts.command_words import phrases
from bot.texts.name_folding import folded


class Rhythm(Enum):
    """How often the picture is to come by itself."""

    WEEKLY = "weekly"


_LONGEST = timedelta(days=36525)
_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)


def read_corpus_arguments(typed: str) -> View | Rhythm | None:
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
    if (found := SPAN.match(words)) and (unit := _spans().get(folded(found[2]))):
        return int(found[1]) * unit, words[found.end() :].lstrip()
    one, two = words.split(maxsplit=1), words.split(maxsplit=2)
    if len(two) > 1 and (pair := _words().get(folded(" ".join(two[:2])))):
        return pair, " ".join(two[2:])
    return _words().get(folded(one[0])), " ".join(one[1:])


@cache
def _words() -> dict[str, By | Rhythm]:
    known: dict[str, By | Rhythm] = {
        "words.languages": By.LANGUAGE,
        "words.outlets": By.OUTLET,
        "words.weekly": Rhythm.WEEKLY,
    }
    return {phrase: kind for key, kind in known.items() for phrase in phrases(key)}


@cache
def _spans() -> dict[str, timedelta]:
    longer = {"words.month_unit": _MONTH, "words.year_unit": _YEAR}
    return units() | {phrase: span for key, span in longer.items() for phrase in phrases(key)}
