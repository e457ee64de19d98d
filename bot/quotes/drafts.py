"""Drafts: what a language model proposes to say, and which of it its quotes carry.

Takes statements with claimed quotes and the passages they may come from; gives Claims, whose every quote stands in its
file (`bot.quotes.citing`), whose numbers, dates and names are in those quotes (`bot.quotes.support`), in the language
that was asked for. Trusts nothing of a draft; knows no model.
"""

import logging
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from bot.quotes.citing import Claim, Span, locate
from bot.quotes.folding import fold
from bot.quotes.names import Wording
from bot.quotes.support import unsupported
from ingest.catalogue import StoredPassage
from ingest.errors import CorpusError
from ingest.languages import UNKNOWN, identify, script_of

log = logging.getLogger(__name__)

MOST_STATEMENTS = 6
MOST_CITATIONS = 4
LONGEST_STATEMENT = 500
"""Bounds on what is looked at of a draft: statements, citations of each, characters of each."""

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


class DraftCitation(BaseModel):
    """A passage by its number, and words that are said to stand in it."""

    passage: int
    quote: str

    @field_validator("passage", mode="before")
    @classmethod
    def _read_number(cls, value: Any) -> Any:
        digits = re.search(r"\d+", value) if isinstance(value, str) else None
        return int(digits[0][:6]) if digits else value


class DraftStatement(BaseModel):
    """A sentence of the answer, in the asker's language."""

    text: str
    citations: list[DraftCitation] = Field(default_factory=list)

    @field_validator("citations", mode="before")
    @classmethod
    def _keep_whole_citations(cls, value: Any) -> Any:
        return _whole(value if isinstance(value, list) else [value], DraftCitation)[:MOST_CITATIONS]


class Draft(BaseModel):
    """What a language model answers: statements, or that the passages do not say."""

    answered: bool = True
    statements: list[DraftStatement] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _accept_less(cls, value: Any) -> Any:
        """Take a list of statements or a lone one for the whole; refuse an object that is neither."""
        if isinstance(value, list):
            value = {"statements": _whole(value, DraftStatement)}
            if not value["statements"]:
                raise ValueError("no statement in the list")
        elif isinstance(value, dict) and "text" in value:
            value = {"statements": [value]}
        if isinstance(value, dict) and not value.keys() & {"answered", "statements"}:
            raise ValueError("neither answered nor statements")
        return value

    @field_validator("statements", mode="before")
    @classmethod
    def _keep_whole_statements(cls, value: Any) -> Any:
        return _whole(value, DraftStatement)[:MOST_STATEMENTS] if isinstance(value, list) else value


def _whole(values: list[Any], kind: type[BaseModel]) -> list[BaseModel]:
    kept = []
    for value in values[:50]:
        try:
            kept.append(kind.model_validate(value))
        except ValidationError:
            continue
    return kept


def verified(
    said: Sequence[DraftStatement],
    language: str,
    passages: Sequence[StoredPassage],
    text_of: Callable[[str], str],
    background: Sequence[str],
) -> Iterator[Claim]:
    """Yield the statements that are in the asker's language and are carried by quotes that stand in their files."""
    seen: set[str] = set()
    for statement in said:
        text = _tidy(statement.text)
        spans = tuple(_located(statement, passages, text_of))
        quotes = [Wording(span.quote, span.passage.passage.language) for span in spans]
        if not text or text in seen or not _is_in(language, text):
            log.info("A statement of the language model was dropped: empty, repeated or in another language.")
        elif flags := unsupported(Wording(text, language), quotes, background):
            log.info("A statement of the language model was dropped: its quotes do not hold %s.", ", ".join(flags))
        else:
            seen.add(text)
            yield Claim(text, spans)


def _located(
    statement: DraftStatement, passages: Sequence[StoredPassage], text_of: Callable[[str], str]
) -> Iterator[Span]:
    for citation in statement.citations:
        if not 1 <= citation.passage <= len(passages):
            continue
        passage = passages[citation.passage - 1]
        try:
            span = locate(citation.quote, passage, text_of(passage.article.source))
        except CorpusError:
            continue
        if span and not _TO_THE_MODEL.search(fold(span.quote).text):
            yield span


def _tidy(text: str) -> str:
    """Return a statement as one line, without citation marks and invisible characters; "" when it is too long."""
    shown = "".join(c if c.isprintable() else " " for c in text if unicodedata.category(c) != "Cf")
    line = " ".join(_MARKERS.sub("", shown).split())
    return line if len(line) <= LONGEST_STATEMENT and any(map(str.isalnum, line)) else ""


def _is_in(language: str, text: str) -> bool:
    """Whether `text` may be in `language`; only what clearly is not is refused."""
    found = identify(text, hint=language)
    if found in {language, UNKNOWN} or any({found, language} <= group for group in _CLOSE_LANGUAGES):
        return True
    return sum(map(str.isalpha, text)) < _SURE_LETTERS and script_of(text) == script_of(_name_in(language))


def _name_in(language: str) -> str:
    """Return a language's own name, which is written in its script."""
    try:
        return Locale.parse(language).get_display_name(language) or language
    except (UnknownLocaleError, ValueError):
        return language
