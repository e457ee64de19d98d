"""What became of a question, judged by the words and the articles that were expected.

Takes a question of a file and an Answer; gives a Verdict. Pure: asks nothing, reads nothing.
"""

from collections.abc import Collection, Sequence
from enum import Enum

from bot.answers.answer import Answer
from ingest.text.terms import normalise


class Verdict(Enum):
    """The first four are of questions that the articles answer, the others of questions that they do not."""

    RIGHT_FIRST = "right first"
    """The first statement, or what it quotes, holds an expected word and cites an expected article."""
    RIGHT_LATER = "right later"
    """A later statement does."""
    WRONG = "wrong"
    """None does."""
    WRONGLY_DECLINED = "wrongly declined"
    RIGHTLY_DECLINED = "rightly declined"
    CORRECTED = "premise corrected"
    """What the question took for true was answered by a first statement that says what is."""
    ANSWERED = "wrongly answered"


KNOWN = (Verdict.RIGHT_FIRST, Verdict.RIGHT_LATER, Verdict.WRONG, Verdict.WRONGLY_DECLINED)
UNKNOWN = (Verdict.RIGHTLY_DECLINED, Verdict.CORRECTED, Verdict.ANSWERED)


def judge_known(answer: Answer, words: Sequence[str], sources: Collection[str]) -> Verdict:
    """Judge the answer to a question that the articles answer.

    Args:
        answer: What was said.
        words: Any of them will do; none for any words.
        sources: Any of them will do; none for any article.
    """
    if answer.abstained:
        return Verdict.WRONGLY_DECLINED
    right = [_is_right(answer, number, words, sources) for number in range(len(answer.statements))]
    if right[0]:
        return Verdict.RIGHT_FIRST
    return Verdict.RIGHT_LATER if any(right) else Verdict.WRONG


def judge_unknown(answer: Answer, corrections: Sequence[str], sources: Collection[str]) -> Verdict:
    """Judge the answer to a question that no article answers; without `corrections` it must be declined."""
    if answer.abstained:
        return Verdict.RIGHTLY_DECLINED
    if corrections and _is_right(answer, 0, corrections, sources):
        return Verdict.CORRECTED
    return Verdict.ANSWERED


def holds(text: str, words: Sequence[str]) -> bool:
    """Whether the text holds any of the words, however they are written."""
    said = normalise(text)
    return any(normalise(word) in said for word in words)


def _is_right(answer: Answer, number: int, words: Sequence[str], sources: Collection[str]) -> bool:
    statement = answer.statements[number]
    cited = [each for each in answer.citations if each.number in statement.citations]
    named = not sources or any(each.source in sources for each in cited)
    return named and (not words or holds(" ".join([statement.text, *(each.quote for each in cited)]), words))
