"""Weekdays as people type them: "mon, wed", "Monday to Friday", "hver mandag", "كل يوم ما عدا الجمعة". Pure."""

from collections.abc import Sequence
from functools import cache

from bot.briefings.schedule import EVERY_DAY
from bot.telegram.arguments.tokens import DASH, ArgumentToken, day_named, phrase_at, value_at
from bot.texts.command_words import phrases

Days = frozenset[int]
_WORKDAYS = frozenset(range(5))
_NONE: Days = frozenset()


def days_at(tokens: Sequence[ArgumentToken], at: int) -> tuple[Days, int]:
    """Give the days that are named at `at`, and how many words that takes; 0 if none are."""
    days, taken = _listed(tokens, at)
    if not taken and (count := phrase_at(tokens, at, phrases("words.except"))):
        without, more = _listed(tokens, at + count)
        return (EVERY_DAY - without, count + more) if more else (_NONE, 0)
    if taken and (count := phrase_at(tokens, at + taken, phrases("words.except"))):
        without, more = _listed(tokens, at + taken + count)
        if more:
            return days - without, taken + count + more
    return days, taken


def _listed(tokens: Sequence[ArgumentToken], at: int) -> tuple[Days, int]:
    """Read one or more of "every Monday", "mon-fri", "weekdays", with commas or "and" between them."""
    days, end = _NONE, at
    while True:
        start = end + _joint(tokens, end) if end > at else end
        found, count = _one(tokens, start)
        if not count:
            return days, end - at
        days, end = days | found, start + count


def _joint(tokens: Sequence[ArgumentToken], at: int) -> int:
    if at < len(tokens) and tokens[at].key == ",":
        return 1 + phrase_at(tokens, at + 1, phrases("words.and"))
    return phrase_at(tokens, at, phrases("words.and"))


def _one(tokens: Sequence[ArgumentToken], at: int) -> tuple[Days, int]:
    """Read a group of days, a day, or a span of days; a word such as "every" or "from" may stand before it."""
    if group := value_at(tokens, at, _groups()):
        return group
    led = phrase_at(tokens, at, phrases("words.every", "words.from"))
    if led and (group := value_at(tokens, at + led, _groups())):
        return group[0], led + group[1]
    first = _day(tokens, at + led)
    if first is None:
        return _NONE, 0
    to = at + led + 1
    count = 1 if to < len(tokens) and tokens[to].key == DASH else phrase_at(tokens, to, phrases("words.to"))
    last = _day(tokens, to + count) if count else None
    if last is None:
        return frozenset({first}), led + 1
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1)), led + 1 + count + 1


def _day(tokens: Sequence[ArgumentToken], at: int) -> int | None:
    return day_named(tokens[at].key) if at < len(tokens) else None


@cache
def _groups() -> dict[str, Days]:
    named = {"words.daily": EVERY_DAY, "words.workdays": _WORKDAYS, "words.weekend": EVERY_DAY - _WORKDAYS}
    return {phrase: days for key, days in named.items() for phrase in phrases(key)}
