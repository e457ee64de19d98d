"""Time zones by the names people give them: a city or a country in English, Arabic or Norwegian, or the IANA name.

Pure; the names are those of the Unicode CLDR, as Babel has them.
"""

import unicodedata
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.texts import LANGUAGES

OFFERED = (
    "Europe/Oslo",
    "Europe/London",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Riyadh",
    "Asia/Beirut",
    "Asia/Dubai",
    "America/New_York",
)
"""The zones on the buttons; every other one is found by its name."""
WORDS = 4
"""The longest name is of so many words."""
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_LETTERS = str.maketrans("øæłđıةىی", "oeldiهيي", "\u0640")
_ALSO = {"utc": "UTC", "gmt": "UTC"}


def zone_named(words: str) -> str | None:
    """Give the IANA name of the zone that a person means, None if it is no zone's name."""
    return _names().get(folded(words))


def city_of(zone: str, language: str) -> str:
    """Name a zone by its city in a language of ours; the same name finds it again."""
    if zone == "UTC":
        return zone
    return str(get_timezone_location(zone, locale=language, return_city=True))


def folded(words: str) -> str:
    """Give words as names are compared: without marks, case, and whatever is neither letter nor digit."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    kept = (" " if it in "_-/., " else it for it in plain if unicodedata.category(it) not in {"Mn", "Cf"})
    return " ".join("".join(kept).split())


@cache
def _names() -> dict[str, str]:
    known = sorted(it for it in available_timezones() if it.split("/")[0] in _REGIONS)
    names = {folded(zone.rpartition("/")[2]): zone for zone in reversed(known)}
    for country, zones in get_global("territory_zones").items():
        if len(zones) == 1 and zones[0] in known:
            here = (Locale.parse(language).territories.get(country) for language in LANGUAGES)
            names |= {folded(name): zones[0] for name in here if name}
    # Old names stand for the zones that took their place: Babel names only those.
    for zone in known:
        if (aliases := get_global("zone_aliases").get(zone, zone)) == zone:
            names |= {folded(city_of(aliases, language)): zone for language in LANGUAGES}
    names |= {folded(zone): zone for zone in known}
    return {name: zone for name, zone in names.items() if name} | _ALSO
