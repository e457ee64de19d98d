"""What is said of a file beside it: `report.pdf.yaml` states of `report.pdf` what front matter states of a text.

For files that have no room for front matter: the same keys, and what they say goes before what the file says about
itself. Editors and feeds write such files; people may write them as well. Plain texts have front matter instead.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

from ingest.errors import UnreadableArticle
from ingest.readers.document import Document
from ingest.readers.file_kinds import is_container, is_extracted
from ingest.readers.files import read_bytes
from ingest.readers.front_matter import FrontMatter, understood
from ingest.readers.safe_yaml import LARGEST, read_yaml

ENDING = ".yaml"
"""Behind the whole name of the file that it speaks of."""


def read_beside(corpus: Path, source: str) -> bytes:
    """Return what is said beside a file, b"" where nothing is.

    Raises:
        UnreadableArticle: It is there, and cannot be read.
    """
    if not is_extracted(source) or is_container(source) or not (corpus / f"{source}{ENDING}").is_file():
        return b""
    return read_bytes(corpus, f"{source}{ENDING}", LARGEST)


def fingerprint(data: bytes, beside: bytes) -> str:
    """Return the SHA-256 (hex) that tells an article from others: of its file, and of what is said beside it."""
    digest = hashlib.sha256(data)
    if beside:
        digest.update(b"\0" + beside)
    return digest.hexdigest()


def as_yaml(said: Mapping[str, object]) -> str:
    """Write what is said of a file, as it may stand beside it or in front matter; "" for nothing."""
    import yaml  # type: ignore[import-untyped]

    return str(yaml.safe_dump(dict(said), allow_unicode=True, sort_keys=False, width=10**9)) if said else ""


def with_beside(document: Document, beside: bytes, source: str) -> Document:
    """Return a document of which is said what stands beside its file.

    Raises:
        UnreadableArticle: That is no YAML of keys and values.
    """
    if not beside:
        return document
    name = f"{source}{ENDING}"
    try:
        stated = read_yaml(beside.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(name, "it is not UTF-8 text; save it as UTF-8") from error
    if not isinstance(stated, dict):
        raise UnreadableArticle(name, "it does not hold keys with values, such as `title: …`")
    said = understood(stated, 0)
    known = {it.name: value for it in fields(FrontMatter) if it.name != "end" and (value := getattr(said, it.name))}
    return replace(document, stated=replace(document.stated, **known))
