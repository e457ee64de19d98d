"""The stage of an answer in the making, on one line of a terminal that is gone when the answer comes.

Written to standard error, and only where that is a terminal: what is piped on holds answers alone.
"""

import sys
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Question
from bot.answers.stages import Stage, described
from bot.texts import Texts

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

_CLEAR = "\r\x1b[K"
"""To the line's beginning, and erase it (ECMA-48, EL)."""


def answered(answerer: "Answerer", question: Question) -> Answer:
    """Answer a question, showing meanwhile what is being done."""
    if not sys.stderr.isatty():
        return answerer.answer(question)
    try:
        return answerer.answer(question, _show)
    finally:
        print(_CLEAR, end="", file=sys.stderr, flush=True)


def _show(stage: Stage) -> None:
    print(f"{_CLEAR}{described(stage, Texts(stage.language))}", end="", file=sys.stderr, flush=True)
