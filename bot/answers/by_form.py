"""By form: questions that one sentence does not answer, such as comparisons, without a language model.

    Question, read ──its form──▶ parts, Comparing, Itemising ──▶ Answer, or None: then as an ordinary question

Takes a question whose conditions are read. A question that leans on the one before it, or is asked again in the hope of
something new, is an ordinary one.
"""

from dataclasses import replace
from decimal import Decimal

from bot.answers.answer import Answer, Question, Voice
from bot.answers.comparing import Comparing, Take
from bot.answers.errata import values
from bot.answers.expectation import Expectation, meets
from bot.answers.extractive import Extractor
from bot.answers.follow_ups import follow_up
from bot.answers.in_parts import joined
from bot.answers.introducing import Introducing
from bot.answers.itemising import Itemising
from bot.answers.qa_extractor import QAExtractor
from bot.answers.retrieval import Retrieval
from bot.answers.understanding import Ordinary
from bot.questions.claims import claim_of
from bot.questions.comparisons import comparison_of
from bot.questions.contest_sides import other_side
from bot.questions.introductions import introduced
from bot.questions.lists import list_of
from bot.questions.parts import QuestionPart, parts_of
from bot.settings import Caution


class ByForm:
    """Answers questions by their form; safe to use from several threads."""

    def __init__(
        self, retrieval: Retrieval, extractor: Extractor, reader: QAExtractor, take: Take, caution: Caution
    ) -> None:
        self._retrieval = retrieval
        self._comparing = Comparing(retrieval, extractor, reader.candidates, take, caution)
        self._itemising = Itemising(retrieval, reader.each, take)
        self._introducing = Introducing(retrieval, reader.each, take)

    def answer(self, question: Question, ordinary: Ordinary) -> Answer:
        """Answer a question by its form where it has one and that brings something, else by `ordinary`."""
        hint = question.language or question.hint
        spoken = self._retrieval.language(question.text, hint)
        leans = bool(question.earlier) and follow_up(question.text, spoken, question.earlier) is not None
        if question.before or leans:
            return ordinary(question)
        language = question.language or (spoken if spoken != "und" else question.hint or "en")
        answer = self._in_parts(question, spoken, ordinary)
        if answer is None and (comparison := comparison_of(question.text, spoken)):
            answer = self._comparing.answer(question, comparison, spoken)
        if answer is None and (wanted := list_of(question.text, spoken)):
            answer = self._itemising.answer(question, wanted, spoken)
        if answer is None:
            said = _with_number(question, spoken, _with_other_side(question, spoken, ordinary), ordinary)
            silent = said.abstained and said.helps is None and said.listing is None
            name = introduced(question.text, spoken) if silent else ""
            answer = self._introducing.answer(question, name, language) if name else None
            if answer is None:
                return said
        return replace(answer, language=language)

    def _in_parts(self, question: Question, spoken: str, ordinary: Ordinary) -> Answer | None:
        """Ask each part of a question that has several; None where it has not, or where none has an answer."""
        parts = parts_of(question.text, spoken)
        whole = replace(question, hint=question.hint if spoken == "und" else spoken, earlier=())
        answers = [replace(_answered(whole, part, ordinary), question=part.text) for part in parts]
        return joined(question.text, answers)


def _with_number(question: Question, spoken: str, said: Answer, ordinary: Ordinary) -> Answer:
    """Answer a question that claims a number with the true one, unless what is `said` states the claimed one."""
    claim = claim_of(question.text, spoken)
    if claim is None or (said.statements and claim.number in _numbers(said)):
        return said
    told = ordinary(replace(question, text=claim.question))
    bold = [it.text[start:end] for it in told.statements[:1] for start, end in it.highlights]
    language = told.citations[0].language if told.citations else told.language
    numbers = any(meets(Expectation.NUMBER, words, language) for words in bold)
    return replace(told, question=question.text) if numbers else said


def _numbers(said: Answer) -> frozenset[Decimal]:
    language = said.citations[0].language if said.citations else said.language
    return values(said.statements[0].text, language).numbers


def _with_other_side(question: Question, spoken: str, ordinary: Ordinary) -> Answer:
    """Answer a question; where none tells who lost, by who won, as "not sure" and with nothing in bold."""
    said = ordinary(question)
    other = other_side(question.text, spoken) if said.abstained else ""
    if not other or (won := ordinary(replace(question, text=other))).abstained:
        return said
    statements = tuple(replace(it, highlights=()) for it in won.statements)
    citations = tuple(replace(it, highlights=()) for it in won.citations)
    return replace(won, question=question.text, statements=statements, citations=citations, voice=Voice.UNSURE)


def _answered(whole: Question, part: QuestionPart, ordinary: Ordinary) -> Answer:
    """Answer a part: about what the others are if it says too little, else as it stands, and about that if need be."""
    leaning = replace(whole, text=part.text, topic=part.topic)
    if part.leans:
        return ordinary(leaning)
    answer = ordinary(replace(whole, text=part.text))
    return ordinary(leaning) if answer.abstained and part.topic else answer
