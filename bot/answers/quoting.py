"""Quoting: an answer in the articles' own sentences, without a language model.

    Searched ──a QA model reads, or vectors compare──▶ Candidates ──select or choose──▶ sentences ──cite──▶ Answer

Takes a question with the passages that were found for it; gives an Answer. What it knows of sentences and passages also
orders what a language model is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answers.answer import Answer, Question
from bot.answers.both_sides import BothSides
from bot.answers.completing import completed
from bot.answers.confidence_by_vectors import THRESHOLDS, confidence
from bot.answers.expectation import Expectation
from bot.answers.extractive import Candidate, Extractor, by_best_sentence
from bot.answers.follow_ups import FollowUp
from bot.answers.making import answered, declined
from bot.answers.nearest import PASSAGES_FOUND
from bot.answers.qa_extractor import QAExtractor, by_reading, compared
from bot.answers.retrieval import AskedVector, Found, Retrieval
from bot.answers.selection_by_reading import select
from bot.answers.selection_by_vectors import choose
from bot.answers.table_rows import with_headings
from bot.quotes.citation import Citation
from bot.quotes.citing import cite_each, standing
from bot.settings import Caution
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel


@dataclass(frozen=True, slots=True)
class Searched:
    """A question and what was found for it.

    Attributes:
        question: As a person asked it.
        language: ISO 639-1 code in which it is answered.
        asked: What was searched for.
        found: Passages, best first; more than are offered.
        leaning: What it leans on; None where it stands alone.
    """

    question: Question
    language: str
    asked: AskedVector
    found: Sequence[Found]
    leaning: FollowUp | None = None


class Quoting:
    """Answers with sentences; safe to use from several threads.

    Attributes:
        extractor: What cuts passages into sentences and compares them.
        reader: What reads them; None without a QA model.
    """

    def __init__(
        self, index: Index, retrieval: Retrieval, embedder: Embedder, qa_model: QAModel | None, caution: Caution
    ) -> None:
        self._index, self._threshold = index, THRESHOLDS[caution]
        self._caution: Caution = caution
        self.extractor = Extractor(retrieval, embedder)
        likeness, text_of = self.extractor.likeness, index.article_text
        self.reader = QAExtractor(retrieval, qa_model, likeness, text_of) if qa_model else None
        self._both_sides = BothSides(index, self.extractor)

    def answer(self, searched: Searched) -> Answer:
        """Answer with one sentence, seldom more; decline where none is likely to answer."""
        candidates = self.candidates(searched.asked, searched.found)
        ordered = self.ordered(searched.found, candidates)
        leaning, expected = searched.leaning, searched.asked.expected
        if leaning and expected is Expectation.ANY:  # "And why?" wants more than what was said; "and when?" may not.
            candidates = [each for each in candidates if each.text not in leaning.said]
        by = self._by_reading if self.reader else self._by_vectors
        return by(searched, candidates, ordered)

    def candidates(self, asked: AskedVector, found: Sequence[Found]) -> list[Candidate]:
        """Give the sentences that may answer, the likeliest first, by whatever reads or compares."""
        return (self.reader or self.extractor).candidates(asked, found)

    def ordered(self, found: Sequence[Found], candidates: Sequence[Candidate]) -> list[Found]:
        """Put passages in their last order, which their sentences decide."""
        return by_reading(found, candidates) if self.reader else by_best_sentence(found[:PASSAGES_FOUND], candidates)

    def with_both_sides(
        self, answer: Answer, searched: Searched, said: Sequence[Candidate], candidates: Sequence[Candidate]
    ) -> Answer:
        """Add what other articles say otherwise, among the likeliest sentences of a few of them."""
        asked = searched.asked
        near = candidates
        if self.reader:
            chosen = compared(said, candidates)
            if not self._both_sides.may_find(answer, asked, chosen):
                return answer
            near = self.extractor.judged(asked, chosen)
        return self._both_sides.complete(answer, asked, near, searched.found)

    def cited(self, candidates: Sequence[Candidate]) -> Iterator[Citation]:
        """Give sentences as they stand in their articles; what is no longer there is left out."""
        for candidate in candidates:
            if quote := standing(candidate.sentence, self._index.article_text):
                yield replace(quote, highlights=_highlights(candidate, quote))

    def _by_reading(self, searched: Searched, candidates: Sequence[Candidate], ordered: Sequence[Found]) -> Answer:
        question, language = searched.question, searched.language
        selection = select(candidates, question.text, language, self._caution, newest=question.newest)
        if selection is None:
            return declined(question, language, ordered)
        sentences = [completed(each, searched.asked.text) for each in selection.sentences]
        sentences = [with_headings(each, self._index.article_text) for each in sentences]
        statements, citations = cite_each(self.cited(sentences))
        if not statements:
            return declined(question, language, ordered)
        answer = answered(question, language, statements, citations, ordered)
        answer = replace(answer, voice=selection.voice, confidence=selection.confidence)
        return self.with_both_sides(answer, searched, selection.sentences, candidates)

    def _by_vectors(self, searched: Searched, candidates: Sequence[Candidate], ordered: Sequence[Found]) -> Answer:
        question, language, asked = searched.question, searched.language, searched.asked
        if confidence(candidates, asked.language) < self._threshold:
            return declined(question, language, ordered)
        chosen = choose(candidates, asked.expected, newest=question.newest)
        statements, citations = cite_each(self.cited(chosen))
        if not statements:
            return declined(question, language, ordered)
        answer = answered(question, language, statements, citations, ordered)
        return self.with_both_sides(answer, searched, (), candidates)


def _highlights(candidate: Candidate, quote: Citation) -> tuple[tuple[int, int], ...]:
    """Give the words that answer as ranges of the quote, where they stand in it."""
    if candidate.answer is None:
        return ()
    start, end = candidate.answer[0] - quote.start, candidate.answer[1] - quote.start
    return ((start, end),) if 0 <= start < end <= len(quote.quote) else ()
