"""What stands behind /subscribe, /brief and /quiet, read: a time, days, a time zone, a span, a subject.

Pure. Takes words as people type them, in any of the languages with a catalogue, in any order and with any digits; gives
a wish, or which sentence to say instead. What is not understood is never taken for a subject, nor passed over: it is a
Problem.UNREAD, and `doubt_in` says what to ask. The words themselves stand in the .po files.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import Enum
from functools import cache

from bot.briefings.schedule import EVERY_DAY
from bot.telegram.arguments.doubt import is_doubtful, meant_zone, speaks_of_time
from bot.telegram.arguments.time_of_day import ClockTime, Half, clock_at, half_at, time_of
from bot.telegram.arguments.time_zones import WORDS, offset_named, zone_named
from bot.telegram.arguments.tokens import ArgumentToken, phrase_at, plain, tokens_of
from bot.telegram.arguments.weekdays import days_at
from bot.texts.command_words import phrases
from bot.texts.name_folding import folded

SUBJECT = 100
"""Characters of a subject at most."""
_READ = 400
"""Characters behind a command that are read at most; nobody says so much about when."""
LONGEST = timedelta(days=31)
"""The longest span that a briefing on demand looks back."""
SPAN = re.compile(r"(\d{1,4}) ?([^\W\d]+)(?=\s|$)")
_ENDS = " ,،;؛.:!?؟\"'«»“”„-–—"


class Problem(Enum):
    """Why something cannot be read; the text is `subscribe.<value>`."""

    NO_TIME = "usage"
    BAD_TIME = "bad_time"
    LONG_SUBJECT = "long_subject"
    BAD_DAYS = "bad_days"
    BAD_SPAN = "bad_span"
    UNREAD = "unread"
    """Some words may be a subject, or something that was not understood."""


@dataclass(frozen=True, slots=True)
class SubscriptionArguments:
    """A subscription as typed; `zone` is an IANA name, or None where none was named."""

    at: time
    days: frozenset[int]
    zone: str | None
    subject: str


@dataclass(frozen=True, slots=True)
class BriefArguments:
    """A briefing on demand: over how long, None for since last time; about what, "" for everything."""

    span: timedelta | None
    subject: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What to ask about: some words, and the zone that they may be a slip for."""

    words: str
    zone: str | None


@dataclass(slots=True)
class _Reading:
    """What was found so far; `rest` are the words that nobody could read, by their places."""

    words: str
    tokens: Sequence[ArgumentToken]
    clocks: list[ClockTime] = field(default_factory=list)
    half: Half | None = None
    days: frozenset[int] = frozenset()
    zones: list[str] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)
    about: int | None = None
    """Where the subject begins, if a word such as "about" says so."""


def read_subscription(typed: str, *, sure: bool = False, zone: str | None = None) -> SubscriptionArguments | Problem:
    """Read "08:00 mon-fri Cairo ferries", in any order.

    Args:
        typed: What stands behind the command.
        sure: The sender has said that what is left over is the subject.
        zone: The sender has said that what looks like the name of this zone is meant so.
    """
    if len(plain(typed)) > _READ:
        return Problem.LONG_SUBJECT
    reading = _read(typed)
    clocks = [it for it in reading.clocks if not it.bare] or reading.clocks
    if not clocks:
        return Problem.NO_TIME
    at = time_of(clocks[0], reading.half)
    if at is None:
        return Problem.BAD_TIME
    rest = _rest(reading)
    if zone is not None and (meant := meant_zone(rest)) and meant[0] == zone:
        reading.zones.append(zone)
        rest = rest[meant[1] :]
    if len(clocks) > 1 or len(reading.zones) > 1:
        return Problem.UNREAD
    subject = _subject(reading, rest)
    if len(subject) > SUBJECT:
        return Problem.LONG_SUBJECT
    doubtful = bool(rest) and reading.about is None and (clocks[0].odd or _is_torn(rest, reading) or is_doubtful(rest))
    if doubtful and not sure:
        return Problem.UNREAD
    return SubscriptionArguments(at, reading.days or EVERY_DAY, next(iter(reading.zones), None), subject)


