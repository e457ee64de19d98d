"""`backup` and `restore`, `export` and `import`: what cannot be had again, or one chat, in a file and out of it."""

import argparse
from pathlib import Path

from bot.command_line import Commands
from bot.settings import BotSettings


def add(commands: Commands) -> None:
    """Describe them."""
    for name, command, what in (
        ("backup", _backup, "write database, index and settings to a file, while everything runs"),
        ("restore", _restore, "put a backup into an empty DATA_DIR"),
    ):
        parts = commands.add_parser(name, help=what)
        parts.add_argument("file", type=Path, metavar="FILE")
        parts.set_defaults(command=command)
    export = commands.add_parser("export", help="write one chat to a file, for another database")
    export.add_argument("chat", type=int, metavar="CHAT", help="its Telegram id; groups have negative ones")
    export.add_argument("file", type=Path, metavar="FILE")
    export.set_defaults(command=_export)
    into = commands.add_parser("import", help="put such a file into the database, where the chat is not known yet")
    into.add_argument("file", type=Path, metavar="FILE")
    into.set_defaults(command=_import)


def _backup(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.backup.backup_writer import back_up

    manifest = back_up(settings, options.file)
    print(f"{options.file} holds {', '.join(each.name for each in manifest.files[:5])}; articles are not in it.")


def _restore(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.backup.restoring import restore

    manifest = restore(settings, options.file)
    print(f"{settings.data_dir} is as it was at {manifest.made}; settings are in {settings.data_dir / 'settings.env'}.")
    if any(each.name == "kilde.pgdump" for each in manifest.files):
        print(f"Now run `pg_restore --no-owner -d DATABASE_URL {settings.data_dir / 'kilde.pgdump'}`.")


def _export(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.backup.chat_file import export_chat

    copy = export_chat(settings, options.chat, options.file)
    print(f"{options.file} holds {sum(map(len, copy.tables.values()))} rows of the chat {copy.chat}.")


def _import(settings: BotSettings, options: argparse.Namespace) -> None:
    from bot.backup.chat_file import import_chat

    chat, rows = import_chat(settings, options.file)
    print(f"The chat {chat} is here: {rows} rows.")
