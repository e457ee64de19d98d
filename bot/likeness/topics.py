"""Topics: which articles are about a subject, by meaning in any language, or because its words stand in them.

Takes the words of a subject, and articles with their centred vectors; gives the hashes of those that are about it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.facts.sounds import CYRILLIC_ENDING
from ingest.index import lexicon
from ingest.index.catalogue import StoredArticle
from ingest.index.protocols import PassageIndex
from ingest.models.centring import Centring, Vector
from ingest.models.embedding import Embedder
from ingest.text.languages import identify
from ingest.text.terms import holds, normalise, padded, terms

ABOUT = 0.15
"""Centred likeness of a subject to an article from which the article is about it; chosen on half of twenty subjects
over NTREX in three languages (tests/evaluation/LOG.md)."""

_STANDS = 0.6
"""Share of a word's character grams from which it counts as standing in a text: "ferger" where that has "fergen"."""

_LONG = 4
"""Grams of a word of five letters."""

_BY_WORDS = 100
"""Passages of one language, the likeliest, in which the words of a subject are looked for."""


_ARTICLE = "ال"
_ARABIC = re.compile("[\u0621-\u064a]+")
_SHORTEST, _SHORTEST_STEM = 2, 4
_PARTICLES = frozenset(
    "من ان او ام له لها لك لي لو لم لن لا ما هو هي هم كم قد عن في بل اذ كي مع اي به بها على الى كل".split()  # noqa: SIM905
)
"""What is left of "الآن" and "الله", and whatever else is no subject."""


class Topics:
    """Finds what is about a subject; safe to use from several threads."""

    def __init__(self, index: PassageIndex, embedder: Embedder, centring: Centring) -> None:
        self._index, self._embedder, self._centring = index, embedder, centring

    def about(
        self, subject: str, articles: Sequence[StoredArticle], rows: Mapping[str, Vector], language: str
    ) -> set[str]:
        """Give the content hashes of the articles that are about a subject.

        Args:
            subject: Some words.
            articles: Those in question.
            rows: Content hash -> centred vector, shape (dimension,), of unit length.
            language: The reader's, in which a few words most likely are.
        """
        hashes = {it.content_hash for it in articles}
        likeness = self.likeness(subject, {key: rows[key] for key in hashes}, language)
        return {key for key in hashes if likeness[key] >= ABOUT} | (hashes & self.by_words(subject))

    def likeness(self, subject: str, rows: Mapping[str, Vector], language: str) -> dict[str, float]:
        """Give the centred likeness of a subject to each article, by content hash; -1 to 1."""
        asked = self._centring.question(self._embedder.embed_queries([subject])[0], identify(subject, hint=language))
        return {key: float(row @ asked) for key, row in rows.items()}

    def by_words(self, subject: str, language: str | None = None) -> set[str]:
        """Give the articles that hold every word of the subject, however inflected, in a passage or its heading.

        Args:
            subject: Some words.
            language: That of the passages to look at; without it all are.
        """
        connection, words = self._index.read(), words_of(subject)
        searched = " ".join([subject, *(form.strip("_") for word in words for form in _arabic_forms(word)[:2])])
        found: set[str] = set()
        for spoken in ([language] if language else lexicon.languages(connection)) if words else ():
            weighted = lexicon.weigh(connection, searched, spoken)
            for hit in self._index.with_words(weighted, _BY_WORDS):
                said = padded(f"{hit.article.title} {hit.passage.heading} {hit.passage.text}")
                if all(stands(word, said) for word in words):
                    found.add(hit.article.content_hash)
        return found


def words_of(subject: str) -> list[str]:
    """Give the words of a subject as written; of "Nord-Korea" and "l'incendie" each part, but no single letter."""
    parted = "".join(it if it.isalnum() or unicodedata.combining(it) else " " for it in subject)
    words = [word for word in parted.split() if _grams(word)]
    return [word for word in words if len(word) > 1] or words


def stands(word: str, said: str) -> bool:
    """Tell whether a word stands in a padded text, however inflected; of "wolf", "wollte" and "Rolf" have a piece each.

    A short word must begin one of the text, or "wolf" would stand in "zwölf"; a longer one may end another.
    """
    if any(form in said for form in _arabic_forms(word)):
        return True
    if (stem := _cyrillic_stem(word)) and f"_{stem}" in said:
        return True
    grams = _grams(word)
    if not holds(said, grams, _STANDS):
        return False
    found = [other for other in said.replace("__", "_ _").split() if holds(other, grams, _STANDS)]
    return any(grams[0] in other for other in found) or (bool(found) and len(grams) >= _LONG)


def _cyrillic_stem(word: str) -> str:
    """Give a Cyrillic word without its ending, "" where it has none: "пчёлами" shares few grams with "пчёлы"."""
    stem = CYRILLIC_ENDING.sub("", normalise(word))
    return stem if len(stem) >= _SHORTEST_STEM and stem != normalise(word) else ""


def _grams(word: str) -> list[str]:
    """Give a word's character grams, without the word as a whole."""
    whole = padded(word)
    return [term for term in terms(word) if term != whole] or terms(word)


@lru_cache(1_024)
def _arabic_forms(word: str) -> tuple[str, ...]:
    """Give an Arabic word without its article, with it, and with what is written onto these, each as `padded` has it.

    Of a word and the same with its article too few character grams are the same: of "السد" and "سد" none. What only
    sounds like an article ("ألمانيا") is written with another letter.
    """
    bare = normalise(word.removeprefix(_ARTICLE))
    if not _ARABIC.fullmatch(bare) or len(bare) < _SHORTEST or bare in _PARTICLES:
        return ()
    defined = _ARTICLE + bare
    joined = (f"{front}{form}" for form in (bare, defined) for front in "وفبلك")
    return tuple(f"_{form}_" for form in (bare, defined, *joined, f"لل{bare}", f"ولل{bare}"))
