"""Questions in turn: from a person at the prompt, or one a line from a file or pipe.

Takes an Answerer and text streams; knows neither where the answers come from nor who prints the last word.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from bot.answers.answer import Answer, Question
from bot.answers.aside import more_of, rest_of, said_of_sources
from bot.answers.follow_ups import instead, turn_of
from bot.answers.smalltalk import ABOUT_THE_ANSWER, Manner, manner_of
from bot.terminal.pen import Pen
from bot.terminal.records import record
from bot.terminal.rendering import rendered
from bot.terminal.spinner import answered
from bot.texts import Texts, visible
from ingest.text.languages import identify

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

TO_TELEGRAM = (
    "To meet this bot in Telegram: write /newbot to @BotFather there, put the token it gives you into .env as "
    "TELEGRAM_BOT_TOKEN=…, and start again."
)

ENDINGS = ("exit", "quit", "/exit", "/quit")
"""Typed instead of a question: the conversation ends, as it does with the end of input."""

FORGET = "/forget"
"""Typed instead of a question: the next one leans on nothing."""

Show = Callable[[Answer], str]


def chosen_form(out: TextIO, *, as_json: bool) -> Show:
    """Give how answers are shown: as records, wrapped for a terminal, or one sentence a line for a pipe."""
    if as_json:
        return record
    pen = Pen(min(shutil.get_terminal_size().columns, 110), screen=True) if out.isatty() else Pen()
    return lambda answer: rendered(answer, pen)


def answer_each(questions: Iterable[str], answerer: "Answerer", show: Show, out: TextIO) -> None:
    """Answer one question after another, each as soon as it comes; an empty line is answered too."""
    for question in questions:
        print(show(answered(answerer, Question(question.rstrip("\r\n")))), file=out, flush=True)


def headed(show: Show) -> Show:
    """Give how answers are shown below their questions, with an empty line after each, so that many can be read."""
    return lambda answer: f"? {visible(answer.question)}\n\n{show(answer)}\n"


def converse(answerer: "Answerer", lines: TextIO, out: TextIO) -> None:
    """Answer at a prompt until the end of input; a question may lean on the one before it."""
    show = chosen_form(out, as_json=False)
    print(f"{TO_TELEGRAM}\nAsk a question; {FORGET} starts afresh, {ENDINGS[0]} ends.\n", file=out, flush=True)
    above: Answer | None = None
    for line in _prompted(lines, out):
        text = line.strip()
        if text.casefold() in ENDINGS:
            break
        if text == FORGET:
            above = None
        elif text:
            said = _reply(text, above, answerer)
            above = said if isinstance(said, Answer) else above
            print(f"\n{show(said) if isinstance(said, Answer) else Pen().set(said)}\n", file=out, flush=True)
    print(file=out, flush=True)


def _reply(text: str, above: Answer | None, answerer: "Answerer") -> Answer | str:
    """Answer a question, or say the bot's own words to what is none."""
    manner = manner_of(text)
    if above and above.statements and manner in ABOUT_THE_ANSWER:
        texts = Texts(above.language)
        if manner is Manner.MORE:
            if rest := rest_of(above, text):
                return replace(answered(answerer, rest), follows=above.understood)
            return more_of(above, text) or texts.text("aside.no_more")
        return said_of_sources(manner, above, texts)
    if manner is not None and manner not in ABOUT_THE_ANSWER:
        return Texts(identify(text, hint=above.language if above else None)).text(f"talk.{manner.value}_alone")
    turn = turn_of(above) if above else None
    question = instead(Question(text, earlier=(turn,) if turn else ()))
    answer = answered(answerer, question)
    return answer if question.text == text else replace(answer, question=text, rewritten=question.text)


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
