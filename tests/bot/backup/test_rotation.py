"""Which backups there are, when the next is due, and which go."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from bot.backup.restoring import manifest_of, restore
from bot.backup.rotation import is_due, kept_in, make
from bot.memory import Memory, database_url
from bot.settings import BotSettings
from ingest.errors import BackupError

NOW = datetime(2026, 11, 30, 3, 47, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path) -> BotSettings:
    data = tmp_path / "data"
    Memory(database_url(None, data)).close()
    return BotSettings(data_dir=data, backup_dir=tmp_path / "safe" / "backups", keep_backups=3)


def test_one_is_made_under_the_name_of_its_moment_and_can_be_restored(settings: BotSettings, tmp_path: Path) -> None:
    made = make(settings, NOW, prune=True)
    assert made
    assert made.name == "kilde-20261130T034700Z.tar.gz"
    assert [kept.made_at for kept in kept_in(made.parent)] == [NOW]
    assert made.parent.stat().st_mode & 0o077 == 0
    restore(BotSettings(data_dir=tmp_path / "new"), made)
    assert (tmp_path / "new" / "kilde.db").exists()


def test_it_is_due_by_the_last_one_and_a_name_of_the_future_is_no_obstacle(settings: BotSettings) -> None:
    made = make(settings, NOW, prune=True)
    assert made
    kept = kept_in(made.parent)
    assert is_due([], NOW, DAY)
    assert not is_due(kept, NOW + DAY - HOUR, DAY)
    assert is_due(kept, NOW + DAY, DAY)
    assert is_due(kept, NOW - HOUR, DAY)


def test_the_oldest_go_and_what_is_not_ours_stays(settings: BotSettings) -> None:
    folder = settings.backup_dir
    assert folder
    folder.mkdir(parents=True)
    for name in ("kilde-2026-11-29.tar.gz", "notes.txt", "kilde-99999999T999999Z.tar.gz.old"):
        (folder / name).write_text("mine", "utf-8")
    for day in range(5):
        assert make(settings, NOW + day * DAY, prune=True)
    assert [kept.made_at for kept in kept_in(folder)] == [NOW + day * DAY for day in (2, 3, 4)]
    assert make(settings, NOW - 9 * DAY, prune=True), "by a clock that ran wrong"
    assert [kept.made_at for kept in kept_in(folder)] == [NOW - 9 * DAY, NOW + 3 * DAY, NOW + 4 * DAY]
    assert make(settings, NOW + 5 * DAY, prune=False)
    assert len(kept_in(folder)) == 4
    assert len(list(folder.glob("*mine*"))) == 0
    assert {"notes.txt", "kilde-2026-11-29.tar.gz"} <= {path.name for path in folder.iterdir()}


def test_of_two_processes_one_makes_it(settings: BotSettings) -> None:
    folder = settings.backup_dir
    assert folder
    folder.mkdir(parents=True)
    with FileLock(folder / ".kilde-backup.lock"):
        assert make(settings, NOW, prune=True) is None
    assert make(settings, NOW, prune=True) is not None


def test_what_a_killed_one_left_goes_after_a_day(settings: BotSettings) -> None:
    folder = settings.backup_dir
    assert folder
    fresh, old = (folder / f".kilde-2026113{day}T000000Z.tar.gz.abc" for day in (0, 1))
    for left, age in ((fresh, 60.0), (old, 100_000.0)):
        left.mkdir(parents=True)
        os.utime(left, (time.time() - age,) * 2)
    make(settings, NOW, prune=False)
    assert (fresh.exists(), old.exists()) == (True, False)


def test_a_folder_that_cannot_be_is_one_sentence(settings: BotSettings, tmp_path: Path) -> None:
    (tmp_path / "safe").write_text("a file", "utf-8")
    with pytest.raises(BackupError, match="BACKUP_DIR"):
        make(settings, NOW, prune=True)


def test_a_damaged_file_has_no_manifest(settings: BotSettings) -> None:
    made = make(settings, NOW, prune=True)
    assert made
    assert manifest_of(made).files
    made.write_bytes(made.read_bytes()[:100])
    with pytest.raises(BackupError, match="is damaged"):
        manifest_of(made)
