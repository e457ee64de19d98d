"""Kinds of files: by which reader each is read, how large it may be, and what must be installed for that.

Knows the readers' names and versions without importing them: what they need takes time to load.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from ingest.readers.document import Document

_PLAIN_LARGEST = 5 * 1024 * 1024
_LARGEST = 50 * 1024 * 1024
_LARGEST_DUMP = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file.

    Attributes:
        module: Of `ingest.readers`; its `read(data, source)` gives a Document. Of `ingest.readers.containers` where it
            is a container; its `members(data, source, fields)` gives what is in it.
        version: To be raised with every change after which a file of this kind would be extracted otherwise; 0 where
            the text is the decoded file itself.
        package: Distribution that does the reading; "" where the standard library does.
        imported: Name under which that is imported.
        helper: Distribution that does a part of it, which some files do without; "" for none.
        largest: Bytes of the largest file that is read: of plain text eight hundred thousand words, more than any
            article; other kinds hold pictures as well.
        container: It holds many articles, each a source of its own.
    """

    module: str
    version: int = 1
    package: str = ""
    imported: str = ""
    largest: int = _LARGEST
    container: bool = False
    helper: str = ""


EXTRA = "formats"
"""The extra of this package that brings what the other kinds need."""


def _dump(module: str, package: str = "") -> FileKind:
    return FileKind(module, 1, package, package, _LARGEST_DUMP, container=True)


_XML = FileKind("xml_file", 1, container=True)
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
    ".pdf": FileKind("pdf_file", 2, "pypdf", "pypdf", helper="pdfminer.six"),
    ".zip": _dump("zip_file"),
    ".mbox": _dump("mailbox_file"),
    ".json": FileKind("records_file", 1, container=True),
    ".jsonl": _dump("records_file"),
    ".ndjson": _dump("records_file"),
    ".csv": _dump("records_file"),
    ".tsv": _dump("records_file"),
    ".rss": _XML,
    ".atom": _XML,
    ".xml": _XML,
    ".nitf": _XML,
    ".warc": _dump("web_archive", "warcio"),
    ".warc.gz": _dump("web_archive", "warcio"),
}
"""By ending, in lower case."""

RECORD = ".record"
"""Stands for the ending of a record in a container; no file has this kind."""

_INSIDE = KINDS | {RECORD: FileKind("record", 1)}
_CONTAINERS = frozenset(ending for ending, kind in KINDS.items() if kind.container)
_TWOFOLD = (".warc.gz",)


def kind_of(source: str) -> FileKind | None:
    """Return the kind of a file, None if it is not one that can be read here."""
    suffix = ending(source)
    return KINDS[suffix] if suffix in readable() else None


def ending(source: str) -> str:
    """Return the ending by which a file's kind is known, in lower case."""
    last = os.path.splitext(source)[1].lower()  # noqa: PTH122 - ten times a Path's speed, and every file is asked about
    if last == ".gz":
        return next((twofold for twofold in _TWOFOLD if source.lower().endswith(twofold)), last)
    return last


def is_container(source: str) -> bool:
    """Tell whether a file holds many articles, which are sources of their own."""
    return ending(source) in _CONTAINERS


def file_of(source: str) -> str:
    """Return the file in which a source lies: of `dump.json#7` that is `dump.json`, of a file itself.

    The first `#` behind the ending of a container parts the two; no file whose name reads like that is taken in.
    """
    at = source.find("#")
    while at >= 0:
        if is_container(source[:at]):
            return source[:at]
        at = source.find("#", at + 1)
    return source


@cache
def readable() -> frozenset[str]:
    """Return the endings of the kinds that can be read with what is installed."""
    return frozenset(suffix for suffix, kind in KINDS.items() if not kind.imported or find_spec(kind.imported))


def unreadable() -> frozenset[str]:
    """Return the endings of the kinds that the extra would read."""
    return frozenset(KINDS) - readable()


def is_extracted(source: str) -> bool:
    """Tell whether the reference text of a source is extracted from its file, rather than the file itself."""
    kind = KINDS.get(ending(source))
    return file_of(source) != source or bool(kind and kind.version)


def reader_of(source: str, fields: str = "") -> str:
    """Name the reader of a file with its version; "" where the file itself is the reference text.

    What was extracted by another version is extracted anew. A container's depends on all that can be in it, and on how
    the fields of dumps are named.
    """
    kind = KINDS.get(ending(source))
    if not kind or not kind.version:
        return ""
    return f"{_named(kind)} ({_inside(fields)})" if kind.container else _named(kind)


def reader_of_member(source: str, inside: str) -> str:
    """Name the readers of a member: that of its file, and that of the kind `inside` by which it is read itself."""
    return f"{_named(KINDS[ending(file_of(source))])}, {_named(_INSIDE[inside])}"


@cache
def _inside(fields: str) -> str:
    names = sorted({_named(kind) for ending, kind in _INSIDE.items() if ending in readable() or ending == RECORD})
    return hashlib.sha256("\n".join([*names, fields]).encode()).hexdigest()[:8]


@cache
def _named(kind: FileKind) -> str:
    from importlib.metadata import PackageNotFoundError, version

    packages = []
    for package in filter(None, (kind.package, kind.helper)):
        with suppress(PackageNotFoundError):
            packages.append(f"{package} {version(package)}")
    return f"{kind.module} {kind.version}" + (f" ({', '.join(packages)})" if packages else "")


def read_document(kind: FileKind, data: bytes, source: str) -> Document:
    """Read the bytes of a file, or of a member of one.

    Raises:
        UnreadableArticle: They hold no article.
    """
    read = cast("Callable[[bytes, str], Document]", import_module(f"ingest.readers.{kind.module}").read)
    return read(data, source)


def inside_kind(ending: str) -> FileKind:
    """Return the kind by which a member is read."""
    return _INSIDE[ending]
