"""`mcp`: the articles for other programs, by the Model Context Protocol."""

import argparse
import importlib.util
import sys

from bot.command_line import Commands, open_index
from bot.settings import BotSettings
from ingest.errors import PackageMissing, SettingsError
from ingest.installing import install_command


def add(commands: Commands) -> None:
    """Describe it."""
    mcp = commands.add_parser("mcp", help="serve the articles to other programs by the Model Context Protocol")
    mcp.add_argument("--http", action="store_true", help="on 127.0.0.1:MCP_PORT with MCP_KEY; else standard input")
    mcp.set_defaults(command=_serve)


def _serve(settings: BotSettings, options: argparse.Namespace) -> None:
    """Serve by standard input and output, or by HTTP; without a language model, see `bot.mcp`."""
    if importlib.util.find_spec("mcp") is None:
        raise PackageMissing(f"This needs a package that is not installed; run {install_command('mcp', 'mcp')}")
    if options.http and settings.mcp_key is None:
        raise SettingsError(
            "MCP_KEY is not set; put 24 or more letters and digits that nobody can guess into .env, and give them to "
            "whoever is to ask."
        )
    from bot.mcp.library import Library
    from bot.mcp.server import serve_http, serve_stdio
    from bot.mcp.story_book import PassingStoryBook

    with open_index.opened(settings.model_copy(update={"llm_model": None})) as opened:
        library = Library(opened.index, opened.retrieval, opened.answerer, opened.briefers(PassingStoryBook()))
        if options.http and settings.mcp_key is not None:
            serve_http(library, settings.mcp_port, settings.mcp_key.get_secret_value(), _say)
        else:
            serve_stdio(library)


def _say(address: str) -> None:
    print(f"Listening at {address}", file=sys.stderr, flush=True)
