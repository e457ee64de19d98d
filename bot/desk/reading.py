"""Reading a draft: by the reader process of ingestion, so that no file can harm the bot. Knows no index."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic

from bot.desk.draft import ArticleDraft
from bot.desk.draft_folder import DraftFolder
from ingest.article import Article
from ingest.errors import UnreadableArticle
from ingest.passages import Passage
from ingest.reader_messages import ContainerEnd, Reading
from ingest.reader_process import ReaderProcess
from ingest.readers.file_kinds import is_container
from ingest.report import lines_left_out

MOST_READ, LONGEST = 1_000, 60.0
"""Articles of one file, and seconds, after which a look at it ends; ingestion reads all of them."""


@dataclass(frozen=True)
class DraftReading:
    """An article as ingestion will read it."""

    article: Article
    passages: tuple[Passage, ...]

    @cached_property
    def body(self) -> str:
        """What is the article, paragraph by paragraph."""
        text = self.article.text
        return "\n".join(text[it.start : it.end] for it in self.article.paragraphs)

    @property
    def words(self) -> int:
        """How long it is, in words as white space parts them."""
        return len(self.body.split())

    @cached_property
    def left_out(self) -> Mapping[str, int]:
        """Lines that are not the article, by reason."""
        return lines_left_out(self.article)


@dataclass(frozen=True)
class ManyReading:
    """The articles of one file, as ingestion will read them.

    Attributes:
        readings: At least one.
        failed: What in it cannot be read.
        others: Files of kinds that are not read, by ending.
        whole: All of it was looked at.
    """

    readings: tuple[DraftReading, ...]
    failed: tuple[UnreadableArticle, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)
    whole: bool = True

    @property
    def article(self) -> Article:
        """The one after which the file is named."""
        return self.readings[0].article

    @cached_property
    def left_out(self) -> Mapping[str, int]:
        """Lines that are not the articles, by reason."""
        return sum((Counter(reading.left_out) for reading in self.readings), Counter[str]())


def read_draft(folder: DraftFolder, draft: ArticleDraft, fields: str = "") -> DraftReading | ManyReading:
    """Read a draft; `fields` is the setting DUMP_FIELDS.

    Raises:
        UnreadableArticle: It holds no article that can be used; the reason says why.
    """
    try:
        folder.lay_out(draft.name, draft.stated)
    except FileNotFoundError:
        raise UnreadableArticle(draft.name, "what was sent is not there any more; please send it again") from None
    with ReaderProcess(folder.path, fields=fields) as readers:
        if is_container(draft.name):
            return _read_many(readers, draft.name)
        found = next(readers.articles([draft.name], frozenset()))
    if not isinstance(found, Reading):
        raise found if isinstance(found, UnreadableArticle) else UnreadableArticle(draft.name, "it holds no article")
    return DraftReading(found.article, found.passages)


def _read_many(readers: ReaderProcess, name: str) -> ManyReading:
    readings: list[DraftReading] = []
    failed: list[UnreadableArticle] = []
    others: Mapping[str, int] = {}
    whole, until = True, monotonic() + LONGEST
    for found in readers.articles([name], frozenset()):
        if isinstance(found, Reading):
            readings.append(DraftReading(found.article, found.passages))
        elif isinstance(found, ContainerEnd):
            others = found.others
        else:
            failed.append(found)
        if len(readings) == MOST_READ or monotonic() > until:
            whole = isinstance(found, ContainerEnd)
            break
    if not readings:
        raise UnreadableArticle(name, failed[0].reason if failed else "there is no article in it")
    return ManyReading(tuple(readings), tuple(failed), others, whole)
