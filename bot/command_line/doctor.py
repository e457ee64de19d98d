"""`corpus`, `doctor` and `health`: what the index holds, and whether Kilde, and what it needs, is well."""

import argparse
import sys
from pathlib import Path

from bot.command_line import Commands
from bot.settings import BotSettings
from bot.telegram.api.log_redaction import redact_logs
from ingest.logs import start_logging


def add(commands: Commands) -> None:
    """Describe both; the doctor is handed no settings, since it also looks at those that the others refuse."""
    corpus = commands.add_parser("corpus", help="say what the index holds, and draw it")
    corpus.add_argument("--out", type=Path, metavar="FILE.png", help="where to draw it; else only words")
    corpus.set_defaults(command=_corpus)
    health = commands.add_parser("health", help="say whether the running bot is well, by METRICS_PORT")
    health.set_defaults(command=_health)
    doctor = commands.add_parser("doctor", help="look at everything that Kilde needs, and say what to do")
    doctor.add_argument("--json", action="store_true", help="one JSON object")
    doctor.add_argument("--repair", action="store_true", help="mend what can be mended without loss, then look again")
    doctor.set_defaults(command=None, without_settings=_doctor)


def _corpus(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.terminal.corpus_picture import show_corpus
    from ingest.index.index import Index

    index = Index(settings)
    try:
        show_corpus(index.tallies(), options.out, sys.stdout, sys.stderr)
    finally:
        index.close()


def _health(settings: BotSettings, _options: argparse.Namespace) -> None:
    """Ask the bot on this machine; it is not well if it does not answer."""
    from bot.monitoring.health_client import ask_health

    print(ask_health(settings.metrics_port))


def _doctor(options: argparse.Namespace) -> int:
    """Examine everything; gives the exit status."""
    from bot.doctor.examination import report
    from bot.doctor.lenient_settings import settings_and_trouble

    settings, trouble = settings_and_trouble()
    start_logging("ERROR")
    redact_logs(
        *(secret.get_secret_value() for secret in (settings.telegram_bot_token, settings.database_url) if secret)
    )
    return int(report(settings, trouble, sys.stdout, one_object=options.json, mend=options.repair))
