"""What stands behind /subscribe, /brief and /quiet, read: a time, days, a time zone, a span, a subject.

Pure. Takes words as people type them in English, Arabic and Norwegian, with any digits; gives a wish, or which
sentence to say instead.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import time, timedelta
from enum import Enum
from functools import cache

from babel import Locale

from bot.briefings.schedule import EVERY_DAY
from bot.chat.zones import WORDS, folded, zone_named
from bot.texts import LANGUAGES, visible

SUBJECT = 100
"""Characters of a subject at most."""
LONGEST = timedelta(days=31)
"""The longest span that a briefing on demand looks back."""
_TIME = re.compile(
    r"(?:(?:kl|at|الساعه)\.? ?)?(\d{1,2})(?:[:.h](\d{2}))?(?: ?(am|pm|a\.m\.|p\.m\.|ص|م|صباحا|مساء))?(?=[\s,]|$)"
    r"|(?:kl\.? ?)?(\d{2})(\d{2})(?=[\s,]|$)"
)
SPAN = re.compile(r"(\d{1,4}) ?([^\W\d]+)(?=\s|$)")
_AFTERNOON, _MORNING = ("pm", "p.m.", "م", "مساء"), ("am", "a.m.", "ص", "صباحا")
UNITS = {
    **dict.fromkeys(("h", "hour", "hours", "t", "time", "timer", "ساعه", "ساعات", "س"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days", "dag", "dager", "يوم", "ايام", "يوما", "ي"), timedelta(days=1)),
    **dict.fromkeys(("w", "week", "weeks", "u", "uke", "uker", "اسبوع", "اسابيع"), timedelta(weeks=1)),
}
_WORKDAYS = frozenset(range(5))
_GROUPS = {
    **dict.fromkeys(
        ("daily", "every day", "everyday", "daglig", "hver dag", "alle dager", "يوميا", "كل يوم"), EVERY_DAY
    ),
    **dict.fromkeys(("weekdays", "workdays", "hverdager", "ukedager", "virkedager"), _WORKDAYS),
    **dict.fromkeys(("weekend", "weekends", "helg", "helger", "i helgen"), EVERY_DAY - _WORKDAYS),
}
_AND = {"and", "og", "و", "&"}


class Problem(Enum):
    """Why something cannot be read; the text is `subscribe.<value>`."""

    NO_TIME = "usage"
    BAD_TIME = "bad_time"
    LONG_SUBJECT = "long_subject"
    BAD_DAYS = "bad_days"
    BAD_SPAN = "bad_span"


@dataclass(frozen=True, slots=True)
class Wish:
    """A subscription as typed; `zone` is an IANA name, or None where none was named."""

    at: time
    days: frozenset[int]
    zone: str | None
    subject: str


@dataclass(frozen=True, slots=True)
class Now:
    """A briefing on demand: over how long, None for since last time; about what, "" for everything."""

    span: timedelta | None
    subject: str


def read_subscription(typed: str) -> Wish | Problem:
    """Read "08:00 mon-fri Cairo ferries": a time, then days, a time zone and a subject as far as they are there."""
    words = plain(typed)
    if (found := _TIME.match(folded_letters(words))) is None:
        return Problem.NO_TIME
    if (at := _time(found)) is None:
        return Problem.BAD_TIME
    rest = words[found.end() :].lstrip(" ,،").split()
    days, taken = _leading_days(rest)
    zone, named = _leading_zone(rest[taken:])
    if not taken:  # The days may also stand behind the zone.
        days, taken = _leading_days(rest[named:])
    subject = _subject(rest[taken + named :])
    return Problem.LONG_SUBJECT if subject is None else Wish(at, days or EVERY_DAY, zone, subject)


def read_now(typed: str) -> Now | Problem:
    """Read "3d", "ferries", "3d ferries" or nothing."""
    words, span = plain(typed), None
    if (found := SPAN.match(folded_letters(words))) and (unit := UNITS.get(found[2])):
        span = int(found[1]) * unit
        words = words[found.end() :]
        if not timedelta(0) < span <= LONGEST:
            return Problem.BAD_SPAN
    subject = _subject(words.split())
    return Problem.LONG_SUBJECT if subject is None else Now(span, subject)


def read_days(typed: str) -> frozenset[int] | Problem:
    """Read days and nothing else; an empty text is no day."""
    words = plain(typed).split()
    days, taken = _leading_days(words)
    return days if taken == len(words) else Problem.BAD_DAYS


def folded_letters(words: str) -> str:
    """Fold letters one by one, so that every character stays where it is."""
    return "".join(it if len(one := folded(it)) != 1 else one for it in words)


def plain(typed: str) -> str:
    """Give the words without what is invisible, composed, and with European digits."""
    composed = unicodedata.normalize("NFKC", visible(typed))
    kept = (it for it in composed if unicodedata.category(it) not in {"Cf", "Mn"})
    return " ".join("".join(str(unicodedata.digit(it, it)) if it.isdecimal() else it for it in kept).split())


def _time(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found[1] or found[4]), int(found[2] or found[5] or 0), found[3]
    if half and not 1 <= hour <= 12:
        return None
    if half in _AFTERNOON:
        hour = hour % 12 + 12
    elif half in _MORNING:
        hour %= 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _subject(words: list[str]) -> str | None:
    subject = " ".join(words).strip(" ,،")
    return subject if len(subject) <= SUBJECT else None


def _leading_zone(words: list[str]) -> tuple[str | None, int]:
    for count in range(min(WORDS, len(words)), 0, -1):
        if zone := zone_named(" ".join(words[:count])):
            return zone, count
    return None, 0


def _leading_days(words: list[str]) -> tuple[frozenset[int], int]:
    """Give the days that the words begin with, and how many words they are."""
    days: frozenset[int] = frozenset()
    taken = 0
    for number, word in enumerate(words):
        two = folded(" ".join(words[number : number + 2]))
        if number < taken:
            continue
        if two in _GROUPS and " " in two:
            days, taken = days | _GROUPS[two], number + 2
        elif found := _days_in(word):
            days, taken = days | found, number + 1
        elif word.casefold() not in _AND or not days:
            break
    return days, taken


def _days_in(word: str) -> frozenset[int]:
    """Read "mon", "mon,wed", "mon-fri"; empty if any part is no day."""
    days: frozenset[int] = frozenset()
    for part in re.split(r"[,،;]", word.strip(",،;")):
        first, dash, last = (re.sub(r"[–—]", "-", part)).partition("-")
        found = _GROUPS.get(folded(part)) or _range(_day(first), _day(last) if dash else _day(first))
        if not found:
            return frozenset()
        days |= found
    return days


def _range(first: int | None, last: int | None) -> frozenset[int]:
    if first is None or last is None:
        return frozenset()
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day(word: str) -> int | None:
    name = folded(word)
    return _day_names().get(name, _day_names().get(name.removeprefix("و")))


@cache
def _day_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).days["stand-alone"][width].items():
                whole = folded(name)
                # "mandager", "Mondays", and Arabic days without their article.
                forms = {whole, whole.removeprefix("ال"), f"{whole}er", f"{whole}s", f"{whole}en"}
                names |= {form: number for form in forms if len(form) > 1}
    return names | {"tues": 1, "thur": 3, "thurs": 3}
