"""Calendars: days as Persian and Thai newspapers count them, as days of the Gregorian calendar."""

from datetime import date, timedelta

from ingest.cleaning.shapes import fold_letters

_NAMES = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
)
JALALI_MONTHS = {
    fold_letters(name): number for names in _NAMES for number, name in enumerate(names.split(), start=1)
} | {fold_letters("امرداد"): 5}
"""Numbers of the months by folded name, as Iran and as Afghanistan call them."""

_FIRST, _LAST = 1210, 1634
"""Years of the Jalali calendar with one rhythm of leap years (Borkowski 1996, "The Persian Calendar for 3000 Years",
Earth, Moon and Planets 74): eight in 33, of which the last but one comes after five years."""
_LEAPS_BEFORE = 294
"""Leap years before 1210 by Borkowski's count."""
_MONTHS_OF_31 = 6
_BUDDHIST = 543


def from_jalali(year: int, month: int, day: int) -> date | None:
    """Return the day of a Solar Hijri date of the years 1210 to 1634, None where there is no such day."""
    longest = 31 if month <= _MONTHS_OF_31 else 30
    if not (_FIRST <= year <= _LAST and 1 <= month <= 12 and 1 <= day <= longest):
        return None
    if month == 12 and day == 30 and not _is_leap(year):
        return None
    days = 31 * (month - 1) if month <= _MONTHS_OF_31 + 1 else 30 * (month - 1) + _MONTHS_OF_31
    return _new_year(year) + timedelta(days=days + day - 1)


def from_thai(year: int, month: int, day: int) -> date | None:
    """Return the day of a date of the Thai solar calendar (since 1941), None where there is no such day."""
    try:
        return date(year - _BUDDHIST, month, day)
    except ValueError:
        return None


def _is_leap(year: int) -> bool:
    return (_new_year(year + 1) - _new_year(year)).days == 366


def _new_year(year: int) -> date:
    """The Gregorian day of 1 Farvardin: 20 or 21 March, by the leap years so far in either calendar."""
    passed, gregorian = year - _FIRST, year + 621
    leaps = _LEAPS_BEFORE + passed // 33 * 8 + (passed % 33 + 3) // 4
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 20) + timedelta(days=leaps - gregorian_leaps)
