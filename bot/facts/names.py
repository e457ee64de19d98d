"""Names: who and where a text speaks of, as far as letters tell, and whether another text names them too.

Takes texts with their languages. Capital letters show names in scripts that have them; countries are known in every
script (`bot.facts.places`). Names are compared within one script only: whether "بوتين" is "Putin" is not for letters
to say.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.facts.places import country_names, find_places, join_initials, locale_of, plain
from ingest.text.folding import fold
from ingest.text.languages import script_of
from ingest.text.patterns import LETTERS, begins_sentence

CAPITALISED_NOUNS = frozenset(["de", "lb"])
"""Languages in which a capital letter makes no name."""

_ENDINGS = {
    "en": ["s"],
    "nb": ["s"],
    "nn": ["s"],
    "da": ["s"],
    "sv": ["s"],
    "de": ["s"],
    "fr": ["s"],
    "es": ["s"],
    "it": [],
    "pt": ["s"],
    "nl": ["s"],
}
"""What a language adds to a name ("Putins"); any one to three letters in languages that inflect more."""

_DEMONYMS = frozenset(["n", "an", "ian", "ean", "er", "ese", "ish", "i", "sk", "ske", "isk", "iske", "isch", "ische"])
"""What makes an inhabitant or an adjective of a country: Iranian, Chinese, russisk."""

_STARTERS = frozenset(
    """
    a after all also although among an and another any as at because before both but by during each either every few
    first for from he her here his how however i if in instead it its later many meanwhile more most much no none
    nobody not nothing of on once one only other others our over several she since so some such that the their then
    there these they this those though through thus to two under until we what when where whether which while who
    why with within without you according yes av alle andre både da de den denne der derfor det dette disse du en
    enkelte er et etter flere fordi fra før han hun hva hver hvis hvor ifølge ikke ingen ja jeg man mange med men
    mens mer mot nei nå når og også om opp på samtidig seg selv siden slik som så ut uten ved vi le la les un une
    des il elle ils elles ce cette ces dans selon après avant pour mais el los las unos una se su sus según después
    antes para pero y o lo este esta die das ein eine sie es nach vor seit laut im
    """.split()  # noqa: SIM905 - a hundred words
)
"""Words that begin sentences without being names, in the languages that write names with capitals."""

_SOUNDS = str.maketrans("cqwzyj", "kkvsii")

_STEM = 4
"""Letters by which an ordinary word is known again with another ending."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and the ISO 639-1 code of its language."""

    text: str
    language: str


def unnamed(statement: Wording, quotes: Sequence[Wording], background: Iterable[str] = ()) -> list[str]:
    """Return the names in `statement` that none of its `quotes` holds.

    Args:
        statement: What is said.
        quotes: What is to carry it. Names are only asked of quotes that all are in the statement's script.
        background: Other texts at hand (passages, the question). They tell names from ordinary words where both have
            a capital letter, at the beginning of a sentence.
    """
    script = script_of(statement.text)
    if any(script_of(quote.text) != script for quote in quotes):
        return []
    places = frozenset[str]().union(*(find_places(quote.text, quote.language).values() for quote in quotes))
    here = find_places(statement.text, statement.language)
    places |= {code for code in here.values() if any(_is_declined(code, quote) for quote in quotes)}
    missing = [
        name
        for name in _names(statement, _Others(statement.language, quotes, tuple(background)))
        if not places & _codes_of(name, here) and not any(_holds(quote, name, statement.language) for quote in quotes)
    ]
    unseen = (place for place in _uncapitalised(here) if here[place] not in places | _stems(place, here, quotes))
    return list(dict.fromkeys([*missing, *unseen]))


