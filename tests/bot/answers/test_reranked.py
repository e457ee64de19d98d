"""Retrieval with a reranker: it reorders each language's best passages, and moves no language and no score."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.answers.answer import Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.retrieval import RERANKED, Found, Retrieval
from ingest.index.index import Index
from ingest.models.embedding import Embedder

ASKED = "When was the railway to North Korea closed?"


class Contrary:
    """Likes best what comes last."""

    name = "contrary"

    def __init__(self) -> None:
        self.read: list[list[str]] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        assert question == ASKED
        self.read.append(list(texts))
        return np.arange(len(texts), dtype=np.float64) * 100


def by_language(found: Sequence[Found]) -> dict[str, list[int]]:
    languages: dict[str, list[int]] = {}
    for hit in found:
        languages.setdefault(hit.stored.passage.language, []).append(hit.stored.id)
    return languages


def test_each_language_is_reordered_in_its_own_places(seeds_index: Index, embedder: Embedder) -> None:
    plain, reranker = Retrieval(seeds_index, embedder), Contrary()
    before = plain.find(plain.ask(ASKED), RERANKED)
    reranked = Retrieval(seeds_index, embedder, reranker)
    after = reranked.find(reranked.ask(ASKED), RERANKED)
    assert [hit.score for hit in after] == [hit.score for hit in before]
    assert [hit.stored.passage.language for hit in after] == [hit.stored.passage.language for hit in before]
    assert by_language(after) == {language: ids[::-1] for language, ids in by_language(before).items()}
    assert {replace(hit, score=0.0) for hit in after} == {replace(hit, score=0.0) for hit in before}
    assert [len(texts) for texts in reranker.read] == [RERANKED]


def test_few_are_asked_for_but_more_are_read_and_the_rest_stay(seeds_index: Index, embedder: Embedder) -> None:
    plain, reranker = Retrieval(seeds_index, embedder), Contrary()
    everything = plain.find(plain.ask(ASKED), 30)
    reranked = Retrieval(seeds_index, embedder, reranker)
    assert len(reranked.find(reranked.ask(ASKED), 3)) == 3
    long = reranked.find(reranked.ask(ASKED), 30)
    assert [hit.stored.id for hit in long[RERANKED:]] == [hit.stored.id for hit in everything[RERANKED:]]
    assert [len(texts) for texts in reranker.read] == [RERANKED, RERANKED]


def test_answers_are_made_of_what_it_prefers(seeds_index: Index, embedder: Embedder) -> None:
    reranker = Contrary()
    answer = ArticleAnswerer(seeds_index, embedder, reranker=reranker).answer(Question(ASKED))
    assert len(reranker.read) == 1
    assert answer.passages[0].quote in reranker.read[0][1:]
    assert all(citation.quote in seeds_index.article_text(citation.source) for citation in answer.citations)
