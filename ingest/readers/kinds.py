"""Kinds of files: by which reader each is read, how large it may be, and what must be installed for that.

Knows the readers' names and versions without importing them: what they need takes time to load.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from ingest.readers.document import Document

_PLAIN_LARGEST = 5 * 1024 * 1024
_LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file.

    Attributes:
        module: Of `ingest.readers`; its `read(data, source)` gives a Document.
        version: To be raised with every change after which a file of this kind would be extracted otherwise; 0 where
            the text is the decoded file itself.
        package: Distribution that does the reading; "" where the standard library does.
        imported: Name under which that is imported.
        largest: Bytes of the largest file that is read: of plain text eight hundred thousand words, more than any
            article; other kinds hold pictures as well.
    """

    module: str
    version: int = 1
    package: str = ""
    imported: str = ""
    largest: int = _LARGEST


EXTRA = "formats"
"""The extra of this package that brings what the other kinds need."""

_HTML = FileKind("html_page", 1, "trafilatura", "trafilatura", 20 * 1024 * 1024)
_SAVED = FileKind("saved_page", 1, "trafilatura", "trafilatura")
KINDS: dict[str, FileKind] = {
    ".txt": FileKind("plain_text", 0, largest=_PLAIN_LARGEST),
    ".md": FileKind("plain_text", 0, largest=_PLAIN_LARGEST),
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".mhtml": _SAVED,
    ".mht": _SAVED,
    ".docx": FileKind("word_document"),
    ".odt": FileKind("open_document"),
    ".rtf": FileKind("rich_text", 1, "striprtf", "striprtf"),
    ".epub": FileKind("epub"),
    ".eml": FileKind("mail_message"),
    ".pdf": FileKind("pdf_file", 1, "pypdf", "pypdf"),
}
"""By ending, in lower case."""


def kind_of(source: str) -> FileKind | None:
    """Return the kind of a file, None if it is not one that can be read here."""
    suffix = ending(source)
    return KINDS[suffix] if suffix in readable() else None


def ending(source: str) -> str:
    """Return the ending by which a file's kind is known, in lower case."""
    return os.path.splitext(source)[1].lower()  # noqa: PTH122 - ten times a Path's speed, and every file is asked about


@cache
def readable() -> frozenset[str]:
    """Return the endings of the kinds that can be read with what is installed."""
    return frozenset(suffix for suffix, kind in KINDS.items() if not kind.imported or find_spec(kind.imported))


def unreadable() -> frozenset[str]:
    """Return the endings of the kinds that the extra would read."""
    return frozenset(KINDS) - readable()


def is_extracted(source: str) -> bool:
    """Tell whether the reference text of a file is extracted from it, rather than the file itself."""
    kind = KINDS.get(ending(source))
    return bool(kind and kind.version)


def reader_of(source: str) -> str:
    """Name the reader of a file with its version; "" where the file itself is the reference text.

    What was extracted by another version is extracted anew.
    """
    kind = KINDS.get(ending(source))
    return _named(kind) if kind and kind.version else ""


@cache
def _named(kind: FileKind) -> str:
    from importlib.metadata import PackageNotFoundError, version

    if not kind.package:
        return f"{kind.module} {kind.version}"
    try:
        return f"{kind.module} {kind.version} ({kind.package} {version(kind.package)})"
    except PackageNotFoundError:
        return f"{kind.module} {kind.version}"


def read_document(kind: FileKind, data: bytes, source: str) -> Document:
    """Read the bytes of a file.

    Raises:
        UnreadableArticle: They hold no article.
    """
    read = cast("Callable[[bytes, str], Document]", import_module(f"ingest.readers.{kind.module}").read)
    return read(data, source)
