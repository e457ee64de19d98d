"""What is being done, on one line of a terminal that is gone when it is done: a stage, or a spinner while loading.

Written to standard error, and only where that is a terminal: what is piped on holds answers alone.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Question
from bot.answers.progress import Stage, described
from bot.texts import Texts

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

_FRAMES, _FRAME_SECONDS = "|/-\\", 0.12
_CLEAR = "\r\x1b[K"
"""To the line's beginning, and erase it (ECMA-48, EL)."""


@contextmanager
def spinning(text: str) -> Iterator[None]:
    """Show `text` with a spinner until the block is done; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    spinner = threading.Thread(target=_spin, args=(text, done), name="spinner", daemon=True)
    spinner.start()
    try:
        yield
    finally:
        done.set()
        spinner.join()
        print(_CLEAR, end="", file=sys.stderr, flush=True)


def _spin(text: str, done: threading.Event) -> None:
    for frame in cycle(_FRAMES):
        print(f"{_CLEAR}{frame} {text}", end="", file=sys.stderr, flush=True)
        if done.wait(_FRAME_SECONDS):
            return


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
