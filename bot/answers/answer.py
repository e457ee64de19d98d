"""Question in, Answer out: the data that the ASK flow passes along. Knows nothing of Telegram."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated

from pydantic import AliasChoices, Field

from bot.facts.contradictions import ContradictionKind
from bot.quotes.citation import Citation, Quotation, Statement
from ingest.index.catalogue import StoredArticle
from ingest.index.conditions import EVERYTHING, Conditions

_LATE = timedelta(days=1)
"""How much later than it is stamped an article may be found: a bot that runs sees what a long ingestion wrote, last."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation.

    Attributes:
        question: What it was about: as typed, or, of a follow-up, as rewritten, or the question that it leaned on.
        quotes: The sentences that were quoted in answer.
    """

    question: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """What was known when a question was declined.

    Attributes:
        moment: When that was, aware.
        sources: The articles that came nearest then.
    """

    moment: datetime
    sources: frozenset[str]

    def lacks(self, article: StoredArticle) -> bool:
        """Tell whether what the article says now could not be found then."""
        if article.changed > self.moment:
            return True
        return article.changed > self.moment - _LATE and article.source not in self.sources


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of articles goes on with.

    Attributes:
        subject: What the articles are about; "" for all.
        rest: Sources of those that were not told yet, the last published first.
        in_order: What is told at once is told in the order of its days.
    """

    subject: str
    rest: tuple[str, ...]
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked.

    Attributes:
        text: The question as typed; may be empty, very long or not a question at all.
        language: ISO 639-1 code to answer in, where the asker chose one (`/language`); else None.
        hint: ISO 639-1 code of the asker's client, a prior for short questions; else None.
        earlier: What was asked before in the same conversation, oldest first.
        before: What was known when it was declined, where it is asked again in the hope of something new; else None.
        conditions: What the articles must be that answer it; read from the text by the answerer, and added to these.
        ignored: Which kinds of conditions (`bot.questions.conditions_reader.KINDS`) the asker has taken off again.
        quote_only: It is answered without a language model, for there is nothing left to spend on one.
        going_on: The rest of a list that answered it, which is wanted now; else None.
        newest: The latest state of things is wanted; read from the text by the answerer.
        topic: What it is about, where it is a part of a question that says so elsewhere; else "".
    """

    text: str
    language: str | None = None
    hint: str | None = None
    earlier: tuple[Turn, ...] = ()
    before: Before | None = None
    conditions: Conditions = EVERYTHING
    ignored: tuple[str, ...] = ()
    quote_only: bool = False
    going_on: Listing | None = None
    newest: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestPassage(Quotation):
    """A retrieved passage as shown to a person; `score` grows with relevance and has no unit."""

    quote: Annotated[str, Field(validation_alias=AliasChoices("quote", "text"))]
    """The passage; stored answers from before version 0.2.0 call it `text`."""
    score: float


class Voice(Enum):
    """How surely an answer is given."""

    SURE = "sure"
    """Said plainly."""
    UNSURE = "unsure"
    """The nearest that was found, and said to be just that."""


class Notice(Enum):
    """Something the reader should know about how this answer came about."""

    MODEL_FAILED = "model_failed"
    """The language model said nothing that could be verified; the answer is extractive."""
    MODEL_UNREACHABLE = "model_unreachable"
    """The language model cannot be reached, or not in time; the answer is extractive."""
    MODEL_REFUSED = "model_refused"
    """The language model refused the key; the answer is extractive."""
    MODEL_SPENT = "model_spent"
    """The language model was called as often as it may be today; the answer is extractive."""
    NOTHING_ASKED = "nothing_asked"
    """The message holds no word to search for (empty, emoji or control characters only)."""
    SHORTENED = "shortened"
    """The question was longer than is read; only its beginning was used."""
    NO_ARTICLES = "no_articles"
    """The index is empty."""
    NOTHING_FITS = "nothing_fits"
    """No article that is as the question wants it answers; what is offered is not as it wants it."""
    NO_SUCH_ARTICLES = "no_such_articles"
    """No article is about what was asked for; the nearest ones are offered."""
    NO_CONTRADICTION = "no_contradiction"
    """The articles on what was asked for were compared, and nothing was found in which they differ."""
    MORE_ARTICLES = "more_articles"
    """There are more articles than are listed."""
    NOT_ALL = "not_all"
    """What is listed or compared may not be all that the articles have."""


WITHOUT_MODEL = frozenset({Notice.MODEL_FAILED, Notice.MODEL_UNREACHABLE, Notice.MODEL_REFUSED})
"""Notices of a language model that was asked and was of no use."""

NOT_SEARCHED = frozenset({Notice.NOTHING_ASKED, Notice.NO_ARTICLES})
"""Notices that say it all: nothing was looked for, so that nothing is declined and nothing is near."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sides of one point.

    Attributes:
        kind: In what they differ.
        one: The numbers of the citations that say the one.
        other: The numbers of those that say the other.
        values: What the one and the other say, as `bot.facts.compared_values` keeps it; None where not known.
    """

    kind: ContradictionKind
    one: tuple[int, ...]
    other: tuple[int, ...]
    values: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A newer sentence that replaces an older one: the numbers of the citations that say now and said before."""

    newer: tuple[int, ...]
    older: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One side of a comparison: its name ("" where it has none), its value as its article words it, its citation."""

    name: str
    value: str
    citation: int


@dataclass(frozen=True, slots=True)
class Compared:
    """The sides of a comparison.

    Attributes:
        sides: The one that wins first.
        greatest: The greatest wins; else the smallest.
        equal: All have the same value.
    """

    sides: tuple[ComparedSide, ...]
    greatest: bool
    equal: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        question: The question as typed.
        language: ISO 639-1 code in which the bot speaks to the asker (for its own words, not for quotes).
        statements: In the order to be shown, most direct first; empty exactly when `abstained`.
        citations: Numbered from 1 without gaps, each used by at least one statement.
        passages: The passages the answer was chosen from, best first; when `abstained`, the nearest ones to offer.
        abstained: The articles do not answer.
        notices: What the reader should know besides.
        seconds: Wall time from question to answer.
        follows: The earlier question that this one was taken to lean on; None where it stands alone.
        rewritten: Both in one question, as a language model put it and as it was answered; None where it did not.
        disagreements: Where the cited articles contradict one another; both sides are among the citations.
        conditions: What was read from the question, and what every article is that is cited.
        ignored: The kinds of conditions that the asker had taken off.
        updates: Where a cited article replaces what an older one said; the newer one leads.
        voice: How surely it is said; without meaning when `abstained`.
        confidence: Calibrated probability (0 to 1) that the first statement is right; None where not known.
        left_out: Statements of a language model that its quotes did not carry.
        helps: A command that does what was asked, where the articles do not (`bot.questions.helps`); else None.
        listing: What the list goes on with, where there is more than was told; else None.
        compared: The values of the sides of a comparison, where one was asked for; else None.
        untold: Of a question in several parts, those that the articles do not answer.
    """

    question: str
    language: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    passages: tuple[NearestPassage, ...]
    abstained: bool
    notices: tuple[Notice, ...] = ()
    seconds: float = 0.0
    follows: str | None = None
    rewritten: str | None = None
    disagreements: tuple[Disagreement, ...] = ()
    conditions: Conditions = EVERYTHING
    ignored: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()
    voice: Voice = Voice.SURE
    confidence: float | None = None
    left_out: int = 0
    helps: str | None = None
    listing: Listing | None = None
    compared: Compared | None = None
    untold: tuple[str, ...] = ()

    @property
    def understood(self) -> str:
        """The question with what it leans on, so that it can be read by whoever did not see the conversation."""
        if self.rewritten:
            return self.rewritten
        return f"{self.follows} {self.question}" if self.follows else self.question
