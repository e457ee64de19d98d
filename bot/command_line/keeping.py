"""`backup` and `restore`: what cannot be had again, in one file and out of it."""

import argparse
from pathlib import Path

from bot.command_line import Commands
from bot.settings import BotSettings


def add(commands: Commands) -> None:
    """Describe both."""
    for name, command, what in (
        ("backup", _backup, "write database, index and settings to a file, while everything runs"),
        ("restore", _restore, "put a backup into an empty DATA_DIR"),
    ):
        parts = commands.add_parser(name, help=what)
        parts.add_argument("file", type=Path, metavar="FILE")
        parts.set_defaults(command=command)


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
