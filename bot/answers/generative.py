"""The generative answer: a language model drafts, and only what its quotes carry goes on.

Takes a question and retrieved passages; gives verified Statements with Citations, or that the passages do not answer.
Trusts nothing of the draft: every quote is looked up in its file (`bot.quotes.citing`), every statement is held
against its quotes (`bot.quotes.support`). What fails is asked for once more, with the reason, and then left out. Where
there is a second opinion on meaning, it comes last, on all that is left, and nothing is said without it.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic

from langchain_core.messages import BaseMessage

from bot.answers import left_out
from bot.answers.answer import Turn
from bot.answers.answer_prompts import REFUSAL, build_correction, build_messages
from bot.llm.language_model import ANSWER_SECONDS, LanguageModel
from bot.quotes.citation import Citation, Statement
from bot.quotes.citing import cite
from bot.quotes.drafts import NOBODY, Draft, DraftStatement, Evidence, Judges, Verdict, confirmed, judged
from bot.quotes.flags import in_words
from ingest.errors import LanguageModelError, LanguageModelFailed
from ingest.index.catalogue import StoredPassage

LEAST_SECONDS = 5.0
"""Seconds that must be left for asking once more, and that are kept for the second opinion."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelQuestion:
    """What a model is asked.

    Attributes:
        text: The question.
        language: ISO 639-1 code to answer in.
        today: The day, where it is known.
        earlier: What was asked and quoted before, the latest last.
    """

    text: str
    language: str
    today: date | None = None
    earlier: tuple[Turn, ...] = ()


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
    asked: ModelQuestion,
    passages: Sequence[StoredPassage],
    text_of: Callable[[str], str],
    judges: Judges = NOBODY,
) -> Drafted:
    """Ask `model`, ask once more for what does not hold, and return what does.

    Args:
        model: Whom to ask.
        asked: What it is asked.
        passages: What to answer from, best first; the model knows them by their place, from 1.
        text_of: Gives the reference text of a source, and raises CorpusError when the file is gone or has changed.
        judges: Who judges whether quotes carry what is said.

    Raises:
        LanguageModelFailed: The model failed, or nothing that it said could be verified.
    """
    if not passages:
        return Drafted((), (), abstained=True)
    deadline = monotonic() + ANSWER_SECONDS
    messages = build_messages(asked.text, asked.language, passages, asked.today, asked.earlier)
    said = model.ask(messages, Draft)
    if _abstains(said):
        return Drafted((), (), abstained=True)
    evidence = Evidence(passages, text_of, (asked.text, *(passage.passage.text for passage in passages)))
    verdicts = judged(said.statements, asked.language, evidence, judges)
    failed = [verdict for verdict in verdicts if not verdict.claim]
    left = deadline - monotonic() - (LEAST_SECONDS if judges.opinion else 0)
    if failed and left >= LEAST_SECONDS:
        again = _corrected(model, build_correction(messages, said.model_dump_json(), list(map(_told, failed))), left)
        verdicts = _with_mended(verdicts, judged(again, asked.language, evidence, judges))
    verdicts = confirmed(verdicts, judges.opinion, max(LEAST_SECONDS, deadline - monotonic()))
    left_out.tell(verdicts)
    statements, citations = cite(verdict.claim for verdict in verdicts if verdict.claim)
    if not statements:
        raise LanguageModelFailed("Nothing that the language model said could be verified; ask again.")
    return Drafted(statements, citations, dropped=sum(not verdict.claim for verdict in verdicts))


def _corrected(model: LanguageModel, messages: Sequence[BaseMessage], seconds: float) -> list[DraftStatement]:
    """Ask for corrected statements; none where the model fails."""
    try:
        return model.ask(messages, Draft, seconds).statements
    except LanguageModelError as error:
        log.info("The language model corrected nothing: %s", error)
        return []


def _with_mended(verdicts: Sequence[Verdict], again: Sequence[Verdict]) -> list[Verdict]:
    """Give what holds, then what holds of what was said again in place of the rest, then what is still left out."""
    kept = [verdict for verdict in verdicts if verdict.claim]
    failed = [verdict for verdict in verdicts if not verdict.claim]
    known = {verdict.text for verdict in kept}
    mended = [verdict for verdict in again if verdict.claim and verdict.text not in known][: len(failed)]
    return [*kept, *mended, *failed[len(mended) :]]


def _told(verdict: Verdict) -> str:
    return f"{verdict.text} – the quotes do not hold {in_words(verdict.flags)}"


def _abstains(said: Draft) -> bool:
    if any(_plain(statement.text) == _plain(REFUSAL) for statement in said.statements):
        return len(said.statements) == 1
    return not said.statements and not said.answered


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
