"""Nearest passages: what was found, as an answer keeps it and a person may open it. Pure."""

from collections.abc import Sequence

from bot.answers.answer import NearestPassage
from bot.answers.retrieval import Found
from bot.quotes.citing import article_url

PASSAGES_FOUND = 8
"""Passages that an answer is made from and that are offered when there is none."""


def nearest_passages(found: Sequence[Found]) -> tuple[NearestPassage, ...]:
    """Give the best passages as they are kept, in their order."""
    return tuple(
        NearestPassage(
            source=hit.stored.article.source,
            first_line=hit.stored.passage.first_line,
            last_line=hit.stored.passage.last_line,
            text=hit.stored.passage.text,
            score=round(hit.score, 4),
            language=hit.stored.passage.language,
            title=hit.stored.article.title,
            content_hash=hit.stored.article.content_hash,
            outlet=hit.stored.article.outlet,
            published=hit.stored.article.published,
            url=article_url(hit.stored.article),
            added=hit.stored.article.added,
            start=hit.stored.passage.start,
        )
        for hit in found[:PASSAGES_FOUND]
    )
