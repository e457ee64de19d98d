"""Number words: "nineteen", "dix-neuf" and "تسعة عشر" written as 19, so that figures are compared as values.

Takes a text and its language and gives the text with figures. The words are those of num2words, which spells numbers in
some fifty languages; small ones with more forms than it gives are listed here. "One" is left, being an article in most
languages. Of languages without spaces between words Chinese and Japanese are read before a word that counts, Thai not.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from num2words import CONVERTER_CLASSES, num2words

from bot.facts.numbers import quantity_words
from ingest.text.folding import fold
from ingest.text.patterns import LETTERS

_CODES = {"nb": "no", "nn": "no"}
_UNREAD = frozenset({"ja", "ko", "th", "vi"})
_MORE: Mapping[str, Mapping[str, float]] = {
    "nb": {"sju": 7, "tyve": 20, "tredve": 30, "halvannen": 1.5},
    "en": {"dozen": 12, "half a dozen": 6},
    "ar": {
        **dict.fromkeys(("اثنان", "اثنين", "اثنتان", "اثنتين"), 2),
        **dict.fromkeys(("ثمان", "ثماني", "ثمانية"), 8),
        **dict.fromkeys(("مئة", "مائة", "مئات"), 100),
        **dict.fromkeys(("مئتان", "مئتين", "مائتان", "مائتين"), 200),
        **dict.fromkeys(("ألفان", "ألفين"), 2000),
    },
    "sv": {"sjutton": 17},
    "da": {"halvanden": 1.5},
    "ru": {**dict.fromkeys(("двух", "две", "двумя"), 2), **dict.fromkeys(("трёх", "трех", "тремя"), 3)}
    | {**dict.fromkeys(("четырёх", "четырех"), 4), "полтора": 1.5, "полторы": 1.5}
    | {"пяти": 5, "шести": 6, "семи": 7, "восьми": 8, "девяти": 9, "десяти": 10},
    "uk": {**dict.fromkeys(("двох", "дві"), 2), "трьох": 3, "чотирьох": 4},
}
"""Forms that num2words doesn't give."""

_HALVES = {
    "en": ("half a", "half"),
    "nb": ("en halv", "halv"),
    "nn": ("ein halv", "halv"),
    "da": ("en halv", "halv"),
    "sv": ("en halv", "halv"),
    "de": ("eine halbe", "einer halben", "halbe", "halben"),
    "nl": ("een half", "half"),
    "fr": ("un demi", "demi"),
    "es": ("medio",),
    "it": ("mezzo",),
    "pt": ("meio",),
    "ru": ("полмиллиона", "пол"),
    "ar": ("نصف",),
    "fa": ("نیم",),
    "tr": ("yarım",),
    "pl": ("pół",),
    "uk": ("пів",),
}
"""What stands in front of "million" for half of one."""

_INFLECTED = frozenset({"ru", "uk", "pl", "cs", "sk", "sr", "sl", "fi", "hu", "lt", "lv", "be"})
"""Languages whose number words change their endings; these are known by their stems."""

_WORDS = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u064b-\u0652\u0670\u0591-\u05c7\u200c\u200d])*")
"""A word with the marks that are written into it: in Arabic and Hebrew vowels, in Persian the joints of its parts."""