def _names(statement: Wording, others: "_Others") -> Iterator[str]:
    """Yield the words of a statement that are names by their capital letter and their place in the sentence."""
    text = join_initials(statement.text)
    here = find_places(statement.text, statement.language)
    for run in _runs(text):
        starts = begins_sentence(text[: run[0].start()], after_colon=True)
        for word in run:
            if word[0] == "I" or is_time(word[0], statement.language):
                continue
            certain = (len(word[0]) > 1 and not word[0][1:].islower()) or bool(_codes_of(word[0], here))
            if statement.language in CAPITALISED_NOUNS:
                is_name = certain or (word is run[-1] and len(run) > 1 and not starts)  # "traf Präsident Putin"
            elif starts and word is run[0]:
                is_name = certain or others.make_a_name_of(word[0])
            else:
                is_name = True
            if is_name:
                yield word[0]


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the neighbouring words that have capital letters, such as Kim Jong-Un."""
    run: list[re.Match[str]] = []
    for word in LETTERS.finditer(text):
        if run and (not word[0][0].isupper() or text[run[-1].end() : word.start()] not in {" ", "-"}):
            yield run
            run = []
        if word[0][0].isupper():
            run.append(word)
    if run:
        yield run


class _Others:
    """The texts that tell a name from an ordinary word where both have a capital letter: as the first of a sentence."""

    def __init__(self, language: str, quotes: Sequence[Wording], background: Sequence[str]) -> None:
        self._texts = [*background, *(quote.text for quote in quotes)]
        self._translated = all(quote.language != language for quote in quotes)

    def make_a_name_of(self, word: str) -> bool:
        """Whether `word` is no common word and, in a text of the same language, would stand in lower case somewhere.

        In a translation every ordinary word is a new one; there only a word that another text uses as a name is one.
        """
        if word.lower() in _STARTERS:
            return False
        if self._translated:
            return any(word in _inner_capitals(text) for text in self._texts)
        return not any(word.lower()[:_STEM] in _lower_stems(text) for text in self._texts)


@lru_cache(maxsize=256)
def _inner_capitals(text: str) -> frozenset[str]:
    words = (word for run in _runs(text) for word in run)
    return frozenset(word[0] for word in words if not begins_sentence(text[: word.start()], after_colon=True))


@lru_cache(maxsize=256)
def _lower_stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in LETTERS.findall(text) if word.islower())


def _holds(quote: Wording, name: str, language: str) -> bool:
    text = join_initials(quote.text)
    words = LETTERS.findall(text)
    if any(_is_same(name, language, word, quote.language) for word in words):
        return True
    return name.isupper() and len(name) > 1 and name in _initials_of(words)


def _is_same(name: str, language: str, word: str, other: str) -> bool:
    """Whether two words name the same, inflected or (between languages) spelt a little differently."""
    a, b = plain(name), plain(word)
    if a == b:
        return True
    codes = country_names(language).get(a), country_names(other).get(b)
    if all(codes) and codes[0] != codes[1]:
        return False
    if _is_inflected(a, b, {language, other}) or _is_of(a, codes[0], b) or _is_of(b, codes[1], a):
        return True
    if _shares_stem(a, language, b) or _shares_stem(b, other, a):
        return True
    return language != other and min(len(a), len(b)) >= _STEM and _sound(a) == _sound(b)


def _sound(word: str) -> str:
    """Return how a word begins, spelt as most languages would: Moscow and Moskva, Scotland and Skottland."""
    return word.translate(_SOUNDS)[:_STEM]


def _is_inflected(a: str, b: str, languages: set[str]) -> bool:
    short, long = sorted((a, b), key=len)
    endings = {ending for language in languages for ending in _ENDINGS.get(language, ())}
    if len(short) >= 2 and any(long == short + ending for ending in endings):
        return True
    stem = short.rstrip("aeiouy") or short
    return not languages <= _ENDINGS.keys() and len(stem) >= 4 and long.startswith(stem) and len(long) - len(stem) <= 3


def _is_of(country: str, code: str | None, word: str) -> bool:
    """Whether `word` is an inhabitant or an adjective of a country."""
    stem = country.rstrip("aeiouy")
    return bool(code) and any(word == part + ending for part in (country, stem) for ending in _DEMONYMS)


def _shares_stem(country: str, language: str, word: str) -> bool:
    """Whether a word begins like this country and like no other one: "belge" and Belgique."""
    names = country_names(language)
    stem = word[:_STEM]
    if country not in names or len(word) <= _STEM or not country.startswith(stem) or word in names:
        return False
    return {code for name, code in names.items() if name.startswith(stem)} == {names[country]}


def _initials_of(words: Sequence[str]) -> str:
    return "".join(word[0] if word[0].isupper() else " " for word in words)


def is_time(word: str, language: str) -> bool:
    """Months and weekdays are compared as dates (`bot.facts.numbers`)."""
    return fold(word).text in _time_words(language)


@lru_cache(maxsize=64)
def _time_words(language: str) -> frozenset[str]:
    locale = locale_of(language)
    tables = (locale.months["format"]["wide"], locale.months["format"]["abbreviated"], locale.days["format"]["wide"])
    return frozenset(fold(name).text.rstrip(".") for table in tables for name in table.values())


def _codes_of(name: str, places: dict[str, str]) -> set[str]:
    return {code for written, code in places.items() if name in LETTERS.findall(written)}


def _is_declined(code: str, quote: Wording) -> bool:
    """Whether a text has every word of a country's longer name, with whatever endings: "der Vereinten Nationen"."""
    words = [plain(word) for word in LETTERS.findall(quote.text)]
    names = (name.split() for name, other in country_names(quote.language).items() if other == code and " " in name)
    stems = ([part[: max(_STEM, len(part) - 2)] for part in name] for name in names)
    return any(all(any(word.startswith(stem) for word in words) for stem in each) for each in stems)


def _uncapitalised(places: dict[str, str]) -> list[str]:
    """Return the countries written in scripts without capital letters, which `_names` cannot see."""
    return [place for place in places if place == place.upper() == place.lower()]


def _stems(place: str, places: dict[str, str], quotes: Sequence[Wording]) -> set[str]:
    """Return the code of a place whose words stand in the quotes with other endings: روسيا in الروسي."""
    text = " ".join(fold(quote.text).text for quote in quotes)
    words = [word.removeprefix("ال") for word in fold(place).text.split()]
    return {places[place]} if all(word[: max(3, len(word) - 2)] in text for word in words) else set()
