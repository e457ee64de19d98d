"""The folder of articles as it lies on disk: which files there are, and what they look like from outside.

Takes a folder and gives a Disk without opening a file; `digest` opens one. Knows nothing of what stands in them.
"""

import errno
import hashlib
import os
import stat
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.errors import CorpusError, UnreadableArticle
from ingest.readers.beside import ENDING, read_beside
from ingest.readers.file_kinds import ending, file_of, is_extracted

NEVER = -1
"""Modification time of a stamp that is not to be trusted: the file is compared by hash next time."""

_LASTING = (errno.ELOOP, errno.EISDIR, errno.ENAMETOOLONG)
"""What is wrong with the entry itself; whatever else the system says may be over next time."""

_LARGEST_INTEGER = (1 << 63) - 1
"""Of SQLite; some file systems have greater numbers."""

_TICK = 20_000_000
_COARSE_TICK = 2_000_000_000


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells an unchanged file without reading it.

    Attributes:
        size: Bytes.
        mtime_ns: Time of the last modification, which whoever changes a file can set back; or NEVER.
        ctime_ns: Time of the last change of the file's entry, which nobody can set (POSIX).
        inode: Number of the file in its file system; another file under the same name has another.
    """

    size: int
    mtime_ns: int
    ctime_ns: int = 0
    inode: int = 0


@dataclass(frozen=True, slots=True)
class Disk:
    """What a look at the folder showed.

    Attributes:
        files: Stamp of each article file, by source.
        failed: What looks like an article file but cannot be one.
        unseen: Sources of folders that could not be listed; what was known below them may well be there still.
        others: How many files of other kinds there are, by ending in lower case ("" for none).
    """

    files: dict[str, FileStamp]
    failed: tuple[UnreadableArticle, ...] = ()
    unseen: tuple[str, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)

    def among(self, only: AbstractSet[str] | None) -> "Disk":
        """Give it with these files alone, or whole; what cannot be a file stays."""
        if only is None:
            return self
        return replace(self, files={source: self.files[source] for source in sorted(only & self.files.keys())})


def scan(corpus: Path, suffixes: frozenset[str]) -> Disk:
    """List the article files of a folder and its sub-folders; hidden ones and other suffixes are ignored.

    Links to files inside the folder are followed; links to folders inside it are not, since their files are found
    anyway.

    Raises:
        CorpusError: The folder does not exist or cannot be listed.
    """
    if not corpus.is_dir():
        raise CorpusError(f"There is no folder {corpus}; set ARTICLES_DIR or --corpus to the folder of your articles.")
    look = _Look(corpus.resolve(), suffixes)
    look.into("")
    if "" in look.unseen:
        raise CorpusError(f"The folder {corpus} cannot be listed; give this user the right to read it.")
    others = dict(sorted(look.others.items()))
    return Disk(dict(sorted(look.files.items())), tuple(look.failed), tuple(look.unseen), others)


def scan_again(corpus: Path, suffixes: frozenset[str], before: Disk, told: Collection[str]) -> Disk:
    """List anew only the folders in which something has happened; files of other kinds are not counted again.

    Args:
        corpus: The folder of articles.
        suffixes: As for `scan`.
        before: What the last look showed.
        told: Names, relative to the folder, of files and folders that came, went or changed.

    Raises:
        CorpusError: As `scan`.
    """
    if "" in told or not corpus.is_dir():
        return scan(corpus, suffixes)
    look, shown = _Look(corpus.resolve(), suffixes), [it for it in told if not _is_hidden(it)]
    listed = {folder: look.one(folder) for folder in sorted({_parent(it) for it in shown}) if look.has(folder)}
    listed |= {folder: [] for it in shown if (folder := _parent(it)) not in listed}
    if "" in look.unseen:
        raise CorpusError(f"The folder {corpus} cannot be listed; give this user the right to read it.")
    beginnings = tuple(f"{folder}/" if folder else "" for folder in listed)
    touched = {source: _above(source) for source in before.files if source.startswith(beginnings)}
    known = {_child(source, folder) for source, above in touched.items() for folder in above if folder in listed}
    inside = {folder for folders in listed.values() for folder in folders if folder in told or folder not in known}
    for folder in sorted(inside):
        look.into(folder)

    def stays(source: str) -> bool:
        above = touched.get(source) or _above(source)
        if inside.intersection((*above, source)) or above[-1] in listed:
            return False
        return all(_child(source, folder) in listed[folder] for folder in above if folder in listed)

    files = {it: stamp for it, stamp in before.files.items() if it not in touched or stays(it)} | look.files
    failed = {it.source: it for it in (*(it for it in before.failed if stays(it.source)), *look.failed)}
    unseen = dict.fromkeys((*filter(stays, before.unseen), *look.unseen))
    return replace(before, files=dict(sorted(files.items())), failed=tuple(failed.values()), unseen=tuple(unseen))


def _is_hidden(source: str) -> bool:
    return any(part.startswith(".") for part in source.split("/"))


def _parent(source: str) -> str:
    return source.rpartition("/")[0]


def _above(source: str) -> list[str]:
    """Give the folders in which a source lies, that of all articles first."""
    parts = source.split("/")
    return ["/".join(parts[:depth]) for depth in range(len(parts))]


def _child(source: str, folder: str) -> str:
    """Give what leads to a source directly below a folder in which it lies."""
    return source[: source.find("/", len(folder) + 1)] if "/" in source[len(folder) + 1 :] else source


def digest(corpus: Path, source: str) -> str:
    """Give the SHA-256 of a file's bytes and of what is said beside it, in hex, see `ingest.readers.beside`.

    Raises:
        UnreadableArticle: The file cannot be read.
    """
    try:
        with (corpus / source).open("rb") as file:
            found = hashlib.file_digest(file, "sha256")
    except OSError as error:
        raise UnreadableArticle(source, _because(error), passing=_passes(error)) from None
    if beside := read_beside(corpus, source):
        found.update(b"\0" + beside)
    return found.hexdigest()


class _Look:
    """One walk through the folder; `into` fills `files`, `failed` and `unseen`."""

    def __init__(self, root: Path, suffixes: frozenset[str]) -> None:
        self.root, self.suffixes = root, suffixes
        self.files: dict[str, FileStamp] = {}
        self.failed: list[UnreadableArticle] = []
        self.unseen: list[str] = []
        self.others: Counter[str] = Counter()

    def into(self, top: str) -> None:
        folders = [top]
        while folders:
            folders.extend(self.one(folders.pop()))

    def has(self, folder: str) -> bool:
        """Tell whether there is such a folder, to which no link leads."""
        place = self.root / folder
        return place.is_dir() and os.path.realpath(place) == str(place)

    def one(self, folder: str) -> list[str]:
        """List one folder; gives those in it."""
        try:
            return list(self._list(folder))
        except OSError as error:
            self.unseen.append(folder)
            self._fail(folder, f"the folder cannot be listed ({_because(error)})", passing=True)
            return []

    def _list(self, folder: str) -> Iterator[str]:
        with os.scandir(self.root / folder) as listed:
            entries = {entry.name: entry for entry in sorted(listed, key=lambda entry: entry.name)}
            for entry in entries.values():
                source = f"{folder}/{entry.name}" if folder else entry.name
                if entry.name.startswith(".") or self._speaks_of_another(entry.name, entries):
                    continue
                try:
                    if self._is_folder(source, entry, entries.get(f"{entry.name}{ENDING}")):
                        yield source
                except OSError as error:
                    if self._wanted(entry.name):
                        self._fail(source, _because(error), passing=_passes(error))

    def _speaks_of_another(self, name: str, entries: Collection[str]) -> bool:
        """Tell whether a file only says something of one beside it."""
        return name.endswith(ENDING) and (told := name.removesuffix(ENDING)) in entries and self._wanted(told)

    def _is_folder(self, source: str, entry: os.DirEntry[str], beside: os.DirEntry[str] | None) -> bool:
        """Tell whether an entry is a folder to look into; whatever else it is, is noted."""
        if entry.is_symlink() and not self._leads_inside(entry):
            if entry.is_dir() or self._wanted(entry.name):
                self._fail(source, "it is a link out of the folder of articles")
        elif entry.is_dir():
            return not entry.is_symlink()
        elif self._wanted(entry.name):
            self._stamp(source, entry, beside)
        else:
            self.others[ending(entry.name)] += 1
        return False

    def _wanted(self, name: str) -> bool:
        return ending(name) in self.suffixes

    def _leads_inside(self, entry: os.DirEntry[str]) -> bool:
        return Path(os.path.realpath(entry.path)).is_relative_to(self.root)

    def _stamp(self, source: str, entry: os.DirEntry[str], beside: os.DirEntry[str] | None) -> None:
        now = time.time_ns()
        try:
            source.encode()
        except UnicodeEncodeError:
            self._fail(source, "its name is not valid UTF-8")
            return
        if file_of(source) != source:
            self._fail(source, "its name reads like that of an article in another file (`#`); rename it")
            return
        seen = entry.stat()
        if stat.S_ISREG(seen.st_mode):
            said = beside.stat() if beside and is_extracted(source) else None
            self.files[source] = _joined(_stamp_of(seen, now), _stamp_of(said, now) if said else None)
        else:
            self._fail(source, "it is not a regular file")

    def _fail(self, source: str, reason: str, *, passing: bool = False) -> None:
        self.failed.append(UnreadableArticle(source.encode("utf-8", "replace").decode(), reason, passing=passing))


def _stamp_of(seen: os.stat_result, now: int) -> FileStamp:
    times = (_trusted(seen.st_mtime_ns, now), _trusted(seen.st_ctime_ns, now))
    mtime = NEVER if NEVER in times else seen.st_mtime_ns
    return FileStamp(seen.st_size, mtime, seen.st_ctime_ns, seen.st_ino & _LARGEST_INTEGER)


def _joined(file: FileStamp, beside: FileStamp | None) -> FileStamp:
    """Give the stamp of a file and of what is said beside it: it changes when either does."""
    if beside is None:
        return file
    times = (file.mtime_ns, beside.mtime_ns)
    mtime = NEVER if NEVER in times else max(times)
    return FileStamp(file.size + beside.size, mtime, max(file.ctime_ns, beside.ctime_ns), file.inode)


def _trusted(mtime_ns: int, now: int) -> int:
    """Give the time, or NEVER while a second change could still bear the same time (git: "racy" entries).

    File systems that keep whole seconds, or two of them as FAT does, show zeros below.
    """
    tick = _COARSE_TICK if mtime_ns % 1_000_000_000 == 0 else _TICK
    return mtime_ns if mtime_ns + tick <= now else NEVER


def _passes(error: OSError) -> bool:
    return error.errno not in _LASTING


def _because(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "it is a link that leads to itself"
    return (error.strerror or type(error).__name__).lower()