_JOINED = frozenset("\u200c\u200d")
_HAN = frozenset({"zh", "ja"})
_MYRIAD = 10_000
_HAN_DIGITS = {"两": 2} | {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_HAN_POWERS = {"十": 10, "百": 100, "千": 1000, "万": _MYRIAD, "萬": _MYRIAD, "亿": 10**8, "億": 10**8}
_HAN_NUMBER = re.compile(
    r"(?<![\d〇一二三四五六七八九十百千万萬亿億第])"
    r"(?:[两二三四五六七八九十][〇一二两三四五六七八九十百千万萬亿億]*|一[十百千万萬亿億][〇一二两三四五六七八九十百千万萬亿億]*)"
    r"(?=[名人个個位次年岁歲月日天小秒只隻种種家辆輛条條倍点點场場座棟栋間间票吨噸公英美元]|多[名人个位])"
)
"""A number before a word that counts: Han numerals stand in many other words, such as names."""

_SCALED_BY_HAN = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?[多余餘]?([万萬亿億])")
"""A figure before a power: 569 万 is 5.69 million, 550多万 more than 5.5 million."""

_ARABIC_ORDINALS = ("الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع")
"""What stands before "ten" in the eleventh to the nineteenth."""

_WRITTEN_ON_ARABIC = ("ب", "ل")

_LONGEST, _STEM, _ENDING = 6, 4, 2
_AMBIGUOUS = {"fr": {9}, "it": {6}, "ca": {9}}
"""Numbers whose word is a common word of another meaning: neuf, sei."""

_TENS = frozenset(str(tens) for tens in range(20, 100, 10))
_AND = {"ar": "و", "fa": "و", "en": "and", "da": "og", "nb": "og", "nn": "og", "sv": "och", "es": "y", "pt": "e"}

Phrases = Mapping[tuple[str, ...], str]


@lru_cache(maxsize=1024)
def in_figures(text: str, language: str) -> str:
    """Write the numbers that a text spells out in figures: "Nitten personer" becomes "19 personer".

    Args:
        text: One or a few sentences.
        language: ISO 639-1 code; where num2words doesn't know it, the text comes back as it is.
    """
    if language in _HAN:
        return _SCALED_BY_HAN.sub(_scaled, _HAN_NUMBER.sub(_in_han, text))
    known = _phrases(language)
    if not known:
        return text
    words = [match for match in _WORDS.finditer(text) if not _JOINED.intersection(match[0])]
    folded = [_plain(word[0], language) for word in words]
    parts, last, place = [], 0, 0
    while place < len(words):
        size, value = _longest(folded, place, known, language)
        if size and value in _TENS and place + size < len(words):
            _, ones = _longest(folded[: place + size + 1], place + size, known, language)
            ones = ones or _one(folded[place + size], language)
            if len(ones) == 1:
                size, value = size + 1, str(int(value) + int(ones))
        if size and _apart(text, words[place : place + size]):
            parts += [text[last : words[place].start()], value]
            last = words[place + size - 1].end()
        place += max(1, size)
    return "".join([*parts, text[last:]])


def _longest(folded: list[str], place: int, known: Phrases, language: str) -> tuple[int, str]:
    for size in range(min(_LONGEST, len(folded) - place), 0, -1):
        phrase = tuple(folded[place : place + size])
        if value := known.get(phrase) or known.get(_without_preposition(phrase, language), ""):
            return size, value
        if (
            size == 1
            and language in _INFLECTED
            and len(phrase[0]) >= _STEM
            and (value := _by_stem(phrase[0], language))
        ):
            return 1, value
    return 0, ""


def _without_preposition(phrase: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Take "by" and "for" off the first Arabic word: بأربعة عشر is "by fourteen"; short words may be others."""
    first = phrase[0]
    bare = first[1:] if language == "ar" and first[:1] in _WRITTEN_ON_ARABIC and len(first) > _STEM else first
    return (bare, *phrase[1:])


def one_of(language: str) -> str:
    """Give a language's word for one, as it is spelled out; "" where that is not known."""
    code = _CODES.get(language, language)
    return str(num2words(1, lang=code)) if code in CONVERTER_CLASSES and language not in _UNREAD else ""


def _in_han(match: re.Match[str]) -> str:
    """Write a number in Han numerals as a figure: 二十三 is 23, 三百 300."""
    whole, part, digit = 0, 0, 0
    for sign in match[0]:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif (power := _HAN_POWERS[sign]) < _MYRIAD:
            part, digit = part + (digit or 1) * power, 0
        else:
            whole, part, digit = whole + ((part + digit) or 1) * power, 0, 0
    return str(whole + part + digit)


def _scaled(match: re.Match[str]) -> str:
    value = Decimal(match[1].replace(",", "")) * _HAN_POWERS[match[2]]
    return f"{value.normalize():f}"


def _one(word: str, language: str) -> str:
    return "1" if word == _plain(str(num2words(1, lang=_CODES.get(language, language))), language) else ""


def _apart(text: str, words: list[re.Match[str]]) -> bool:
    """Whether only spaces and hyphens stand between the words of a number, and no hyphen joins it to another word."""
    between = (text[one.end() : other.start()] for one, other in pairwise(words))
    return all(re.fullmatch(r"[\s\u00a0-]+", gap) for gap in between)


@lru_cache(maxsize=64)
def _phrases(language: str) -> Phrases:
    code = _CODES.get(language, language)
    if code not in CONVERTER_CLASSES or language in _UNREAD:
        return {}
    found: dict[tuple[str, ...], str] = {}
    for value in _values():
        spelled = str(num2words(value, lang=code))
        words = tuple(_plain(word, language) for word in LETTERS.findall(spelled))
        joined = tuple(word for word in words if word != _plain(_AND.get(language, ""), language))
        for form in (words, joined):
            found.setdefault(form, str(value))
    more = _MORE.get("nb" if language == "nn" else language, {})
    found |= {tuple(_plain(word, language) for word in form.split()): str(number) for form, number in more.items()}
    found |= dict(_teenth_in_arabic()) if language == "ar" else {}
    for value in _AMBIGUOUS.get(language, ()):
        found = {words: number for words, number in found.items() if number != str(value)}
    # "67 thousand" is read as a figure with its power; the power by itself is no number.
    powers = {_plain(word, language) for word in quantity_words(language).powers}
    known = {words: number for words, number in found.items() if words and not (len(words) == 1 and words[0] in powers)}
    return known | dict(_halves(language))


def _values() -> Iterator[int]:
    yield from range(2, 200)
    yield from range(200, 1000, 10)
    yield from range(1000, 21_000, 1000)
    yield from range(30_000, 100_000, 10_000)
    yield from range(100_000, 1_000_000, 100_000)


def _halves(language: str) -> Iterator[tuple[tuple[str, ...], str]]:
    powers = [(word, power) for word, power in quantity_words(language).powers.items() if power >= 6 and len(word) > 2]
    for half in _HALVES.get(language, ()):
        for word, power in powers:
            value = str(5 * 10 ** (power - 1))
            words = tuple(_plain(each, language) for each in half.split())
            yield (*words, _plain(word, language)), value
            yield (*words[:-1], words[-1] + _plain(word, language)), value


def _plain(word: str, language: str) -> str:
    """Fold a word; in Arabic also without "and" in front, and with one form for the genders and cases of numbers."""
    folded = fold(word).text
    if language not in {"ar", "fa"}:
        return folded
    bare = folded.removeprefix("و") if len(folded) > 3 else folded
    if language == "fa":
        return bare
    if bare.endswith("ين") and len(bare) > 4:
        bare = bare.removesuffix("ين") + "ون"
    return bare.removesuffix("ة") if len(bare) > 2 else bare


def _teenth_in_arabic() -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield "the twelfth" and the like, whose last word alone would be ten."""
    for value, ordinal in enumerate(_ARABIC_ORDINALS, start=11):
        for ending in ("", "ة"):
            yield tuple(_plain(word, "ar") for word in (ordinal + ending, "عشر" + ending)), str(value)


@lru_cache(maxsize=4096)
def _by_stem(word: str, language: str) -> str:
    """Give the number whose word a form is another ending of; "" where there is none, or more than one."""
    stem = word[: max(_STEM, len(word) - _ENDING)]
    single = ((words[0], value) for words, value in _phrases(language).items() if len(words) == 1)
    found = {value for one, value in single if one.startswith(stem) and abs(len(one) - len(word)) <= _ENDING}
    return found.pop() if len(found) == 1 else ""
