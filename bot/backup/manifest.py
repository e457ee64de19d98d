"""What a backup says about itself: its format, and every file in it with its size and SHA-256."""

import hashlib
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, Field

NAME = "kilde-backup.json"
"""The first file of the tar."""
DATABASE, DUMP, SETTINGS, CATALOGUE = "kilde.db", "kilde.pgdump", "settings.env", "index/catalogue.sqlite"
ORIGINALS = "originals"
LONGEST = 64 << 20
"""Bytes of the longest manifest that is read."""


class FileEntry(BaseModel):
    """One file."""

    name: str
    size: int = Field(ge=0)
    sha256: str


class Manifest(BaseModel):
    """The first file of a backup."""

    format: Literal["kilde-backup"] = "kilde-backup"
    layout: Literal[1] = 1
    version: str
    made: str
    files: list[FileEntry]


def is_ours(name: str) -> bool:
    """Tell whether a file of this name may be in a backup; nothing else is ever written by a restore."""
    path = PurePosixPath(name)
    inside = path.parts[:1] == (ORIGINALS,) and len(path.parts) > 1 and ".." not in path.parts and "\\" not in name
    return name in {DATABASE, DUMP, SETTINGS, CATALOGUE} or inside


def entry(name: str, file: Path) -> FileEntry:
    """Describe a file that is to be put in."""
    with file.open("rb") as opened:
        return FileEntry(name=name, size=file.stat().st_size, sha256=hashlib.file_digest(opened, "sha256").hexdigest())
