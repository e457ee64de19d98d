"""Questions in turn: from a person at the prompt, or one a line from a file or pipe.

Takes an Answerer and text streams; knows neither where the answers come from nor who prints the last word.
"""

import shutil
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TextIO

from bot.answers.answer import Answer, Question, Turn
from bot.answers.following import turn_of
from bot.terminal.progress import answered
from bot.terminal.records import record
from bot.terminal.rendering import rendered
from bot.texts import isolate

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

TO_TELEGRAM = (
    "To meet this bot in Telegram: write /newbot to @BotFather there, put the token it gives you into .env as "
    "TELEGRAM_BOT_TOKEN=…, and start again."
)

FORGET = "/forget"
"""Typed instead of a question: the next one leans on nothing."""

Show = Callable[[Answer], str]


def chosen_form(out: TextIO, *, as_json: bool) -> Show:
    """Give how answers are shown: as records, wrapped for a terminal, or one sentence a line for a pipe."""
    if as_json:
        return record
    width = min(shutil.get_terminal_size().columns, 110) if out.isatty() else 0
    return lambda answer: rendered(answer, width)


def answer_each(questions: Iterable[str], answerer: "Answerer", show: Show, out: TextIO) -> None:
    """Answer one question after another, each as soon as it comes; an empty line is answered too."""
    for question in questions:
        print(show(answered(answerer, Question(question.rstrip("\r\n")))), file=out, flush=True)


def headed(show: Show) -> Show:
    """Give how answers are shown below their questions, with an empty line after each, so that many can be read."""
    return lambda answer: f"? {isolate(answer.question)}\n\n{show(answer)}\n"


def converse(answerer: "Answerer", lines: TextIO, out: TextIO) -> None:
    """Answer at a prompt until the end of input; a question may lean on the one before it."""
    show = chosen_form(out, as_json=False)
    print(f"{TO_TELEGRAM}\nAsk a question; {FORGET} starts afresh, Ctrl-D ends.\n", file=out, flush=True)
    earlier: tuple[Turn, ...] = ()
    for line in _prompted(lines, out):
        if line.strip() == FORGET:
            earlier = ()
        elif line.strip():
            answer = answered(answerer, Question(line.strip(), earlier=earlier))
            earlier = (turn,) if (turn := turn_of(answer)) else earlier
            print(f"\n{show(answer)}\n", file=out, flush=True)
    print(file=out, flush=True)


def _prompted(lines: TextIO, out: TextIO) -> Iterable[str]:
    """Yield lines; on a terminal with a prompt and with what Python's line editor offers."""
    if not (lines.isatty() and out.isatty()):
        yield from lines
        return
    import readline  # noqa: F401 - importing it gives `input` a memory and arrow keys

    while True:
        try:
            yield input("> ")
        except EOFError:
            return
