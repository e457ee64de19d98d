"""Backups that are kept: which there are, when the next one is due, which go. Made by the bot itself, while it runs.

    BACKUP_DIR/kilde-20261130T034700Z.tar.gz      named for the moment, in UTC, by which it is judged

Files of other names are nobody's business here, and are never removed.
"""

import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from bot.backup.backup_writer import back_up
from bot.settings import BotSettings
from ingest.errors import BackupError

_FORM = "kilde-%Y%m%dT%H%M%SZ.tar.gz"
_NAME = re.compile(r"kilde-\d{8}T\d{6}Z\.tar\.gz")
_LEFT_OVER = re.compile(rf"\.{_NAME.pattern}\..+")
"""The folder of copies of a backup that was killed."""
_OLD = 86400.0
"""Seconds after which such a folder is nobody's any more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup, and when it was made."""

    file: Path
    made_at: datetime


def kept_in(folder: Path) -> list[Kept]:
    """Give the backups in a folder, oldest first; none where it does not exist.

    Raises:
        OSError: It cannot be read.
    """
    if not folder.exists():
        return []
    named = [path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file()]
    return sorted((Kept(path, _moment(path.name)) for path in named), key=lambda kept: kept.made_at)


def is_due(kept: Sequence[Kept], now: datetime, every: timedelta) -> bool:
    """Tell whether another one is to be made; those of the future were named by a clock that ran wrong."""
    return not any(now - every < backup.made_at <= now for backup in kept)


def make(settings: BotSettings, now: datetime, *, prune: bool) -> Path | None:
    """Make a backup, and if wanted remove the oldest ones above KEEP_BACKUPS; None while another process does.

    Raises:
        BackupError: It cannot be made. What there is stays.
    """
    folder = settings.backup_dir
    if folder is None:
        raise BackupError("BACKUP_DIR is not set.")
    target = folder / now.astimezone(UTC).strftime(_FORM)
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        with FileLock(folder / ".kilde-backup.lock", timeout=0):
            _clear(folder)
            back_up(settings, target)
            if prune:
                _prune(folder, target, settings.keep_backups)
    except Timeout:
        return None
    except OSError as error:
        raise BackupError(f"BACKUP_DIR ({folder}) cannot be written ({error.strerror}); mend or change it.") from error
    return target


def _moment(name: str) -> datetime:
    """Read the moment in a name; one that is no date is as old as can be."""
    try:
        return datetime.strptime(name, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _prune(folder: Path, newest: Path, keep: int) -> None:
    """Remove the oldest ones, but never the one that was just made."""
    others = [kept.file for kept in kept_in(folder) if kept.file != newest]
    for file in others[: max(0, len(others) - (keep - 1))]:
        file.unlink()


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if _LEFT_OVER.fullmatch(path.name) and time.time() - path.stat().st_mtime > _OLD:
            shutil.rmtree(path, ignore_errors=True)
