"""Nearest passages: what was found, as an answer keeps it and a person may open it. Pure."""

from collections.abc import Sequence

from bot.answers.answer import NearestPassage
from bot.answers.retrieval import Found
from bot.quotes.citing import article_url
from ingest.index.stored import StoredPassage

PASSAGES_FOUND = 8
"""Passages that an answer is made from and that are offered when there is none."""


def nearest_passages(found: Sequence[Found]) -> tuple[NearestPassage, ...]:
    """Give the best passages as they are kept, in their order."""
    return tuple(nearest_passage(hit.stored, round(hit.score, 4)) for hit in found[:PASSAGES_FOUND])


def nearest_passage(stored: StoredPassage, score: float) -> NearestPassage:
    """Give a passage as it is kept."""
    article, passage = stored.article, stored.passage
    return NearestPassage(
        source=article.source,
        content_hash=article.content_hash,
        start=passage.start,
        first_line=passage.first_line,
        last_line=passage.last_line,
        quote=passage.text,
        language=passage.language,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        added=article.added,
        url=article_url(article),
        score=score,
    )
