"""Whether the articles answer by now what they did not answer before.

Takes a Question that was declined and what was known then; gives the Answer that has appeared, if any. An answer from
the same old articles has not appeared: it is a close call that falls the other way now, as may happen when the index or
a setting changes or a language model is asked twice.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.answer import WITHOUT_MODEL, Answer, Before, Question
from ingest.errors import LanguageModelError
from ingest.index.protocols import ArticleShelf

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer


class Appearing:
    """Asks again; safe to use from several threads."""

    def __init__(self, answerer: "Answerer", arrivals: ArticleShelf) -> None:
        self._answerer, self._arrivals = answerer, arrivals

    def mark(self) -> str:
        """Name the index as it is now: another name means that something in it has changed.

        Raises:
            IndexError_: There is none, or it cannot be read.
        """
        generation = self._arrivals.refresh()
        # An index that was deleted and made anew counts from the beginning.
        newest = self._arrivals.articles(offset=0, limit=1)
        return f"{generation}:{newest[0].first_ingested.timestamp():.0f}" if newest else f"{generation}:"

    def look(self, question: Question, before: Before) -> Answer | None:
        """Answer a question if something that came in since then answers it.

        Raises:
            LanguageModelError: The language model failed, and without it there is no answer: ask again later.
        """
        answer = self._answerer.answer(replace(question, before=before))
        cited = (self._arrivals.article(citation.source) for citation in answer.citations)
        if any(article and before.lacks(article) for article in cited):
            return answer
        if answer.abstained and WITHOUT_MODEL.intersection(answer.notices):
            raise LanguageModelError("The language model failed where a watched question was asked again.")
        return None
