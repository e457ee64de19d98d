"""Topics: which articles are about a subject, by meaning in any language, or because its words stand in them.

Takes the words of a subject, and articles with their centred vectors; gives the hashes of those that are about it.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from ingest.index import lexicon
from ingest.index.catalogue import StoredArticle, StoredPassage
from ingest.models.centring import Centring, Vector
from ingest.models.embedding import Embedder
from ingest.text.languages import identify
from ingest.text.terms import holds, padded, terms

ABOUT = 0.15
"""Centred likeness of a subject to an article from which the article is about it; chosen on half of twenty subjects
over NTREX in three languages (tests/evaluation/LOG.md)."""

_STANDS = 0.6
"""Share of a word's character grams from which it counts as standing in a text: "ferger" where that has "fergen"."""

_BY_WORDS = 100
"""Passages of one language, the likeliest, in which the words of a subject are looked for."""


class Passages(Protocol):
    """What is needed of the index."""

    def passages(self, ids: Iterable[int]) -> Sequence[StoredPassage]:
        """Give the passages with these ids."""
        ...

    def read(self) -> sqlite3.Connection:
        """Give a connection for the lexicon."""
        ...


class Topics:
    """Finds what is about a subject; safe to use from several threads."""

    def __init__(self, index: Passages, embedder: Embedder, centring: Centring) -> None:
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

    def by_words(self, subject: str) -> set[str]:
        """Give the articles that hold every word of the subject, however inflected, in a passage or its heading."""
        grams, connection = [_grams(word) for word in subject.split()], self._index.read()
        wanted = [each for each in grams if each]
        found: set[str] = set()
        for language in lexicon.languages(connection) if wanted else ():
            weighted = lexicon.weigh(connection, subject, language)
            for hit in self._index.passages(lexicon.candidates(connection, weighted, _BY_WORDS)):
                said = padded(f"{hit.article.title} {hit.passage.heading} {hit.passage.text}")
                if all(holds(said, each, _STANDS) for each in wanted):
                    found.add(hit.article.content_hash)
        return found


def _grams(word: str) -> list[str]:
    """Give a word's character grams, without the word as a whole."""
    whole = padded(word)
    return [term for term in terms(word) if term != whole] or terms(word)