def doubt_in(typed: str) -> Doubt | None:
    """Say what to ask about a subscription, or briefing, that is UNREAD; None where there is nothing to choose."""
    reading = _read(typed)
    rest = _rest(reading)
    if not rest or len([it for it in reading.clocks if not it.bare]) > 1 or len(reading.zones) > 1:
        return None
    zone = None if reading.zones else meant_zone(rest)
    return Doubt(_subject(reading, rest), zone[0] if zone else None)


def read_now(typed: str, *, sure: bool = False) -> BriefArguments | Problem:
    """Read "3d", "ferries", "last 3 days about ferries" or nothing; `sure` as in `read_subscription`."""
    tokens = tokens_of(words := plain(typed))
    if len(words) > _READ:
        return Problem.LONG_SUBJECT
    led = phrase_at(tokens, 0, phrases("words.last"))
    begin = tokens[led].start if led and led < len(tokens) else 0
    span = None
    if (found := SPAN.match(folded_letters(words[begin:]))) and (unit := units().get(folded(found[2]))):
        span, begin = int(found[1]) * unit, begin + found.end()
        if not timedelta(0) < span <= LONGEST:
            return Problem.BAD_SPAN
    elif led:
        begin = 0
    rest = tokens_of(words[begin:].strip())
    led = phrase_at(rest, 0, phrases("words.about"))
    subject = _between(words[begin:].strip(), rest[led:])
    if len(subject) > SUBJECT:
        return Problem.LONG_SUBJECT
    unread = not led and not sure and speaks_of_time(subject)
    return Problem.UNREAD if unread else BriefArguments(span, subject)


def read_days(typed: str) -> frozenset[int] | Problem:
    """Read days and nothing else; an empty text is no day."""
    tokens = tokens_of(plain(typed))
    days, taken = days_at(tokens, 0)
    return days if all(it.key == "," for it in tokens[taken:]) else Problem.BAD_DAYS


def same_subject(one: str, other: str) -> bool:
    """Tell whether two subjects are one: in whatever case, with whatever marks, spaces and digits."""
    return subject_key(one) == subject_key(other)


def subject_key(typed: str) -> str:
    """Give a subject as it is compared, of whatever was typed."""
    return folded(plain(typed).strip(_ENDS))


def subject_of(typed: str) -> str:
    """Give the subject in words that are nothing but that, "about" before it left out."""
    tokens = tokens_of(words := plain(typed))
    return _between(words, tokens[phrase_at(tokens, 0, phrases("words.about")) :])


@cache
def units() -> dict[str, timedelta]:
    """Give the units of time that are understood, folded."""
    known = {"words.hour_unit": timedelta(hours=1), "words.day_unit": timedelta(1), "words.week_unit": timedelta(7)}
    return {phrase: unit for key, unit in known.items() for phrase in phrases(key)}


def folded_letters(words: str) -> str:
    """Fold letters one by one, so that every character stays where it is."""
    return "".join(it if len(one := folded(it)) != 1 else one for it in words)


def _read(typed: str) -> _Reading:
    reading = _Reading(words := plain(typed), tokens_of(words))
    at, adjacent = 0, True
    while at < len(reading.tokens):
        if reading.clocks and (count := _about(reading, at)):
            reading.about = at + count
            break
        count = _take(reading, at, adjacent)
        adjacent = count > 0
        if not count:
            if reading.tokens[at].key != "," or reading.rest:
                reading.rest.append(at)
            count = 1
        at += count
    while reading.rest and reading.tokens[reading.rest[-1]].key == ",":
        reading.rest.pop()
    return reading


