"""Texts: the catalogues `en.po`, `ar.po`, `nb.po`, read once, with numbers, dates and language names by Babel.

Takes a key and values, gives plain text. Knows nothing of markup, of Telegram, or of where a text is shown.
"""

import gettext
import io
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from babel.units import UnknownUnitError, format_unit

from bot.texts.direction import Direction, Live, isolate, live

_FALLBACK = "en"
_FILES = sorted(it.name.removesuffix(".po") for it in files("bot.texts").iterdir() if it.name.endswith(".po"))
LANGUAGES = (_FALLBACK, *(it for it in _FILES if it != _FALLBACK))
"""The languages with a catalogue, in the order in which they are offered: one file makes a language."""

_ALIASES = {"no": "nb", "nn": "nb"}
_LEAP_YEAR = 2000
"""Stands for a year that is not known, so that 29 February can be written."""

Value = str | int | date


def supported(*languages: str | None) -> str:
    """Give the catalogue for the first IETF language tag that has one, such as "ar-EG"; "en" where none has."""
    codes = [(language or "").replace("_", "-").split("-")[0].lower() for language in languages]
    return next((known for code in codes if (known := _ALIASES.get(code, code)) in LANGUAGES), _FALLBACK)


@cache
def _translations(language: str) -> gettext.GNUTranslations:
    """Read one catalogue; `language` is one of LANGUAGES."""
    source = files("bot.texts").joinpath(f"{language}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=language, abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Texts:
    """What the bot says, in one language."""

    def __init__(self, *languages: str | None) -> None:
        """Take any IETF language tags, the most wanted first; see `supported` for what becomes of them."""
        self.language = supported(*languages)
        self.direction: Direction = "rtl" if Locale.parse(self.language).text_direction == "rtl" else "ltr"
        self._locale = Locale.parse(self.language)
        self._translations = _translations(self.language)

    def text(self, key: str, **values: Value) -> str:
        """Give the text of `key`, with strings isolated, numbers and dates formatted, and commands (`Live`) live.

        Raises:
            KeyError: If no catalogue has the key, or a value that it needs is missing.
        """
        return self._fill(key, self._translations.gettext(key), values)

    def plural(self, key: str, count: int, **values: Value) -> str:
        """Give the form of `key` for `count`, which is also a value; see `text`."""
        return self._fill(key, self._translations.ngettext(key, key, count), {"count": count, **values})

    def number(self, value: int) -> str:
        """Write a number as the language groups it."""
        return str(format_decimal(value, locale=self._locale))

    def money(self, value: Decimal, currency: str) -> str:
        """Write an amount of money (ISO 4217), with four decimals where it is less than one."""
        shown = round(value, 4) if abs(value) < 1 else round(value, 2)
        text = format_currency(shown, currency, locale=self._locale, currency_digits=False, decimal_quantization=False)
        return str(text)

    def short_date(self, day: date) -> str:
        """Write a day without its year, as on an axis."""
        return str(format_skeleton("MMMd", day, locale=self._locale))

    def month(self, day: date, *, with_year: bool = False) -> str:
        """Name the month of a day: short, as on an axis, or in full with the year."""
        return str(format_skeleton("yMMMM" if with_year else "MMM", day, locale=self._locale))

    def quarter(self, day: date) -> str:
        """Name the quarter of a day, with its year."""
        return str(format_skeleton("yQQQ", day, locale=self._locale))

    def year(self, day: date) -> str:
        """Write the year of a day."""
        return str(format_skeleton("y", day, locale=self._locale))

    def date(self, day: date) -> str:
        """Write a day with the name of its month."""
        return str(format_date(day, "long", locale=self._locale))

    def partial_date(self, year: int | None, month: int | None = None, day: int | None = None) -> str:
        """Write a date as far as it is known: "2020", "January 2020", "14 January"; "" for one that is not."""
        known = (("y", year), ("MMMM", month), ("d", day if month else None))
        skeleton = "".join(letters for letters, part in known if part)
        if not skeleton:
            return ""
        try:
            stands_for = date(year or _LEAP_YEAR, month or 1, (day if month else None) or 1)
        except ValueError:  # such as 31 February, which a file may well state
            return f"{day}. {month}. {year or ''}".strip()
        return str(format_skeleton(skeleton, stands_for, locale=self._locale))

    def amount(self, value: Decimal, unit: str = "") -> str:
        """Write a number with its unit: one of the Unicode CLDR ("length-meter"), or a sign that goes before it."""
        if not unit:
            return str(format_decimal(value, locale=self._locale))
        try:
            return str(format_unit(value, unit, locale=self._locale))
        except UnknownUnitError:
            return f"{unit}{format_decimal(value, locale=self._locale)}"

    def country(self, code: str) -> str:
        """Name a country (ISO 3166) in this language; the code itself where it has no name."""
        return str(self._locale.territories.get(code, code))

    def time(self, at: time) -> str:
        """Write a time of day."""
        return str(format_time(at, "short", locale=self._locale))

    def listed(self, words: Sequence[str]) -> str:
        """Join words as an enumeration: "A, B and C"."""
        return str(format_list(words, locale=self._locale))

    def weekday(self, number: int) -> str:
        """Name a weekday; Monday is 0."""
        return str(get_day_names("wide", context="stand-alone", locale=self._locale)[number])

    def language_name(self, code: str) -> str:
        """Name a language (ISO 639-1) in this one; the code itself where it has no name, "" for "und"."""
        return "" if code == "und" else str(self._locale.languages.get(code, code))

    def _fill(self, key: str, form: str, values: dict[str, Value]) -> str:
        if form == key:
            raise KeyError(key)
        return form.format_map({name: self._shown(value) for name, value in values.items()})

    def _shown(self, value: Value) -> str:
        if isinstance(value, int):
            return self.number(value)
        if isinstance(value, date):
            return self.date(value)
        return live(value) if isinstance(value, Live) else isolate(value)


def own_name(language: str) -> str:
    """Name a language in itself, as one finds it in a list: "English", "العربية", "Norsk bokmål"."""
    name = str(Locale.parse(language).get_display_name(language))
    return name[:1].upper() + name[1:]
