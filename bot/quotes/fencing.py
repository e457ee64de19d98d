"""Fencing: how a language model is shown what strangers wrote: as data, between marks that it cannot close by itself.

Takes passages and other foreign texts, gives what goes into a prompt. That a model keeps to it is not relied upon.
"""

import re

from babel import Locale, UnknownLocaleError

from bot.texts import visible
from ingest.index.catalogue import StoredPassage

_MARKS = re.compile(r"<\s*/?\s*(?:passage|quotation|earlier|later)", re.IGNORECASE)


def fenced(number: int, passage: StoredPassage) -> str:
    """Return a passage between its marks, with its number and language."""
    held = passage.passage
    return f'<passage number="{number}" language="{held.language}">\n{unmarked(held.text)}\n</passage>'


def unmarked(text: str) -> str:
    """Return a text in which nothing opens or closes a fence, and nothing stands that people cannot see."""
    return _MARKS.sub(lambda match: match[0].replace("<", "‹"), visible(text))


def english_name(language: str) -> str:
    """Return the English name of a language (ISO 639-1), the code itself when there is none."""
    try:
        return Locale.parse(language).get_display_name("en") or language
    except (UnknownLocaleError, ValueError):
        return language
