"""Stories in a language model's words: what articles tell of a subject, under the quote contract as any answer is.

    sentences that tell a story ──their articles' beginnings──▶ model ──draft, checked──▶ the story in its words

Takes an Answer that tells a story by one sentence of each article; gives one that says it, or the same where the model
is of no use or says nothing that holds.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from bot.answers.answer import Answer, Question
from bot.answers.generative import ModelQuestion, draft
from bot.answers.making import notice_of
from bot.answers.model_context import cost_of
from bot.llm.language_model import LanguageModel
from bot.questions.question_kinds import behind_topic
from bot.quotes.drafts import Judges
from ingest.errors import LanguageModelError
from ingest.index.catalogue import StoredPassage
from ingest.index.index import Index

log = logging.getLogger(__name__)


class StoryWriter:
    """Words stories; safe to use from several threads."""

    def __init__(
        self, model: LanguageModel, index: Index, today: Callable[[], date], tokens: int, judges: Judges
    ) -> None:
        self._model, self._index, self._today = model, index, today
        self._tokens, self._judges = tokens, judges

    def worded(self, question: Question, subject: str, told: Answer) -> Answer:
        """Return `told` in the model's words where they hold, else as it is, with a notice where the model failed."""
        text = question.text if behind_topic(question.text) is None else subject
        meant = ModelQuestion(text, told.language, self._today(), question.earlier)
        passages = shown(
            [self._index.passages_of(source) for source in dict.fromkeys(it.source for it in told.citations)],
            self._tokens,
        )
        try:
            drafted = draft(self._model, meant, passages, self._index.article_text, self._judges)
        except LanguageModelError as error:
            log.warning("The language model told no story, so sentences are quoted instead: %s", error)
            return replace(told, notices=(*told.notices, notice_of(error)))
        if drafted.abstained:
            return told
        told = replace(told, statements=drafted.statements, citations=drafted.citations, updates=())
        return replace(told, left_out=drafted.dropped)


def shown(articles: Sequence[Sequence[StoredPassage]], tokens: int) -> list[StoredPassage]:
    """Choose passages within a budget of tokens: the first of every article, then the second of each, and so on.

    Args:
        articles: The passages of each, in order.
        tokens: The budget; at least one passage is given.

    Returns:
        What was chosen, article by article.
    """
    left, chosen = tokens, set[int]()
    for passage in (it for row in zip_longest(*articles) for it in row if it):
        cost = cost_of(passage)
        if cost <= left or not chosen:
            chosen.add(passage.id)
            left -= cost
    return [passage for article in articles for passage in article if passage.id in chosen]
