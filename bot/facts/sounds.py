"""Sounds: names and numbers as any script writes them, so that Пушкин, Pushkin and بوشكين meet. Pure.

Takes texts; gives the consonants of each name in seven classes (coarser than Soundex, Odell & Russell 1918, since
scripts differ in more than vowels), and the numbers as they are. Names are words with a capital letter; in Arabic
script, which has none, every word may be one. Knows Latin, Cyrillic, Greek and Arabic letters, no language.
"""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.text.languages import script_of
from ingest.text.terms import normalise

LEAST, MOST = 3, 5
"""Consonants of a name that can be known again, and those that count; endings differ from language to language."""

LEAST_SAID = 5.0
"""What the names and numbers of a question are taken to weigh at least: one of them alone says little."""

_CLASSES = {
    "b": "bpбпπبپ",
    "f": "fvwвфβφفڤ",
    "k": "ckqgjкгхжγκχخغقكگج",
    "s": "szсзшщчцζσςسزشصظثچ",
    "t": "tdтдδθτتدذضط",
    "l": "lлλل",
    "m": "mмμم",
    "n": "nнνن",
    "r": "rрρر",
}
_CLASS_OF = {letter: name for name, letters in _CLASSES.items() for letter in letters} | {"x": "ks", "ξ": "ks"}
_JOINED = {
    **dict.fromkeys(("tsch", "sch", "tsj", "tch", "sh", "ch", "sj", "cz", "تش"), "s"),
    **dict.fromkeys(("kh", "gh", "ck", "dj", "dg", "γκ"), "k"),
    "ph": "f",
    "th": "t",
    "дж": "ж",
    "μπ": "b",
    "ντ": "t",
    "ce": "s",
    "ci": "s",
    "cy": "s",
}
"""Letters that stand for one sound together, the longest first."""
_JOIN = re.compile("|".join(_JOINED))
_ARTICLE = re.compile("^[وف]?(?:بال|كال|لل|ال)(?=...)")
CYRILLIC_ENDING = re.compile("(?<=[а-яё]{3})(?:[оеиыё]м|[оеё]й|[оеа]го|[оеи]му|[ая]ми|[ая]х)$")
"""Of most cases; a word keeps three letters."""

_REPEATED = re.compile(r"(.)\1+")
_SMALL = "".join(letter for letter in map(chr, range(0x530)) if letter.islower())
_NAME = re.compile(rf"\b(?:\d{{2,}}|[^\W\d_{_SMALL}][^\W\d_]+)")


def sounds(text: str) -> frozenset[str]:
    """Give the names of a text by their consonants, and its numbers of two digits and more."""
    return frozenset(filter(None, map(sound, _NAME.findall(text))))


def heard(names: str, text: str) -> float:
    """Give the share of some names, and numbers, that a text in another script holds by its sounds, from 0 to 1.

    0 too where both are in one script, in which letters tell better.
    """
    if script_of(text) == script_of(names):
        return 0.0
    asked = sounds(names)
    return len(asked & sounds(text)) / len(asked) if asked else 0.0


def spoken(text: str) -> dict[str, str]:
    """Give how each name of a text may sound, with the sound that `sounds` gives it; numbers are left out.

    Cyrillic writes the h of other languages as х, and inflects names: Хальвдановым may be Halvdanov's. The j of Fjeld
    is no consonant.
    """
    found: dict[str, str] = {}
    for word in filter(str.isalpha, _NAME.findall(text)):
        plain = normalise(word)
        stem = CYRILLIC_ENDING.sub("", plain)
        forms = dict.fromkeys([plain, stem, *(form.removeprefix("х") for form in (plain, stem))])
        heard = [way for form in (*forms, plain.replace("j", "")) if (way := sound(form))]
        found |= {way: found.get(way, heard[0]) for way in heard}
    return found


def ways(name: str) -> list[str]:
    """Give how a name may sound, "" where it then has too few consonants to be known again.

    The j of Tscheljabinsk is no consonant; the zh of Zhukov is that of Guangzhou or one of its own.
    """
    plain = normalise(name)
    return [sound(form) for form in dict.fromkeys((plain, plain.replace("j", ""), plain.replace("zh", "j")))]


def adjoined(text: str) -> frozenset[str]:
    """Give how each two words beside one another sound as one name: بيونغ يانغ is Pyongyang."""
    words = _NAME.findall(text)
    return frozenset(filter(None, (sound(one + other) for one, other in pairwise(words))))


def shared(question: str, texts: Sequence[str]) -> list[float]:
    """Give for each text which share of the question's names and numbers it has.

    Each weighs as much as it is rare among the texts (idf as in `ingest.index.lexicon`), so that what all of them have
    does not count.

    Returns:
        One number per text, from 0 to 1.
    """
    asked = sounds(question)
    if not asked:
        return [0.0] * len(texts)
    found = [asked & sounds(text) for text in texts]
    counts = {sound: sum(sound in each for each in found) for sound in asked}
    weights = {sound: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for sound, n in counts.items()}
    total = max(LEAST_SAID, sum(weights.values()))
    return [sum(weights[sound] for sound in each) / total for each in found]


@lru_cache(1 << 16)
def sound(word: str) -> str:
    """Give the consonants of a word by their classes, a number as it is; nothing where they are too few."""
    plain = _ARTICLE.sub("", normalise(word))
    if plain.isdigit():
        return plain
    joined = _JOIN.sub(lambda match: _JOINED[match[0]], plain)
    consonants = _REPEATED.sub(r"\1", "".join(_CLASS_OF.get(letter, "") for letter in joined))
    return consonants[:MOST] if len(consonants) >= LEAST else ""
