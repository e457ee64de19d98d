"""What `ingest.reader_process` and its worker say to each other, pickled; knows nothing of how either does its work."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.article import Article
from ingest.cleaning import ShortLines
from ingest.passages import Passage

OUT_OF_MEMORY = 77
"""Exit status of a worker that needed more memory than it may have."""


class Order(enum.Enum):
    """What a worker is told; behind it comes a ReadRequest, or the lines."""

    LINES = enum.auto()
    ARTICLE = enum.auto()
    REPEATED = enum.auto()
    ORIGINAL = enum.auto()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read, cleaned and cut.

    Attributes:
        article: As read.
        passages: In order.
        lines: Its short lines, see `ingest.index.repetition`.
    """

    article: Article
    passages: tuple[Passage, ...]
    lines: ShortLines


@dataclass(frozen=True, slots=True)
class Original:
    """An article of a container as it stands there, as a file of its own.

    Attributes:
        source: Of the article.
        name: Of a file that holds it alone.
        data: That file's bytes.
        content_hash: SHA-256 (hex) of what is read of it, as the index keeps it.
    """

    source: str
    name: str
    data: bytes
    content_hash: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The UnreadableArticle of a worker, in a form that travels between processes."""

    source: str
    reason: str
    passing: bool


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A file that a worker is to read.

    Attributes:
        corpus: The folder of articles.
        source: The file's path relative to it.
        fields: How dumps name what they hold, see `ingest.dump_fields`.
        only: Sources of the members that are wanted; all of them where there are none.
        refused: Members that ended a worker, and why; they are not tried.
        done: Answers that were given before a worker ended.
    """

    corpus: Path
    source: str
    fields: str = ""
    only: frozenset[str] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)
    done: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """A worker begins to read this member."""

    source: str


@dataclass(frozen=True, slots=True)
class ContainerEnd:
    """All members of a container were given.

    Attributes:
        source: Its name.
        content_hash: SHA-256 (hex) of its bytes; "" where they could not be had.
        complete: What is not among the members is not in the file; else it broke off, or only some were wanted.
        others: How many files of kinds that are not read it holds, by ending.
    """

    source: str
    content_hash: str = ""
    complete: bool = False
    others: Mapping[str, int] = field(default_factory=dict)
