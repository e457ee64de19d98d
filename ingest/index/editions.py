"""Editions: whole indexes side by side in DATA_DIR/index, one of which is the current one that readers read.

    index/current               the name of the current edition, replaced in one step
    index/edition-3/            catalogue.sqlite and Chroma's folder; `published` once it was the current one
    index/edition-4/            a rebuild not finished yet; the next ingestion goes on with it

`--rebuild` writes a new edition while the old one answers. Knows nothing of what an edition holds.
"""

import os
import re
import shutil
from pathlib import Path

from ingest.durable_files import write_durably
from ingest.errors import IndexOutOfReach

_POINTER = "current"
_PREFIX = "edition-"
_PUBLISHED = "published"
_NAME = re.compile(rf"{_PREFIX}\d+")


def folder(data_dir: Path) -> Path:
    """Give the folder of all editions."""
    return data_dir / "index"


def current(index: Path) -> Path | None:
    """Give the edition to read, or None when nothing was ingested yet; some twenty microseconds.

    A pointer that is empty, garbled or lost, as a power loss may leave it, counts as none: the newest edition that was
    ever published is taken.

    Raises:
        IndexOutOfReach: The folder may not be read.
    """
    return pointed(index) or max(filter(_was_published, _all(index)), key=_number, default=None)


def pointed(index: Path) -> Path | None:
    """Give the edition that the pointer names, or None if it names none that is there.

    Raises:
        IndexOutOfReach: The folder may not be read.
    """
    try:
        name = (index / _POINTER).read_bytes().decode("ascii", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise IndexOutOfReach(index, error.strerror or str(error)) from error
    return index / name if _NAME.fullmatch(name) and (index / name).is_dir() else None


def publish(edition: Path) -> None:
    """Make this the current edition, whatever happens to the power."""
    write_durably(edition / _PUBLISHED, "")
    write_durably(edition.parent / _POINTER, edition.name)


def newest(index: Path) -> Path | None:
    """Give the edition with the highest number, finished or not."""
    return max(_all(index), key=_number, default=None)


def following(index: Path) -> Path:
    """Give a name that no edition bears yet."""
    last = newest(index)
    return index / f"{_PREFIX}{_number(last) + 1 if last else 1}"


def superseded(index: Path) -> list[Path]:
    """Give the editions older than the current one."""
    now = current(index)
    return [] if now is None else [edition for edition in _all(index) if _number(edition) < _number(now)]


def delete(edition: Path) -> None:
    """Delete an edition; should that be cut short, what is left of it bears another name and goes next time."""
    grave = edition.with_name(f"deleted-{edition.name}-{os.getpid()}")
    edition.rename(grave)
    for remains in edition.parent.glob("deleted-*"):
        shutil.rmtree(remains, ignore_errors=True)


def _was_published(edition: Path) -> bool:
    return (edition / _PUBLISHED).exists()


def _all(index: Path) -> list[Path]:
    return [path for path in index.glob(f"{_PREFIX}*") if path.name.removeprefix(_PREFIX).isdecimal()]


def _number(edition: Path) -> int:
    return int(edition.name.removeprefix(_PREFIX))
