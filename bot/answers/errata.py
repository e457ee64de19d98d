"""Errata: which sentences of an article repeat what an earlier one got wrong, for the next one to put right.

    "On Monday we wrote that it costs 3 million. It costs 4 million." ──▶ the first is wrong, the second right

Takes the sentences of a passage and the title of its article. A sentence counts where it says that something was wrong
("an earlier version of this article"), or, in a note on a correction, what the outlet wrote; and only if the sentence
behind it states another value. The words stand in `corrections.toml`. Pure.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from bot.facts.number_words import in_figures
from bot.facts.numbers import Quantities, read_quantities
from ingest.cleaning.corrections import is_correction
from ingest.text.terms import padded


def erring(texts: Sequence[str], language: str, title: str) -> list[bool]:
    """Tell of each sentence of a passage in `language` (ISO 639-1) whether it repeats what the next one puts right."""
    said = [padded(text) for text in texts]
    phrases = _phrases("wrong", language)
    if any(_holds(each, _phrases("wrote", language)) for each in said) and is_correction(title, "\n".join(texts)):
        phrases += _phrases("wrote", language)
    return [
        _holds(each, phrases) and number + 1 < len(texts) and replaces(texts[number + 1], text, language)
        for number, (each, text) in enumerate(zip(said, texts, strict=True))
    ]


def replaces(right: str, wrong: str, language: str) -> bool:
    """Whether a sentence states a number or a month in place of another one."""
    mine, theirs = values(right, language), values(wrong, language)
    return bool((theirs.numbers and mine.numbers - theirs.numbers) or (theirs.months and mine.months - theirs.months))


def values(text: str, language: str) -> Quantities:
    """Give what a sentence states, in figures or in words."""
    return read_quantities(in_figures(text, language), language)


def _holds(said: str, phrases: Sequence[str]) -> bool:
    return any(phrase in said for phrase in phrases)


@cache
def _phrases(key: str, language: str) -> tuple[str, ...]:
    content = tomllib.loads(files("bot.answers").joinpath("corrections.toml").read_text("utf-8"))
    return tuple(map(padded, content[key].get(language, ())))
