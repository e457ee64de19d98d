"""Archives (.zip): the files in it that can be read here; containers in it are opened, archives in it are not.

Bounds are those of a file for each member and LARGEST for all together, whatever the archive says of their sizes.
"""

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.errors import UnreadableArticle
from ingest.readers import containers, file_kinds
from ingest.readers.containers.member import MOST_MEMBERS, Found, Member

LARGEST = 1 << 30
"""Bytes that are unpacked of one archive."""

_ZIP = ".zip"
_UNIX_LINK = 0o120000


def members(data: bytes, source: str, fields: str) -> Iterator[Found]:
    """Give the files of an archive, under their names in it.

    Raises:
        UnreadableArticle: It is no archive, or unpacks to more than is read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableArticle(source, "it is damaged: the archive that it should be cannot be opened") from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise UnreadableArticle(source, f"it is an archive of more than {MOST_MEMBERS:,} files")
    left = LARGEST
    for info in _wanted(archive):
        kind, name = file_kinds.KINDS[file_kinds.ending(info.filename)], f"{source}#{info.filename}"
        unpacked = _unpacked(archive, info, min(kind.largest, left), name)
        if isinstance(unpacked, UnreadableArticle):
            yield unpacked
            if left < kind.largest and "unpacks" in unpacked.reason:
                raise UnreadableArticle(source, f"it unpacks to more than {LARGEST // 1024**2:,} MiB")
            continue
        left -= len(unpacked)
        if kind.container:
            yield from _inside(unpacked, source, info.filename, fields)
        else:
            ending = file_kinds.ending(info.filename)
            yield Member(info.filename, ending, unpacked, ending=ending)


def others(data: bytes) -> Counter[str]:
    """Count the files of an archive that cannot be read here, by ending."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Counter()
    endings = (file_kinds.ending(name) for name in names if not name.endswith("/") and not _is_hidden(name))
    return Counter(ending for ending in endings if ending not in file_kinds.readable())


def _wanted(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Give the entries that are files of a kind that is read, each name once: the last counts."""
    last = {info.filename: info for info in archive.infolist()}
    for name, info in sorted(last.items()):
        is_link = (info.external_attr >> 16) & 0o170000 == _UNIX_LINK
        if (
            not info.is_dir()
            and not is_link
            and not _is_hidden(name)
            and file_kinds.ending(name) in file_kinds.readable()
        ):
            yield info


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, name: str) -> bytes | UnreadableArticle:
    if not info.filename.isprintable():
        return UnreadableArticle(name.encode("utf-8", "backslashreplace").decode(), "its name cannot be shown")
    if file_kinds.ending(info.filename) == _ZIP:
        return UnreadableArticle(name, "an archive in an archive is not opened")
    try:
        with archive.open(info) as member:
            data = member.read(most + 1)
    except RuntimeError:
        return UnreadableArticle(name, "it is encrypted")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        return UnreadableArticle(name, "it is damaged: it cannot be unpacked")
    if len(data) > most:
        return UnreadableArticle(name, f"it unpacks to more than {most // 1024**2} MiB")
    return data


def _inside(data: bytes, source: str, name: str, fields: str) -> Iterator[Found]:
    """Give the members of a container in the archive, under both names."""
    try:
        for found in containers.members(data, name, fields):
            if isinstance(found, Member):
                yield replace(found, id=f"{name}#{found.id}")
            else:
                yield UnreadableArticle(f"{source}#{found.source}", found.reason)
    except UnreadableArticle as failure:
        yield UnreadableArticle(f"{source}#{failure.source}", failure.reason)
