"""Unknown names: whether a text names somebody or something that an article doesn't speak of. Pure.

"How many died in the Bergen fire?" is no question about an article on a fire elsewhere, however near the rest of it is.
Takes a question or a statement and the texts of an article that are at hand; gives the names that none of them holds.
Names are words with a capital letter; between scripts they are compared by their consonants
(`bot.facts.sounds`). Countries are left out, since languages change them too much, and so is what cannot be told.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from bot.facts.names import CAPITALISED_NOUNS, is_time
from bot.facts.places import country_names, plain
from bot.facts.sounds import MOST, adjoined, sounds, ways
from ingest.text.languages import script_of
from ingest.text.patterns import LETTERS, begins_sentence

_CAPITAL = re.compile(r" (?=[^\W\d_])[^a-zа-яα-ωß-öø-ÿ]")
_HEARD = frozenset({"", "Latn", "Cyrl", "Grek", "Arab"})
"""Scripts whose letters `bot.facts.sounds` knows."""

_SAME_COUNTRY = 4
"""First letters that a country and its people or its language share."""

_TELLING = 4
"""Letters of a name in a question from which it can be told from a slip."""

_ENDING = 2
"""Letters that may follow a name where it is inflected."""


def unknown_names(
    text: str, language: str, texts: Iterable[str], is_ordinary: Callable[[str], bool] | None = None
) -> list[str]:
    """Give the names of a question or a statement that none of the texts holds.

    Args:
        text: As asked or said.
        language: Its ISO 639-1 code; where nouns have capitals no word is taken for a name.
        texts: Of one article, its title among them.
        is_ordinary: Tells of a word with a capital letter that it makes no name ("Minister"). For statements, whose
            names must be written as the article has them; a question may have a slip.
    """
    asked = [
        word
        for word in _names(text, language, whole=is_ordinary is not None)
        if not is_ordinary or not is_ordinary(word)
    ]
    if not asked:
        return []
    whole = "\n".join(texts)
    if script_of(whole) not in _HEARD:
        return []
    words, heard = frozenset(plain(word) for word in LETTERS.findall(whole)), sounds(whole)
    initials = "".join(word[0] for word in LETTERS.findall(whole) if word[0].isupper())
    same_script = script_of(text) == script_of(whole)
    if not same_script:
        heard |= adjoined(whole)
    strange = [name for name in asked if not _known(name, words, heard, initials, same_script=same_script)]
    if is_ordinary or not same_script:
        return strange
    return [name for name in strange if len(name) >= _TELLING and not _misspelt(plain(name), words)]


def _misspelt(name: str, words: frozenset[str]) -> bool:
    """Whether a name is written with one letter too many, too few or wrong; short ones are too like others."""
    return len(name) > _TELLING and any(len(word) > _TELLING and _off_by_one(name, word) for word in words)


def _off_by_one(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return len(long) - len(short) <= 1 and short[same + (len(short) == len(long)) :] == long[same + 1 :]


def _names(text: str, language: str, *, whole: bool) -> Iterator[str]:
    """Yield the capitalised words without countries and times.

    The first word of a sentence is left out, unless a statement goes on with another capital: "Kari Olsen said".
    """
    if language in CAPITALISED_NOUNS:
        return
    for match in LETTERS.finditer(text):
        word = match[0]
        if len(word) < 2 or not word[0].isupper() or is_time(word, language) or _national(word, language):
            continue
        starts = begins_sentence(text[: match.start()])
        if not starts or (whole and _CAPITAL.match(text, match.end())):
            yield word


def _national(word: str, language: str) -> bool:
    start = plain(word)[:_SAME_COUNTRY]
    return any(name.startswith(start) for name in country_names(language))


def _known(name: str, words: frozenset[str], heard: frozenset[str], initials: str, *, same_script: bool) -> bool:
    if name.isupper() and (not same_script or name in initials):
        return True
    bare = plain(name)
    if bare in words or bare.removesuffix("s") in words:
        return True
    if same_script and any(abs(len(word) - len(bare)) <= _ENDING and _begins(bare, word) for word in words):
        return True
    told = ways(name)
    if not same_script and "" in told:
        return True
    heard_as = filter(None, told)
    return any(_alike(way, each) or (len(way) < MOST and each.startswith(way)) for way in heard_as for each in heard)


def _alike(one: str, other: str) -> bool:
    """Whether two names sound alike but for one consonant too many: Solheim has no k, Сольхейм has one."""
    short, long = sorted((one, other), key=len)
    if len(short) == len(long) == MOST and (short[1:] == long[:-1] or long[1:] == short[:-1]):
        return True  # Cut off behind the one too many.
    if len(long) - len(short) != 1:
        return short == long
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
