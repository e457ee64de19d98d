"""The retriever as langchain knows it: a question in, Documents out.

For those who build on Kilde's index with langchain; Kilde itself asks `bot.answers.retrieval` directly.
"""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from bot.answers.retrieval import Found, Retrieval


class ArticleRetriever(BaseRetriever):
    """Passages of the articles, from every language, best first.

    Each Document holds the passage verbatim; its metadata say `source`, `lines` (first and last), `language`, `title`,
    `outlet`, `published` (ISO 8601), and `score`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retrieval: Retrieval = Field(exclude=True, repr=False)
    k: int = Field(default=4, ge=1)
    """How many passages to give; `invoke(question, k=…)` overrides it once."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        asked = self.retrieval.ask(query)
        return [_document(hit) for hit in self.retrieval.find(asked, k or self.k)]


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
