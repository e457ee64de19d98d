"""Time zones by the names people give them: a city or a country in any language of ours, or the IANA name.

Pure; the names are those of the Unicode CLDR, as Babel has them.
"""

import re
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.texts import LANGUAGES
from bot.texts.command_words import phrases
from bot.texts.name_folding import folded

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
_OFFSET = re.compile(r"([^\W\d]+)(?:([+-])(\d{1,2})(?::?(\d{2}))?)?")
_SIGNS = str.maketrans("+-", "-+")
_BROKEN = {
    (False, 3, 30): "Asia/Tehran",
    (False, 4, 30): "Asia/Kabul",
    (False, 5, 30): "Asia/Kolkata",
    (False, 5, 45): "Asia/Kathmandu",
    (False, 6, 30): "Asia/Yangon",
    (False, 8, 45): "Australia/Eucla",
    (False, 9, 30): "Australia/Darwin",
    (True, 9, 30): "Pacific/Marquesas",
}
"""Offsets that are no whole hours, and the zone that has each of them all the year; True is west of Greenwich."""
_ALSO = {"utc": "UTC", "gmt": "UTC"}


def zone_named(words: str) -> str | None:
    """Give the IANA name of the zone that a person means, None if it is no zone's name."""
    return _names().get(folded(words)) or offset_named(words)


def zone_names() -> frozenset[str]:
    """Give all names by which zones are found, folded."""
    return frozenset(_names())


@cache
def abbreviations() -> frozenset[str]:
    """Give what clocks are called for short in some zone ("CET", "EST"), folded: many mean several zones."""
    moments = (datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC))
    names = (at.astimezone(ZoneInfo(zone)).tzname() or "" for zone in available_timezones() for at in moments)
    return frozenset(folded(name) for name in names if name.isalpha())


def city_of(zone: str, language: str) -> str:
    """Name a zone by its city in a language of ours; the same name finds it again."""
    if zone == "UTC":
        return zone
    if zone.startswith("Etc/GMT"):
        return f"UTC{zone[7:].translate(_SIGNS)}"
    return str(get_timezone_location(zone, locale=language, return_city=True))


def offset_named(words: str) -> str | None:
    """Give the IANA name of a fixed offset such as "UTC+2" or "GMT-03:00"; None if it is none that has a name."""
    found = _OFFSET.fullmatch("".join(words.split()).casefold())
    if found is None or found[1] not in phrases("words.utc"):
        return None
    sign, hours, minutes = found[2], int(found[3] or 0), int(found[4] or 0)
    if not hours and not minutes:
        return "UTC"
    if minutes:
        return _BROKEN.get((sign != "+", hours, minutes))
    # The names say how far UTC is from there, so that their signs are the other way round.
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours <= (14 if sign == "+" else 12) else None


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
