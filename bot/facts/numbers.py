"""Numbers: the numbers, months and weekdays that a text states, as values that compare across languages.

Takes a text and its language and gives plain values: "67 000", "67,000" and "67 ألف" are one number, "januar" and
"يناير" one month. Names of months, days and powers of ten come from the Unicode CLDR (through Babel), so any of its
languages will do; number words below thirteen are listed here for the three languages that the bot speaks.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from ingest.text.folding import fold

_REGIONAL = {"ar": ("ar", "ar_LB", "ar_IQ", "ar_DZ", "ar_MA", "ar_TN", "ar_MR")}
"""Arabic months have three sets of names: Egypt and the Gulf, the Levant and Iraq, the Maghreb."""

_COUNT_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "nb": "to tre fire fem seks syv/sju åtte ni ti elleve tolv",
    "ar": (
        "اثنان/اثنين/اثنتان/اثنتين ثلاث/ثلاثة أربع/أربعة خمس/خمسة ست/ستة سبع/سبعة"
        " ثمان/ثماني/ثمانية تسع/تسعة عشر/عشرة - -"
    ),
}
"""The words for 2, 3, 4 … 12; "one" is left out, it is an article in most languages."""

_MORE_POWERS = {
    "en": {"bn": 9, "bln": 9, "tn": 12, "mn": 6, "mln": 6},
    "ar": {"بليون": 9, "تريليون": 12, "مليارات": 9, "ملايين": 6, "الاف": 3},
}
"""What newspapers write beside CLDR's words."""

_WRITTEN_ON = dict.fromkeys(("nb", "nn", "da"), ("en", "ens", "s")) | {"sv": ("en", "ens", "s"), "de": ("s",)}
"""What stands at the end of a weekday: måndagen, lørdagens."""

_DIGITS = r"\d(?:[\d]|[.,٫٬'\u2019](?=\d)|،(?=\d{3}(?!\d))|(?<!\d{4})[ \u00a0\u202f\u2009](?=\d{3}(?!\d)))*"
NUMERIC_DATE = re.compile(r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./])(\d{1,2})\5(\d{4}|\d{2}))(?!\d)")
_YEARS = re.compile(r"(?<!\d)(\d\d)(\d\d)[-–/](\d\d)(?![\d-])")
_FULL_HOUR = re.compile(r"(?<![\d:])(\d{1,2}):00(?![\d:])")
NUMBER = re.compile(rf"(?<!\d)((?:(?<![\w)])[-\u2212])?{_DIGITS})(?:[ \u00a0\u202f-]?([^\W\d_]+))?")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:؟]\s+)\W*$")


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a text states.

    Attributes:
        numbers: Every number, scaled ("2 million" is 2000000), parts of dates included.
        months: 1 to 12.
        weekdays: 0 (Monday) to 6.
    """

    numbers: frozenset[Decimal]
    months: frozenset[int]
    weekdays: frozenset[int]


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """The quantity words of one language, folded; `capital` where the language writes month names with a capital."""

    months: dict[str, int]
    short_months: dict[str, int]
    weekdays: dict[str, int]
    powers: dict[str, int]
    counts: dict[str, int]
    decimal_point: str
    capital: bool


def read_quantities(text: str, language: str) -> Quantities:
    """Return the numbers, months and weekdays of `text`; digits of any script are read.

    Args:
        text: One or a few sentences.
        language: ISO 639-1 code; decides what "1.500" means, and which words count. Unknown codes read as English.
    """
    words = quantity_words(language)
    numbers: set[Decimal] = set()
    months = _months_of_two_words(text, words)
    text = spell_out(ascii_digits(text))
    for date in NUMERIC_DATE.finditer(text):
        year, month, day = date_parts(date, language)
        numbers |= {Decimal(year), Decimal(day)}
        months.add(month)
    text = NUMERIC_DATE.sub(" ", text)
    numbers.update(_numbers(text, words))
    weekdays: set[int] = set()
    for word, before, after in word_tokens(text):
        if not before.endswith("-"):  # fifty-eight is not 8
            numbers.update(map(Decimal, _find_word(word, words.counts, language)))
        months.update(named_months(word, before, after, words, language))
        weekdays.update(_find_word(word, words.weekdays, language))
    return Quantities(frozenset(numbers), frozenset(months), frozenset(weekdays))


def ascii_digits(text: str) -> str:
    """Write the decimal digits of every script as 0 to 9; "²" and "½" are not decimal digits and stay."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def spell_out(text: str) -> str:
    """Write the years of "1950-53" in full, and "7:00" as 7."""
    text = _YEARS.sub(lambda years: f"{years[1]}{years[2]}-{years[1]}{years[3]}", text)
    return _FULL_HOUR.sub(r"\1", text)


def date_parts(date: re.Match[str], language: str) -> tuple[int, int, int]:
    """Return year, month and day of what NUMERIC_DATE has found; a year of two digits stays as it is."""
    if date[1]:
        return int(date[1]), int(date[2]), int(date[3])
    first, second = int(date[4]), int(date[6])
    month_first = second > 12 or (language == "en" and date[5] == "/" and first <= 12)
    return int(date[7]), first if month_first else second, second if month_first else first


