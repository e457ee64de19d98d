"""What editors type about a draft: `title: …` and the like, one a line, or a value alone where one was asked for.

Takes words, gives StatedFields. Names of fields are understood in all languages at once; "-" gives a field back to the
file. Pure.
"""

from dataclasses import replace
from datetime import date

from babel import Locale

from bot.desk.draft import StatedFields
from bot.texts import LANGUAGES
from bot.texts.command_words import phrases
from bot.texts.name_folding import folded
from ingest.readers.dates import find_date
from ingest.text.languages import canonical

FIELDS = ("title", "date", "outlet", "language")
"""What can be changed; each has its words in the entry `words.draft_…`."""

_LONGEST = 300
_BACK = frozenset({"-", "–", "—"})
_ATTRIBUTES = {"date": "published"}


def read_lines(text: str, stated: StatedFields) -> StatedFields | None:
    """Give what lines of `field: value` change; None if one of them is nothing of the kind."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, colon, value = line.replace("：", ":").partition(":")
        field = field_of(name) if colon else None
        changed = with_value(stated, field, value) if field else None
        if changed is None:
            return None
        stated = changed
    return stated if text.strip() else None


def field_of(name: str) -> str | None:
    """Give the field that somebody names, in any language."""
    return next((field for field in FIELDS if folded(name) in phrases(f"words.draft_{field}")), None)


def with_value(stated: StatedFields, field: str, value: str) -> StatedFields | None:
    """Set one field; None for a value that is not understood."""
    words = " ".join(value.split())
    attribute = _ATTRIBUTES.get(field, field)
    if words in _BACK:
        return replace(stated, **{attribute: None})
    if not words or len(words) > _LONGEST:
        return None
    found: str | date | None = words
    if field == "date":
        found = _day(words)
    elif field == "language":
        found = _language(words)
    return replace(stated, **{attribute: found}) if found else None  # type: ignore[arg-type]


def _day(words: str) -> date | None:
    found = (find_date(words, language) for language in LANGUAGES)
    return next((day for day in found if day), None)


def _language(words: str) -> str | None:
    """Give the code of a language by its name in one of ours or in itself, or by its tag."""
    wanted = folded(words)
    for code in LANGUAGES:
        names = Locale.parse(code).languages
        if found := next((tag for tag, name in names.items() if folded(str(name)) == wanted), None):
            return canonical(str(found))
    return canonical(words) if len(words) <= 3 or "-" in words else None
