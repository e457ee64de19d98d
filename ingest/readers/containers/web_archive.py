"""Web archives (.warc, .warc.gz; ISO 28500): pages under their addresses; the last fetch counts."""

import io
import os
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableArticle
from ingest.readers.containers.member import Found, Member, latest, member_id
from ingest.readers.file_kinds import KINDS
from ingest.readers.front_matter import FrontMatter

LARGEST = 1 << 30
"""Bytes that are unpacked of one archive."""

_PAGES = re.compile(r"text/html|application/xhtml\+xml", re.IGNORECASE)


def members(data: bytes, source: str, _fields: str) -> Iterator[Found]:
    """Give the pages of a web archive.

    Raises:
        UnreadableArticle: It is damaged from here on, or unpacks to more than is read.
    """
    yield from latest(lambda: _pages(data, source))


def _pages(data: bytes, source: str) -> Iterator[Found]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    left = LARGEST
    try:
        for record in _quietly(ArchiveIterator(io.BytesIO(data))):
            address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
            if _is_page(record) and re.match(r"https?://\S+\Z", address):
                page = record.content_stream().read(KINDS[".html"].largest + 1)
                left -= len(page)
                if left < 0:
                    raise UnreadableArticle(source, f"it unpacks to more than {LARGEST // 1024**2:,} MiB")
                yield _page(page, address, record, source)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError, TypeError, KeyError, IndexError) as error:
        raise UnreadableArticle(source, "it is damaged, or no web archive") from error


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """Give the records; what warcio prints about damaged ones goes nowhere."""
    while True:
        with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere), redirect_stdout(nowhere):
            record = next(records, None)
        if record is None:
            return
        yield record


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers
    if headers is None:
        return record.rec_type == "resource" and bool(_PAGES.match(record.content_type or ""))
    return bool(headers.get_statuscode() == "200" and _PAGES.match(headers.get_header("Content-Type") or ""))


def _page(page: bytes, address: str, record: Any, source: str) -> Found:
    if len(page) > KINDS[".html"].largest:
        return UnreadableArticle(f"{source}#{address}", "it is too large for a page")
    fetched = ""
    with suppress(AttributeError):
        fetched = str(record.rec_headers.get_header("WARC-Date") or "")
    return Member(
        member_id(address, page), ".html", page, ending=".html", stated=FrontMatter(url=address), version=fetched
    )
