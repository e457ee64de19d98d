"""Backup and restore: real index and database, restored elsewhere, answering without embedding passages anew."""

import io
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy.engine import URL

from bot import __main__ as command_line
from bot.backup.backup_writer import back_up
from bot.backup.manifest import NAME, is_ours
from bot.backup.restoring import restore
from bot.memory import Memory, database_url
from bot.memory.people import Role
from bot.settings import BotSettings
from ingest.errors import BackupError
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.settings import CorpusSettings
from tests.bot.memory.conftest import postgres as postgres

REPO = Path(__file__).parents[3]


@pytest.fixture
def running(seeds: CorpusSettings, tmp_path: Path) -> BotSettings:
    """The seeds' index, and a database in which somebody writes."""
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "index").symlink_to(seeds.data_dir / "index")
    return BotSettings(articles_dir=REPO / "seeds", data_dir=folder, telegram_bot_token=SecretStr(f"1:{'a' * 35}"))


def test_what_is_restored_answers_and_remembers(running: BotSettings, embedder: Embedder, tmp_path: Path) -> None:
    (running.data_dir / "originals").mkdir()
    (running.data_dir / "originals" / "a.txt").write_text("As it came.", "utf-8")
    memory = Memory(database_url(None, running.data_dir))
    memory.people.admit(7)
    with closing(sqlite3.connect(running.data_dir / "kilde.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM people")
        back_up(running, tmp_path / "kilde.tar.gz")  # what is not committed is not in it
        writer.execute("ROLLBACK")
    memory.close()
    new = BotSettings(articles_dir=running.articles_dir, data_dir=tmp_path / "new")
    restore(new, tmp_path / "kilde.tar.gz")
    memory = Memory(database_url(None, new.data_dir))
    assert memory.people.get(7).role is Role.MEMBER
    memory.close()
    (question,) = embedder.embed_queries(["When did the bridge open?"])
    before, after = Index(running), Index(new)
    try:
        assert after.trouble() is None
        expected, found = before.nearest(question, 5), after.nearest(question, 5)
        assert [stored.passage for stored, _ in found] == [stored.passage for stored, _ in expected]
        assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in expected])
        assert expected
    finally:
        before.close()
        after.close()
    assert (new.data_dir / "originals" / "a.txt").read_text("utf-8") == "As it came."
    assert "aaaa" not in (new.data_dir / "settings.env").read_text("utf-8")
    assert not list(new.data_dir.glob(".restoring*"))


@pytest.fixture
def backup(running: BotSettings, tmp_path: Path) -> Path:
    Memory(database_url(None, running.data_dir)).close()
    back_up(running, tmp_path / "kilde.tar.gz")
    return tmp_path / "kilde.tar.gz"


def test_nothing_is_overwritten(backup: Path, running: BotSettings) -> None:
    content = backup.read_bytes()
    with pytest.raises(BackupError, match="overwrites nothing"):
        back_up(running, backup)
    assert backup.read_bytes() == content
    with pytest.raises(BackupError, match="restore into an empty folder"):
        restore(running, backup)


def test_damaged_and_foreign_files_are_refused_in_one_sentence(backup: Path, tmp_path: Path) -> None:
    content = backup.read_bytes()
    middle = len(content) // 2
    with tarfile.open(tmp_path / "foreign.tar.gz", "w:gz") as tar:
        manifest = b'{"version": "1", "made": "", "files": [{"name": "../x", "size": 0, "sha256": ""}]}'
        for name, inside in ((NAME, manifest), ("../x", b"")):
            member = tarfile.TarInfo(name)
            member.size = len(inside)
            tar.addfile(member, io.BytesIO(inside))
    faults = {
        "cut": content[:middle],
        "flipped": content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :],
        "empty": b"",
        "text": b"no backup",
        "foreign": (tmp_path / "foreign.tar.gz").read_bytes(),
    }
    for name, damaged in faults.items():
        (tmp_path / name).write_bytes(damaged)
        with pytest.raises(BackupError, match="is damaged, or no backup of Kilde; nothing was restored"):
            restore(BotSettings(data_dir=tmp_path / "new"), tmp_path / name)
        assert list((tmp_path / "new").iterdir()) == []
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("name", ["../x", "/etc/x", "originals/../../x", "index/x", "originals", "originals\\..\\x"])
def test_no_other_file_is_written(name: str) -> None:
    assert not is_ours(name)


def test_nothing_to_back_up_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command_line.main(["backup", "kilde.tar.gz"]) == 2
    assert capsys.readouterr().err.startswith("There is nothing to back up in .data;")
    assert command_line.main(["restore", "kilde.tar.gz"]) == 2
    assert "No such file" in capsys.readouterr().err


def test_postgresql_is_dumped(postgres: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = SecretStr(postgres.set(drivername="postgresql").render_as_string(hide_password=False))
    settings = BotSettings(data_dir=tmp_path / "old", database_url=address)
    back_up(settings, tmp_path / "kilde.tar.gz")
    restore(settings.model_copy(update={"data_dir": tmp_path / "new"}), tmp_path / "kilde.tar.gz")
    assert (tmp_path / "new" / "kilde.pgdump").read_bytes()[:5] == b"PGDMP"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match="pg_dump is not installed"):
        back_up(settings, tmp_path / "again.tar.gz")
