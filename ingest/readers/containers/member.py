"""Member: one article in a file that holds many, still as bytes. Knows nothing of how it is read."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.errors import UnreadableArticle
from ingest.readers.front_matter import FrontMatter

MOST_MEMBERS = 100_000
"""Members of one file that are read."""

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a container.

    Attributes:
        id: Its name in the file, the same for as long as it is the same article; never a position.
        kind: Ending of the kind by which its data are read, see `ingest.readers.file_kinds`.
        data: What is read, and hashed to tell whether it has changed.
        original: How it stands in the file, for who wants to see it; None where that is `data`.
        ending: Of a file that holds the original.
        stated: What the container knows of it; what it states itself comes first.
        version: The greatest of those with one id is the article; of equal ones the last.
    """

    id: str
    kind: str
    data: bytes
    original: bytes | None = None
    ending: str = ""
    stated: FrontMatter | None = None
    version: str = ""


Found = Member | UnreadableArticle
"""What comes out of a container: a member, or why there is none."""


def member_id(stated: str, data: bytes) -> str:
    """Give the id of a member: what it is called, or a hash of its data where it has no name.

    A name that is too long to be read, or that holds signs which cannot be seen, is hashed.
    """
    name = " ".join(stated.split())
    if not name:
        return hashlib.sha256(data).hexdigest()[:16]
    if len(name) <= _LONGEST_ID and name.isprintable():
        return name
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]


def latest(found: Callable[[], Iterator[Found]]) -> Iterator[Found]:
    """Give each id once, in its latest version; goes through the members twice and keeps none of them."""
    best: dict[str, tuple[str, int]] = {}
    for number, one in enumerate(found()):
        if isinstance(one, Member):
            best[one.id] = max(best.get(one.id, ("", -1)), (one.version, number))
    chosen = {number for _, number in best.values()}
    for number, one in enumerate(found()):
        if not isinstance(one, Member) or number in chosen:
            yield one
