"""`python -m bot`: which command runs, what it prints, how it ends."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.engine import URL

from bot import __main__ as command_line
from bot.briefings.briefer import StoryBriefer
from bot.briefings.briefing import Briefer
from bot.briefings.worded_briefer import WordedBriefer
from bot.command_line import open_index
from bot.memory import Memory
from bot.settings import BotSettings
from ingest.errors import IndexMissing
from ingest.settings import CorpusSettings
from tests.bot.terminal.answers import Scripted

REPO = Path(__file__).parents[2]


class Nothing:
    """An index without articles."""

    def article(self, _source: str) -> None:
        return None


@pytest.fixture
def answerer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Scripted:
    scripted = Scripted()

    @contextmanager
    def opened(_settings: object) -> Iterator[open_index.Opened]:
        nothing = cast("Any", None)
        yield open_index.Opened(cast("Any", Nothing()), scripted, nothing, None, nothing, nothing, nothing)

    monkeypatch.setattr(open_index, "opened", opened)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return scripted


def test_words_of_a_question_need_no_quotes(answerer: Scripted, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["ask", "When", "did the bridge open?"]) == 0
    assert answerer.asked == ["When did the bridge open?"]
    assert "harbour/000_bridge.txt:3" in capsys.readouterr().out


def test_dash_reads_questions_from_standard_input(
    answerer: Scripted, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a bridge\na market\n"))
    assert command_line.main(["ask", "--json", "-"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["abstained"] for record in records] == [False, True]


def test_many_answers_stand_below_their_questions(
    answerer: Scripted, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a bridge\na market\n"))
    assert command_line.main(["ask", "-"]) == 0
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.startswith("? ")] == [
        "? a bridge",
        "? a market",
    ]


def test_corpus_of_nothing_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command_line.main(["corpus"]) == 2
    assert capsys.readouterr().err == "Nothing was ingested yet; run `python -m ingest`.\n"


UNFIT = {
    "older": ("PRAGMA user_version = 1", "was written by an older version of Kilde; run `python -m ingest`."),
    "newer": (
        "PRAGMA user_version = 99",
        "was written by a newer version of Kilde; use that one again, or run `python -m ingest --rebuild`.",
    ),
    "another model": (
        "UPDATE state SET setting = 'some/model'",
        "some/model, but EMBEDDING_MODEL is packaged; set it back, or run `python -m ingest --rebuild`.",
    ),
    "other weights": (
        "UPDATE state SET weights = 'of before'",
        "bring the former ones back, or run `python -m ingest --rebuild`.",
    ),
}
"""What makes an index unfit for this bot, and how the one sentence about it ends."""


@pytest.mark.parametrize("command", [["ask", "why?"], ["chat"], ["preview", "--no-browser"], []])
@pytest.mark.parametrize("reason", UNFIT)
def test_an_index_that_does_not_fit_is_one_sentence_and_no_start(
    reason: str,
    command: list[str],
    seeds: CorpusSettings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(seeds.data_dir / "index", tmp_path / "index")
    (tmp_path / "models").symlink_to(seeds.data_dir / "models")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    change, ending = UNFIT[reason]
    (catalogue,) = tmp_path.glob("index/edition-*/catalogue.sqlite")
    with closing(sqlite3.connect(catalogue, isolation_level=None)) as connection:
        connection.execute(change)
    assert command_line.main(command) == 2
    told = capsys.readouterr()
    assert told.err.endswith(f"{ending}\n")
    assert (told.err.count("\n"), told.out) == (1, "")


def test_half_characters_in_an_argument_are_replaced(answerer: Scripted) -> None:
    assert command_line.main(["ask", "bridge\udcff"]) == 0
    assert answerer.asked == ["bridge?"]


def test_chat_ends_well_at_the_end_of_input(answerer: Scripted, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["chat"]) == 0
    assert "TELEGRAM_BOT_TOKEN" in capsys.readouterr().out


def test_without_token_or_terminal_start_says_how_to_go_on(
    answerer: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main([]) == 0
    assert "TELEGRAM_BOT_TOKEN" in capsys.readouterr().out
    assert answerer.asked == []


def test_what_a_person_can_mend_is_one_line_and_status_two(
    answerer: Scripted, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOK_PORT", "door")
    assert command_line.main(["chat"]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("WEBHOOK_PORT must be ")
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_a_reranker_that_is_none_is_one_line_and_status_two(
    seeds: CorpusSettings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(seeds.data_dir))
    monkeypatch.setenv("RERANKER_MODEL", str(tmp_path))
    assert command_line.main(["ask", "why?"]) == 2
    told = capsys.readouterr()
    assert told.err.startswith(f"The reranker {tmp_path} cannot be used: set RERANKER_MODEL")
    assert (told.err.count("\n"), told.out) == (1, "")


@pytest.mark.parametrize(
    ("failure", "status"), [(IndexMissing("Nothing was ingested."), 2), (KeyboardInterrupt(), 130)]
)
def test_failures_end_with_their_status(
    answerer: Scripted, failure: BaseException, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_question: object) -> None:
        raise failure

    monkeypatch.setattr(answerer, "answer", fail)
    assert command_line.main(["ask", "why?"]) == status


@pytest.mark.parametrize("arguments", [["ask"], ["sing"], ["ask", "--colour", "why?"]])
def test_usage_errors_are_status_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command_line.main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def python(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=REPO,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_help_is_quick_to_say_and_imports_nothing_heavy() -> None:
    heavy = "torch,sentence_transformers,chromadb,telegram,langchain_core"
    script = (
        "import sys, bot.__main__\n"
        "try: bot.__main__.main(['--help'])\n"
        f"finally: sys.stderr.write(','.join(name for name in '{heavy}'.split(',') if name in sys.modules))"
    )
    out, err = python("-c", script).communicate()
    assert all(name in out for name in ("ask", "chat", "preview"))
    assert err == ""


def test_reader_that_leaves_ends_the_command_quietly() -> None:
    script = (
        "import sys\n"
        "from contextlib import contextmanager\n"
        "from bot import __main__ as command_line\n"
        "from bot.command_line import ask, open_index\n"
        "from tests.bot.terminal.answers import Scripted\n"
        "@contextmanager\n"
        "def opened(_): yield open_index.Opened(None, Scripted(), None, None, None, None, None)\n"
        "open_index.opened = opened\n"
        "ask._questions = lambda *_: ('a bridge' for _ in range(100_000))\n"
        "sys.exit(command_line.main(['ask', '-']))"
    )
    process = python("-c", script, PYTHONPATH=str(REPO))
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(60) == 0
    process.stderr.close()


@pytest.mark.parametrize("word", ["x", "-1", "65536", "000065536", "9" * 5000, "٨"])
def test_a_port_that_is_none_is_refused_in_words(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["preview", f"--port={word}"])
    assert "a port is a number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(("model", "kind"), [("openai:scripted", WordedBriefer), (None, StoryBriefer)])
def test_a_language_model_words_the_briefings_too(
    model: str | None, kind: type[Briefer], seeds: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    settings = BotSettings(data_dir=seeds.data_dir, articles_dir=seeds.articles_dir, llm_model=model)
    memory = Memory(URL.create("sqlite"))
    with open_index.opened(settings) as opened:
        assert isinstance(opened.briefers(memory.stories), kind)
    memory.close()
