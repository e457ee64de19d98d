"""Containers: files that hold many articles, each a source of its own, `file#id`.

    file ──members of its kind──▶ Member ──the reader of its own kind──▶ Document ──▶ Article, as from a file

    .zip                    the files in it, containers too      id: name in the archive
    .mbox                   letters                              id: Message-ID
    .json .jsonl .csv …     records                              id: their own id, else their address
    .rss .atom .xml         entries of feeds, NewsML-G2, NITF    id: guid, else the address
    .warc .warc.gz          pages                                id: their address

Where there is no such id it is a hash of the content, never a position: what is put in before it leaves it as it was.
A member that is broken is reported and the next one is read. Nothing is unpacked before it is its turn.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import cast

from ingest.errors import UnreadableArticle
from ingest.readers import file_kinds
from ingest.readers.containers.member import MOST_MEMBERS, Found, Member

Members = Callable[[bytes, str, str], Iterator[Found]]


def members(data: bytes, source: str, fields: str = "") -> Iterator[Found]:
    """Give the members of a container, and an UnreadableArticle for each that is broken.

    Args:
        data: The bytes of the file.
        source: Its name; its ending names its kind.
        fields: How a dump names what it holds, see `ingest.dump_fields`.

    Raises:
        UnreadableArticle: The file itself is broken from here on, or holds more than is read.
    """
    kind = file_kinds.KINDS[file_kinds.ending(source)]
    read = cast("Members", import_module(f"{__name__}.{kind.module}").members)
    for number, found in enumerate(read(data, source, fields)):
        if number >= MOST_MEMBERS:
            raise UnreadableArticle(source, f"it holds more than the {MOST_MEMBERS:,} articles that are read of a file")
        yield found


def others_in(data: bytes, source: str) -> Mapping[str, int]:
    """Count the files of kinds that are not read here in a container of files, by ending."""
    if file_kinds.KINDS[file_kinds.ending(source)].module != "zip_file":
        return {}
    count = cast("Callable[[bytes], Mapping[str, int]]", import_module(f"{__name__}.zip_file").others)
    return count(data)


def file_name(member: Member) -> str:
    """Give the name under which a member is sent to somebody: the end of its id, and the ending of its kind."""
    last = re.split(r"[/#?]", member.id.rstrip("/"))[-1]
    stem = re.sub(r"[^\w.-]+", "-", last).strip("-.")[-80:] or "article"
    return stem if stem.lower().endswith(member.ending) else f"{stem}{member.ending}"
