"""The answerer: a Question in, an Answer out, whose every statement stands in its file.

    text ──understand──▶ asked ──retrieve──▶ passages ──draft (model) or extract──▶ claims ──cite──▶ Answer

Synchronous and safe to call from several threads; knows nothing of Telegram.
"""

import logging
from dataclasses import replace
from time import monotonic
from typing import Protocol

from bot.answers.about_articles import AboutArticles
from bot.answers.answer import WITHOUT_MODEL, Answer, Notice, Question, Voice
from bot.answers.both_sides import PASSAGES_SEARCHED
from bot.answers.by_form import ByForm
from bot.answers.follow_ups import FollowUp, follow_up, may_lean, perhaps_following
from bot.answers.generative import ModelQuestion, draft
from bot.answers.making import answered, declined, notice_of
from bot.answers.model_context import CONTEXT_TOKENS, shown_to_model
from bot.answers.nearest import PASSAGES_FOUND
from bot.answers.progress import Doing, Stage, Tell, reading, silently
from bot.answers.quoting import Quoting, Searched
from bot.answers.retrieval import LONGEST_QUESTION, AskedVector, Found, Retrieval, language_or
from bot.answers.rewriting import Rewritten, rewrite
from bot.answers.spelling import Spelling
from bot.answers.splitting import in_turn, may_be_compound, split
from bot.answers.story_writer import StoryWriter
from bot.answers.translating import foreign, with_translations
from bot.answers.truecasing import Truecasing
from bot.answers.understanding import Today, Understanding, local_day
from bot.answers.updating import Updates
from bot.facts.names import Wording
from bot.llm.language_model import LanguageModel, load_language_model
from bot.llm.second_opinion import second_opinion
from bot.quotes.drafts import Judges, SecondOpinion
from bot.quotes.vector_judge import judge_by
from bot.settings import BotSettings, Caution
from ingest.errors import LanguageModelError
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
        self._index, self._model = index, model
        self._today, self._context_tokens = today, context_tokens
        self._retrieval = Retrieval(index, embedder, reranker)
        self._quoting = Quoting(index, self._retrieval, embedder, qa_model, caution)
        self._by_form: ByForm | None = None
        if model is None and (reader := self._quoting.reader):
            self._by_form = ByForm(self._retrieval, self._quoting.extractor, reader, self._quoting.cited, caution)
        self._judges = Judges(judge_by(embedder, qa_model), opinion)
        vocabulary = vocabulary_of(qa_model)
        self._spelling = Spelling(index, vocabulary)
        self._truecasing = Truecasing(index, vocabulary)
        self._updates = Updates(index, self._retrieval, embedder)
        writer = StoryWriter(model, index, today, context_tokens, self._judges) if model else None
        about = AboutArticles(index, embedder, self._retrieval, self._updates, writer)
        self._understanding = Understanding(index, self._retrieval, about, today, vocabulary)
        self._without_model = self
        if model:
            self._without_model = ArticleAnswerer(index, embedder, None, caution, reranker, qa_model, today=today)

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        """Answer one question from the articles alone; tells `tell` what it is about to do."""
        if question.quote_only and self._without_model is not self:
            quoted = self._without_model.answer(question, tell)
            return replace(quoted, notices=(*quoted.notices, Notice.MODEL_SPENT))
        began = monotonic()

        def ordinary(meant: Question) -> Answer:
            return self._updates.complete(self._answer(meant, tell))

        def by_form(meant: Question) -> Answer:
            return self._by_form.answer(meant, ordinary) if self._by_form else ordinary(meant)

        answer = self._understanding.answer(question, by_form)
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
        asked = Wording(text, spoken)
        if meant := self._rewrite(question, asked, leaning, tell):
            if meant.question:
                answer = self._look_up(question, self._retrieval.ask(meant.question, hint), fallback, tell, leaning)
                return replace(answer, follows=question.earlier[-1].question, rewritten=meant.question)
            leaning = leaning if leaning and leaning.empty else None
        if leaning and leaning.empty:
            return self._leaning(question, asked, leaning, tell)
        alone = self._look_up(question, self._retrieval.ask(text, hint), fallback, tell)
        if alone.abstained and leaning:
            return self._leaning(question, asked, leaning, tell)
        if leaning is None and (perhaps := self._perhaps_leaning(question, alone)):
            leant = self._leaning(question, asked, perhaps, tell)
            if not leant.abstained and (leant.confidence or 0.0) >= (alone.confidence or 0.0):
                return leant
        return self._respelt(question, asked, alone, tell)

    def _leaning(self, question: Question, asked: Wording, leaning: FollowUp, tell: Tell) -> Answer:
        """Answer a question about what was asked before."""
        hint = question.language or question.hint
        whole = self._retrieval.ask(asked.text, hint, leaning.topic)
        answer = self._look_up(question, whole, hint or _FALLBACK_LANGUAGE, tell, leaning)
        return replace(answer, follows=leaning.topic)

    def _perhaps_leaning(self, question: Question, alone: Answer) -> FollowUp | None:
        """Give what a question may lean on that is not surely answered alone; a model would have been asked that."""
        if self._model or (not alone.abstained and alone.voice is Voice.SURE):
            return None
        return perhaps_following(question.text, question.earlier)

    def _respelt(self, question: Question, asked: Wording, alone: Answer, tell: Tell) -> Answer:
        """Ask once more what found no answer: with capitals for its names, then as it was probably meant."""
        near = [passage.quote for passage in alone.passages]
        named = self._truecasing.named(asked.text, asked.language, near) if alone.abstained else None
        if named:
            alone = self._look_up(question, self._retrieval.ask(named, asked.language), alone.language, tell)
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
        found = self._retrieval.find(asked, PASSAGES_SEARCHED, question.conditions)
        offered = found[:PASSAGES_FOUND]
        if not offered:
            return declined(question, language, (), Notice.NO_ARTICLES)
        if question.before and not any(question.before.lacks(hit.stored.article) for hit in offered):
            return declined(question, language, offered)  # Only what was found can be cited, and nothing of it is new.
        searched = Searched(question, language, asked, found, leaning)
        if self._model is None:
            return self._quoting.answer(searched)
        try:
            return self._generate(self._model, searched, tell)
        except LanguageModelError as error:
            log.warning("The language model gave no answer, so sentences are quoted instead: %s", error)
            quoted = self._quoting.answer(searched)
            return replace(quoted, notices=(*quoted.notices, notice_of(error)))

    def _generate(self, model: LanguageModel, searched: Searched, tell: Tell) -> Answer:
        question, language, asked, found = searched.question, searched.language, searched.asked, searched.found
        candidates = self._quoting.candidates(asked, found)
        parts = self._in_parts(model, question, asked, tell)
        tell(reading([hit for hits in (found[:PASSAGES_FOUND], *parts) for hit in hits], language))
        ordered = [hit.stored for hit in in_turn([*parts, self._quoting.ordered(found, candidates)])]
        passages = shown_to_model(ordered, self._index.passages_of, self._context_tokens)
        said = ModelQuestion(asked.text, language, self._today(), question.earlier)
        drafted = draft(model, said, passages, self._index.article_text, self._judges)
        if drafted.abstained:
            return declined(question, language, found)
        answer = answered(question, language, drafted.statements, drafted.citations, found)
        return self._quoting.with_both_sides(replace(answer, left_out=drafted.dropped), searched, (), candidates)

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
            found.append(self._quoting.ordered(hits, self._quoting.candidates(meant, hits)))
        return found


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
