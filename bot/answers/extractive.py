"""The extractive answer: which sentences of the retrieved passages answer best, in the articles' own words.

    Found passages ──cut, weigh──▶ sentences ──the likeliest, embed──▶ Candidates, best first

Takes a question and Found passages, gives Candidates. `bot.answers.confidence_by_vectors` says whether the best is good
enough, `bot.answers.selection_by_vectors` which are shown. Reads no file.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

import numpy as np

from bot.answers.expectation import meets
from bot.answers.ranking import last_order
from bot.answers.retrieval import AskedVector, Found, Retrieval, tells
from ingest.index import lexicon
from ingest.index.stored import Sentence
from ingest.models.centring import LanguageMean, Vector, centred
from ingest.models.embedding import Embedder

PASSAGES_READ = 6
"""Passages whose sentences are looked at."""

MOST_SENTENCES, MOST_CHARACTERS = 12, 1_400
"""What is embedded for one question, which takes most of its time. 24 sentences answered no better within a language
and perhaps 2 points better across (149 questions; tests/evaluation/LOG.md, entry 7)."""

LEXICAL_WEIGHT, PASSAGE_WEIGHT = 0.3, 0.5
"""Of a sentence's words, and of its passage's score, beside its own likeness; chosen on Arabic and English XQuAD."""

EXPECTED_BONUS = 0.08
"""For a sentence with a number or a time where the question asks for one; anything from 0.05 to 0.2 helps."""

_REMEMBERED = 8_192


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        found: The passage it stands in.
        start: First character in the article's text.
        end: One past its last character.
        text: Its words.
        relevance: Centred likeness to the question.
        lexical: Share of the question's words that it matches.
        expected: Has the number or the time that the question asks for, or the question asks for neither.
        score: What the order goes by; of a QA model, the probability that it answers, 0 to 1.
        answer: Its words that answer, half-open characters of the article's text; None where no model has read it.
    """

    found: Found
    start: int
    end: int
    text: str
    relevance: float
    lexical: float
    expected: bool
    score: float
    answer: tuple[int, int] | None = None

    @property
    def sentence(self) -> Sentence:
        """Where it stands."""
        return Sentence(self.found.stored, self.start, self.end)

    @property
    def words(self) -> str:
        """The words that answer; all of the sentence where no model has read it."""
        if self.answer is None:
            return self.text
        start, end = self.answer
        return self.text[start - self.start : end - self.start]


class Extractor:
    """Finds the sentences that answer; remembers the vectors of those it has seen. Safe to use from several threads."""

    def __init__(self, retrieval: Retrieval, embedder: Embedder) -> None:
        self._retrieval, self._embedder = retrieval, embedder
        self._vectors = lru_cache(_REMEMBERED)(_Slot)

    def candidates(self, asked: AskedVector, found: Sequence[Found]) -> list[Candidate]:
        """Give the likeliest sentences of the best passages, best first."""
        drafted = [each for hit in found[:PASSAGES_READ] for each in self._draft(asked, hit)]
        return self.judged(asked, _within_bounds(sorted(drafted, key=_order)))

    def candidates_where(
        self, asked: AskedVector, found: Sequence[Found], wanted: Callable[[Candidate], bool], most: int
    ) -> list[Candidate]:
        """Give the likeliest sentences of any of the passages that are wanted, best first; `wanted` sees no vector."""
        drafted = (each for hit in found for each in self._draft(asked, hit))
        return self.judged(asked, sorted(filter(wanted, drafted), key=_order)[:most])

    def judged(self, asked: AskedVector, likeliest: Sequence[Candidate]) -> list[Candidate]:
        """Add what the vectors of these sentences say, and give them best first."""
        self._embed([candidate.text for candidate in likeliest])
        means = self._retrieval.means()
        return sorted((self._judge(asked, candidate, means) for candidate in likeliest), key=_order)

    def likeness(self, asked: AskedVector, candidates: Sequence[Candidate]) -> list[float]:
        """Give the centred likeness of sentences to a question."""
        self._embed([candidate.text for candidate in candidates])
        means = self._retrieval.means()
        return [self._judge(asked, candidate, means).relevance for candidate in candidates]

    def vectors(self, candidates: Sequence[Candidate]) -> Vector:
        """Give the vectors of candidates, centred on their languages; shape (n, dimension), rows of unit length."""
        if not candidates:
            return np.empty((0, self._embedder.dimension), np.float32)
        self._embed([candidate.text for candidate in candidates])
        rows = [self._vectors(candidate.text).vector for candidate in candidates]
        return centred(rows, [candidate.sentence.language for candidate in candidates], self._retrieval.means())

    def _draft(self, asked: AskedVector, hit: Found) -> Iterator[Candidate]:
        """Cut a passage and score its sentences by all that costs little: its own score, words, the kind asked for."""
        passage = hit.stored.passage
        texts = [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]
        weighted = self._retrieval.weigh(asked, passage.language)
        words = lexicon.scores(weighted, texts) if tells(weighted) else [0.0] * len(texts)
        for (start, end), text, lexical in zip(passage.sentences, texts, words, strict=True):
            met = meets(asked.expected, text, passage.language)
            score = LEXICAL_WEIGHT * lexical + PASSAGE_WEIGHT * hit.score + EXPECTED_BONUS * met
            yield Candidate(hit, start, end, text, 0.0, lexical, met > 0, score)

    def _judge(self, asked: AskedVector, drafted: Candidate, means: Mapping[str, LanguageMean]) -> Candidate:
        """Add what the sentence's own vector says."""
        mean = means.get(drafted.found.stored.passage.language)
        if mean is None:
            return drafted
        likeness = float(mean.relevance(asked.vector, self._vectors(drafted.text).vector[None])[0])
        return replace(drafted, relevance=likeness, score=drafted.score + likeness)

    def _embed(self, texts: Sequence[str]) -> None:
        slots = [self._vectors(text) for text in dict.fromkeys(texts)]
        missing = [slot for slot in slots if not slot.filled]
        for slot, vector in zip(missing, self._embedder.embed_passages([s.text for s in missing]), strict=True):
            slot.vector, slot.filled = vector, True


class _Slot:
    """Where the vector of one sentence is kept; filled by whoever needs it first."""

    def __init__(self, text: str) -> None:
        self.text, self.filled = text, False
        self.vector: Vector = np.empty(0, np.float32)


def by_best_sentence(found: Sequence[Found], candidates: Sequence[Candidate]) -> list[Found]:
    """Put passages in their last order, once their sentences have been looked at; their scores are dealt anew."""
    best: dict[int, float] = {}
    for each in candidates:
        best[each.found.stored.id] = max(each.relevance, best.get(each.found.stored.id, -1.0))
    scores = last_order(
        np.array([hit.score for hit in found]),
        np.array([hit.lexical for hit in found]),
        np.array([best.get(hit.stored.id, np.nan) for hit in found]),
        [hit.stored.passage.language for hit in found],
    )
    dealt = [replace(hit, score=float(score)) for hit, score in zip(found, scores, strict=True)]
    return sorted(dealt, key=lambda hit: (-hit.score, hit.stored.id))


def _within_bounds(drafted: Sequence[Candidate]) -> Sequence[Candidate]:
    """Leave as many of the sentences, likeliest first, as may be embedded; at least one."""
    characters = accumulate(len(candidate.text) for candidate in drafted)
    within = sum(total <= MOST_CHARACTERS for total in characters)
    return drafted[: max(1, min(MOST_SENTENCES, within))]


def _order(candidate: Candidate) -> tuple[float, int, int]:
    return -candidate.score, candidate.found.stored.id, candidate.start
