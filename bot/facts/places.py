"""Places: the countries that a text names, known by name in every language of the Unicode CLDR (through Babel).

Takes a text and its language and gives codes, so that "Russland" and "روسيا" are one. Knows nothing of cities: CLDR
does not either.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from ingest.text.folding import fold
from ingest.text.patterns import LETTERS

_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_LONGEST_NAME = 5
"""Words of the longest name of a country that news would use."""

_LONGEST_JOINER = 3
"""Letters of "and" between two names."""

_MORE_PLACES = {
    "en": {"america": "US", "britain": "GB", "uk": "GB", "holland": "NL", "dprk": "KP"},
    "nb": {"fn": "UN", "storbritannia": "GB", "amerika": "US", "nederland": "NL"},
    "nn": {"fn": "UN"},
    "da": {"fn": "UN"},
    "sv": {"fn": "UN"},
    "de": {"uno": "UN"},
    "nl": {"vn": "UN"},
    "fr": {"onu": "UN", "ue": "EU"},
    "es": {"onu": "UN", "ue": "EU", "eeuu": "US"},
    "it": {"onu": "UN", "ue": "EU"},
    "pt": {"onu": "UN", "ue": "EU", "eua": "US"},
    "pl": {"onz": "UN", "ue": "EU"},
    "tr": {"bm": "UN", "ab": "EU", "abd": "US"},
    "ru": {"оон": "UN", "сша": "US", "ес": "EU", "кндр": "KP"},
    "uk": {"оон": "UN", "сша": "US", "єс": "EU", "кндр": "KP"},
    "ar": {"امريكا": "US", "اميركا": "US", "بريطانيا": "GB", "الامم المتحده": "UN"},
}
"""What newspapers write beside CLDR's names of countries, of which Babel leaves out the short forms; folded."""


def find_places(text: str, language: str) -> dict[str, str]:
    """Return the countries that a text names, as written there, with their codes."""
    text = join_initials(text)
    names, beginnings = country_names(language), _beginnings(language)
    found = {}
    words = list(LETTERS.finditer(text))
    for first, word in enumerate(words):
        begins = plain(word[0]) in beginnings or (language == "ar" and plain(word[0][1:]) in beginnings)
        longest = _LONGEST_NAME if begins else 1
        for last in range(first, min(first + longest, len(words))):
            written = text[word.start() : words[last].end()]
            if code := names.get(plain(written)) or (_code(written) if first == last else None):
                found[written] = code
            elif language == "ar" and written[0] in "وفبلك" and (code := names.get(plain(written[1:]))):
                found[written[1:]] = code
    return found


def named_in(countries: str, language: str, others: Iterable[str]) -> dict[str, str]:
    """Give what a country, or several, are called in other languages, where they call them otherwise; else nothing."""
    asked = plain(countries.strip())
    found = find_places(countries, language)
    rest = countries
    for written in sorted(found, key=len, reverse=True):
        rest = rest.replace(written, " ")
    if not found or any(len(word) > _LONGEST_JOINER for word in LETTERS.findall(rest)):
        return {}
    names = {other: [locale_of(other).territories.get(code, "") for code in found.values()] for other in others}
    told = {other: " ".join(known) for other, known in names.items() if all(known)}
    return {other: name for other, name in told.items() if plain(name) != asked}


@lru_cache(maxsize=16_384)
def plain(word: str) -> str:
    """Fold a word and take its diacritics: Erdoğan is Erdogan."""
    return "".join(c for c in fold(word).text if not unicodedata.combining(c))


def join_initials(text: str) -> str:
    """Write "U.S." as "US"."""
    return _INITIALS.sub(lambda match: match[0].replace(".", ""), text)


def _code(written: str) -> str | None:
    """Return the country of "US" or "USA", by the ISO 3166 codes; None in lower case, where "us" is a word."""
    if not (written.isascii() and written.isupper() and 2 <= len(written) <= 3):
        return None
    aliases = get_global("territory_aliases").get(written)
    code = aliases[0] if aliases else written
    known = len(written) == 3 or code in {"US", "GB", "EU", "UN"}  # "IT" and "NO" are words in capitals more often
    return code if known and code in locale_of("en").territories else None


@lru_cache(maxsize=64)
def country_names(language: str) -> dict[str, str]:
    """Return the code of every country by its name in `language`, as `plain` writes it."""
    territories = locale_of(language).territories.items()
    names = {plain(name): code for code, name in territories if code.isalpha() and len(name) > 2}
    return names | _MORE_PLACES.get(language, {})


@lru_cache(maxsize=64)
def _beginnings(language: str) -> frozenset[str]:
    """Return all that the name of a country can begin with, which spares most words the look at what follows them."""
    return frozenset(name[:end] for name in country_names(language) for end in range(1, len(name) + 1))


def locale_of(language: str) -> Locale:
    """Return the locale of a language, the English one where CLDR has none."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale("en")
