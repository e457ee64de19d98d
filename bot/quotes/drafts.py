"""Drafts: what a language model proposes to say, and which of it its quotes carry.

    statements ──judged: quotes found, figures, dates, names, by code──▶ verdicts ──confirmed: meaning──▶ verdicts

Takes statements with claimed quotes and the passages they may come from; gives Claims, whose every quote stands in its
file (`bot.quotes.citing`), whose numbers, dates and names are in those quotes (`bot.quotes.support`), in the language
that was asked for. Where somebody gives a second opinion on meaning, letters and likeness do not decide it, and nothing
is said that is not confirmed. Trusts nothing of a draft; knows no model.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Protocol, Self

from pydantic import BaseModel, Field, field_validator, model_validator

from bot.facts.names import Wording
from bot.quotes import dropped_statements
from bot.quotes.citation import Citation
from bot.quotes.citing import Claim, locate
from bot.quotes.flags import Flag, Rule, in_words
from bot.quotes.planted import stands_beside_orders
from bot.quotes.reply_lists import ListReply, entries_of
from bot.quotes.speech import is_in, speaks_to_a_model, tidy
from bot.quotes.support import OF_MEANING, CitedArticles, Judge, unsupported
from ingest.errors import CorpusError
from ingest.index.catalogue import StoredPassage

log = logging.getLogger(__name__)

MOST_STATEMENTS = 8
MOST_CITATIONS = 4
LONGEST_STATEMENT = 500
"""Bounds on what is looked at of a draft: statements, citations of each, characters of each."""


class DraftCitation(BaseModel):
    """A passage by its number, and words that are said to stand in it."""

    passage: int
    quote: str

    @field_validator("passage", mode="before")
    @classmethod
    def _read_number(cls, value: Any) -> Any:
        digits = re.search(r"\d+", value) if isinstance(value, str) else None
        return int(digits[0][:6]) if digits else value


class DraftStatement(BaseModel):
    """A sentence of the answer, in the asker's language."""

    text: str
    citations: Annotated[list[DraftCitation], entries_of(DraftCitation, MOST_CITATIONS)] = Field(default_factory=list)


class Draft(ListReply):
    """What a language model answers: statements, or that the passages do not say."""

    answered: bool = True
    statements: Annotated[list[DraftStatement], entries_of(DraftStatement, MOST_STATEMENTS)] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _refuse_neither(self) -> Self:
        if not self.model_fields_set & {"answered", "statements"}:
            raise ValueError("neither answered nor statements")
        return self


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a statement.

    Attributes:
        text: As it was proposed, tidied.
        claim: What may be said; None where it was left out.
        flags: Why it was.
    """

    text: str
    claim: Claim | None
    flags: tuple[Flag, ...] = ()


class SecondOpinion(Protocol):
    """Reads statements and quotes as a person would."""

    def objections(self, claims: Sequence[Claim], seconds: float) -> list[str]:
        """Give for each claim what speaks against it, "" for what is confirmed; LanguageModelFailed where it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Judges:
    """Who tells what code cannot: a Judge by vectors, and a second opinion; either may be missing."""

    judge: Judge | None = None
    opinion: SecondOpinion | None = None


NOBODY = Judges()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a draft is held against.

    Attributes:
        passages: What was shown to the model, which knows them by their place, from 1.
        text_of: Gives the reference text of a source; CorpusError when the file is gone or has changed.
        background: The question and the passages, which tell names from other words.
    """

    passages: Sequence[StoredPassage]
    text_of: Callable[[str], str]
    background: Sequence[str]


def judged(said: Sequence[DraftStatement], language: str, evidence: Evidence, judges: Judges = NOBODY) -> list[Verdict]:
    """Judge every statement by code; one that repeats another is passed over, and each file is read once.

    Only what is in the asker's language and carried by quotes that stand in their files has a claim. Where there is a
    second opinion, what it is asked for is left to it: those claims are not yet `confirmed`.
    """
    text_of = cache(evidence.text_of)
    verdicts: list[Verdict] = []
    kept: set[str] = set()
    for statement in said:
        text = tidy(statement.text, LONGEST_STATEMENT)
        if text in kept:
            continue
        quotes = tuple(_located(statement, evidence.passages, text_of))
        if judge := judges.judge:
            quotes = tuple(it for it in quotes if not judge.is_like_orders(Wording(it.quote, it.language)))
        if not text or not is_in(language, text):
            flags: tuple[Flag, ...] = (Flag(Rule.LANGUAGE, "a sentence in the reader's language"),)
        elif speaks_to_a_model(text):
            flags = (Flag(Rule.ORDERS, "anything but orders to a language model"),)
        else:
            worded = [Wording(quote.quote, quote.language) for quote in quotes]
            about = cited_by(quotes, text_of)
            flags = unsupported(Wording(text, language), worded, evidence.background, about, judges.judge)
        if judges.opinion:
            flags = tuple(flag for flag in flags if flag not in OF_MEANING)
        if not flags:
            kept.add(text)
        verdicts.append(_noted(Verdict(text, None if flags else Claim(text, quotes), flags)))
    return verdicts


def confirmed(verdicts: Sequence[Verdict], opinion: SecondOpinion | None, seconds: float) -> list[Verdict]:
    """Take the claims from the verdicts to which a second opinion objects; all are asked about at once.

    Raises:
        LanguageModelFailed: It could not be had in so many seconds, so that nothing may be said.
    """
    claims = [verdict.claim for verdict in verdicts if verdict.claim]
    if opinion is None or not claims:
        return list(verdicts)
    objections = iter(opinion.objections(claims, seconds))
    return [_opposed(verdict, next(objections)) if verdict.claim else verdict for verdict in verdicts]


def _opposed(verdict: Verdict, objection: str) -> Verdict:
    flags = (Flag(Rule.SECOND_OPINION, objection),)
    return _noted(replace(verdict, claim=None, flags=flags)) if objection else verdict


def _noted(verdict: Verdict) -> Verdict:
    if verdict.claim is None:
        log.info("A statement of the language model was dropped: its quotes do not hold %s.", in_words(verdict.flags))
        dropped_statements.note(verdict.flags)
    return verdict


def cited_by(quotes: Sequence[Citation], text_of: Callable[[str], str]) -> CitedArticles:
    """Give what is known of the articles of some quotes."""
    articles = {quote.source: quote for quote in quotes}
    return CitedArticles(
        titles=tuple(dict.fromkeys(article.title for article in articles.values() if article.title)),
        days=frozenset(article.published for article in articles.values() if article.published),
        texts=tuple(filter(None, (_whole(source, text_of) for source in articles))),
    )


def _whole(source: str, text_of: Callable[[str], str]) -> str:
    try:
        return text_of(source)
    except CorpusError:  # It has just been removed; the quotes were seen.
        return ""


def _located(
    statement: DraftStatement, passages: Sequence[StoredPassage], text_of: Callable[[str], str]
) -> Iterator[Citation]:
    for claimed in statement.citations:
        if not 1 <= claimed.passage <= len(passages):
            continue
        passage = passages[claimed.passage - 1]
        try:
            text = text_of(passage.article.source)
        except CorpusError:
            continue
        quote = locate(claimed.quote, passage, text)
        if quote and not stands_beside_orders(text, quote.start, quote.end, quote.language):
            yield quote
