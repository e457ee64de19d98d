"""Splitting: a question that asks for several things as up to four questions that stand alone, by a language model.

    question ──may it be compound? (code)──▶ model ──▶ parts ──each held as a rewriting is──▶ searches

Takes the question, gives parts where they hold: one line each, in the question's language, bounded, with no figure,
date or name that it lacks, and made of its words. The model is shown the question only; what it says is used for
nothing but to search, and the whole question is answered. Whoever asks one thing waits for nothing: code tells first.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, field_validator, model_validator

from bot.answers.answer_prompts import build_splitting_messages
from bot.answers.rewriting import LONGEST_REWRITTEN, flaws
from bot.facts.names import Wording
from bot.llm.language_model import LanguageModel
from bot.quotes.speech import tidy
from ingest.errors import LanguageModelError
from ingest.text.folding import fold
from ingest.text.patterns import WORD

SPLITTING_SECONDS = 10.0
"""How long a question may wait to be split."""

MOST_PARTS = 4

FEWEST_WORDS, FEWEST_OF_A_PART = 6, 2
"""Words of a question that may be compound, and on either side of the word that joins two parts."""

_ENDS = re.compile(r"[?؟？;；](?=\s*\S)")
"""A question mark, or Greek's, or a semicolon, with something behind it."""

_COMMAS = re.compile(r"[,،、，]")

log = logging.getLogger(__name__)

T = TypeVar("T")


class Parts(BaseModel):
    """What a language model makes of a question."""

    parts: list[str]

    @model_validator(mode="before")
    @classmethod
    def _accept_a_list(cls, value: Any) -> Any:
        return {"parts": value} if isinstance(value, list) else value

    @field_validator("parts", mode="before")
    @classmethod
    def _keep_texts(cls, value: Any) -> Any:
        return [part for part in value if isinstance(part, str)][: 2 * MOST_PARTS] if isinstance(value, list) else value


def may_be_compound(text: str, language: str) -> bool:
    """Whether a question in `language` (ISO 639-1) may ask for several things: not whether it does."""
    words = WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return False
    if _ENDS.search(text) or _COMMAS.search(text):
        return True
    joining = _joining(language)
    sides = range(FEWEST_OF_A_PART, len(words) - FEWEST_OF_A_PART)
    return any(_joins(fold(words[place]).text, joining) for place in sides)


def split(model: LanguageModel, text: str, language: str) -> tuple[str, ...]:
    """Ask which questions `text` holds; none where it is one question, or the model is of no help."""
    try:
        said = model.ask(build_splitting_messages(text), Parts, SPLITTING_SECONDS)
    except LanguageModelError as error:
        log.info("A question was not split: %s", error)
        return ()
    parts = tuple(_held(said.parts, Wording(text, language)))[:MOST_PARTS]
    return parts if len(parts) > 1 else ()


def in_turn(orders: Sequence[Sequence[T]]) -> list[T]:
    """Give the first of each, then the second of each, and so on."""
    longest = max(map(len, orders), default=0)
    return [order[place] for place in range(longest) for order in orders if place < len(order)]


def _held(parts: Sequence[str], asked: Wording) -> Iterator[str]:
    seen: set[str] = set()
    for said in parts:
        part = tidy(said, LONGEST_REWRITTEN)
        if fold(part).text in seen:
            continue
        seen.add(fold(part).text)
        if wrong := flaws(part, asked):
            log.info("A part of a question was left out: %s.", ", ".join(wrong))
        else:
            yield part


def _joins(word: str, joining: str) -> bool:
    """Whether a word is "and", or begins with it where it is written onto the next one, as in Arabic."""
    attached = joining.endswith("*")
    return word.startswith(joining[:-1]) and len(word) > len(joining) if attached else word == joining


@cache
def _joining(language: str) -> str:
    """Give a language's "and" by CLDR, with a star where it is written onto the next word; a word that is none else."""
    try:
        pattern = str(Locale.parse(language).list_patterns["standard"]["2"])
    except (UnknownLocaleError, ValueError, KeyError):
        return " "
    between = pattern.partition("{0}")[2].partition("{1}")[0]
    word = fold(between).text.strip()
    return (word if between.endswith(" ") else f"{word}*") if word else " "
