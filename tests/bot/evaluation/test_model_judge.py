"""A model that judges answers over a real wire; it is asked only where there is something to compare."""

import json

import pytest

from bot.answers.answer import Answer
from bot.evaluation.model_judge import FORM, Judged, build_messages, judge_with
from bot.evaluation.questions import ExpectedAnswer
from bot.llm.language_model import load_language_model
from tests.bot.chat_server import Behaviour, answers, refuses, says, serving
from tests.bot.terminal.answers import ANSWERED, DECLINED

EXPECTED = ExpectedAnswer("When?", frozenset(), ("4 May", "mai"), declined=False)


@pytest.mark.parametrize(
    ("behaviour", "expected", "answer", "judged"),
    [
        (answers(reason="same day", right=True), EXPECTED, ANSWERED, True),
        (answers(right=False), EXPECTED, ANSWERED, False),
        (says("Looks fine to me."), EXPECTED, ANSWERED, None),
        (refuses(401), EXPECTED, ANSWERED, None),
        (answers(right=True), EXPECTED, DECLINED, None),
        (answers(right=True), ExpectedAnswer("?", frozenset(), (), declined=True), ANSWERED, None),
    ],
)
def test_the_model_says_whether_an_answer_is_right(
    behaviour: Behaviour,
    expected: ExpectedAnswer,
    answer: Answer,
    judged: bool | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    with serving(behaviour) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        judge = judge_with(load_language_model("openai:scripted", seconds=20.0))
        assert judge(expected, answer) is judged
        assert bool(server.requests) is (expected is EXPECTED and answer is ANSWERED)


def test_it_sees_the_question_the_expected_and_the_answer() -> None:
    rules, shown = (str(message.content) for message in build_messages(EXPECTED, ANSWERED))
    assert Judged.model_validate(json.loads(FORM)).right
    assert FORM in rules
    assert "4 May\nmai" in shown
    assert ANSWERED.statements[0].text in shown
