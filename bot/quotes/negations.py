"""Negations: which words deny, in the languages of `negations.toml`. Pure."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from ingest.text.folding import fold
from ingest.text.patterns import LETTERS


@lru_cache(maxsize=16_384)
def denies(word: str, language: str) -> bool:
    """Whether a word denies, or a part of one written with an apostrophe: "n't"."""
    return any(_is_known(fold(part).text, language) for part in LETTERS.findall(word))


def has_negations(language: str) -> bool:
    """Whether the words that deny are known of a language."""
    return language in _negations()


def _is_known(word: str, language: str) -> bool:
    forms = (word, word[1:]) if language == "ar" and word.startswith("و") else (word,)
    exact, stems = _negations().get(language, (frozenset(), ()))
    return any(form in exact or form.startswith(stems) for form in forms)


@cache
def _negations() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    content = tomllib.loads(files("bot.quotes").joinpath("negations.toml").read_text("utf-8"))
    return {
        language: (
            frozenset(fold(word).text for word in words if not word.endswith("*")),
            tuple(fold(word.removesuffix("*")).text for word in words if word.endswith("*")),
        )
        for language, words in content.items()
    }
