"""Phrases: the tables of `phrases.toml`, folded, and the search for the one that a line begins with."""

import tomllib
from functools import cache
from importlib.resources import files

from ingest.cleaning.shapes import fold_letters, fold_line, is_word

_IDEOGRAPHS = "\u2e7f"
"""Scripts from here on write no space between words."""


@cache
def phrases(table: str) -> frozenset[str]:
    """Return the folded phrases of one table."""
    return frozenset(fold_line(phrase) for phrase in _tables()[table].replace("\n", "|").split("|")) - {""}


def beginnings(folded: str, *tables: str) -> tuple[tuple[str, str], ...]:
    """Return the phrases that may begin a folded line, with the table of each, the longest first."""
    known = _by_beginning(tables)
    return known.get(folded[:2], ()) + known.get(folded[:1], ())


@cache
def _by_beginning(tables: tuple[str, ...]) -> dict[str, tuple[tuple[str, str], ...]]:
    found = sorted(((p, table) for table in tables for p in phrases(table)), key=lambda pair: -len(pair[0]))
    return {first: tuple(pair for pair in found if pair[0][:2] == first) for first in {p[:2] for p, _ in found}}


def rest_of(trimmed: str, folded: str, phrase: str) -> str | None:
    """Return what follows a phrase in a line, with its case, or None where the line does not begin with its words.

    Args:
        trimmed: The line without punctuation at its edges, see `shapes.trimmed`.
        folded: The same, folded.
        phrase: Folded.
    """
    if not folded.startswith(phrase):
        return None
    after = folded[len(phrase) : len(phrase) + 1]
    if after and is_word(after) and phrase[-1] < _IDEOGRAPHS:
        return None
    wanted, seen = len(phrase), 0
    for offset, character in enumerate(trimmed):
        counted = len(fold_letters(character))
        if seen >= wanted and counted:
            return trimmed[offset:]
        seen += counted
    return ""


@cache
def _tables() -> dict[str, str]:
    return tomllib.loads(files("ingest.cleaning").joinpath("phrases.toml").read_text("utf-8"))
