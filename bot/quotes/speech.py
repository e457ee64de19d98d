"""Speech: in which language a text speaks, whether to a reader or to a language model, and that on one tidy line.

Takes texts of articles and of language models, neither of which is trusted. Pure; knows no quotes.
"""

import re
import unicodedata

from babel import Locale, UnknownLocaleError

from bot.quotes.orders import gives_orders
from ingest.text.folding import fold
from ingest.text.languages import UNKNOWN, identify, script_of

_SURE_LETTERS = 24
"""Letters from which on the language of a statement can be told."""

_CLOSE_LANGUAGES = (frozenset(["nb", "nn", "da", "sv"]), frozenset(["bs", "hr", "sr"]), frozenset(["id", "ms"]))
"""Languages that short texts are mistaken for one another in."""

_MARKERS = re.compile(r"\s*(?:\[\s*\d+(?:\s*,\s*\d+)*\s*\]|【[^】]*】|\(passages? \d+\))", re.IGNORECASE)

_OF_THE_MODEL = re.compile(r"\b(?:system prompt|as an ai)\b")
"""What a model says of itself, whatever else it was asked to say."""


def tidy(text: str, longest: int) -> str:
    """Return a text as one line, without citation marks and invisible characters; "" above `longest` characters."""
    shown = "".join(c if c.isprintable() else " " for c in text if unicodedata.category(c) != "Cf")
    line = " ".join(_MARKERS.sub("", shown).split())
    return line if len(line) <= longest and any(map(str.isalnum, line)) else ""


def is_in(language: str, text: str) -> bool:
    """Whether `text` may be in `language`; only what clearly is not is refused."""
    found = identify(text, hint=language)
    if found in {language, UNKNOWN} or are_close(found, language):
        return True
    return sum(map(str.isalpha, text)) < _SURE_LETTERS and script_of(text) == script_of(_name_in(language))


def are_close(one: str, other: str) -> bool:
    """Whether two languages (ISO 639-1) are one, or so near that who reads the one can read the other."""
    return one == other or any({one, other} <= group for group in _CLOSE_LANGUAGES)


def speaks_to_a_model(text: str) -> bool:
    """Whether a text gives a language model orders, or is what a model says of itself: it carries nothing."""
    return gives_orders(text) or bool(_OF_THE_MODEL.search(fold(text).text))


def _name_in(language: str) -> str:
    """Return a language's own name, which is written in its script."""
    try:
        return Locale.parse(language).get_display_name(language) or language
    except (UnknownLocaleError, ValueError):
        return language
