"""The retriever as langchain knows it: a question in, Documents out.

For those who build on Kilde's index with langchain; Kilde itself asks `bot.answers.retrieval` directly.
"""

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import BaseModel, ConfigDict, Field

from bot.answers.retrieval import Found, Retrieval
from ingest.index.conditions import Conditions


class SearchKwargs(BaseModel):
    """What `search_kwargs` may hold; see `ingest.index.conditions.Conditions`. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    k: int | None = Field(default=None, ge=1)
    since: date | None = None
    before: date | None = None
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    def conditions(self) -> Conditions:
        """Give what articles must be."""
        return Conditions(**self.model_dump(exclude={"k"}))


class ArticleRetriever(BaseRetriever):
    """Passages of the articles, from every language, best first.

    Each Document holds the passage verbatim; its metadata say `source`, `lines` (first and last), `language`, `title`,
    `outlet`, `published` (ISO 8601), and `score`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retrieval: Retrieval = Field(exclude=True, repr=False)
    k: int = Field(default=4, ge=1)
    """How many passages to give; `invoke(question, k=…)` overrides it once."""
    search_kwargs: SearchKwargs = Field(default_factory=SearchKwargs)
    """What the articles must be, for instance `{"since": "2026-11-01", "languages": ["ar"]}`."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        asked, wanted = self.retrieval.ask(query), self.search_kwargs
        found = self.retrieval.find(asked, k or wanted.k or self.k, wanted.conditions())
        return [_document(hit) for hit in found]


def _document(hit: Found) -> Document:
    passage, article = hit.stored.passage, hit.stored.article
    return Document(
        id=passage.key,
        page_content=passage.text,
        metadata={
            "source": article.source,
            "lines": [passage.first_line, passage.last_line],
            "language": passage.language,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published.isoformat() if article.published else None,
            "score": hit.score,
        },
    )
