import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.private_folder import keep_private


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> set[str]:
    paths = [folder, *folder.rglob("*")]
    return {path.name for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077}


def test_what_is_there_and_what_is_made_later_is_the_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "index" / "edition-1").mkdir(parents=True)
    (data / "index" / "edition-1" / "catalogue.sqlite").write_text("x")
    (data / "kilde.db").write_text("x")
    assert open_to_others(data) == {"data", "index", "edition-1", "catalogue.sqlite", "kilde.db"}
    keep_private(data)
    (data / "models").mkdir()
    (data / "models" / "weights").write_text("x")
    assert open_to_others(data) == set()
    assert (data / "kilde.db").read_text() == "x"


def test_what_is_not_kildes_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "somebody's.txt").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "index").symlink_to(tmp_path / "elsewhere")
    keep_private(tmp_path)
    assert open_to_others(tmp_path) == {"somebody's.txt", "elsewhere", "index"}


def test_a_folder_that_cannot_be_made_is_somebody_elses_to_report(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    keep_private(tmp_path / "file" / "data")
