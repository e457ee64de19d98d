"""Expectation: whether a question asks for a number or a time, and whether a sentence has one to give. Pure.

Takes texts and their languages. The words stand in `interrogatives.toml`; names of months and days are CLDR's.
"""

import re
import tomllib
from enum import Enum
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from ingest.text.patterns import WORD
from ingest.text.terms import normalise

_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
_DIGIT = re.compile(r"\d")


class Expectation(Enum):
    """What kind of words must stand in an answer; ANY where the question does not tell."""

    NUMBER = "number"
    TIME = "time"
    ANY = "any"


def expectation(question: str, language: str) -> Expectation:
    """Tell what a question in `language` (ISO 639-1) asks for."""
    asked = _spaced(question)
    for kind in (Expectation.TIME, Expectation.NUMBER):
        if any(phrase in asked for phrase in _phrases(kind.value, language)):
            return kind
    return Expectation.ANY


def asks_for_words(question: str, language: str) -> bool:
    """Tell whether a question asks what somebody said; a * in a phrase stands for one word to six."""
    asked = _spaced(question)
    return any(pattern.search(asked) for pattern in _speech(language))


def meets(expected: Expectation, sentence: str, language: str) -> float:
    """Tell how well a sentence in `language` has words of the expected kind.

    Returns:
        1.0 if it does; 0.5 for a number in words, and for a month or day without a year where a time is expected; 0.0
        if not; 1.0 for ANY.
    """
    if expected is Expectation.ANY:
        return 1.0
    words = _spaced(sentence)
    pattern, names = (
        (_DIGIT, _phrases("numerals", language)) if expected is Expectation.NUMBER else (_YEAR, _calendar(language))
    )
    if pattern.search(words if expected is Expectation.TIME else _YEAR.sub("", words)):
        return 1.0
    return 0.5 * any(name in words for name in names)


def _spaced(text: str) -> str:
    return f" {' '.join(WORD.findall(normalise(text)))} "


@cache
def _phrases(kind: str, language: str) -> tuple[str, ...]:
    return tuple(_spaced(phrase) for phrase in _interrogatives()[kind].get(language, []))


@cache
def _speech(language: str) -> tuple[re.Pattern[str], ...]:
    phrases = _interrogatives()["speech"].get(language, [])
    gap = r"(?:\S+ ){1,6}?"
    parts = ([re.escape(_spaced(part)[1:]) for part in phrase.split("*")] for phrase in phrases)
    return tuple(re.compile(f" {gap.join(each)}") for each in parts)


@cache
def _calendar(language: str) -> tuple[str, ...]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return ()
    names = [*locale.months["format"]["wide"].values(), *locale.months["stand-alone"]["wide"].values()]
    return tuple({_spaced(name) for name in [*names, *locale.days["format"]["wide"].values()]})


@cache
def _interrogatives() -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("bot.answers").joinpath("interrogatives.toml").read_text("utf-8")
    )
    return content
