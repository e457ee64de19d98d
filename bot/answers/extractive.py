"""The extractive answer: which sentences of the retrieved passages answer best, in the articles' own words.

    Found passages ──cut──▶ sentences ──embed, weigh──▶ Candidates, best first ──choose──▶ one to three

Takes a question and Found passages, gives Candidates; whether the best is good enough is `bot.answers.confidence`'s to
say. Reads no file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

import numpy as np

from bot.answers.expectation import Expectation, expectation, meets
from bot.answers.ranking import resemblance
from bot.answers.retrieval import AskedVector, Found, Retrieval
from ingest import lexicon
from ingest.centring import Vector
from ingest.embedding import Embedder

PASSAGES_READ = 6
"""Passages whose sentences are looked at."""

MOST_SENTENCES, MOST_CHARACTERS = 16, 2_000
"""What is embedded for one question, which takes most of its time; 24 sentences found no better answers."""

LEXICAL_WEIGHT, PASSAGE_WEIGHT = 0.3, 0.5
"""Of a sentence's words, and of its passage's score, beside its own likeness; chosen on Arabic and English XQuAD."""

EXPECTED_BONUS = 0.08
"""For a sentence with a number or a time where the question asks for one; anything from 0.05 to 0.2 helps."""

EXPECTED_MARGINS = {Expectation.NUMBER: 0.3, Expectation.TIME: 0.12}
"""How far below the best score a sentence of the expected kind may lie and still push aside those of no such kind. A
number is hardly ever told without one; a time often is ("after seven years")."""

MOST_STATEMENTS = 3

MARGIN = 0.16
"""How far below the best score a further sentence may lie and still be shown."""

OTHER_LANGUAGE_SHARE = 0.75
"""Of the best sentence's own likeness, what the best sentence of another language needs to be heard too."""

SAME_SAID = 0.5
"""Share of common character grams from which a further sentence says nothing new."""

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
        score: What the order goes by.
    """

    found: Found
    start: int
    end: int
    text: str
    relevance: float
    lexical: float
    expected: bool
    score: float


class Extractor:
    """Finds the sentences that answer; remembers the vectors of those it has seen. Safe to use from several threads."""

    def __init__(self, retrieval: Retrieval, embedder: Embedder) -> None:
        self._retrieval, self._embedder = retrieval, embedder
        self._vectors = lru_cache(_REMEMBERED)(_Slot)

    def candidates(self, asked: AskedVector, found: Sequence[Found]) -> list[Candidate]:
        """Give the sentences of the best passages, best first."""
        cut = _within_bounds([piece for hit in found[:PASSAGES_READ] for piece in _sentences(hit)])
        self._embed([text for _, _, _, text in cut])
        by_language = sorted(range(len(cut)), key=lambda i: cut[i][0].stored.passage.language)
        scored = [
            candidate
            for language, group in groupby(by_language, key=lambda i: cut[i][0].stored.passage.language)
            for candidate in self._score(asked, language, [cut[i] for i in group])
        ]
        return sorted(scored, key=lambda each: (-each.score, each.found.stored.id, each.start))

    def _score(
        self, asked: AskedVector, language: str, pieces: list[tuple[Found, int, int, str]]
    ) -> Iterator[Candidate]:
        mean = self._retrieval.means().get(language)
        if mean is None:
            return
        texts = [text for _, _, _, text in pieces]
        relevances = mean.relevance(asked.vector, np.stack([self._vectors(text).vector for text in texts]))
        words = lexicon.scores(self._retrieval.weigh(asked, language), texts)
        expected = expectation(asked.text, asked.language)
        for (hit, start, end, text), relevance, lexical in zip(pieces, relevances, words, strict=True):
            met = meets(expected, text, language)
            score = float(relevance) + LEXICAL_WEIGHT * lexical + PASSAGE_WEIGHT * hit.score + EXPECTED_BONUS * met
            yield Candidate(hit, start, end, text, float(relevance), lexical, met > 0, score)

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


def _sentences(hit: Found) -> Iterator[tuple[Found, int, int, str]]:
    passage = hit.stored.passage
    for start, end in passage.sentences:
        yield hit, start, end, passage.text[start - passage.start : end - passage.start]


def _within_bounds(cut: list[tuple[Found, int, int, str]]) -> list[tuple[Found, int, int, str]]:
    """Leave as many of the sentences, best passages first, as may be embedded; at least one."""
    characters = accumulate(len(text) for *_, text in cut)
    within = sum(total <= MOST_CHARACTERS for total in characters)
    return cut[: max(1, min(MOST_SENTENCES, within))]


def choose(candidates: Sequence[Candidate], expected: Expectation = Expectation.ANY) -> list[Candidate]:
    """Choose one to three of the ranked candidates: the best, and those nearly as good that say something else.

    Where another language has a sentence about as like the question as the best, one of the three is its.
    """
    fit = _of_kind(candidates, EXPECTED_MARGINS.get(expected, 0.0))
    near = [candidate for candidate in fit if candidate.score >= fit[0].score - MARGIN]
    chosen = _different(near)[:MOST_STATEMENTS]
    if len({_language(candidate) for candidate in chosen}) == 1 and (other := _other_voice(fit)):
        chosen = [*chosen[: MOST_STATEMENTS - 1], other]
    return chosen


def _different(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what an earlier candidate has said in nearly the same words."""
    kept: list[Candidate] = []
    seen: list[frozenset[str]] = []
    for candidate in candidates:
        grams = frozenset(lexicon.terms(candidate.text))
        if all(resemblance(grams, other) < SAME_SAID for other in seen):
            kept.append(candidate)
            seen.append(grams)
    return kept


def _other_voice(candidates: Sequence[Candidate]) -> Candidate | None:
    """Find the best candidate in another language than the first; passage scores differ too much between languages."""
    least = OTHER_LANGUAGE_SHARE * candidates[0].relevance
    others = (each for each in candidates if _language(each) != _language(candidates[0]) and each.relevance >= least)
    return next(others, None)


def _language(candidate: Candidate) -> str:
    return candidate.found.stored.passage.language


def _of_kind(candidates: Sequence[Candidate], margin: float) -> Sequence[Candidate]:
    """Leave only the sentences of the expected kind, if one of them is within `margin` of the best."""
    kept = [each for each in candidates if each.expected]
    return kept if kept and kept[0].score >= candidates[0].score - margin else candidates
