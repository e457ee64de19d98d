"""`python -m bot` and its sub-commands: which of them to run, with what, and the exit status.

    (none)   three sample answers over the seeds, then Telegram if there is a token, else the preview
    chat     questions at a prompt             ask      questions from the command line or standard input
    preview  the bot in a browser              evaluate a file of questions, measured
    feedback answers that people voted on, as such a file
    corpus   what the index holds, in words and as a picture
    backup   one file with what cannot be had again             restore  the same, into an empty DATA_DIR
    doctor   everything that Kilde needs, looked at

0 all is well, 1 something unforeseen (with its trace), 2 a person can mend it (one sentence on standard error),
130 interrupted; `doctor` ends with the worst that it found: 0 nothing, 1 a warning, 2 trouble. What a command does
not need is not imported: `--help` takes no seconds.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.settings import BotSettings
from bot.telegram.api.log_redaction import redact_logs
from ingest import __version__
from ingest.errors import KildeError
from ingest.logs import start_logging
from ingest.private_folder import keep_private
from ingest.settings import load_settings

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer
    from bot.briefings.briefer import Briefers
    from bot.llm import LanguageModel
    from bot.telegram.api.lifecycle import App
    from ingest.index.index import Index

_PREVIEW_ROUNDS = 1.0
"""Seconds: who moves the preview's clock to the next morning does not want to wait for the briefing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    _speak_utf8()
    try:
        if options.command is None:  # the doctor, which looks at settings that the others refuse
            return _doctor(options)
        settings = load_settings(BotSettings)
        start_logging(settings.log_level)
        keep_private(settings.data_dir)
        redact_logs(
            *(secret.get_secret_value() for secret in (settings.telegram_bot_token, settings.database_url) if secret)
        )
        options.command(settings, options)
        sys.stdout.flush()
    except KildeError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read the answers has had enough; Python would complain when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answer questions from the ingested articles, in Telegram where a token is set, else in a browser.",
    )
    parser.add_argument("--version", action="version", version=f"kilde {__version__}")
    parser.set_defaults(command=_start)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer questions and end")
    ask.add_argument("question", nargs="+", help="the question; - reads one a line from standard input")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.set_defaults(command=_ask)
    evaluate = commands.add_parser("evaluate", help="measure the answers to a file of questions")
    evaluate.add_argument("file", type=Path, metavar="FILE.jsonl", help="one JSON object a line; see docs/measure.md")
    evaluate.add_argument("--corpus", type=Path, metavar="DIR", help="ask these articles instead of the index")
    evaluate.add_argument("--out", type=Path, metavar="DIR", help="for the report; else DATA_DIR/evaluation")
    evaluate.set_defaults(command=_evaluate)
    feedback = commands.add_parser("feedback", help="write a question file of the answers that people voted on")
    feedback.add_argument("--out", type=Path, metavar="FILE", help="where to; else standard output")
    feedback.set_defaults(command=_feedback)
    corpus = commands.add_parser("corpus", help="say what the index holds, and draw it")
    corpus.add_argument("--out", type=Path, metavar="FILE.png", help="where to draw it; else only words")
    corpus.set_defaults(command=_corpus)
    for name, command, what in (
        ("backup", _backup, "write database, index and settings to a file, while everything runs"),
        ("restore", _restore, "put a backup into an empty DATA_DIR"),
    ):
        parts = commands.add_parser(name, help=what)
        parts.add_argument("file", type=Path, metavar="FILE")
        parts.set_defaults(command=command)
    doctor = commands.add_parser("doctor", help="look at everything that Kilde needs, and say what to do")
    doctor.add_argument("--json", action="store_true", help="one JSON object")
    doctor.set_defaults(command=None)
    commands.add_parser("chat", help="ask in the terminal until the end of input").set_defaults(command=_chat)
    preview = commands.add_parser("preview", help="the bot in a browser, without Telegram")
    preview.add_argument("--port", type=_port, metavar="N", help="on 127.0.0.1; 0 takes any that is free")
    preview.add_argument("--no-browser", action="store_true", help="only say where the page is")
    preview.add_argument("--no-limits", action="store_true", help="never tell the bot to slow down, as Telegram would")
    preview.set_defaults(command=_preview)
    return parser


def _port(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) <= 5 and int(word) <= 65535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(word)


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale says; what is no text becomes a replacement character."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Opened:
    """What answers and briefs, and from what; the language model where there is one."""

    index: "Index"
    answerer: "Answerer"
    briefers: "Briefers"
    model: "LanguageModel | None"


@contextmanager
def _opened(settings: BotSettings) -> Iterator[Opened]:
    """Open the index and make what answers and briefs from it; the model takes seconds, so a person is told."""
    from bot.terminal.spinner import spinning

    with spinning("Opening the index and the model …"):
        opened = _open(settings)
    try:
        yield opened
    finally:
        opened.index.close()


