"""Asks the questions of a file and measures what came back.

    ExpectedAnswer ──answer, find──▶ Outcome   …   Outcomes ──measure──▶ Measures with their intervals

Takes an Answerer, and functions that find sources and read articles; knows neither files nor pages.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.answers.answer import WITHOUT_MODEL, Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.left_out import watched
from bot.evaluation.measures import Estimate, estimate, ndcg
from bot.evaluation.model_judge import Judge
from bot.evaluation.questions import ExpectedAnswer
from bot.llm.usage import ModelUsage, metered
from bot.quotes.citation import Citation
from bot.quotes.drafts import Verdict
from bot.quotes.dropped_statements import rules_of
from ingest.errors import CorpusError
from ingest.text.terms import normalise

DEPTHS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """What became of one question.

    Attributes:
        expected: What was asked.
        answer: What came back.
        ranks: 1-based ranks of the expected sources among the articles found.
        holds_words: The answer holds expected words; None when none are expected or it was declined.
        cites_source: It cites an expected source; None likewise.
        standing: Per citation, whether its quote stands in its file at its place.
        usage: What of a language model it took.
        left_out: What the model said and its quotes did not carry.
        judged: What a model says of the answer; None where none was asked or it was of no help.
    """

    expected: ExpectedAnswer
    answer: Answer
    ranks: tuple[int, ...]
    holds_words: bool | None
    cites_source: bool | None
    standing: tuple[bool, ...]
    usage: ModelUsage = field(default_factory=ModelUsage)
    left_out: tuple[Verdict, ...] = ()
    judged: bool | None = None

    @property
    def right(self) -> bool:
        """Whether everything that was expected came true."""
        if self.expected.declined or self.answer.abstained:
            return self.expected.declined == self.answer.abstained
        return self.holds_words is not False and self.cites_source is not False

    @property
    def rightly_left_out(self) -> list[bool]:
        """For each statement that was left out and of which the file tells, whether that was right.

        Where the question should be declined nothing can be true; where words are expected, a statement that holds
        them says what was asked for, whatever else it says.
        """
        if self.expected.declined:
            return [True for _ in self.left_out]
        return [False for verdict in self.left_out if _holds(self.expected, verdict.text)]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the report: a share from 0 to 1, over as many questions or citations as it applies to."""

    name: str
    estimate: Estimate


def run(
    questions: Sequence[ExpectedAnswer],
    answerer: Answerer,
    sources: Callable[[str], Sequence[str]],
    article_text: Callable[[str], str],
    judge: Judge | None = None,
) -> Iterator[QuestionOutcome]:
    """Ask one question after the other.

    Args:
        questions: What to ask.
        answerer: Whom to ask.
        sources: Gives the articles found for a question, best first, each once.
        article_text: Gives the text of a source; CorpusError where it has none.
        judge: Says whether an answer is right; what it takes is not counted as the answer's.
    """
    for expected in questions:
        with metered() as meter, watched() as left_out:
            answer = answerer.answer(Question(expected.question))
        found = sources(expected.question)
        ranks = tuple(rank for rank, source in enumerate(found, 1) if source in expected.sources)
        standing = tuple(_stands(citation, article_text) for citation in answer.citations)
        holds, cites = _holds_words(expected, answer), _cites(expected, answer)
        judged = judge(expected, answer) if judge else None
        yield QuestionOutcome(expected, answer, ranks, holds, cites, standing, meter.usage, tuple(left_out), judged)


def measure(outcomes: Sequence[QuestionOutcome]) -> list[Measure]:
    """Give all figures; those that no question allows have the count 0."""
    placed = [each for each in outcomes if each.expected.sources and not each.expected.declined]
    hits = [
        Measure(f"source among the first {k}", _share(min(o.ranks, default=k + 1) <= k for o in placed)) for k in DEPTHS
    ]
    gains = [ndcg(each.ranks, 10, len(each.expected.sources)) for each in placed]
    answerable = [each.answer.abstained for each in outcomes if not each.expected.declined]
    others = [each.answer.abstained for each in outcomes if each.expected.declined]
    return [
        *hits,
        Measure("nDCG@10 of sources", estimate(gains)),
        Measure("answer holds the words", _share(o.holds_words for o in outcomes if o.holds_words is not None)),
        Measure("answer cites the source", _share(o.cites_source for o in outcomes if o.cites_source is not None)),
        Measure("citations that stand in their file", _share(each for o in outcomes for each in o.standing)),
        *_of_the_model(outcomes),
        Measure("declined wrongly", _share(answerable)),
        Measure("declined rightly", _share(others)),
        Measure("all as expected", _share(each.right for each in outcomes)),
    ]


def _of_the_model(outcomes: Sequence[QuestionOutcome]) -> list[Measure]:
    """How much of what a language model said could be shown; without one the counts are 0."""
    asked = [each.answer for each in outcomes if each.usage.calls]
    of_use = [answer for answer in asked if not WITHOUT_MODEL.intersection(answer.notices)]
    shown = [whole for it in of_use for whole in (*[True] * len(it.statements), *[False] * it.left_out)]
    return [
        Measure("statements supported", _share(shown)),
        Measure("answers with statements left out", _share(bool(it.left_out) for it in of_use)),
        Measure(
            "left out rightly, where the file tells", _share(right for it in outcomes for right in it.rightly_left_out)
        ),
        Measure("answer judged right by the model", _share(it.judged for it in outcomes if it.judged is not None)),
        Measure("language model of no use", _share(bool(WITHOUT_MODEL.intersection(it.notices)) for it in asked)),
    ]


def left_out_by_rule(outcomes: Sequence[QuestionOutcome]) -> Counter[str]:
    """Count the statements that were left out, by every rule that they broke (`bot.quotes.dropped_statements`)."""
    verdicts = (verdict for outcome in outcomes for verdict in outcome.left_out)
    return Counter(rule for verdict in verdicts for rule in sorted(rules_of(verdict.flags)))


def total_usage(outcomes: Sequence[QuestionOutcome]) -> ModelUsage:
    """Add up what all questions took of the language model."""
    return sum((each.usage for each in outcomes), ModelUsage())


def seconds(outcomes: Sequence[QuestionOutcome], percentile: float) -> float:
    """Seconds from question to answer; NaN without any."""
    taken = [each.answer.seconds for each in outcomes]
    return float(np.percentile(taken, percentile)) if taken else float("nan")


def _share(values: Iterator[bool] | Sequence[bool]) -> Estimate:
    return estimate([float(value) for value in values])


def _holds_words(expected: ExpectedAnswer, answer: Answer) -> bool | None:
    if answer.abstained or not expected.words:
        return None
    return _holds(expected, " ".join([*(s.text for s in answer.statements), *(c.quote for c in answer.citations)]))


def _holds(expected: ExpectedAnswer, text: str) -> bool:
    """Whether a text holds expected words; "4 May" does not stand in "14 May"."""
    said, wanted = normalise(text), (re.escape(normalise(words)) for words in expected.words)
    return any(re.search(rf"(?!(?<=\d)\d){words}(?!(?<=\d)\d)", said) for words in wanted)


def _cites(expected: ExpectedAnswer, answer: Answer) -> bool | None:
    if answer.abstained or not expected.sources:
        return None
    return any(citation.source in expected.sources for citation in answer.citations)


def _stands(citation: Citation, article_text: Callable[[str], str]) -> bool:
    try:
        text = article_text(citation.source)
    except CorpusError:
        return False
    first = text.count("\n", 0, citation.start) + 1
    return text[citation.start : citation.end] == citation.quote and first == citation.first_line
