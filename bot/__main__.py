"""`python -m bot` and its sub-commands: which of them to run, with what, and the exit status.

    (none)   three sample answers over the seeds, then Telegram if there is a token, else the preview
    chat     questions at a prompt             ask      questions from the command line or standard input
    preview  the bot in a browser              evaluate a file of questions, measured
    feedback answers that people voted on, as such a file
    corpus   what the index holds, in words and as a picture
    mcp      the articles for other programs (Model Context Protocol)
    export   one chat in a file, for another database           import   the same, where it is not known yet
    backup   one file with what cannot be had again             restore  the same, into an empty DATA_DIR
    doctor   everything that Kilde needs, looked at             health   whether the running bot is well

0 all is well, 1 something unforeseen (with its trace), 2 a person can mend it (one sentence on standard error),
130 interrupted; `doctor` ends with the worst that it found: 0 nothing, 1 a warning, 2 trouble. The sub-commands are in
`bot.command_line`.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from bot.command_line import ask, backup, doctor, evaluate, mcp, start
from bot.settings import BotSettings
from bot.telegram.api.log_redaction import redact_logs
from ingest import __version__
from ingest.errors import KildeError
from ingest.logs import start_logging
from ingest.private_folder import keep_private
from ingest.settings import load_settings
from ingest.tracing import start_tracing

SUBCOMMANDS = (ask, evaluate, doctor, backup, mcp, start)
"""The modules that add them, in the order of --help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    _speak_utf8()
    try:
        if options.command is None:  # the doctor, which looks at settings that the others refuse
            return int(options.without_settings(options))
        settings = load_settings(BotSettings)
        start_logging(settings.log_level, settings.log_format)
        start_tracing("kilde")
        keep_private(settings.data_dir)
        secrets = (settings.telegram_bot_token, settings.database_url, settings.mcp_key)
        redact_logs(*(secret.get_secret_value() for secret in secrets if secret))
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
    parser.set_defaults(command=start.start)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in SUBCOMMANDS:
        module.add(commands)
    return parser


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale says; what is no text becomes a replacement character."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