def _open(settings: BotSettings) -> Opened:
    from bot.answers.answerer import build_answerer
    from bot.briefings.belonging import StoryBook
    from bot.briefings.briefer import StoryBriefer
    from bot.briefings.briefing import Briefer
    from bot.briefings.worded_briefer import WordedBriefer
    from bot.llm import load_language_model
    from bot.quotes.judging import judge_by
    from ingest.index.index import Index
    from ingest.models.embedding import load_embedder
    from ingest.models.qa_model import load_qa_model

    index = Index(settings)
    try:
        embedder = load_embedder(settings.embedding_model, settings.data_dir)
        index.check(embedder)
        qa_model = load_qa_model(settings.qa_model, embedder)
        model = load_language_model(settings.llm_model) if settings.llm_model else None
        answerer = build_answerer(settings, index, embedder, qa_model, model)
    except BaseException:
        index.close()
        raise

    def briefers(book: StoryBook) -> Briefer:
        plain = StoryBriefer(index, embedder, book)
        most, judge = settings.briefing_entries, judge_by(embedder, qa_model)
        return WordedBriefer(plain, model, index, most, judge) if model else plain

    return Opened(index, answerer, briefers, model)


def _start(settings: BotSettings, _options: argparse.Namespace) -> None:
    from bot.terminal import conversation, tour

    with _opened(settings) as opened:
        index, answerer = opened.index, opened.answerer
        if tour.has_seeds(index):
            tour.show_samples(answerer, conversation.chosen_form(sys.stdout, as_json=False), sys.stdout)
        if settings.telegram_bot_token:
            from bot.telegram.app import run_telegram

            run_telegram(settings, answerer, index, opened.briefers, opened.model)
        elif sys.stdin.isatty():
            print(conversation.TO_TELEGRAM)
            _show_preview(settings, opened)
        else:
            print(conversation.TO_TELEGRAM)


def _preview(settings: BotSettings, options: argparse.Namespace) -> None:
    with _opened(settings) as opened:
        limits, open_browser = not options.no_limits, not options.no_browser
        _show_preview(settings, opened, port=options.port, open_browser=open_browser, limits=limits)


def _show_preview(
    settings: BotSettings,
    opened: Opened,
    *,
    port: int | None = None,
    open_browser: bool = True,
    limits: bool = True,
) -> None:
    """Put the real application on the preview, with a memory of its own that is closed at the end."""
    from bot.memory import Memory, database_url
    from bot.preview.command import run_preview
    from bot.telegram.api.lifecycle import WANTED
    from bot.telegram.app import Clockwork, build_application

    with ExitStack() as stack:

        def build(own: BotSettings, now: Callable[[], datetime]) -> "App":
            memory = Memory(database_url(own.database_url, own.data_dir))
            stack.callback(memory.close)
            clockwork = Clockwork(opened.briefers, now, _PREVIEW_ROUNDS, model=opened.model)
            return build_application(own, opened.answerer, opened.index, memory, clockwork)

        run_preview(settings, build, wanted=WANTED, port=port, open_browser=open_browser, limits=limits)


def _chat(settings: BotSettings, _options: argparse.Namespace) -> None:
    from bot.terminal import conversation

    with _opened(settings) as opened:
        conversation.converse(opened.answerer, sys.stdin, sys.stdout)


def _ask(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.terminal import conversation

    with _opened(settings) as opened:
        show = conversation.chosen_form(sys.stdout, as_json=options.json)
        if options.question == ["-"] and not options.json:
            show = conversation.headed(show)
        conversation.answer_each(_questions(options.question, sys.stdin), opened.answerer, show, sys.stdout)


def _evaluate(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.terminal.evaluating import evaluate

    evaluate(settings, options.file, options.corpus, options.out, sys.stdout)


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


def _corpus(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.terminal.corpus_picture import show_corpus
    from ingest.index.index import Index

    index = Index(settings)
    try:
        show_corpus(index.tallies(), options.out, sys.stdout, sys.stderr)
    finally:
        index.close()


def _backup(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.backup.writing import back_up

    manifest = back_up(settings, options.file)
    print(f"{options.file} holds {', '.join(each.name for each in manifest.files[:5])}; articles are not in it.")


def _restore(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.backup.restoring import restore

    manifest = restore(settings, options.file)
    print(f"{settings.data_dir} is as it was at {manifest.made}; settings are in {settings.data_dir / 'settings.env'}.")
    if any(each.name == "kilde.pgdump" for each in manifest.files):
        print(f"Now run `pg_restore --no-owner -d DATABASE_URL {settings.data_dir / 'kilde.pgdump'}`.")


def _doctor(options: argparse.Namespace) -> int:
    """Examine everything; gives the exit status."""
    from bot.doctor.examination import report
    from bot.doctor.lenient_settings import settings_and_trouble

    settings, trouble = settings_and_trouble()
    start_logging("ERROR")
    redact_logs(
        *(secret.get_secret_value() for secret in (settings.telegram_bot_token, settings.database_url) if secret)
    )
    return int(report(settings, trouble, sys.stdout, one_object=options.json))


def _questions(words: list[str], lines: TextIO) -> Iterable[str]:
    if words == ["-"]:
        return lines
    # An argument that was not UTF-8 reaches us with half characters in it.
    return [" ".join(words).encode("utf-8", "replace").decode("utf-8")]


if __name__ == "__main__":
    sys.exit(main())
