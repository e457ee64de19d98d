"""The answerer: a Question in, an Answer out, whose every statement stands in its file.

    text ──understand──▶ asked ──retrieve──▶ passages ──draft (model) or extract──▶ claims ──cite──▶ Answer

Synchronous and safe to call from several threads; knows nothing of Telegram.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic
from typing import Protocol

from bot.answers.about_articles import AboutArticles
from bot.answers.answer import WITHOUT_MODEL, Answer, Notice, Question
from bot.answers.both_sides import PASSAGES_SEARCHED, BothSides
from bot.answers.by_form import ByForm
from bot.answers.choosing import choose
from bot.answers.completing import completed
from bot.answers.confidence import THRESHOLDS, confidence
from bot.answers.expectation import Expectation
from bot.answers.extractive import Candidate, Extractor, by_best_sentence
from bot.answers.follow_ups import FollowUp, follow_up, may_lean
from bot.answers.generative import ModelQuestion, draft
from bot.answers.making import answered, declined, notice_of
from bot.answers.model_context import CONTEXT_TOKENS, shown_to_model
from bot.answers.nearest import PASSAGES_FOUND
from bot.answers.progress import Doing, Stage, Tell, reading, silently
from bot.answers.qa_extractor import QAExtractor, by_reading, compared
from bot.answers.retrieval import LONGEST_QUESTION, AskedVector, Found, Retrieval, language_or
from bot.answers.rewriting import Rewritten, rewrite
from bot.answers.selection import select
from bot.answers.spelling import Spelling
from bot.answers.splitting import in_turn, may_be_compound, split
from bot.answers.translating import foreign, with_translations
from bot.answers.understanding import Today, Understanding, local_day
from bot.answers.updating import Updates
from bot.facts.names import Wording
from bot.llm import LanguageModel, load_language_model
from bot.quotes.citing import Claim, Span, cite, take
from bot.quotes.drafts import Judges, SecondOpinion
from bot.quotes.judging import judge_by
from bot.second_opinion import second_opinion
from bot.settings import BotSettings, Caution
from ingest.errors import CorpusError, LanguageModelError
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel, load_qa_model, vocabulary_of
from ingest.models.reranker import Reranker, load_reranker

_FALLBACK_LANGUAGE = "en"

log = logging.getLogger(__name__)


class Answerer(Protocol):
    """Whatever answers questions."""

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        """Answer one question; takes from some milliseconds to a minute, and tells what it is about to do."""
        ...


class ArticleAnswerer:
    """Answers from the articles of an index, with a language model or without."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        model: LanguageModel | None = None,
        caution: Caution = "normal",
        reranker: Reranker | None = None,
        qa_model: QAModel | None = None,
        *,
        today: Today = local_day,
        context_tokens: int = CONTEXT_TOKENS,
        opinion: SecondOpinion | None = None,
    ) -> None:
        self._index, self._model, self._threshold = index, model, THRESHOLDS[caution]
        self._caution: Caution = caution
        self._today, self._context_tokens = today, context_tokens
        self._retrieval = Retrieval(index, embedder, reranker)
        self._extractor = Extractor(self._retrieval, embedder)
        self._reader = QAExtractor(self._retrieval, qa_model, self._extractor.likeness) if qa_model else None
        self._by_form: ByForm | None = None
        if self._reader and model is None:
            self._by_form = ByForm(self._retrieval, self._extractor, self._reader, self._spans, caution)
        self._judges, self._spelling = (
            Judges(judge_by(embedder, qa_model), opinion),
            Spelling(index, vocabulary_of(qa_model)),
        )
        self._both_sides = BothSides(index, self._extractor)
        self._updates = Updates(index, self._retrieval, embedder)
        about = AboutArticles(index, embedder, self._retrieval, self._updates)
        self._understanding = Understanding(index, self._retrieval, about, today)
        self._quoting = ArticleAnswerer(index, embedder, None, caution, reranker, qa_model) if model else self

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        """Answer one question from the articles alone; tells `tell` what it is about to do."""
        if question.quote_only and self._quoting is not self:
            quoted = self._quoting.answer(question, tell)
            return replace(quoted, notices=(*quoted.notices, Notice.MODEL_SPENT))
        began = monotonic()

        def ordinary(meant: Question) -> Answer:
            return self._updates.complete(self._answer(meant, tell))

        def answered(meant: Question) -> Answer:
            return self._by_form.answer(meant, ordinary) if self._by_form else ordinary(meant)

        answer = self._understanding.answer(question, answered)
        answer = self._translate(answer, tell)
        if len(question.text) > LONGEST_QUESTION:
            answer = replace(answer, notices=(Notice.SHORTENED, *answer.notices))
        return replace(answer, seconds=monotonic() - began)

    def _translate(self, answer: Answer, tell: Tell) -> Answer:
        """Say what foreign quotes mean, where a model is at hand that has just worked."""
        if self._model is None or WITHOUT_MODEL.intersection(answer.notices):
            return answer
        if foreign(answer.citations, answer.language):
            tell(Stage(Doing.TRANSLATING, answer.language))
        return replace(answer, citations=with_translations(self._model, answer.citations, answer.language))

    def _answer(self, question: Question, tell: Tell) -> Answer:
        text, hint = question.text[:LONGEST_QUESTION], question.language or question.hint
        fallback = hint or _FALLBACK_LANGUAGE
        if not any(character.isalnum() for character in text):
            return declined(question, fallback, (), Notice.NOTHING_ASKED)
        spoken = self._retrieval.language(text, hint)
        tell(Stage(Doing.SEARCHING, question.language or spoken))
        leaning = follow_up(text, spoken, question.earlier) if question.earlier else None
        if question.topic:
            leaning = FollowUp(question.topic, empty=True, said=frozenset())
        if meant := self._rewrite(question, Wording(text, spoken), leaning, tell):
            if meant.question:
                answer = self._look_up(question, self._retrieval.ask(meant.question, hint), fallback, tell, leaning)
                return replace(answer, follows=question.earlier[-1].question, rewritten=meant.question)
            leaning = leaning if leaning and leaning.empty else None
        if leaning is None or not leaning.empty:
            alone = self._look_up(question, self._retrieval.ask(text, hint), fallback, tell)
            if leaning is None or not alone.abstained:
                return self._respelt(question, Wording(text, spoken), alone, tell)
        whole = self._retrieval.ask(text, hint, leaning.topic)
        return replace(self._look_up(question, whole, fallback, tell, leaning), follows=leaning.topic)

    def _respelt(self, question: Question, asked: Wording, alone: Answer, tell: Tell) -> Answer:
        """Ask once more what found no answer, as it was probably meant to be written."""
        meant = self._spelling.meant(asked.text, asked.language) if alone.abstained else None
        if meant is None:
            return alone
        again = self._look_up(question, self._retrieval.ask(meant, asked.language), alone.language, tell)
        return alone if again.abstained else replace(again, rewritten=meant)

    def _rewrite(self, question: Question, asked: Wording, leaning: FollowUp | None, tell: Tell) -> Rewritten | None:
        """Ask a model, where there is one, what a question means that may lean on the one before it."""
        if self._model is None or not question.earlier or not (leaning or may_lean(asked.text)):
            return None
        tell(Stage(Doing.UNDERSTANDING, question.language or asked.language))
        return rewrite(self._model, asked.text, asked.language, question.earlier[-1])

    def _look_up(
        self, question: Question, asked: AskedVector, fallback: str, tell: Tell, leaning: FollowUp | None = None
    ) -> Answer:
        language = question.language or language_or(asked, fallback)
        searched = self._retrieval.find(asked, PASSAGES_SEARCHED, question.conditions)
        found = searched[:PASSAGES_FOUND]
        if not found:
            return declined(question, language, (), Notice.NO_ARTICLES)
        if question.before and not any(question.before.lacks(hit.stored.article) for hit in found):
            return declined(question, language, found)  # Only what was found can be cited, and nothing of it is new.
        if self._model is None:
            return self._extract(question, language, asked, searched, leaning)
        try:
            return self._generate(self._model, question, language, asked, searched, tell)
        except LanguageModelError as error:
            log.warning("The language model gave no answer, so sentences are quoted instead: %s", error)
            extracted = self._extract(question, language, asked, searched, leaning)
            return replace(extracted, notices=(*extracted.notices, notice_of(error)))

    def _generate(
        self,
        model: LanguageModel,
        question: Question,
        language: str,
        asked: AskedVector,
        found: Sequence[Found],
        tell: Tell,
    ) -> Answer:
        candidates = self._candidates(asked, found)
        parts = self._in_parts(model, question, asked, tell)
        tell(reading([hit for hits in (found[:PASSAGES_FOUND], *parts) for hit in hits], language))
        ordered = [hit.stored for hit in in_turn([*parts, self._ordered(found, candidates)])]
        passages = shown_to_model(ordered, self._index.passages_of, self._context_tokens)
        said = ModelQuestion(asked.text, language, self._today(), question.earlier)
        drafted = draft(model, said, passages, self._index.article_text, self._judges)
        if drafted.abstained:
            return declined(question, language, found)
        answer = answered(question, language, drafted.statements, drafted.citations, found)
        answer = replace(answer, left_out=drafted.dropped)
        near = self._extractor.judged(asked, compared((), candidates)) if self._reader else candidates
        return self._both_sides.complete(answer, asked, near, found)

    def _in_parts(self, model: LanguageModel, question: Question, asked: AskedVector, tell: Tell) -> list[list[Found]]:
        """Search for each part of a question that asks for several things; nothing where it asks for one."""
        if not may_be_compound(asked.text, asked.language):
            return []
        tell(Stage(Doing.UNDERSTANDING, question.language or asked.language))
        parts, found = split(model, asked.text, asked.language), []
        for number, part in enumerate(parts, start=1):
            tell(Stage(Doing.SEARCHING, question.language or asked.language, part=number, parts=len(parts)))
            meant = self._retrieval.ask(part, asked.language)
            hits = self._retrieval.find(meant, PASSAGES_FOUND, question.conditions)
            found.append(self._ordered(hits, self._candidates(meant, hits)))
        return found

    def _candidates(self, asked: AskedVector, found: Sequence[Found]) -> list[Candidate]:
        """Give the sentences that may answer, the likeliest first, by whatever reads or compares."""
        return (self._reader or self._extractor).candidates(asked, found)

    def _ordered(self, found: Sequence[Found], candidates: Sequence[Candidate]) -> list[Found]:
        if self._reader:
            return by_reading(found, candidates)
        return by_best_sentence(found[:PASSAGES_FOUND], candidates)

    def _extract(
        self,
        question: Question,
        language: str,
        asked: AskedVector,
        searched: Sequence[Found],
        leaning: FollowUp | None,
    ) -> Answer:
        candidates, expected = self._candidates(asked, searched), asked.expected
        found = self._ordered(searched, candidates)
        if leaning and expected is Expectation.ANY:  # "And why?" wants more than what was said; "and when?" may not.
            candidates = [each for each in candidates if each.text not in leaning.said]
        if self._reader:
            return self._select(question, language, asked, candidates, (found, searched))
        if confidence(candidates, asked.language) < self._threshold:
            return declined(question, language, found)
        chosen = choose(candidates, expected, newest=question.newest)
        statements, citations = cite(Claim(span.quote, (span,)) for span in self._spans(chosen))
        if not statements:
            return declined(question, language, found)
        answer = answered(question, language, statements, citations, found)
        return self._both_sides.complete(answer, asked, candidates, searched)

    def _select(
        self,
        question: Question,
        language: str,
        asked: AskedVector,
        candidates: Sequence[Candidate],
        passages: tuple[Sequence[Found], Sequence[Found]],
    ) -> Answer:
        """Answer with the sentence that a QA model has read out of the passages, in their last order and as found."""
        found, searched = passages
        selection = select(candidates, question.text, language, self._caution, newest=question.newest)
        if selection is None:
            return declined(question, language, found)
        sentences = [completed(each, asked.text) for each in selection.sentences]
        claims = (Claim(span.quote, (span,), span.highlights) for span in self._spans(sentences))
        statements, citations = cite(claims)
        if not statements:
            return declined(question, language, found)
        answer = answered(question, language, statements, citations, found)
        answer = replace(answer, voice=selection.voice, confidence=selection.confidence)
        near = self._extractor.judged(asked, compared(selection.sentences, candidates))
        return self._both_sides.complete(answer, asked, near, searched)

    def _spans(self, candidates: Sequence[Candidate]) -> Iterator[Span]:
        for candidate in candidates:
            stored = candidate.found.stored
            try:
                text = self._index.article_text(stored.article.source)
            except CorpusError as error:
                log.info("A sentence was left out: %s", error)
                continue
            if span := take(stored, candidate.start, candidate.end, text):
                yield replace(span, highlights=_highlights(candidate, span))


