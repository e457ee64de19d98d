"""Understanding: the conditions of a question, and whether it is about the articles themselves.

    Question ──read──▶ Reading ──kind_of──▶ About, answered from the catalogue
                          └──▶ the question without its conditions, answered from articles that fit

Takes the index, of which it remembers what it can name, and an answerer of ordinary questions. A condition is never
broken: where nothing that fits answers, the reply says so, and what it offers instead bears its dates.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.answers.about_articles import AboutArticles, Asked
from bot.answers.answer import NOT_SEARCHED, Answer, Notice, Question, Voice
from bot.answers.follow_ups import asks_nothing, follow_up, says_nothing
from bot.answers.in_parts import joined
from bot.answers.retrieval import LONGEST_QUESTION, Retrieval
from bot.questions.conditions_reader import ReadConditions, read
from bot.questions.dialects import in_standard_arabic
from bot.questions.helps import help_for
from bot.questions.parts import QuestionPart, parts_of
from bot.questions.question_kinds import ANSWER_FIRST, SURE_FIRST, About, QuestionKind, behind_topic, kind_of, topic_of
from ingest.index.catalogue import Names
from ingest.index.conditions import EVERYTHING, both
from ingest.index.index import Index
from ingest.models.qa_model import KnownWords

Today = Callable[[], date]
Ordinary = Callable[[Question], Answer]
"""Answers a question whose conditions are read."""


def local_day() -> date:
    """Give the day that it is here."""
    return datetime.now().astimezone().date()


class Understanding:
    """Reads questions; safe to use from several threads."""

    def __init__(
        self,
        index: Index,
        retrieval: Retrieval,
        about: AboutArticles,
        today: Today = local_day,
        vocabulary: KnownWords | None = None,
    ) -> None:
        self._index, self._retrieval, self._about, self._today = index, retrieval, about, today
        self._is_word = vocabulary.is_word if vocabulary else None
        self._names: tuple[int, Names] = (-1, Names())

    def answer(self, question: Question, ordinary: Ordinary) -> Answer:
        """Answer from the catalogue what it can answer, else let `ordinary` answer within what was read."""
        text, hint = question.text[:LONGEST_QUESTION], question.language or question.hint
        behind = behind_topic(text)
        text = text if behind is None else behind
        if not any(character.isalnum() for character in text):
            return ordinary(replace(question, text=text))
        spoken = self._retrieval.language(text, hint)
        text = in_standard_arabic(text, self._is_word) if spoken == "ar" else text
        reading = read(text, spoken, self.names(), self._today(), question.ignored)
        conditions = both(question.conditions, reading.conditions)
        language = question.language or (spoken if spoken != "und" else question.hint or "en")
        if question.going_on:
            return self._about.go_on(replace(question, conditions=conditions), question.going_on, language)
        kind = kind_of if behind is None else topic_of
        about = None if question.before else kind(replace(reading, conditions=conditions), spoken)
        if about and (parts := parts_of(text, spoken)):
            return self._by_part(question, parts, ordinary)
        about, follows = self._leaning(about, question, text, spoken) if about else (None, None)
        told = self._about.answer(Asked(question, about, conditions, language)) if about else None
        if told is None:
            answer = self._within(question, replace(reading, conditions=conditions), ordinary)
            if not question.before and about is None and asks_nothing(reading.text):
                about = About(QuestionKind.LIST, reading.text, least=ANSWER_FIRST if question.earlier else SURE_FIRST)
            if about and not _goes_first(answer, about):
                told = self._about.answer(Asked(question, replace(about, least=1), conditions, language))
            if told is None or not told.statements:
                return replace(answer, helps=help_for(question.text)) if answer.abstained else answer
        return replace(told, conditions=conditions, ignored=question.ignored, follows=follows)

    def _leaning(
        self, about: About, question: Question, text: str, spoken: str
    ) -> tuple[About, str] | tuple[About | None, None]:
        """Give what a question about articles means after an earlier one, and that one where it names the subject.

        "More about this" goes on with what the earlier one was about; other stories that lean are ordinary questions.
        """
        if says_nothing(about.subject):
            if not question.earlier:
                return None, None
            follows = question.earlier[-1].question
            named = kind_of(read(follows, spoken, self.names(), self._today()), spoken)
            return replace(about, subject=(named and named.subject) or follows), follows
        leans = about.kind is QuestionKind.TIMELINE and follow_up(text, spoken, question.earlier) is not None
        return (None if leans else about), None

    def _by_part(self, question: Question, parts: Sequence[QuestionPart], ordinary: Ordinary) -> Answer:
        """Answer a story and what is asked besides, each by itself: "What happened in Lerk, and how many died?"."""
        whole = replace(question, earlier=())
        asked = [replace(whole, text=part.text, topic=part.topic if part.leans else "") for part in parts]
        answers = [replace(self.answer(it, ordinary), question=it.text) for it in asked]
        return joined(question.text, answers) or replace(answers[0], question=question.text)

    def names(self) -> Names:
        """Give what conditions can name in the index as it is now."""
        generation = self._index.refresh()
        if self._names[0] != generation:
            self._names = generation, self._index.names()
        return self._names[1]

    def _within(self, question: Question, reading: ReadConditions, ordinary: Ordinary) -> Answer:
        text, newest = reading.text or question.text, question.newest or reading.newest
        meant = replace(question, text=text, conditions=reading.conditions, newest=newest)
        if reading.soft:
            conditions = both(reading.conditions, reading.soft)
            answer = ordinary(replace(meant, conditions=conditions))
            if not answer.abstained:
                return _of(question, replace(answer, conditions=conditions))
        answer = ordinary(meant)
        if answer.abstained and reading.conditions:
            answer = self._nothing_fits(answer, ordinary, meant)
        return _of(question, replace(answer, conditions=reading.conditions))

    def _nothing_fits(self, answer: Answer, ordinary: Ordinary, meant: Question) -> Answer:
        """Decline, and offer what other articles have that do not fit: first those that would have answered."""
        notices = tuple(it for it in answer.notices if it not in NOT_SEARCHED)
        other = ordinary(replace(meant, conditions=EVERYTHING, before=None)) if not meant.before else answer
        cited = {citation.source for citation in other.citations}
        passages = sorted(other.passages, key=lambda it: it.source not in cited)
        return replace(answer, passages=tuple(passages), notices=(*notices, Notice.NOTHING_FITS))


def _goes_first(answer: Answer, about: About) -> bool:
    """Whether an ordinary answer goes before what the articles tell as a whole."""
    return not answer.abstained and (answer.voice is Voice.SURE or about.least == ANSWER_FIRST)


def _of(question: Question, answer: Answer) -> Answer:
    return replace(answer, question=question.text, ignored=question.ignored)
