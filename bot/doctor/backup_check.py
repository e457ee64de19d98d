"""Check of the backups: when the last one was made, and whether it can be opened."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.backup.restoring import manifest_of
from bot.backup.rotation import kept_in
from bot.doctor.finding import Finding, Level
from bot.settings import BotSettings
from ingest.errors import BackupError

_LATE = 2
"""A backup is late after so many times BACKUP_EVERY_HOURS."""


def backups(settings: BotSettings) -> Iterator[Finding]:
    """Look at the last backup in BACKUP_DIR."""
    folder = settings.backup_dir
    if folder is None:
        text = "BACKUP_DIR is not set: the bot makes no backups by itself."
        yield Finding("backups", Level.OK, text)
        return
    try:
        kept = kept_in(folder)
    except OSError as error:
        text = f"BACKUP_DIR ({folder}) cannot be read ({error.strerror})."
        yield Finding("backups", Level.TROUBLE, text, "Give this user rights there, or change BACKUP_DIR.")
        return
    if not kept:
        text = f"There is no backup in {folder} yet."
        yield Finding("backups", Level.WARNING, text, "Start the bot; if it runs, see its log.")
        return
    last = kept[-1]
    try:
        manifest_of(last.file)
    except BackupError as error:
        yield Finding("backups", Level.TROUBLE, str(error), "Run `python -m bot backup FILE`, and see the disk.")
        return
    text = f"{len(kept)} in {folder}; the last one is of {last.made_at:%Y-%m-%d %H:%M} UTC."
    if datetime.now(UTC) - last.made_at > _LATE * timedelta(hours=settings.backup_every_hours):
        yield Finding("backups", Level.WARNING, text, "See that the bot runs, and its log.")
    else:
        yield Finding("backups", Level.OK, text)
