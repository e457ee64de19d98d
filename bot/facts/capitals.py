"""Capitals: a capital that stands for its country, or the country for its capital, in any language. Pure.

"Moscow denies it" is said of an article in which Russia does, "USA mener" of one in which Washington does; and
Pyongyang is Пхеньян. "In Moscow" speaks of the city alone. Names of cities come from the Unicode CLDR, which has one
for each time zone, in its own languages; a few seats that are no zone's city are listed here. Takes names and texts.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from babel.core import get_global

from bot.facts.names import Wording
from bot.facts.places import find_places, locale_of, plain
from ingest.text.patterns import LETTERS

_CAPITALS_AMONG_MANY = {"Europe/Moscow": "RU", "Europe/Madrid": "ES", "Europe/Lisbon": "PT", "Europe/Berlin": "DE"}
"""Cities of countries with several zones that stand for the whole."""

_ALSO = {"Europe/Brussels": "EU"}
_SEATS: Mapping[str, str] = {
    **dict.fromkeys(("washington", "вашингтон", "вашингтона", "واشنطن", "waszyngton", "pentagon", "пентагон"), "US"),
    **dict.fromkeys(("beijing", "peking", "pekin", "pechino", "пекин", "пекина", "пекін", "بكين", "پکن"), "CN"),
    **dict.fromkeys(("kremlin", "kreml", "кремль", "кремля", "кремле", "الكرملين", "كرملين", "کرملین"), "RU"),
}
"""What newspapers say of a government and no time zone is called by; folded."""

_LEAST = 4
"""Letters of a city's name by which it is known again with another ending."""


_IN = frozenset("in i at à en im bei til from fra från aus von em nel w we в во у из на في من إلى".split())  # noqa: SIM905
"""What stands before a city that is a place: there something happens, and no government speaks."""


def stands_for(name: str, statement: Wording, quotes: Sequence[Wording]) -> bool:
    """Whether the quotes name the same city in their language, or the country whose seat it is, or the reverse."""
    language = statement.language
    zone, codes = _zone(name, language), _codes(name, language)
    if zone and re.search(rf"\b(?:{'|'.join(_IN)})\s+{re.escape(name)}\b", statement.text, re.IGNORECASE):
        codes = frozenset()
    if not codes and zone is None:
        return False
    for quote in quotes:
        words = [match for match in LETTERS.findall(quote.text) if len(match) >= _LEAST]
        if zone and any(_zone(word, quote.language) == zone for word in words):
            return True
        if codes & {*find_places(quote.text, quote.language).values()}:
            return True
        if codes and any(codes & _codes(word, quote.language) for word in words):
            return True
    return False


def is_city(name: str, language: str) -> bool:
    """Whether a name is that of a city which CLDR knows in other languages as well."""
    return _zone(name, language) is not None


@lru_cache(maxsize=16_384)
def _codes(name: str, language: str) -> frozenset[str]:
    """Give the country that a name is, or the one that it is the seat of."""
    zone = _zone(name, language)
    territory = _territory(zone) if zone else None
    seat = _SEATS.get(plain(name).removesuffix("s"), _SEATS.get(plain(name)))
    country = next(iter(find_places(name, language).values()), None)
    return frozenset(code for code in (territory, seat, country, _ALSO.get(zone or "")) if code)


def _territory(zone: str) -> str | None:
    territory = str(get_global("zone_territories").get(zone))
    return _CAPITALS_AMONG_MANY.get(zone) or (territory if _zones_of(territory) == 1 else None)


@lru_cache(maxsize=512)
def _zones_of(territory: str) -> int:
    return sum(1 for other in get_global("zone_territories").values() if other == territory)


@lru_cache(maxsize=16_384)
def _zone(name: str, language: str) -> str | None:
    """Give the time zone that is called by a city, whose name may have another ending."""
    cities, bare = _cities(language), plain(name)
    if found := cities.get(bare) or cities.get(bare.removesuffix("s")):
        return found
    stem = bare[:-1]
    if language in {"en", "nb", "nn", "da", "sv", "de", "fr", "es", "it", "pt", "nl"} or len(stem) < _LEAST:
        return None
    near = {zone for city, zone in cities.items() if len(city) >= _LEAST and city[:-1] in (stem, bare[:-2], bare)}
    return near.pop() if len(near) == 1 else None


@lru_cache(maxsize=64)
def _cities(language: str) -> dict[str, str]:
    known = locale_of(language).time_zones
    found = {}
    for zone in get_global("zone_territories"):
        own = known.get(zone)
        city = (own.get("city") if own else None) or zone.rpartition("/")[2].replace("_", " ")
        found[plain(str(city))] = str(zone)
    return found
