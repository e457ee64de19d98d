"""Could these words be a subject, or are they a time, a day or a city that was not understood? Pure.

In doubt they are asked about. Weekdays, parts of the day and units of time are known in many more languages than the
bot speaks, by the Unicode CLDR: not to read them, but not to take them for a subject either.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale
from babel.units import format_unit

from bot.telegram.arguments.time_zones import WORDS, abbreviations, zone_named, zone_names
from bot.telegram.arguments.tokens import ArgumentToken, day_names, phrase_at
from bot.texts import LANGUAGES
from bot.texts.command_words import LONGEST, phrases
from bot.texts.name_folding import folded

_ELSEWHERE = (
    *("am", "bg", "bn", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja"),
    *("ko", "nl", "nn", "pa", "pl", "pt", "ro", "ru", "so", "sr", "sv", "sw", "th", "tr", "uk", "ur", "vi", "zh"),
)
"""Each costs some eight milliseconds when the first subject of a process is read."""
_STRUCTURE = (
    "words.at",
    "words.every",
    "words.from",
    "words.to",
    "words.except",
    "words.in",
    "words.and",
    "words.zone",
)
_TIMES = (
    *("words.am", "words.pm", "words.night", "words.noon", "words.midnight", "words.daily", "words.workdays"),
    *("words.weekend", "words.time_hints", "words.last"),
)
_DAILY = (
    "täglich heute morgen morgens abends werktags hoy diario diariamente mañana aujourd'hui quotidien demain matin "
    "soir hoje diariamente amanhã oggi domani ogni giorno quotidiano vandaag dagelijks dagligen idag imorgon dagligt "
    "сегодня завтра ежедневно утром вечером сьогодні щодня bugün yarın günlük dziś jutro codziennie امروز فردا روزانه "
    "هرروز آج کل روزانہ היום מחר 毎日 今日 明日 每天 今天 明天 매일 오늘"
)
"""Words for "daily", "today" and the like, which the CLDR of Babel does not give."""
_CLOCKS = frozenset("cet cest eet eest bst msk pst pdt edt cdt mdt aest jst".split())  # noqa: SIM905
_EDITS = {4: 1, 5: 1, 6: 1, 7: 1}


def is_doubtful(tokens: Sequence[ArgumentToken]) -> bool:
    """Tell whether words that were left over are likelier to be something else than a subject."""
    keys = [it.key for it in tokens]
    if any(_is_number(key) for key in keys):
        return True
    if keys[-1] in _single(*_STRUCTURE) or keys[0] in _single(*_STRUCTURE) - phrases("words.article"):
        return True
    if _is_of_time(keys) or any(_names_a_clock(it) for it in tokens):
        return True
    return any(_is_misspelt(key) for key in keys) or meant_zone(tokens) is not None


def _is_number(key: str) -> bool:
    return any(it.isdigit() for it in key) and not any(it.isalpha() for it in key)


def _names_a_clock(token: ArgumentToken) -> bool:
    """Tell whether a word is short for a time zone; small letters only where it is no word of its own."""
    return (token.text.isupper() or token.key in _CLOCKS) and token.key in abbreviations()


def speaks_of_time(words: str) -> bool:
    """Tell whether some words hold a unit of time, a weekday or the like, in whatever language."""
    return _is_of_time(folded(words).split())


def _is_of_time(keys: Sequence[str]) -> bool:
    """Look them up; three letters by themselves are too likely to mean something else than they do elsewhere."""
    grams = {*_grams(keys), *(key.strip("0123456789") for key in keys)}
    if grams & _of_time():
        return True
    return any(len(keys) > 1 or len(it) > 3 or not it.isascii() for it in grams & _of_time_elsewhere())


def meant_zone(tokens: Sequence[ArgumentToken]) -> tuple[str, int] | None:
    """Give the zone whose name the words begin with but for a slip, and how many of them that takes; "in" may lead."""
    if _is_of_time([it.key for it in tokens]):
        return None
    led = phrase_at(tokens, 0, phrases("words.in"))
    for count in range(min(WORDS, len(tokens) - led), 0, -1):
        words = " ".join(it.key for it in tokens[led : led + count])
        if near := _nearest(words):
            zone = zone_named(near)
            return (zone, led + count) if zone else None
    return None


@cache
def _nearest(words: str) -> str | None:
    most = _allowed(words)
    if not most:
        return None
    likely = [
        name for name in zone_names() if abs(len(name) - len(words)) <= most and (name[0] == words[0] or len(words) > 5)
    ]
    found = [(edits, name) for name in sorted(likely) if (edits := _edits(words, name, most)) <= most]
    return min(found)[1] if found else None


@cache
def _is_misspelt(word: str) -> bool:
    """Tell whether a word is a weekday's name, or close to one, or to "evening", "daily" and the like."""
    if word in day_names():
        return True
    most = _allowed(word) if len(word) > 5 else 0
    known = [*day_names(), *(it for it in phrases(*_TIMES[:7]) if " " not in it)]
    return any(len(name) > 4 and _edits(word, name, most) <= most for name in known)


def _allowed(word: str) -> int:
    """Say how many slips a word of this length may have."""
    return 0 if len(word) < 4 else _EDITS.get(len(word), 2)


def _edits(one: str, other: str, most: int) -> int:
    """Count what turns one word into the other: letters put in, left out, replaced, or two neighbours swapped.

    Optimal string alignment distance (Boytsov 2011, section 2.1.2); gives up above `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, row = row, current
        if min(row) > most:
            return most + 1
    return row[-1]


def _grams(keys: Sequence[str]) -> Iterator[str]:
    for start in range(len(keys)):
        for end in range(start + 1, min(start + LONGEST, len(keys)) + 1):
            yield " ".join(keys[start:end])


@cache
def _single(*names: str) -> frozenset[str]:
    """Give the phrases of one word; of letters by themselves, which stand for much, only those for "in" and "and"."""
    short = phrases("words.in", "words.and")
    return frozenset(it for it in phrases(*names) if " " not in it and (len(it) > 1 or it in short)) | {"-", ","}


@cache
def _of_time() -> frozenset[str]:
    return frozenset(it for it in phrases(*_TIMES) if len(it) > 2)


@cache
def _of_time_elsewhere() -> frozenset[str]:
    theirs = {it for code in _ELSEWHERE if code not in LANGUAGES for it in _of(code)}
    return frozenset(theirs | {folded(it) for it in _DAILY.split()})


def _of(code: str) -> Iterator[str]:
    """Give weekdays, parts of the day and units of time in a language."""
    locale = Locale.parse(code)
    days = {*locale.days["stand-alone"]["wide"].values(), *locale.days["format"]["wide"].values()}
    names = [*days, *(f"{day}s" for day in days)]
    names += [name for widths in locale.day_periods.values() for of in widths.values() for name in of.values()]
    for unit in ("hour", "day", "week", "month"):
        for number in (1, 2, 5):
            said = _unit(number, f"duration-{unit}", locale)
            names.append("".join(" " if it.isdigit() else it for it in said))
    for name in names:
        word = folded(name)
        if len(word) > 2 or not word.isascii():
            yield word


def _unit(number: int, unit: str, locale: Locale) -> str:
    said = str(format_unit(number, unit, "long", locale=locale))
    # Where Babel has no long form it writes the unit's own name.
    return str(format_unit(number, unit, "short", locale=locale)) if unit in said else said
