"""Rewriting: a follow-up as a question that stands alone, by a language model; the better of two ways.

Takes what was asked and what was asked before it, gives the model's wording where it holds: one line, bounded, in the
language of either, with no figure, date or name that neither has, and made of their words. The model is shown questions
only, never an article or an answer, and what it says is used for nothing but to look up and be asked; so neither a
planted sentence nor a model that lies can do more than ask another question, and the answer shows which.
`bot.answers.follow_ups` is the way without a model, and what is left when this gives nothing.
"""

import logging
import re
from dataclasses import dataclass

from pydantic import BaseModel

from bot.answers.answer import Turn
from bot.answers.answer_prompts import build_rewriting_messages
from bot.facts.names import Wording
from bot.llm.language_model import LanguageModel
from bot.quotes.speech import is_in, speaks_to_a_model, tidy
from bot.quotes.support import unsupported
from ingest.errors import LanguageModelError
from ingest.text.folding import fold
from ingest.text.languages import identify

REWRITING_SECONDS = 15.0
"""How long a question may wait to be understood."""

LONGEST_REWRITTEN = 300
"""Characters."""

log = logging.getLogger(__name__)


class Rewriting(BaseModel):
    """What a language model makes of a question after another."""

    follows: bool
    question: str = ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a question means; `question` is None where it stands alone as it is."""

    question: str | None


def rewrite(model: LanguageModel, text: str, language: str, before: Turn) -> Rewritten | None:
    """Ask what `text`, in `language` (ISO 639-1), means after the turn before; None where the model is of no help."""
    try:
        said = model.ask(build_rewriting_messages(text, before.question), Rewriting, REWRITING_SECONDS)
    except LanguageModelError as error:
        log.info("A question was not rewritten: %s", error)
        return None
    question = tidy(said.question, LONGEST_REWRITTEN)
    if not said.follows:
        return Rewritten(None)
    if wrong := flaws(question, Wording(text, language), Wording(before.question, identify(before.question))):
        log.info("A rewritten question was left out: %s.", ", ".join(wrong))
        return None
    return Rewritten(question)


def flaws(question: str, *asked: Wording) -> tuple[str, ...]:
    """Tell what is wrong with a question that is to say what the `asked` say, or a part of it, the latest first."""
    language = next((each.language for each in asked if question and is_in(each.language, question)), None)
    if language is None:
        return ("empty, too long or in another language",)
    if any(_words(question) == _words(each.text) for each in asked):
        return ("nothing new",)
    if speaks_to_a_model(question):
        return ("orders to a language model",)
    # Questions begin with a capital letter that makes no name.
    return tuple(map(str, unsupported(Wording(question[:1].lower() + question[1:], language), asked)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).text)
