import io
import sys
import time

import pytest

from bot.answers.answer import Answer, Question
from bot.answers.progress import Doing, Stage, Tell, silently
from bot.terminal.spinner import answered, spinning
from tests.bot.terminal.answers import ANSWERED


class Telling:
    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        tell(Stage(Doing.READING, "en", 2, ("en",)))
        if self.failure:
            raise self.failure
        return ANSWERED


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_the_stage_and_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert answered(Telling(), Question("?")) is ANSWERED
    assert terminal.getvalue() == "\r\x1b[KReading 2 articles …\r\x1b[K"


def test_it_is_wiped_after_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(RuntimeError):
        answered(Telling(RuntimeError()), Question("?"))
    assert terminal.getvalue().endswith("\x1b[K")


def test_a_pipe_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    answered(Telling(), Question("?"))
    assert pipe.getvalue() == ""


def test_a_spinner_turns_while_something_loads_and_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with spinning("Loading"):
        time.sleep(0.2)
    assert "| Loading" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_pipe_sees_no_spinner(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with spinning("Loading"):
        pass
    assert pipe.getvalue() == ""
