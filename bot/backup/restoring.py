"""Puts a backup into an empty DATA_DIR: first everything is unpacked beside and checked, then it takes its place."""

import gzip
import hashlib
import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from bot.backup.manifest import CATALOGUE, LONGEST, NAME, FileEntry, Manifest, is_ours
from bot.settings import BotSettings
from ingest.errors import BackupError
from ingest.index import editions
from ingest.index.index_writer import mend_vectors
from ingest.index.schema import FILE

_KEPT = {"models"}
"""What may stand in DATA_DIR already: weights, which any process unpacks."""
_PIECE = 1 << 20
_BAD = (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError, ValidationError)


def restore(settings: BotSettings, source: Path) -> Manifest:
    """Restore a backup; nothing is overwritten, and nothing is left behind where it is refused.

    Raises:
        BackupError: DATA_DIR is not empty, or the file is damaged or no backup of Kilde.
        ModelMismatch: All is restored, but EMBEDDING_MODEL is another one than then.
    """
    folder = settings.data_dir
    folder.mkdir(0o700, parents=True, exist_ok=True)
    taken = sorted(path.name for path in folder.iterdir() if path.name not in _KEPT)
    if taken:
        raise BackupError(f"DATA_DIR ({folder}) holds {taken[0]}; restore into an empty folder, so nothing is lost.")
    staging = Path(tempfile.mkdtemp(prefix=".restoring-", dir=folder))
    try:
        manifest = _unpack(source, staging)
        _place(staging, folder)
    except _BAD:
        raise BackupError(f"{source} is damaged, or no backup of Kilde; nothing was restored.") from None
    except OSError as error:
        raise BackupError(f"{source} cannot be restored ({error.strerror or error}); nothing was restored.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    mend_vectors(settings, anew=False)
    return manifest


def manifest_of(source: Path) -> Manifest:
    """Read what a backup says about itself; the files in it are not looked at.

    Raises:
        BackupError: The file is damaged or no backup of Kilde.
    """
    try:
        with tarfile.open(source, "r:gz") as tar:
            return _manifest(tar)
    except (*_BAD, OSError):
        raise BackupError(f"{source} is damaged, or no backup of Kilde.") from None


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != NAME or not first.isreg() or first.size > LONGEST:
        raise ValueError("no manifest")
    return Manifest.model_validate_json(_opened(tar, first).read())


def _unpack(source: Path, staging: Path) -> Manifest:
    with tarfile.open(source, "r:gz") as tar:
        manifest = _manifest(tar)
        wanted = {each.name: each for each in manifest.files}
        while member := tar.next():
            expected = wanted.pop(member.name, None)
            if expected is None or not member.isreg() or not is_ours(member.name):
                raise ValueError("a foreign file")
            _write(_opened(tar, member), staging / member.name, expected)
    if wanted:
        raise ValueError("a file is missing")
    return manifest


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    opened = tar.extractfile(member)
    if opened is None:
        raise ValueError("no file")
    return opened


def _write(content: IO[bytes], target: Path, expected: FileEntry) -> None:
    target.parent.mkdir(0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        while piece := content.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    if (digest.hexdigest(), size) != (expected.sha256, expected.size):
        raise ValueError("another content")


def _place(staging: Path, folder: Path) -> None:
    catalogue = staging / CATALOGUE
    if catalogue.exists():
        edition = editions.following(catalogue.parent)
        edition.mkdir(0o700)
        catalogue.rename(edition / FILE)
        editions.publish(edition)
    for path in sorted(staging.iterdir()):
        path.rename(folder / path.name)
