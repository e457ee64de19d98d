from zoneinfo import ZoneInfo

import pytest

from bot.telegram.arguments.time_zones import OFFERED, city_of, zone_named
from bot.texts import LANGUAGES


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Oslo", "Europe/Oslo"),
        ("europe/oslo", "Europe/Oslo"),
        ("أوسلو", "Europe/Oslo"),
        ("القاهرة", "Africa/Cairo"),
        ("القاهره", "Africa/Cairo"),
        ("Kairo", "Africa/Cairo"),
        ("مصر", "Africa/Cairo"),
        ("Norge", "Europe/Oslo"),
        ("new york", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("København", "Europe/Copenhagen"),
        ("Saudi-Arabia", "Asia/Riyadh"),
        ("utc", "UTC"),
    ],
)
def test_found_by_city_country_or_name(typed: str, zone: str) -> None:
    assert zone_named(typed) == zone


@pytest.mark.parametrize("typed", ["", "ferries", "الأخبار", "/", "localtime", "posixrules", "../../etc/passwd"])
def test_other_words_are_no_zone(typed: str) -> None:
    assert zone_named(typed) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zone", OFFERED)
def test_what_a_button_says_is_found_again(zone: str, language: str) -> None:
    assert ZoneInfo(zone)
    assert zone_named(city_of(zone, language)) == zone
