"""What becomes of a question, and the figures over several."""

from dataclasses import replace

import pytest

from bot.answers.answer import Answer, Notice, Question
from bot.answers.progress import Tell, silently
from bot.evaluation.questions import ExpectedAnswer
from bot.evaluation.running import Measure, QuestionOutcome, measure, run, seconds, total_usage
from bot.llm.usage import ModelUsage
from ingest.errors import CorpusError
from tests.bot.terminal.answers import ANSWERED, DECLINED

CITED = ANSWERED.citations[0]


def text_of(source: str) -> str:
    """A file that holds the first citation just where it says."""
    if source != CITED.source:
        raise CorpusError("gone")
    lines = "\n" * (CITED.first_line - 1)
    return lines + " " * (CITED.start - len(lines)) + CITED.quote


class Saying:
    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def answer(self, _question: Question, _tell: Tell = silently) -> Answer:
        return self.answers.pop(0)


def ask(expected: ExpectedAnswer, answer: Answer, found: tuple[str, ...] = ()) -> QuestionOutcome:
    (outcome,) = run([expected], Saying(answer), lambda _: found, text_of)
    return outcome


def shares(outcomes: list[QuestionOutcome]) -> dict[str, Measure]:
    return {each.name: each for each in measure(outcomes)}


ONLY = replace(ANSWERED, citations=(CITED,), seconds=0.5)
EXPECTED = ExpectedAnswer("?", frozenset({CITED.source}), (CITED.quote[:8].upper(),), declined=False)


def test_expected_answer() -> None:
    outcome = ask(EXPECTED, ONLY, ("other.txt", CITED.source))
    assert outcome.right
    assert (outcome.ranks, outcome.holds_words, outcome.cites_source, outcome.standing) == ((2,), True, True, (True,))
    figures = shares([outcome])
    assert figures["source among the first 1"].estimate.value == 0
    assert figures["source among the first 3"].estimate.value == 1
    assert figures["declined rightly"].estimate.count == 0


@pytest.mark.parametrize(
    "change", [{"start": CITED.start + 1}, {"quote": CITED.quote + "!"}, {"first_line": 1}, {"source": "gone.txt"}]
)
def test_citation_that_does_not_stand(change: dict[str, object]) -> None:
    moved = replace(CITED, **change)  # type: ignore[arg-type]
    assert ask(EXPECTED, replace(ONLY, citations=(moved,))).standing == (False,)


def test_other_words_or_another_source_is_wrong() -> None:
    assert not ask(replace(EXPECTED, words=("no such words",)), ONLY).right
    assert not ask(replace(EXPECTED, sources=frozenset({"other.txt"})), ONLY).right


@pytest.mark.parametrize(
    ("words", "said", "holds"), [("4 May", "14 May", False), ("4 May", "on 4 May", True), ("4", "40", False)]
)
def test_a_number_is_not_found_in_another(words: str, said: str, holds: bool) -> None:
    told = replace(ONLY, statements=(replace(ONLY.statements[0], text=said),), citations=())
    assert ask(replace(EXPECTED, words=(words,)), told).holds_words is holds


def test_declining_is_right_only_where_it_is_expected() -> None:
    absent = ExpectedAnswer("?", frozenset(), (), declined=True)
    outcomes = [ask(absent, DECLINED), ask(absent, ONLY), ask(EXPECTED, DECLINED), ask(EXPECTED, ONLY)]
    assert [each.right for each in outcomes] == [True, False, False, True]
    figures = shares(outcomes)
    assert figures["declined rightly"].estimate.value == 0.5
    assert figures["declined wrongly"].estimate.value == 0.5
    assert figures["answer holds the words"].estimate.count == 1
    assert figures["all as expected"].estimate.count == 4


def test_what_a_model_said_is_measured_only_where_one_was_asked() -> None:
    told = replace(ONLY, statements=ONLY.statements[:1], left_out=3)
    useless, plain = replace(ONLY, notices=(Notice.MODEL_FAILED,)), ask(EXPECTED, ONLY)
    asked = [replace(ask(EXPECTED, it), usage=ModelUsage(2, 30, 4)) for it in (told, useless)]
    figures = shares([plain, *asked])
    supported = figures["statements supported"].estimate
    assert (supported.value, supported.count) == (0.25, 4)
    assert figures["answers with statements left out"].estimate.value == 1
    assert figures["language model of no use"].estimate.value == 0.5
    assert total_usage([plain, *asked]) == ModelUsage(4, 60, 8)
    assert shares([plain])["statements supported"].estimate.count == 0


def test_seconds_are_percentiles() -> None:
    outcomes = [ask(EXPECTED, replace(ONLY, seconds=float(each))) for each in range(101)]
    assert seconds(outcomes, 95) == pytest.approx(95)