def _about(reading: _Reading, at: int) -> int:
    """Tell how long a word such as "about" is, unless what follows it is read as something else."""
    count = phrase_at(reading.tokens, at, phrases("words.about"))
    after = at + count
    if not count or reading.rest or after >= len(reading.tokens):
        return 0
    taken = days_at(reading.tokens, at)[1] or clock_at(reading.tokens, at) or half_at(reading.tokens, at)
    return 0 if taken else count


def _take(reading: _Reading, at: int, adjacent: bool) -> int:
    """Read what stands at `at`, and give how many words it takes; 0 for none."""
    tokens = reading.tokens
    if (clock := clock_at(tokens, at)) and not (clock[0].bare and reading.clocks):
        reading.clocks.append(clock[0])
        return clock[1]
    days, count = days_at(tokens, at)
    led = phrase_at(tokens, at, phrases("words.in", "words.zone"))
    zone = _zone_at(tokens, at) if adjacent and (led or not reading.rest) else None
    if count and count >= (zone[1] if zone else 0):
        if reading.rest and not _is_said(tokens, at):
            return 0
        reading.days |= days
        return count
    if zone is not None:
        reading.zones.append(zone[0])
        return zone[1]
    return _half(reading, at)


def _is_said(tokens: Sequence[ArgumentToken], at: int) -> bool:
    """Tell whether a word such as "every" stands before days, so that they are none of a subject."""
    return phrase_at(tokens, at, phrases("words.every", "words.from", "words.daily")) > 0


def _half(reading: _Reading, at: int) -> int:
    """Read "in the evening" or "every morning" by itself."""
    led = phrase_at(reading.tokens, at, phrases("words.every"))
    half = half_at(reading.tokens, at + led)
    if half is None and led:
        led, half = 0, half_at(reading.tokens, at)
    if half is None or reading.half or (reading.clocks and not led) or len(reading.tokens[at].key) < 2:
        return 0
    if phrase_at(reading.tokens, at, phrases("words.time_hints")) > half[1]:
        return 0
    reading.half = half[0]
    return led + half[1]


def _zone_at(tokens: Sequence[ArgumentToken], at: int) -> tuple[str, int] | None:
    """Read "Oslo", "in Oslo", "Oslo time", "بتوقيت القاهرة", "UTC+2"; give the zone and how many words it takes."""
    led = phrase_at(tokens, at, phrases("words.in"))
    led += phrase_at(tokens, at + led, phrases("words.zone"))
    for count in range(min(WORDS, len(tokens) - at - led), 0, -1):
        named = tokens[at + led : at + led + count]
        joined = " ".join(it.text for it in named).rstrip(_ENDS)
        zone = zone_named(joined) or offset_named(joined)
        if zone is None and (short := _without_suffix(joined)):
            zone = zone_named(short)
        if zone is not None:
            return zone, led + count + phrase_at(tokens, at + led + count, phrases("words.zone"))
    return None


def _without_suffix(name: str) -> str | None:
    """Take a word such as "-tid" off a name."""
    head, _, tail = name.replace("–", "-").rpartition("-")
    return head if head and folded(tail) in phrases("words.zone") else None


def _rest(reading: _Reading) -> list[ArgumentToken]:
    """Give the words of the subject, or of what was not understood."""
    if reading.about is not None:
        return list(reading.tokens[reading.about :])
    return [reading.tokens[at] for at in reading.rest]


def _is_torn(rest: Sequence[ArgumentToken], reading: _Reading) -> bool:
    """Tell whether words that are left over stand in several places."""
    return reading.rest[-1] - reading.rest[0] + 1 != len(rest)


def _subject(reading: _Reading, rest: Sequence[ArgumentToken]) -> str:
    everything = " ".join(it.key for it in rest) in phrases("words.everything")
    return "" if everything else _between(reading.words, rest)


def _between(words: str, tokens: Sequence[ArgumentToken]) -> str:
    return words[tokens[0].start : tokens[-1].end].strip(_ENDS) if tokens else ""
