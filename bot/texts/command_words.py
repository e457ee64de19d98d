"""The words that commands understand, of every language with a catalogue: the entries `words.…` of the .po files.

They stand beside what the bot says, so that one file makes a language, and a test lists what it lacks. An entry holds
phrases with `|` between them. All languages are understood at once, whatever the reader's own is.
"""

from functools import cache

from bot.texts.name_folding import folded
from bot.texts.translations import LANGUAGES, Texts

LONGEST = 5
"""Words of a phrase at most."""


@cache
def phrases(*keys: str) -> frozenset[str]:
    """Give the phrases of some entries in all languages, folded as `bot.texts.name_folding` folds."""
    return frozenset(it for key in keys for language in LANGUAGES for it in _listed(language, key))


@cache
def numbered(key: str) -> dict[str, int]:
    """Give the phrases of an entry that lists what has a number, from 1 on; `/` stands between ways to say one."""
    return {
        folded(way): number
        for language in LANGUAGES
        for number, ways in enumerate(Texts(language).text(key).split("|"), 1)
        for way in ways.split("/")
    }


def _listed(language: str, key: str) -> list[str]:
    return [folded(phrase) for phrase in Texts(language).text(key).split("|")]
