"""No sub-command, and `preview`: the bot itself, in Telegram or in a browser."""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from bot.command_line import Commands, open_index
from bot.settings import BotSettings

if TYPE_CHECKING:
    from bot.telegram.api.lifecycle import App
    from bot.voice.transcriber import Transcriber

_PREVIEW_ROUNDS = 1.0
"""Seconds: who moves the preview's clock to the next morning does not want to wait for the briefing."""


def add(commands: Commands) -> None:
    """Describe `preview`; what runs without a sub-command has no arguments."""
    preview = commands.add_parser("preview", help="the bot in a browser, without Telegram")
    preview.add_argument("--port", type=_port, metavar="N", help="on 127.0.0.1; 0 takes any that is free")
    preview.add_argument("--no-browser", action="store_true", help="only say where the page is")
    preview.add_argument("--no-limits", action="store_true", help="never tell the bot to slow down, as Telegram would")
    preview.set_defaults(command=_preview)


def _port(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) <= 5 and int(word) <= 65535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(word)


def start(settings: BotSettings, _options: argparse.Namespace) -> None:
    """Show three sample answers over the seeds, then run in Telegram if there is a token, else the preview."""
    from bot.terminal import conversation, tour

    with open_index.opened(settings) as opened:
        index, answerer = opened.index, opened.answerer
        if tour.has_seeds(index):
            tour.show_samples(answerer, conversation.chosen_form(sys.stdout, as_json=False), sys.stdout)
        if settings.telegram_bot_token:
            from bot.telegram.app import run_telegram
            from bot.telegram.job_setup import Clockwork

            clockwork = Clockwork(
                opened.sight.briefers,
                model=opened.model,
                newsroom=opened.newsroom,
                transcriber=_transcriber(settings),
            )
            run_telegram(settings, opened.sight.answerer, opened.sight.index, clockwork)
        elif sys.stdin.isatty():
            print(conversation.TO_TELEGRAM)
            _show_preview(settings, opened)
        else:
            print(conversation.TO_TELEGRAM)


def _transcriber(settings: BotSettings) -> "Transcriber | None":
    """Load what listens to voice messages, where VOICE_MODEL names anything."""
    from bot.voice.transcriber import load_transcriber

    return load_transcriber(settings.voice_model) if settings.voice_model else None


def _preview(settings: BotSettings, options: argparse.Namespace) -> None:
    with open_index.opened(settings) as opened:
        limits, open_browser = not options.no_limits, not options.no_browser
        _show_preview(settings, opened, port=options.port, open_browser=open_browser, limits=limits)


def _show_preview(
    settings: BotSettings,
    opened: open_index.Opened,
    *,
    port: int | None = None,
    open_browser: bool = True,
    limits: bool = True,
) -> None:
    """Put the real application on the preview, with a memory of its own that is closed at the end."""
    from bot.memory import Memory, database_url
    from bot.preview.command import run_preview
    from bot.telegram.api.lifecycle import wanted
    from bot.telegram.app import build_application
    from bot.telegram.job_setup import Clockwork

    transcriber = _transcriber(settings)
    with ExitStack() as stack:

        def build(own: BotSettings, now: Callable[[], datetime]) -> "App":
            sight, memory = opened.sight, Memory(database_url(own.database_url, own.data_dir))
            stack.callback(memory.close)
            clockwork = Clockwork(
                opened.sight.briefers,
                now,
                _PREVIEW_ROUNDS,
                model=opened.model,
                newsroom=opened.newsroom,
                transcriber=transcriber,
            )
            return build_application(own, sight.answerer, sight.index, memory, clockwork)

        run_preview(settings, build, wanted=wanted(settings), port=port, open_browser=open_browser, limits=limits)
