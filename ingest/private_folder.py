"""Who may read DATA_DIR: its owner alone. It holds what people asked, and copies of articles."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_OURS = ("index", "models", "kilde.db", "kilde.db-wal", "kilde.db-shm", "evaluation", "originals")
"""What Kilde makes there. Nothing else is touched, in case DATA_DIR is a folder that holds more."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

log = logging.getLogger(__name__)


def keep_private(data_dir: Path) -> None:
    """Make DATA_DIR if need be, take others' rights to it away, and let nothing be made with such from now on."""
    os.umask(_OTHERS)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        for path in (data_dir, *_made(data_dir)):
            _close(path)
    except OSError as error:
        # Whoever opens the index or the database says what that means.
        log.debug("The rights to %s cannot be set: %s", data_dir, error)


def _made(data_dir: Path) -> Iterator[Path]:
    for name in _OURS:
        path = data_dir / name
        if path.is_symlink() or not path.exists():
            continue
        yield path
        if path.is_dir():
            yield from (inner for inner in path.rglob("*") if not inner.is_symlink())


def _close(path: Path) -> None:
    """Take others' rights away; a file that has gone, or is somebody else's, is left alone."""
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
    except (FileNotFoundError, PermissionError):
        log.debug("The rights to %s stay as they are.", path)
