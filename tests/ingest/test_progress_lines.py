"""How far a run is, for scripts."""

import io
import json
from pathlib import Path

import pytest

from ingest import __main__ as command_line
from ingest.progress_lines import ProgressLines
from ingest.report import Progress
from tests.ingest.fakes import WordEmbedder, write_articles


def test_lines_come_now_and_then_and_for_the_last_file() -> None:
    to, times = io.StringIO(), iter([0.0, 0.1, 0.2, 0.3, 1.2, 1.3, 1.4])
    lines = ProgressLines(to, lambda: next(times))
    for files in (0, 1, 2, 3, 4, 4):
        lines(Progress(files, 4, 10 * files))
    rows = [json.loads(line) for line in to.getvalue().splitlines()]
    assert [row["files"] for row in rows] == [0, 3, 4]
    assert rows[-1] == {"files": 4, "of": 4, "passages": 40, "seconds": 1.3}


def test_a_run_tells_on_standard_error_and_reports_on_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    write_articles(folder, range(3))
    monkeypatch.setenv("ARTICLES_DIR", str(folder))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(command_line, "_load", lambda _: WordEmbedder())
    assert command_line.main(["--progress", "--json"]) == 0
    said = capsys.readouterr()
    rows = [json.loads(line) for line in said.err.splitlines()]
    assert (rows[-1]["files"], rows[-1]["of"]) == (3, 3)
    assert rows[-1]["passages"] > 0
    assert json.loads(said.out)["new"] == 3
