"""Differing articles: where several articles on a subject contradict each other, each pair of sentences quoted.

    articles ──sentences with a number, a date or a country──▶ differences ──▶ both sides, or the newer and the older

Takes StoredArticles, the newest first; gives an Answer, without a statement where nothing differs. What differs,
`bot.facts.contradictions` knows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from bot.answers.answer import Answer, Disagreement, Update
from bot.answers.dated_sentences import DatedSentence, dated_sentences, takes_back
from bot.answers.retrieval import Retrieval
from bot.answers.updating import LEAST_TAKEN_BACK
from bot.facts.compared_values import stated
from bot.facts.contradictions import ContradictionKind, Stated, ToldSentence, differences, whole_articles
from bot.facts.names import Wording
from bot.quotes.citation import Statement
from bot.quotes.citing import citation_of, standing
from ingest.index.index import Index
from ingest.index.stored import Sentence, StoredArticle, sentences_of
from ingest.models.centring import centred
from ingest.models.embedding import Embedder

COMPARED, PAIRS = 80, 4
"""Sentences that are compared at most, which takes some 10 ms each, and pairs that are told."""

LEAST = 0.45
"""Likeness of two sentences that are told to differ; below, they are hardly on one point."""


@dataclass(frozen=True, slots=True)
class _Differing:
    """Two sentences by their places, how alike they are, the point on which they differ, and in what."""

    one: int
    other: int
    likeness: float
    point: str
    kind: ContradictionKind = ContradictionKind.NUMBER
    values: tuple[str, str] | None = None


class DifferingArticles:
    """Compares what articles state; safe to use from several threads."""

    def __init__(self, index: Index, retrieval: Retrieval, embedder: Embedder) -> None:
        self._index, self._retrieval, self._embedder = index, retrieval, embedder

    def compare(self, answer: Answer, articles: Sequence[StoredArticle]) -> Answer:
        """Return `answer`, which has nothing yet, with the pairs of sentences that differ, the most alike first."""
        sentences = [it for article in articles for it in self._stating(article)][:COMPARED]
        if len({it.source for it in sentences}) < 2:
            return answer
        rows = self._embedder.embed_passages([it.text for it in sentences])
        vectors = centred(rows, [it.language for it in sentences], self._retrieval.means())
        likeness = vectors @ vectors.T
        told = [ToldSentence(Wording(it.text, it.language), it.source) for it in sentences]
        differing = [
            _Differing(newer, older, 1 + float(likeness[newer, older]), str(older))
            for newer, older in permutations(range(len(sentences)), 2)
            if likeness[newer, older] >= LEAST_TAKEN_BACK and _takes_back(sentences[newer], sentences[older])
        ]
        for it in differences(told, vectors, whole_articles(self._index.passages_of), at_least=LEAST):
            values = stated(it.values[0]), stated(it.values[1])
            point = f"{it.kind.value} {sorted(values)}"
            differing.append(_Differing(it.one, it.other, it.likeness, point, it.kind, values))
        points = set[str]()
        for each in sorted(differing, key=lambda it: -it.likeness):
            if each.point not in points and len(points) < PAIRS:
                points.add(each.point)
                answer = self._telling(answer, sentences, each)
        return answer

    def _stating(self, article: StoredArticle) -> Iterator[Sentence]:
        """Give the sentences of an article that state something which can differ, with its day where it has one."""
        for stored in self._index.passages_of(article.source):
            dated = dated_sentences(stored, article.published) if article.published else sentences_of(stored)
            for sentence in dated:
                said = Stated((Wording(sentence.text, sentence.language),))
                if said.numbers or said.moments or said.places:
                    yield sentence

    def _telling(self, answer: Answer, sentences: Sequence[Sentence], differing: _Differing) -> Answer:
        """Quote both sentences, the newer first; as it is where a file has lost one."""
        citations, numbers, one_first = list(answer.citations), [], differing.one < differing.other
        for sentence in (sentences[place] for place in sorted((differing.one, differing.other))):
            known = citation_of(sentence, citations)
            quote = known or standing(sentence, self._index.article_text)
            if quote is None:
                return answer
            if known is None:
                quote = replace(quote, number=len(citations) + 1)
                citations.append(quote)
            numbers.append(quote.number)
        new = (Statement(it.quote, (it.number,)) for it in citations[len(answer.citations) :])
        statements = (*answer.statements, *new)
        answer = replace(answer, statements=statements, citations=tuple(citations), abstained=False)
        days = [citations[number - 1].published for number in numbers]
        if days[0] and days[1] and days[0] > days[1]:
            return replace(answer, updates=(*answer.updates, Update((numbers[0],), (numbers[1],))))
        values = differing.values if one_first or differing.values is None else differing.values[::-1]
        found = Disagreement(differing.kind, (numbers[0],), (numbers[1],), values)
        return replace(answer, disagreements=(*answer.disagreements, found))


def _takes_back(newer: Sentence, older: Sentence) -> bool:
    return isinstance(newer, DatedSentence) and isinstance(older, DatedSentence) and takes_back(newer, older)
