"""The generative answer: a language model drafts, and only what its quotes carry goes on.

Takes a question and retrieved passages; gives verified Statements with Citations, or that the passages do not answer.
Trusts nothing of the draft: every quote is looked up in its file (`bot.quotes.citing`), every statement is held
against its quotes (`bot.quotes.support`), and what fails is left out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answers.prompts import REFUSAL, build_messages
from bot.llm import LanguageModel
from bot.quotes.citation import Citation, Statement
from bot.quotes.citing import cite
from bot.quotes.drafts import Draft, verified
from ingest.errors import LanguageModelFailed
from ingest.index.catalogue import StoredPassage
from ingest.models.qa_model import Judge


@dataclass(frozen=True, slots=True)
class Drafted:
    """A verified draft.

    Attributes:
        statements: At least one, unless `abstained`.
        citations: Numbered from 1 without gaps, each used.
        abstained: The model says that the passages do not answer.
        dropped: How many statements of the model were left out.
    """

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    abstained: bool = False
    dropped: int = 0


def draft(
    model: LanguageModel,
    question: str,
    language: str,
    passages: Sequence[StoredPassage],
    text_of: Callable[[str], str],
    judge: Judge | None = None,
) -> Drafted:
    """Ask `model` and return what of its answer holds.

    Args:
        model: Whom to ask.
        question: As typed.
        language: ISO 639-1 code to answer in.
        passages: What to answer from, best first; the model knows them by their place, from 1.
        text_of: Gives the decoded text of a source, and raises CorpusError when the file is gone or has changed.
        judge: Judges whether quotes carry what is said.

    Raises:
        LanguageModelFailed: The model failed, or nothing that it said could be verified.
    """
    if not passages:
        return Drafted((), (), abstained=True)
    said = model.ask(build_messages(question, language, passages), Draft)
    if _abstains(said):
        return Drafted((), (), abstained=True)
    background = (question, *(passage.passage.text for passage in passages))
    claims = list(verified(said.statements, language, passages, text_of, background, judge))
    statements, citations = cite(claims)
    if not statements:
        raise LanguageModelFailed("Nothing that the language model said could be verified; ask again.")
    return Drafted(statements, citations, dropped=len(said.statements) - len(claims))


def _abstains(said: Draft) -> bool:
    if any(_plain(statement.text) == _plain(REFUSAL) for statement in said.statements):
        return len(said.statements) == 1
    return not said.statements and not said.answered


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
