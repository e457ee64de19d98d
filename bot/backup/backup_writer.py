"""Makes a backup, while bot and ingestion go on: each database is copied as of one moment, by its own means."""

import io
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.backup.manifest import CATALOGUE, DATABASE, DUMP, NAME, ORIGINALS, SETTINGS, Manifest, entry
from bot.memory import database_file, database_url
from bot.memory.dumping import dump
from bot.settings import BotSettings
from ingest import __version__
from ingest.durable_files import sync
from ingest.errors import BackupError
from ingest.index import editions
from ingest.index.schema import FILE


def back_up(settings: BotSettings, target: Path) -> Manifest:
    """Write a backup to a file that does not exist yet; it appears whole or not at all.

    Raises:
        BackupError: There is nothing to back up, the file exists or cannot be written, or something cannot be read.
    """
    if target.exists():
        raise BackupError(f"{target} exists; name a file that does not, for a backup overwrites nothing.")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            copies = _copies(settings, Path(folder))
            if not copies.keys() - {SETTINGS}:
                raise BackupError(f"There is nothing to back up in {settings.data_dir}; see that DATA_DIR is right.")
            manifest = _describe(copies)
            draft = Path(folder) / "draft"
            _pack(draft, manifest, copies)
            sync(draft)
            draft.rename(target)
            sync(target.absolute().parent)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"A database cannot be copied ({error}); `python -m bot doctor` says what to do.") from error
    except OSError as error:
        raise BackupError(f"{target} cannot be written ({error.strerror}); make room or name another file.") from error
    return manifest


def _copies(settings: BotSettings, folder: Path) -> dict[str, Path]:
    """Copy what changes, and name what does not: name in the backup -> file."""
    copies = {SETTINGS: folder / SETTINGS}
    copies[SETTINGS].write_text(_settings(settings), "utf-8")
    database = database_file(settings.database_url, settings.data_dir)
    if database is None:
        copies[DUMP] = folder / DUMP
        dump(database_url(settings.database_url, settings.data_dir), copies[DUMP])
    elif database.exists():
        copies[DATABASE] = folder / DATABASE
        _copy(database, copies[DATABASE])
    edition = editions.current(editions.folder(settings.data_dir))
    if edition is not None:
        copies[CATALOGUE] = folder / FILE
        _copy(edition / FILE, copies[CATALOGUE])
    originals = settings.data_dir / ORIGINALS
    found = sorted(path for path in originals.rglob("*") if path.is_file() and not path.is_symlink())
    return copies | {f"{ORIGINALS}/{path.relative_to(originals).as_posix()}": path for path in found}


def _settings(settings: BotSettings) -> str:
    """Give the settings that were made, as `.env` has them, without secrets."""
    lines = []
    for name in sorted(settings.model_fields_set):
        value = getattr(settings, name)
        if value is not None and not isinstance(value, SecretStr):
            shown = ",".join(map(str, sorted(value))) if isinstance(value, frozenset) else str(value)
            lines.append(f"{name.upper()}={shown}\n")
    return "".join(lines)


def _copy(source: Path, target: Path) -> None:
    """Copy an SQLite file as of one moment, whoever writes it meanwhile."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")


def _describe(copies: dict[str, Path]) -> Manifest:
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(version=__version__, made=made, files=[entry(name, file) for name, file in copies.items()])


def _pack(draft: Path, manifest: Manifest, copies: dict[str, Path]) -> None:
    content = manifest.model_dump_json(indent=1).encode()
    with tarfile.open(draft, "w:gz", compresslevel=1) as tar:
        first = tarfile.TarInfo(NAME)
        first.size = len(content)
        tar.addfile(first, io.BytesIO(content))
        for name, file in copies.items():
            tar.add(file, name, recursive=False)
    draft.chmod(0o600)
