"""The retriever for langchain passes langchain's own suite, over a real index with the real model."""

import re
from pathlib import Path
from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests
from pydantic import ValidationError

from bot.answers.retrieval import Retrieval
from bot.answers.retriever import ArticleRetriever, SearchKwargs
from ingest.models.embedding import Embedder
from ingest.settings import CorpusSettings

REPO = Path(__file__).parents[3]


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


def test_the_example_of_the_manual_runs(
    seeds: CorpusSettings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (REPO / "docs" / "other-programs.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    monkeypatch.setenv("DATA_DIR", str(seeds.data_dir))
    monkeypatch.setattr("ingest.models.embedding.load_embedder", lambda *_: embedder)
    exec(example, {})
    assert len(capsys.readouterr().out.splitlines()) == 3


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