def _numbers(text: str, words: QuantityWords) -> Iterator[Decimal]:
    for match in NUMBER.finditer(text):
        value = value_of(match[1], words.decimal_point)
        yield value.scaleb(power_of(match[2] or "", words.powers)).normalize()


def power_of(word: str, powers: dict[str, int]) -> int:
    """Return the power of ten that a word stands for; 0 for other words."""
    folded = fold(word).text
    return powers.get(folded, powers.get(folded.removesuffix("ا"), 0))  # مليونا: the Arabic accusative


def value_of(digits: str, point: str) -> Decimal:
    """Read "67.000", "1,5" or "1 234 567,8": the last separator is the decimal point unless it groups thousands."""
    digits = digits.replace("\u2212", "-").replace("٫", ".").replace("\u2019", "'").replace("،", "٬")
    digits = re.sub(r"[ \u00a0\u202f\u2009'٬]", "", digits)
    separators = re.findall(r"[.,]", digits)
    groups = re.split(r"[.,]", digits)
    if not separators:
        return Decimal(digits)
    grouped = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0].lstrip("-")) <= 3
    unmistakable = len(separators) > 1 or separators[0] != point or groups[-1] == "000"  # nobody writes 150.000 for 150
    if grouped and len(set(separators)) == 1 and unmistakable:
        return Decimal("".join(groups))
    return Decimal("".join(groups[:-1]) + "." + groups[-1])


def word_tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield every word with the text before and after it."""
    for match in _TOKEN.finditer(text):
        if not match[0].isdigit():
            yield match[0], text[: match.start()], text[match.end() :]


def named_months(word: str, before: str, after: str, words: QuantityWords, language: str) -> set[int]:
    """Return the month that a word names; "may", "march" and "mar" only where they can be nothing else."""
    if not (_find_word(word, words.months, language) or _find_word(word, words.short_months, language)):
        return set()  # As most words; what stands around them takes longer to look at.
    beside_number = bool(re.match(r"\.?\s*\d", after) or re.search(r"\d\.?\s*$", before))
    if words.capital and not beside_number and (not word[0].isupper() or _SENTENCE_START.search(before)):
        return set()
    may_be_short = beside_number or (words.capital and after.startswith("."))
    return _find_word(word, words.months | words.short_months if may_be_short else words.months, language)


def _months_of_two_words(text: str, words: QuantityWords) -> set[int]:
    """Return months such as كانون الثاني, which no single word names."""
    folded = fold(text).text
    return {number for name, number in words.months.items() if " " in name and name in folded}


def _find_word(word: str, values: dict[str, int], language: str) -> set[int]:
    return {values[form] for form in _forms(word, language) if form in values}


@lru_cache(maxsize=16_384)
def _forms(word: str, language: str) -> tuple[str, ...]:
    """Return the folded word, also without what is written onto its end or, in Arabic, onto its front."""
    folded = fold(word).text
    if language in _WRITTEN_ON:
        return (folded, *(folded.removesuffix(end) for end in _WRITTEN_ON[language] if folded.endswith(end)))
    if language != "ar":
        return (folded,)
    forms = [folded, *([folded[1:]] if folded[:1] in "وفبلك" else [])]
    return (*forms, *("ا" + form for form in forms if form.startswith("ل")))  # للاثنين: the article lost its alef


@lru_cache(maxsize=64)
def quantity_words(language: str) -> QuantityWords:
    """Return the quantity words of a language, those of English where CLDR has none."""
    locales = [_locale(name) for name in _REGIONAL.get(language, (language,))]
    months: dict[str, int] = {}
    short_months: dict[str, int] = {}
    for locale in locales:
        for style in ("format", "stand-alone"):
            months |= {fold(name).text: number for number, name in locale.months[style]["wide"].items()}
            short = locale.months[style]["abbreviated"].items()
            short_months |= {fold(name).text.rstrip("."): number for number, name in short}
    weekdays = {fold(name).text: number for number, name in locales[0].days["format"]["wide"].items()}
    return QuantityWords(
        months,
        short_months,
        weekdays,
        _powers_of_ten(locales[0]),
        _counts(language),
        _decimal_point(locales[0]),
        locales[0].months["format"]["wide"][1][:1].isupper(),
    )


def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _powers_of_ten(locale: Locale) -> dict[str, int]:
    """Return the words that scale a number, from CLDR's compact formats ("0 thousand", "00 million", "0 mrd")."""
    powers: dict[str, int] = dict(_MORE_POWERS.get(locale.language, {}))
    for width in ("long", "short"):
        for formats in locale.compact_decimal_formats.get(width, {}).values():
            for size, pattern in formats.items():
                shown = str(getattr(pattern, "pattern", pattern))
                word = re.sub(r"[0\s.']", "", shown)
                if word.isalpha() and len(word) > 1:  # "0K" and "0M" could be units
                    powers[fold(word).text] = len(size) - shown.count("0")
    return powers


def _counts(language: str) -> dict[str, int]:
    listed = enumerate(_COUNT_WORDS.get(language, "").split(), start=2)
    return {fold(word).text: value for value, words in listed for word in words.split("/") if word != "-"}


def _decimal_point(locale: Locale) -> str:
    """Arabic news writes Latin digits with the English point as often as its own, so it reads as English."""
    symbols = locale.number_symbols.get("latn", {})
    return "." if locale.language == "ar" else str(symbols.get("decimal", "."))
