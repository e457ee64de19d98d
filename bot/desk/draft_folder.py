"""Draft folders: what was sent, kept in DATA_DIR/originals until it is published or rejected, and what is said of it.

    DATA_DIR/originals/drafts/KEY/original.pdf    as it came; article.pdf, as it will be read
    DATA_DIR/originals/taken/KEY/…                what this draft has taken out of the folder of articles

Takes bytes and Stated, gives the file that is put into the folder of articles. A text has front matter, any other file
what is said of it beside it (`ingest.readers.beside`).
"""

import shutil
from dataclasses import fields, replace
from pathlib import Path, PurePosixPath

from bot.desk.draft import StatedFields
from ingest.durable_files import sync
from ingest.readers.beside import ENDING, as_yaml
from ingest.readers.encodings import decode
from ingest.readers.file_kinds import ending, is_container, is_extracted
from ingest.readers.front_matter import FrontMatter, read_front_matter
from ingest.sources.inbox import NewFile

_STEM = "article"
_KEYS = {"published": "date"}
"""Names of fields in front matter, where they differ."""


class DraftFolder:
    """The folder of one draft."""

    def __init__(self, data_dir: Path, key: str) -> None:
        """Take DATA_DIR and the draft's key."""
        originals = data_dir / "originals"
        self.path, self.taken = originals / "drafts" / key, originals / "taken" / key

    def keep(self, name: str, content: bytes) -> None:
        """Keep what was sent, as it came; on the disk when this returns."""
        self.path.mkdir(0o700, parents=True, exist_ok=True)
        kept = self.path / f"original{ending(name)}"
        kept.write_bytes(content)
        sync(kept)
        sync(self.path)

    def file(self, name: str, stated: StatedFields) -> NewFile:
        """Give the file that is put into the folder of articles.

        Raises:
            UnreadableArticle: It is a text whose front matter cannot be read.
            OSError: What was sent is not there any more.
        """
        content = (self.path / f"original{ending(name)}").read_bytes()
        if is_container(name):  # Each of its articles says what it is; nothing is said of all of them.
            return NewFile(content)
        if is_extracted(name):
            return NewFile(content, _yaml(stated).encode())
        return NewFile(_with_front_matter(content, stated, name))

    def lay_out(self, name: str, stated: StatedFields) -> None:
        """Lay the file out under its name, for a reader to read it as it will be.

        Raises:
            UnreadableArticle, OSError: As of `file`.
        """
        file = self.file(name, stated)
        (self.path / name).write_bytes(file.content)
        (self.path / f"{name}{ENDING}").write_bytes(file.beside)

    def holds(self, source: str) -> bool:
        """Tell whether an article that was taken out is kept here."""
        return (self.taken / PurePosixPath(source).name).is_file()

    def clear(self) -> None:
        """Forget what was sent; what was taken out of the folder of articles stays."""
        shutil.rmtree(self.path, ignore_errors=True)


def file_name(sent: str) -> str:
    """Give under which name a sent file is kept: of its own name only the ending counts."""
    return f"{_STEM}{ending(sent)}"


def _yaml(stated: StatedFields) -> str:
    said = {_KEYS.get(it.name, it.name): getattr(stated, it.name) for it in fields(StatedFields)}
    return as_yaml({key: value for key, value in said.items() if value is not None})


def _with_front_matter(content: bytes, stated: StatedFields, name: str) -> bytes:
    """Give a text that states so; untouched where nothing is to be said."""
    if stated == StatedFields():
        return content
    text, _ = decode(content, name)
    known = read_front_matter(text, name)
    front = _yaml(_merged(known, stated))
    return f"---\n{front}---\n{text[known.end :].lstrip()}".encode()


def _merged(known: FrontMatter, stated: StatedFields) -> StatedFields:
    own = StatedFields(known.title, known.published, known.outlet, known.language, known.url, known.author)
    said = {it.name: value for it in fields(StatedFields) if (value := getattr(stated, it.name)) is not None}
    return replace(own, **said)
