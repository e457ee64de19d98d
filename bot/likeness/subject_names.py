"""Names in a subject: which of its words are names, and whether an article that tells the same story has one of them.

    "storm edda", articles that surely are about it ──▶ "edda" ──▶ an article on the same town that knows no Edda is out

Takes the words of a subject and texts. A word is a name where articles write it with a capital letter and never
without. Pure.
"""

import re
from collections.abc import Iterable, Sequence

from bot.facts.capitals import is_city
from bot.facts.names import CAPITALISED_NOUNS, Wording
from bot.facts.places import find_places
from bot.facts.sounds import sounds, ways
from bot.likeness.topics import stands, words_of
from ingest.text.languages import script_of
from ingest.text.patterns import LETTERS
from ingest.text.terms import padded

_BEGINS = re.compile(r"(?:^|[.!?:…\n]\s*|[\"“„«(]\s*)$")
"""What stands before a word whose capital letter says nothing."""


def names_in(subject: str, language: str, texts: Iterable[Wording]) -> list[str]:
    """Give the words of a subject that are names; none where it is called otherwise in other languages.

    Args:
        subject: Some words, in whatever case.
        language: The reader's.
        texts: Articles that surely are about it, titles included.
    """
    if find_places(subject, language) or is_city(subject, language):
        return []
    capitals, small = set[str](), set[str]()
    for text in texts:
        if text.language in CAPITALISED_NOUNS:
            continue
        for word in LETTERS.finditer(text.text):
            if word[0][0].islower():
                small.add(padded(word[0]))
            elif word[0][0].isupper() and not _BEGINS.search(text.text[: word.start()]):
                capitals.add(padded(word[0]))
    return [word for word in words_of(subject) if _among(word, capitals) and not _among(word, small)]


def has_one(names: Sequence[str], text: str) -> bool:
    """Whether a text has one of some names, inflected or spelt otherwise, or leaves that open."""
    said, asked = padded(text), [way for name in names for way in ways(name)]
    if any(stands(name, said) for name in names) or not sounds(text).isdisjoint(filter(None, asked)):
        return True
    return not all(asked) and script_of(text) != script_of(" ".join(names))


def _among(word: str, written: Iterable[str]) -> bool:
    return any(stands(word, other) for other in written)