def _highlights(candidate: Candidate, span: Span) -> tuple[tuple[int, int], ...]:
    """Give the words that answer as ranges of the quote, where they stand in it."""
    if candidate.answer is None:
        return ()
    start, end = candidate.answer[0] - span.start, candidate.answer[1] - span.start
    return ((start, end),) if 0 <= start < end <= len(span.quote) else ()


def build_answerer(
    settings: BotSettings,
    index: Index,
    embedder: Embedder,
    qa_model: QAModel | None = None,
    model: LanguageModel | None = None,
) -> Answerer:
    """Load the language model, the QA model and the reranker that the settings name, and answer from `index`.

    Args:
        settings: Of the bot.
        index: What is answered from.
        embedder: That of the index.
        qa_model: What QA_MODEL names, where it is loaded already.
        model: What LLM_MODEL names, likewise.

    Raises:
        ModelUnavailable: RERANKER_MODEL or QA_MODEL names a model that cannot be used.
        LanguageModelMissing: LLM_MODEL does.
    """
    model = model or (load_language_model(settings.llm_model) if settings.llm_model else None)
    reranker = load_reranker(settings.reranker_model) if settings.reranker_model else None
    qa_model = qa_model or load_qa_model(settings.qa_model, embedder)
    tokens = settings.llm_context_tokens
    opinion = second_opinion(model, settings.llm_second_opinion)
    return ArticleAnswerer(
        index, embedder, model, settings.caution, reranker, qa_model, context_tokens=tokens, opinion=opinion
    )
