"""A time of day as people type it: "8", "kl. 8.30", "0800", "8 in the evening", "الساعة الثامنة مساء", "noon". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import Enum

from bot.telegram.arguments.tokens import ArgumentToken, phrase_at, value_at
from bot.texts.command_words import numbered, phrases

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?[.:]?([^\W\d]+(?:\.[^\W\d]+)*\.?)?")
_FOUR = re.compile(r"(\d{2})(\d{2})")
_SHORT = 2
"""Letters, as of "pm": only a longer word may stand behind an hour after twelve."""


class Half(Enum):
    """A part of the day that says which of two hours is meant."""

    MORNING = "am"
    EVENING = "pm"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time as typed.

    Attributes:
        hour: As typed.
        minute: As typed.
        half: What stood beside it, if anything.
        bare: Only a number, which could be anything else.
        short: The half was said with two letters.
        odd: It was written as "08:00", of which no evening is to be expected, and yet a word for one stands behind it.
    """

    hour: int
    minute: int = 0
    half: Half | None = None
    bare: bool = False
    short: bool = False
    odd: bool = False


def half_at(tokens: Sequence[ArgumentToken], at: int) -> tuple[Half, int] | None:
    """Give the part of the day that is named at `at`, and how many words that takes."""
    counts = {half: phrase_at(tokens, at, phrases(f"words.{half.value}")) for half in Half}
    half = max(counts, key=lambda it: counts[it])
    return (half, counts[half]) if counts[half] else None


def clock_at(tokens: Sequence[ArgumentToken], at: int) -> tuple[ClockTime, int] | None:
    """Give the time that stands at `at`, and how many words it takes; None if none does."""
    for words, hour in (("words.noon", 12), ("words.midnight", 0)):
        if count := phrase_at(tokens, at, phrases(words)):
            return ClockTime(hour), count
    led = phrase_at(tokens, at, phrases("words.at"))
    number = _number_at(tokens, at + led, led > 0)
    if number is None:
        return None
    clock, taken = number
    taken += led
    sure = led > 0 or not clock.bare
    if count := phrase_at(tokens, at + taken, phrases("words.oclock")):
        taken, sure = taken + count, True
    if clock.half is None and (half := half_at(tokens, at + taken)):
        short = len(tokens[at + taken].key.replace(" ", "")) <= _SHORT and half[1] == 1
        odd = not short and half[1] == 1 and tokens[at + led].text.startswith("0")
        clock, taken, sure = ClockTime(clock.hour, clock.minute, half[0], short=short, odd=odd), taken + half[1], True
    return replace(clock, bare=not sure), taken


def _number_at(tokens: Sequence[ArgumentToken], at: int, led: bool) -> tuple[ClockTime, int] | None:
    if at >= len(tokens):
        return None
    raw = tokens[at].text.casefold().rstrip(",.;:")
    if (found := _FOUR.fullmatch(raw)) and (led or at == 0):
        return ClockTime(int(found[1]), int(found[2])), 1
    if found := _CLOCK.fullmatch(raw):
        return _written(found)
    named = value_at(tokens, at, numbered("words.hours"))
    if named is None:
        return None
    after = at + named[1]
    said = led or phrase_at(tokens, after, phrases("words.oclock")) or half_at(tokens, after)
    return (ClockTime(named[0]), named[1]) if said else None


def _written(found: re.Match[str]) -> tuple[ClockTime, int] | None:
    """Read "8", "8:30", "8pm", "8h"; what else is joined on makes it no time."""
    hour, minute, joined = int(found[1]), int(found[2] or 0), found[3]
    if joined is None:
        return ClockTime(hour, minute, bare=found[2] is None), 1
    token = [ArgumentToken(joined, 0, joined.replace(".", " ").strip())]
    if half := half_at(token, 0):
        return ClockTime(hour, minute, half[0], short=len(joined.replace(".", "")) <= _SHORT), 1
    return (ClockTime(hour, minute), 1) if phrase_at(token, 0, phrases("words.oclock")) else None


def time_of(clock: ClockTime, half: Half | None = None) -> time | None:
    """Give the time of day; None if there is none such. `half` counts where none stood beside the number."""
    half, hour = clock.half or half, clock.hour
    if half is None or (hour > 12 and half is not Half.MORNING and not clock.short):
        return time(hour, clock.minute) if hour < 24 and clock.minute < 60 else None
    if not 1 <= hour <= 12 or clock.minute > 59:
        return None
    if half is Half.NIGHT:
        half = Half.EVENING if 6 <= hour < 12 else Half.MORNING
    return time(hour % 12 + (12 if half is Half.EVENING else 0), clock.minute)
