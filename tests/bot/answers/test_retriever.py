"""The retriever for langchain passes langchain's own suite, over a real index with the real model."""

from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests
from pydantic import ValidationError

from bot.answers.retrieval import Retrieval
from bot.answers.retriever import ArticleRetriever, SearchKwargs


class TestArticleRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _use(self, retrieval: Retrieval) -> None:
        self._retrieval = retrieval

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return ArticleRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"retrieval": self._retrieval}

    @property
    def retriever_query_example(self) -> str:
        return "When was the railway closed?"


def test_documents_say_where_they_stand(retrieval: Retrieval) -> None:
    document = ArticleRetriever(retrieval=retrieval, k=1).invoke("How many cars does the ferry Havsula carry?")[0]
    assert document.metadata["source"] in {"003_354987512797973b.txt", "004_03b506fb624338a4.md"}
    assert document.metadata["lines"][0] <= document.metadata["lines"][1]
    assert "Havsula" in document.page_content or "118" in document.page_content


def test_its_text_holds_no_index(retrieval: Retrieval) -> None:
    assert "Retrieval" not in repr(ArticleRetriever(retrieval=retrieval)).replace("ArticleRetriever", "")


def test_search_kwargs_are_conditions(retrieval: Retrieval) -> None:
    wanted = {"k": 3, "languages": ["nb"], "before": "2100-01-01"}
    found = ArticleRetriever(retrieval=retrieval, search_kwargs=SearchKwargs.model_validate(wanted)).invoke(
        "How many cars does the ferry carry?"
    )
    assert len(found) == 3
    assert {document.metadata["language"] for document in found} == {"nb"}
    none = ArticleRetriever(retrieval=retrieval, search_kwargs=SearchKwargs(outlets=("Nobody",)))
    assert none.invoke("How many cars does the ferry carry?") == []
    with pytest.raises(ValidationError, match="outlet"):
        ArticleRetriever(retrieval=retrieval, search_kwargs={"outlet": "Nobody"})  # type: ignore[arg-type]
