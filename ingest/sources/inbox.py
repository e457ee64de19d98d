"""The inbox: articles that come in one by one, each put into the folder of articles whole or not at all.

Takes bytes and what is said of them, gives the source of a new file; takes files out into another folder and puts them
back. Everything may be done twice: who was killed half-way does it again. Knows nothing of who sends articles.

    put ──▶ what is said beside ──▶ draft under a hidden name ──fsync──▶ linked under its name, if nothing is there
"""

import contextlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from ingest.durable_files import sync
from ingest.errors import CorpusError
from ingest.readers.beside import ENDING

INBOX = "inbox"
"""First-level folder of what was sent."""

_LONGEST_NAME = 120
"""Bytes of a name without its ending: file systems take 255, and others put something behind it."""

_KEPT = frozenset("LMN")
"""First letters of the Unicode categories that stay in a name: letters, their marks, digits."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """What is to be put under a source.

    Attributes:
        content: The file.
        beside: What is said of it beside it; b"" for nothing.
    """

    content: bytes
    beside: bytes = b""


def name_for(title: str, day: date | None, key: str, ending: str, folder: str = INBOX) -> str:
    """Make a source for a new article.

    Args:
        title: Anything; what cannot stand in a name of every file system becomes a hyphen.
        day: Stands first, if known.
        key: Stands last, so that two articles of one title and day are told apart; letters and digits.
        ending: With its full stop, such as ".txt".
        folder: In which it comes.
    """
    levelled = unicodedata.normalize("NFC", title).casefold()
    words = "".join(it if unicodedata.category(it)[0] in _KEPT else "-" for it in levelled)
    stem = f"{day.isoformat()}-{words}" if day else words
    stem = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")
    return f"{folder}/{re.sub('-+', '-', f'{stem}-{key}').strip('-')}{ending.lower()}"


def put(corpus: Path, source: str, file: NewFile) -> None:
    """Put a file under its source; if the same one is there already, nothing happens.

    Raises:
        CorpusError: Another file is there, or the folder cannot be written.
    """
    path = _inside(corpus, source)
    with _spoken(corpus):
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.beside:
            _link(path.with_name(f"{path.name}{ENDING}"), file.beside, source)
        _link(path, file.content, source)


def renew(corpus: Path, source: str, file: NewFile) -> None:
    """Put a file under its source, in the place of whatever is there.

    Raises:
        CorpusError: The folder cannot be written.
    """
    path = _inside(corpus, source)
    with _spoken(corpus):
        path.parent.mkdir(parents=True, exist_ok=True)
        for name, content in ((f"{path.name}{ENDING}", file.beside), (path.name, file.content)):
            draft = path.with_name(f".{path.name[:80]}.new")
            draft.write_bytes(content)
            sync(draft)
            draft.replace(path.with_name(name))
        sync(path.parent)


def take_away(corpus: Path, source: str) -> None:
    """Remove a file and what is said beside it; nothing happens if it is gone.

    Raises:
        CorpusError: It cannot be removed.
    """
    path = _inside(corpus, source)
    with _spoken(corpus):
        for each in (path, path.with_name(f"{path.name}{ENDING}")):
            each.unlink(missing_ok=True)


def take_out(corpus: Path, source: str, store: Path) -> bool:
    """Move a file, and what is said beside it, into another folder; says whether it was in either.

    Raises:
        CorpusError: It cannot be moved.
    """
    path = _inside(corpus, source)
    with _spoken(corpus):
        store.mkdir(parents=True, exist_ok=True)
        found = _move(path, store / path.name)
        _move(path.with_name(f"{path.name}{ENDING}"), store / f"{path.name}{ENDING}")
        return found


def put_back(corpus: Path, source: str, store: Path) -> bool:
    """Move a file that was taken out back to its place; says whether it is there now.

    Raises:
        CorpusError: Another file has come there, or it cannot be moved.
    """
    path = _inside(corpus, source)
    with _spoken(corpus):
        for name in (f"{path.name}{ENDING}", path.name):
            if (store / name).is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                _link(path.with_name(name), (store / name).read_bytes(), source)
                (store / name).unlink()
        return path.is_file()


def remove(corpus: Path, source: str, file: NewFile) -> None:
    """Remove a file that was put, as long as it is what was put; nothing happens if it is gone.

    Raises:
        CorpusError: Somebody has changed it since, or it cannot be removed.
    """
    path = _inside(corpus, source)
    with _spoken(corpus):
        if path.is_file() and path.read_bytes() != file.content:
            raise CorpusError(f"{source} has been changed since; take it out of {corpus} by hand if it is to go.")
        for each in (path, path.with_name(f"{path.name}{ENDING}")):
            each.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync(path.parent)


@contextlib.contextmanager
def _spoken(corpus: Path) -> Iterator[None]:
    """Turn what the file system refuses into one sentence."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CorpusError(f"The folder {corpus} cannot be written ({reason}); give this user the right to.") from error


def _inside(corpus: Path, source: str) -> Path:
    """Give the path of a source; refuses one that leads out of the folder, also by a link.

    Raises:
        CorpusError: It does.
    """
    parts = PurePosixPath(source).parts
    root = corpus.resolve()
    path = root.joinpath(*parts)
    outside = not parts or ".." in parts or "\0" in source
    if outside or not path.parent.resolve().is_relative_to(root) or path.is_symlink():
        raise CorpusError(f"{source!r} is not in the folder of articles.")
    return path


def _link(path: Path, content: bytes, source: str) -> None:
    """Write a file under a hidden name, and give it its own in one step, which fails where another file has it."""
    if path.is_file() and path.read_bytes() == content:
        return
    hidden = path.with_name(f".{path.name[:80]}.{os.getpid()}.new")
    try:
        hidden.write_bytes(content)
        sync(hidden)
        os.link(hidden, path)
    except FileExistsError:
        raise CorpusError(f"There is another file {source} already; nothing was written.") from None
    finally:
        hidden.unlink(missing_ok=True)
    sync(path.parent)


def _move(path: Path, target: Path) -> bool:
    """Move a file, over the bounds of file systems too; says whether it is there now.

    What was moved already is not moved again: by now another file may bear its name.
    """
    if target.is_file():
        if path.is_file() and path.read_bytes() == target.read_bytes():
            path.unlink()
        return True
    if not path.is_file():
        return False
    draft = target.with_name(f".{target.name[:80]}.new")
    shutil.copyfile(path, draft)
    sync(draft)
    draft.replace(target)
    sync(target.parent)
    path.unlink()
    sync(path.parent)
    return True
