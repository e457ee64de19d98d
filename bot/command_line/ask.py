"""`ask` and `chat`: questions from the command line, standard input or a prompt."""

import argparse
import sys
from collections.abc import Iterable
from typing import TextIO

from bot.command_line import Commands, open_index
from bot.settings import BotSettings


def add(commands: Commands) -> None:
    """Describe both."""
    ask = commands.add_parser("ask", help="answer questions and end")
    ask.add_argument("question", nargs="+", help="the question; - reads one a line from standard input")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.set_defaults(command=_ask)
    commands.add_parser("chat", help="ask in the terminal until the end of input").set_defaults(command=_chat)


def _ask(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.terminal import conversation

    with open_index.opened(settings) as opened:
        show = conversation.chosen_form(sys.stdout, as_json=options.json)
        if options.question == ["-"] and not options.json:
            show = conversation.headed(show)
        conversation.answer_each(_questions(options.question, sys.stdin), opened.answerer, show, sys.stdout)


def _questions(words: list[str], lines: TextIO) -> Iterable[str]:
    if words == ["-"]:
        return lines
    # An argument that was not UTF-8 reaches us with half characters in it.
    return [" ".join(words).encode("utf-8", "replace").decode("utf-8")]


def _chat(settings: BotSettings, _options: argparse.Namespace) -> None:
    from bot.terminal import conversation

    with open_index.opened(settings) as opened:
        conversation.converse(opened.answerer, sys.stdin, sys.stdout)
