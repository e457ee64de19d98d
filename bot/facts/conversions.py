"""Conversions: figures that say the same in another unit, as another share or by another name of a day. Pure.

72 hours are three days, 85 miles 135 kilometres, nine in ten 90 per cent, 周五 a Friday. Takes a statement and quotes
with their languages and gives the statement's figures that the quotes hold in other words; knows nothing of names or
meaning. Units are brought to one by `bot.facts.scales`; their words and names of days come from the Unicode CLDR. Words
for fractions are listed here, since it has none.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.facts.amounts import Amount, read_amounts, unit_of
from bot.facts.names import Wording
from bot.facts.number_words import in_figures, one_of
from bot.facts.numbers import ascii_digits
from bot.facts.scales import has_scale, in_base_unit
from ingest.text.folding import fold
from ingest.text.patterns import KANA_AND_HAN, LETTERS

_CALENDAR = frozenset({"duration-month", "duration-year", "duration-decade", "duration-century"})
"""Units of time that have no fixed number of days."""

_IMPERIAL = frozenset({"inch", "foot", "yard", "mile", "pound", "acre", "square-mile", "mile-per-hour"})
_ROUNDED = Decimal("0.03")
"""How far what was converted from one system to the other may lie from the exact value: it is rounded."""

_PERCENT = "concentr-percent"
_PERCENT_WORDS = r"(?:في الم[اي]?[ئا]?ة|بالم[اي]?[ئا]?ة|per cent|pour cent|por ciento)"
_NEAR_SHARE = Decimal("0.015")
"""How far two shares may lie apart: "more than two thirds" is said of 68 %."""

_OF = re.compile(r"(?<!\d)(\d{1,2})\s+(?:out\s+of\s+|\w{1,5}\s+(?:\w{1,8}\s+)?)(\d{1,3})(?!\d)")
_FRACTIONS: dict[str, dict[int, str]] = {
    "en": {2: "half|halves", 3: "thirds?", 4: "quarters?", 5: "fifths?", 8: "eighths?", 10: "tenths?"},
    "nb": {2: "halvparten|halve", 3: r"tredjedel\w*", 4: r"fjerdedel\w*|kvart\w*", 5: r"femdel\w*", 10: r"tidel\w*"},
    "sv": {2: "hälften|halva", 3: r"tredjedel\w*", 4: r"fjärdedel\w*|kvart\w*", 5: r"femtedel\w*"},
    "da": {2: "halvdelen|halve", 3: r"tredjedel\w*", 4: r"fjerdedel\w*|kvart\w*", 5: r"femtedel\w*"},
    "de": {2: r"hälfte", 3: r"drittel\w*", 4: r"viertel\w*", 5: r"fünftel\w*", 8: r"achtel\w*", 10: r"zehntel\w*"},
    "fr": {2: "moitié", 3: "tiers", 4: "quarts?", 5: "cinquièmes?", 10: "dixièmes?"},
    "es": {2: "mitad", 3: r"terci\w+", 4: r"cuart[oa]s?", 5: r"quint[oa]s?", 10: r"décim[oa]s?"},
    "pt": {2: "metade", 3: r"terç\w+", 4: r"quartos?", 5: r"quintos?", 10: r"décimos?"},
    "it": {2: "metà", 3: r"terz\w", 4: r"quart\w", 5: r"quint\w", 10: r"decim\w"},
    "nl": {2: "helft", 3: "derde", 4: "kwart", 5: "vijfde", 10: "tiende"},
    "ru": {2: r"половин\w+", 3: r"трет[ьи]\w*", 4: r"четверт\w+", 5: r"пят(?:ая|ых|ой)", 10: r"десят(?:ая|ых|ой)"},
    "uk": {2: r"половин\w+", 3: r"третин\w+", 4: r"чверт\w+", 5: r"п.ят(?:а|их|ої)", 10: r"десят(?:а|их|ої)"},
    "pl": {2: r"połow\w+", 3: r"trzeci\w*", 4: r"ćwier\w+|czwart\w+", 5: r"piąt\w+", 10: r"dziesiąt\w+"},
    "tr": {2: r"yarı\w*", 4: r"çeyre\w+"},
    "ar": {2: r"نصف|النصف", 3: r"ثلث|ثلثا|ثلثي", 4: r"ربع|أرباع", 5: r"خمس|أخماس", 10: r"عشر|أعشار"},
    "fa": {2: "نیم|نیمی|نصف", 3: "سوم", 4: "چهارم|ربع", 5: "پنجم", 10: "دهم"},
    "zh": {2: "一半"},
}
_DUALS = {"ar": re.compile(r"ثلث(?:ا|ي)\b")}

_INFLECTED = frozenset({"ru", "uk", "pl", "cs", "sk", "hr", "sr", "bg", "fi", "hu", "tr", "ar", "fa", "he"})
"""Languages in which a lone unit in any form may be one of it."""

_LEAST_STEM, _MOST_ENDING = 5, 3
_HAN_DAYS = re.compile(r"(?:周|週|星期|礼拜|禮拜)([一二三四五六日天])")


def converted(statement: Wording, quotes: Sequence[Wording]) -> frozenset[Decimal]:
    """Give the figures of a statement that the quotes hold in another unit or as another share."""
    shown = [amount for quote in quotes for amount in _amounts(quote, alone=True)]
    found = {said.value for said in _amounts(statement) if any(_is_same(said, other) for other in shown)}
    shares = [share for quote in quotes for share, _ in _shares(quote)]
    for share, figures in _shares(statement):
        if any(abs(share - other) <= _NEAR_SHARE for other in shares):
            found |= figures
    return frozenset(found)


def weekdays_in(text: str, language: str) -> frozenset[int]:
    """Give the days of the week (0 is Monday) that a text names in several words, without spaces, or with endings."""
    found = {"一二三四五六日天".index(match[1]) for match in _HAN_DAYS.finditer(text)} if language == "zh" else set()
    folded = fold(text).text
    words = LETTERS.findall(folded)
    for name, day in _days(language):
        if " " in name or re.search(f"[{KANA_AND_HAN}]", name):
            found |= {day} if name in folded else set()
        elif language in _INFLECTED and any(_is_form(word, name) for word in words):
            found.add(day)
    return frozenset(min(day, 6) for day in found)


def months_in(text: str, language: str) -> frozenset[int]:
    """Give the months (1 to 12) that a text names with an ending that CLDR has not: "w sierpniu", "в январе"."""
    if language not in _INFLECTED:
        return frozenset()
    words = LETTERS.findall(fold(text).text)
    return frozenset(month for name, month in _months(language) if any(_is_form(word, name) for word in words))


def _is_form(word: str, name: str) -> bool:
    """Whether a word is a name with another ending; where little is left of the name, one of the same length."""
    stem = name[:-1]
    return word.startswith(stem) and len(word) <= len(name) + (_MOST_ENDING if len(stem) >= _LEAST_STEM else 0)


@lru_cache(maxsize=64)
def _months(language: str) -> tuple[tuple[str, int], ...]:
    try:
        months = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return ()
    named = [item for style in ("format", "stand-alone") for item in months[style]["wide"].items()]
    return tuple((fold(name).text, number) for number, name in named if len(name) >= _LEAST_STEM)


@lru_cache(maxsize=64)
def _days(language: str) -> tuple[tuple[str, int], ...]:
    try:
        days = Locale.parse(language).days["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return ()
    return tuple((fold(name).text, number) for number, name in days.items())


def _amounts(wording: Wording, *, alone: bool = False) -> Iterator[Amount]:
    """Give the amounts with a unit; `alone` also a lone "a week" or "the decade", which is one."""
    text = in_figures(wording.text, wording.language)
    yield from (amount for amount in read_amounts(text, wording.language) if has_scale(amount.unit))
    if alone:
        for match in LETTERS.finditer(text):
            unit = unit_of(match[0], wording.language, one=wording.language not in _INFLECTED)
            if unit.startswith("duration-") and not re.search(r"\d[\s-]*$", text[: match.start()]):
                yield Amount(Decimal(1), unit)


def _is_same(said: Amount, other: Amount) -> bool:
    if said.unit == other.unit or (said.unit in _CALENDAR) != (other.unit in _CALENDAR):
        return False
    one, two = in_base_unit(said), in_base_unit(other)
    if one.unit != two.unit:
        return False
    crosses = _is_imperial(said.unit) != _is_imperial(other.unit)
    nearly = _ROUNDED * max(abs(one.value), abs(two.value))
    return abs(one.value - two.value) <= nearly if crosses else one.value == two.value


def _is_imperial(unit: str) -> bool:
    return unit.partition("-")[2] in _IMPERIAL


def _shares(wording: Wording) -> Iterator[tuple[Decimal, frozenset[Decimal]]]:
    """Give the shares from 0 to 1 that a text states, each with the figures that it is written with."""
    language = "nb" if wording.language == "nn" else wording.language
    text = in_figures(wording.text, wording.language)
    one = one_of(wording.language)
    text = re.sub(rf"\b{one}\b(?=\s+\w+\s+\d)", "1", text, flags=re.IGNORECASE) if one else text
    for amount in read_amounts(text, wording.language):
        if amount.unit == _PERCENT:
            yield amount.value / 100, frozenset({amount.value})
    text = ascii_digits(text)
    for match in re.finditer(rf"(\d{{1,3}})\s*{_PERCENT_WORDS}|yüzde\s+(\d{{1,3}})", text, re.IGNORECASE):
        value = Decimal(match[1] or match[2])
        yield value / 100, frozenset({value})
    for match in _OF.finditer(text):
        part, whole = Decimal(match[1]), Decimal(match[2])
        if 0 < part < whole <= 100:
            yield part / whole, frozenset({part, whole})
    yield from _fractions(text, language)


def _fractions(text: str, language: str) -> Iterator[tuple[Decimal, frozenset[Decimal]]]:
    for parts, words in _FRACTIONS.get(language, {}).items():
        for match in re.finditer(rf"(?:(?<!\d)(\d)[\s-]+)?(?<!\w)(?:ال)?(?:{words})(?!\w)", text, re.IGNORECASE):
            dual = _DUALS[language].search(match[0]) if language in _DUALS else None
            count = Decimal(match[1] or (2 if dual else 1))
            if count < parts:
                yield count / parts, frozenset({count, Decimal(parts)})
