"""`python -m bot mcp`: what is missing is one sentence that says how to mend it."""

from pathlib import Path

import pytest

from bot import __main__ as command_line
from bot.mcp.story_book import PassingStoryBook
from ingest.installing import install_command
from tests.bot.memory.test_stories import belonging


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_its_package_it_says_how_to_add_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert command_line.main(["mcp"]) == 2
    said = capsys.readouterr().err
    assert said == f"This needs a package that is not installed; run {install_command('mcp', 'mcp')}\n"


@pytest.mark.parametrize("key", [None, "", "short"])
def test_without_a_key_nothing_is_served_by_http(
    key: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if key is not None:
        monkeypatch.setenv("MCP_KEY", key)
    assert command_line.main(["mcp", "--http"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("MCP_KEY ")
    assert said.count("\n") == 1


def test_a_story_book_refuses_who_has_not_seen_the_last_entry() -> None:
    book, one, other = PassingStoryBook(), belonging(1), belonging(2)
    assert book.add([one], 0)
    assert not book.add([other], 0)
    assert book.read(0) == ([one], 1)
    assert book.add([other], 1)
    assert book.read(1) == ([other], 2)
    assert book.read(2) == ([], 2)
