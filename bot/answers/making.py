"""Making: an Answer of what is said and of the passages found for it, and what a reader is told of its making. Pure."""

from collections.abc import Sequence

from bot.answers.answer import Answer, Notice, Question
from bot.answers.nearest import nearest_passages
from bot.answers.retrieval import Found
from bot.quotes.citation import Citation, Statement
from ingest.errors import LanguageModelError, LanguageModelRefused, LanguageModelUnreachable


def answered(
    question: Question,
    language: str,
    statements: tuple[Statement, ...],
    citations: tuple[Citation, ...],
    found: Sequence[Found],
) -> Answer:
    """Give an answer that says something."""
    return Answer(question.text, language, statements, citations, nearest_passages(found), abstained=False)


def declined(question: Question, language: str, found: Sequence[Found], *notices: Notice) -> Answer:
    """Give one that says nothing, with the passages that came nearest."""
    return Answer(question.text, language, (), (), nearest_passages(found), abstained=True, notices=notices)


def notice_of(error: LanguageModelError) -> Notice:
    """Say what the reader is told of a language model that was of no use."""
    if isinstance(error, LanguageModelRefused):
        return Notice.MODEL_REFUSED
    return Notice.MODEL_UNREACHABLE if isinstance(error, LanguageModelUnreachable) else Notice.MODEL_FAILED
