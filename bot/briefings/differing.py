"""Differing: the two sentences of a story that contradict each other, where there are such.

Takes the sentences that may be shown, gives two of them. `bot.quotes.disagreement` knows what a contradiction is.
"""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from bot.briefings.central import Sentence
from bot.quotes.disagreement import Stated, Told, differences
from bot.quotes.names import Wording
from ingest.catalogue import StoredPassage

LEAST = 0.7
"""Likeness of two sentences from which a difference is told though nobody asked for it, as in answers."""


def differing(
    sentences: Sequence[Sentence], passages_of: Callable[[str], Sequence[StoredPassage]]
) -> tuple[Sentence, Sentence] | None:
    """Give the two sentences, of two articles, that are most alike and differ in a number, a date or a country.

    Args:
        sentences: With their vectors; at least one.
        passages_of: Gives the passages of an article; asked only where a difference is suspected.
    """

    @cache
    def article(source: str) -> Stated:
        return Stated(tuple(Wording(it.passage.text, it.passage.language) for it in passages_of(source)))

    told = [
        Told(Wording(it.text, it.stored.passage.language), it.stored.article.source, it.stored.article.published)
        for it in sentences
    ]
    vectors = np.stack([it.vector for it in sentences])
    found = next(iter(differences(told, vectors, article, at_least=LEAST)), None)
    return (sentences[found.one], sentences[found.other]) if found else None
