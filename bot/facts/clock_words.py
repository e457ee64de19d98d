"""Clock words: times of day as figures, "half past seven", "halv åtte" and "السابعة والنصف" alike. Pure.

Takes a text whose number words are written in figures, and its language; gives it with times of day as "7:30". The
words of each language stand in `clock_words.toml`. Also "kl. 19.30", "19.30 Uhr" and "19h30" become "19:30", since a
point would make a decimal of them. A time keeps its half of the day.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files
from typing import Literal

from babel import Locale, UnknownLocaleError

_FIGURES = r"(?<![\d:])(?:1?\d|2[0-4])(?![.,:]?\d)"
_MINUTE = r"(?P<minute>(?<!\d)[1-5]?\d(?!\d))"
_STEM = 5
_HAN = re.compile("[\u4e00-\u9fff]")
_ROUND = 5
"""Minutes that are said without the word are a multiple of it."""

_MINUTES = re.compile("min|دق|хвил")
_MERIDIEM = re.compile(r"\b[ap]\.m\b|\d ?[ap]m\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"o.clock|\bkl\b|\bklokk|\bklock|\bUhr\b|\d ?heures?\b|saat |ساعت|(?:ال|\b)ساعة|час|годин|godzin|בשעה|[點点]",
    re.IGNORECASE,
)
_POINTED = re.compile(
    r"(?P<before>\b(?:kl|klokka|klokken|klockan)\.? ?)?"
    r"(?<![\d.,])(?P<hour>[01]?\d|2[0-4])[.hH](?P<minute>[0-5]\d)"
    r"(?![\d%]|[.,]\d)(?P<behind>\s?(?:[ap]\.?m\b|Uhr\b|BST\b|CET\b|GMT\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to say a time.

    Attributes:
        pattern: What it looks like.
        minutes: Gives the minutes between it and the hour, of those that it names.
        counts: It names minutes.
    """

    pattern: re.Pattern[str]
    minutes: Callable[[int], int]
    counts: bool


def in_clock_times(text: str, language: str) -> str:
    """Write the times of day of a text in figures: "halv 8" becomes "7:30".

    Args:
        text: One or a few sentences, after `bot.facts.number_words.in_figures`.
        language: ISO 639-1 code; of others only times in figures are read.
    """
    text = _POINTED.sub(_with_colon, text)
    hours, forms = _forms("nb" if language == "nn" else language)
    speaks_of_time = bool(_CLOCK.search(text)) or names_part_of_day(text, language)
    for form in forms:
        text = form.pattern.sub(partial(_in_figures, form, hours, speaks_of_time), text)
    return text


@lru_cache(maxsize=64)
def hours_shown(language: str) -> Literal[12, 24]:
    """Return whether a language counts the hours of a day up to 12 or up to 24, by the Unicode CLDR."""
    try:
        pattern = Locale.parse(language).time_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return 12
    return 24 if "H" in pattern else 12


def names_part_of_day(text: str, language: str) -> bool:
    """Whether a text tells mornings from evenings: "p.m.", "in the evening"."""
    return bool(_MERIDIEM.search(text) or _periods(language).search(text))


@lru_cache(maxsize=64)
def _periods(language: str) -> re.Pattern[str]:
    """Return a pattern for morning and evening, by the beginning of CLDR's words."""
    try:
        widths = list(Locale.parse(language).day_periods.values())
    except (UnknownLocaleError, ValueError):
        widths = []
    names = {name for by_width in widths for by_period in by_width.values() for name in by_period.values()}
    words = {name.split()[-1] for name in names if name.split()}
    listed = sorted(re.escape(word[:_STEM]) for word in words if len(word) > 3)
    return re.compile(rf"(?<!\w)(?:{'|'.join(listed)})" if listed else "(?!)", re.IGNORECASE)


def _with_colon(match: re.Match[str]) -> str:
    if not (match["before"] or match["behind"] or "h" in match[0].lower()[-4:]):
        return match[0]
    return f"{match['before'] or ''}{match['hour']}:{match['minute']}{match['behind'] or ''}"


def _in_figures(form: _Form, hours: tuple[re.Pattern[str], ...], speaks_of_time: bool, match: re.Match[str]) -> str:
    if form.counts and not _MINUTES.search(match[0]) and (not speaks_of_time or int(match["minute"]) % _ROUND):
        return match[0]  # "Five to ten" is a time only where something else tells so, and "three to ten" is none.
    said = match["hour"]
    hour = int(said) if said.isdigit() else next(i for i, word in enumerate(hours, 1) if word.fullmatch(said))
    minutes = form.minutes(int(match["minute"]) if "minute" in form.pattern.groupindex else 0)
    hour, minute = divmod((hour * 60 + minutes) % (24 * 60), 60)
    return f"{hour or 12}:{minute:02}"


@lru_cache(maxsize=64)
def _forms(language: str) -> tuple[tuple[re.Pattern[str], ...], tuple[_Form, ...]]:
    """Return the words for the hours from one to twelve, and the forms of a language, longest first."""
    known = tomllib.loads(files("bot.facts").joinpath("clock_words.toml").read_text("utf-8")).get(language, {})
    hours = [re.compile(word, re.IGNORECASE) for word in known.get("hours", ())]
    spelt = "|".join(sorted((hour.pattern for hour in hours), key=len, reverse=True))
    hour = f"(?P<hour>{spelt}|{_FIGURES})" if spelt else f"(?P<hour>{_FIGURES})"
    forms = [
        (pattern, -1 if side == "to" else 1, minutes)
        for side in ("to", "past")
        for pattern, minutes in known.get(side, {}).items()
    ]
    forms.sort(key=lambda form: (form[2] == 0, -len(form[0])))  # The full hour last: it begins the others.
    return tuple(hours), tuple(
        _Form(_compiled(pattern, hour), _minutes(sign, minutes), isinstance(minutes, str))
        for pattern, sign, minutes in forms
    )


def _compiled(pattern: str, hour: str) -> re.Pattern[str]:
    marked = re.sub(
        r"(?<![A-Za-z])H", lambda _: hour, re.sub(r"(?<![A-Za-z])M(?![A-Za-z])", lambda _: _MINUTE, pattern)
    )
    return re.compile(marked if _HAN.search(pattern) else rf"(?<!\w){marked}(?!\w)", re.IGNORECASE)


def _minutes(sign: int, minutes: int | str) -> Callable[[int], int]:
    """Return how many minutes lie between the hour and what is said, given the minutes in it."""
    if isinstance(minutes, int):
        return lambda _: sign * minutes
    base, by = {"M": (0, 1), "30+M": (30, 1), "30-M": (30, -1)}[minutes]
    return lambda said: sign * (base + by * said)
