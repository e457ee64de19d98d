"""Differing: the two sentences of a story that contradict each other, where there are such.

Takes the sentences that may be shown, gives two of them. `bot.facts.contradictions` knows what a contradiction is.
"""

from collections.abc import Callable, Sequence

from bot.facts.contradictions import LEAST_UNASKED, ToldSentence, differences, whole_articles
from bot.facts.names import Wording
from ingest.index.stored import Sentence, StoredPassage
from ingest.models.centring import Vector


def differing(
    sentences: Sequence[Sentence], vectors: Vector, passages_of: Callable[[str], Sequence[StoredPassage]]
) -> tuple[Sentence, Sentence] | None:
    """Give the two sentences, of two articles, that are most alike and differ in a number, a date or a country.

    Args:
        sentences: At least one.
        vectors: Theirs, centred; shape (n, dimension), rows of unit length.
        passages_of: Gives the passages of an article; asked only where a difference is suspected.
    """
    told = [ToldSentence(Wording(it.text, it.language), it.source, it.stored.article.published) for it in sentences]
    found = next(iter(differences(told, vectors, whole_articles(passages_of), at_least=LEAST_UNASKED)), None)
    return (sentences[found.one], sentences[found.other]) if found else None
