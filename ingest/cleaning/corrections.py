"""Corrections: whether an article says that an earlier version of it was wrong, and its headline without such a word.

Takes titles and texts; `phrases.toml` has the words. One word counts before a colon or a dash ("Correction: …"),
several words count at the beginning of a line ("An earlier version of this article …").
"""

import re
from collections.abc import Iterator

from ingest.cleaning.phrases import beginnings, rest_of
from ingest.cleaning.shapes import fold_line, trimmed

_LOOKED_AT = 80
"""Characters at the beginning of a line that hold the longest phrase."""
_ANNOUNCES = re.compile(r"[\s*_)\]]*(?:[:：–—]|-\s|$)\s*")


def is_correction(title: str, text: str) -> bool:
    """Tell whether a title or a line of the text is a note on a correction or an update."""
    return any(_begins(line[:_LOOKED_AT]) for line in (title, *text.splitlines()))


def bare_headline(title: str) -> str:
    """Give a headline without "Correction:" before it; as it is where nothing would be left."""
    for phrase, rest in _rests(title):
        if " " not in phrase and (found := _ANNOUNCES.match(rest)) and rest[found.end() :]:
            return rest[found.end() :]
    return title


def _begins(line: str) -> bool:
    return any(" " in phrase or _ANNOUNCES.match(rest) for phrase, rest in _rests(line))


def _rests(line: str) -> Iterator[tuple[str, str]]:
    folded = fold_line(line)
    for phrase, _ in beginnings(folded, "corrected", "updated"):
        if (rest := rest_of(trimmed(line), folded, phrase)) is not None:
            yield phrase, rest
