"""Speech: in which language a text speaks, whether to a reader or to a language model, and that on one tidy line.

Takes texts of articles and of language models, neither of which is trusted. Pure; knows no quotes.
"""

import re
import unicodedata

from babel import Locale, UnknownLocaleError

from bot.quotes.folding import fold
from ingest.languages import UNKNOWN, identify, script_of

_SURE_LETTERS = 24
"""Letters from which on the language of a statement can be told."""

_CLOSE_LANGUAGES = (frozenset(["nb", "nn", "da", "sv"]), frozenset(["bs", "hr", "sr"]), frozenset(["id", "ms"]))
"""Languages that short texts are mistaken for one another in."""

_MARKERS = re.compile(r"\s*(?:\[\s*\d+(?:\s*,\s*\d+)*\s*\]|【[^】]*】|\(passages? \d+\))", re.IGNORECASE)

_TO_THE_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:rules?|instructions?|prompts?|guidelines?)\b"
    r"|\b(?:system prompt|as an ai|you are (?:now )?(?:an? )?(?:ai|assistant|chatbot|language model))\b"
    r"|\b(?:ignorer|glem|overse)\b.{0,40}\b(?:regl\w*|instruks\w*|instruksjon\w*|beskjed\w*)\b"
    r"|\b(?:تجاهلوا|تجاهلي?|انس|اهملوا?)\b.{0,40}(?:قواعد|تعليمات|اوامر|توجيهات)"
    r"|\b(?:ignorez?|ignoriere?|ignora|oubliez?|vergiss|olvida)\b.{0,40}"
    r"\b(?:r.{1,2}gles?|instruc+i?\w+|consignes?|regeln|anweisungen|reglas)\b",
    re.IGNORECASE | re.DOTALL,
)
"""Sentences that speak to a language model, in the commonest words of such attacks, folded. They carry nothing."""


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
    """Whether a text from an article gives a language model orders, in the commonest words of such attacks."""
    return bool(_TO_THE_MODEL.search(fold(text).text))


def _name_in(language: str) -> str:
    """Return a language's own name, which is written in its script."""
    try:
        return Locale.parse(language).get_display_name(language) or language
    except (UnknownLocaleError, ValueError):
        return language
