"""Fencing: how a language model is shown what strangers wrote: as data, between marks that it cannot close by itself.

Takes passages and other foreign texts, gives what goes into a prompt, less what is known to give a machine orders. That
a model keeps to it is not relied upon.
"""

import re

from babel import Locale, UnknownLocaleError

from bot.quotes.planted import without_planted
from bot.quotes.speech import speaks_to_a_model
from bot.texts import visible
from ingest.index.catalogue import StoredPassage

_LONGEST_ATTRIBUTE = 150
_QUOTES = str.maketrans({'"': "”", "<": "‹", ">": "›"})
_MARKS = re.compile(r"<\s*/?\s*(?:passage|quotation|statement|earlier|later)", re.IGNORECASE)


def fenced(number: int, passage: StoredPassage) -> str:
    """Return a passage between its marks, with its number and language, and its article's title, outlet and day."""
    held, article = passage.passage, passage.article
    known = {
        "number": str(number),
        "language": held.language,
        "title": article.title,
        "outlet": article.outlet or "",
        "published": article.published.isoformat() if article.published else "",
    }
    told = " ".join(f'{name}="{shown}"' for name, value in known.items() if (shown := attribute(value)))
    return f"<passage {told}>\n{unmarked(without_planted(held.text, held.language))}\n</passage>"


def attribute(text: str) -> str:
    """Return a text that cannot end the attribute that it is shown as; nothing where it gives orders."""
    if speaks_to_a_model(text):
        return ""
    return " ".join(unmarked(text).translate(_QUOTES).split())[:_LONGEST_ATTRIBUTE]


def unmarked(text: str) -> str:
    """Return a text in which nothing opens or closes a fence, and nothing stands that people cannot see."""
    return _MARKS.sub(lambda match: match[0].replace("<", "‹"), visible(text))


def english_name(language: str) -> str:
    """Return the English name of a language (ISO 639-1), the code itself when there is none."""
    try:
        return Locale.parse(language).get_display_name("en") or language
    except (UnknownLocaleError, ValueError):
        return language
