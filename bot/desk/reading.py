"""Reading a draft: by the reader process of ingestion, so that no file can harm the bot. Knows no index."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.desk.draft import ArticleDraft
from bot.desk.draft_folder import DraftFolder
from ingest.article import Article
from ingest.errors import UnreadableArticle
from ingest.passages import Passage
from ingest.reader_messages import Reading
from ingest.reader_process import ReaderProcess
from ingest.report import lines_left_out


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


def read_draft(folder: DraftFolder, draft: ArticleDraft) -> DraftReading:
    """Read a draft.

    Raises:
        UnreadableArticle: It holds no article that can be used; the reason says why.
    """
    try:
        folder.lay_out(draft.name, draft.stated)
    except FileNotFoundError:
        raise UnreadableArticle(draft.name, "what was sent is not there any more; please send it again") from None
    with ReaderProcess(folder.path) as readers:
        found = next(readers.articles([draft.name], frozenset()))
    if isinstance(found, UnreadableArticle):
        raise found
    if not isinstance(found, Reading):
        raise UnreadableArticle(draft.name, "it holds many articles")
    return DraftReading(found.article, found.passages)
