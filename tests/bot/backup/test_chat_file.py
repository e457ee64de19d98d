"""`export` and `import` on the command line."""

from pathlib import Path

import pytest

from bot import __main__ as command_line
from bot.memory import Memory, database_url
from tests.bot.memory.test_chat_copy import GROUP, live


def test_a_chat_moves_by_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "chat.json"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(old))
    memory = Memory(database_url(None, old))
    live(memory, GROUP)
    memory.close()
    assert command_line.main(["export", str(GROUP), str(file)]) == 0
    assert f"of the chat {GROUP}." in capsys.readouterr().out
    assert file.stat().st_mode & 0o077 == 0
    assert command_line.main(["export", str(GROUP), str(file)]) == 2
    assert "exists" in capsys.readouterr().err
    assert command_line.main(["export", "5", str(tmp_path / "none.json")]) == 2
    assert "Nothing is known of the chat 5" in capsys.readouterr().err
    assert not (tmp_path / "none.json").exists()
    monkeypatch.setenv("DATA_DIR", str(new))
    assert command_line.main(["import", str(file)]) == 0
    assert f"The chat {GROUP} is here" in capsys.readouterr().out
    assert command_line.main(["import", str(file)]) == 2
    assert "known here already" in capsys.readouterr().err
    file.write_text("{}", "utf-8")
    assert command_line.main(["import", str(file)]) == 2
    assert "no chat of Kilde" in capsys.readouterr().err
