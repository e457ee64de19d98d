"""`evaluate` and `feedback`: a file of questions measured, and one made of what people voted on."""

import argparse
import sys
from pathlib import Path

from bot.command_line import Commands
from bot.settings import BotSettings


def add(commands: Commands) -> None:
    """Describe both."""
    evaluate = commands.add_parser("evaluate", help="measure the answers to a file of questions")
    evaluate.add_argument("file", type=Path, metavar="FILE.jsonl", help="one JSON object a line; see docs/measure.md")
    evaluate.add_argument("--corpus", type=Path, metavar="DIR", help="ask these articles instead of the index")
    evaluate.add_argument("--out", type=Path, metavar="DIR", help="for the report; else DATA_DIR/evaluation")
    evaluate.add_argument("--judge", action="store_true", help="the language model also judges its answers")
    evaluate.set_defaults(command=_evaluate)
    feedback = commands.add_parser("feedback", help="write a question file of the answers that people voted on")
    feedback.add_argument("--out", type=Path, metavar="FILE", help="where to; else standard output")
    feedback.set_defaults(command=_feedback)


def _evaluate(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.terminal.evaluating import EvaluationOptions, evaluate

    evaluate(settings, EvaluationOptions(options.file, options.corpus, options.out, options.judge), sys.stdout)


def _feedback(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.memory import Memory, database_url
    from bot.memory.voted_questions import question_lines
    from bot.terminal.voted import write_questions

    memory = Memory(database_url(settings.database_url, settings.data_dir))
    try:
        lines = list(question_lines(memory.votes.all()))
    finally:
        memory.close()
    write_questions(lines, options.out, sys.stdout, sys.stderr)
