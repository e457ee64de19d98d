"""Broken installations, real ones: what `doctor` says of each, what `--repair` mends, and that nothing is lost."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from bot import __main__ as command_line
from bot.doctor import index_checks
from bot.memory import database_url
from bot.memory.database import migrate
from bot.settings import BotSettings
from ingest.index.locks import writing
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.bot.doctor.test_doctor import catalogue_of, change, installed

__all__ = ["installed"]


@dataclass(frozen=True)
class Case:
    """How it is broken, what is said of it, and what that is after a repair."""

    inflict: Callable[[BotSettings], object]
    check: str
    level: str
    says: str
    mendable: bool
    after: str = "ok"
    remedy: str = ""


def _cut_chroma(settings: BotSettings) -> None:
    for file in settings.data_dir.glob("index/edition-*/chroma-*/*/*.bin"):
        file.unlink()


def _damage_model(settings: BotSettings) -> None:
    models = settings.data_dir / "models"
    source = models.resolve()
    models.unlink()
    (models / "multilingual-e5-small").mkdir(parents=True)
    shutil.copy(source / "multilingual-e5-small" / "manifest.json", models / "multilingual-e5-small")


def _older_database(settings: BotSettings) -> None:
    (settings.data_dir / "kilde.db").unlink()
    engine = create_engine(database_url(None, settings.data_dir))
    migrate(engine, "0010")
    engine.dispose()
    insert = "INSERT INTO people (id, role) VALUES (7, 'admin')"
    change(settings.data_dir / "kilde.db", insert)


CASES = {
    "others may read it": Case(
        lambda settings: settings.data_dir.chmod(0o755), "disk", "warning", "can be read by other users", True
    ),
    "the pointer is garbled": Case(
        lambda settings: (settings.data_dir / "index" / "current").write_bytes(b"\0\0"),
        "index",
        "warning",
        "names the current index is lost",
        True,
    ),
    "files of Chroma are gone": Case(_cut_chroma, "chroma", "warning", "are missing or cut", True),
    "an ingestion was cut off": Case(
        lambda settings: change(catalogue_of(settings), "UPDATE state SET dirty = 1"),
        "chroma",
        "warning",
        "was cut off",
        True,
    ),
    "words do not fit": Case(
        lambda settings: change(catalogue_of(settings), "UPDATE lexicon SET passages = passages + 3"),
        "index",
        "trouble",
        "passages are missing among the words",
        True,
    ),
    "vectors were miscounted": Case(
        lambda settings: change(catalogue_of(settings), "UPDATE language SET vectors = vectors + 1"),
        "index",
        "trouble",
        "another number of vectors",
        True,
    ),
    "a vector is lost": Case(
        lambda settings: change(catalogue_of(settings), "DELETE FROM vector WHERE rowid = 3"),
        "index",
        "trouble",
        "passages have no vector",
        True,
        "trouble",
        "`python -m ingest`",
    ),
    "a passage is lost": Case(
        lambda settings: change(catalogue_of(settings), "DELETE FROM passage WHERE id = 2"),
        "index",
        "trouble",
        "1 articles have lost passages",
        True,
        "trouble",
        "`python -m ingest`",
    ),
    "the model is damaged": Case(_damage_model, "models", "warning", "is damaged", True),
    "the database is of an older version": Case(_older_database, "database", "warning", "older version", True),
    "the catalogue is garbage": Case(
        lambda settings: catalogue_of(settings).write_bytes(b"garbage " * 2000),
        "index",
        "trouble",
        "--rebuild",
        False,
        "trouble",
        "",
    ),
    "the database is garbage": Case(
        lambda settings: (settings.data_dir / "kilde.db").write_bytes(b"no database at all " * 500),
        "database",
        "trouble",
        "damaged",
        False,
        "trouble",
        "backup",
    ),
    "another model": Case(
        lambda settings: change(catalogue_of(settings), "UPDATE state SET setting = 'some/model'"),
        "index",
        "trouble",
        "some/model",
        False,
        "trouble",
    ),
}
Doctor = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def doctor(
    installed: BotSettings,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Doctor:
    """The command, on the installation, with the model that is loaded already."""
    monkeypatch.setattr(index_checks, "load_embedder", lambda *_: embedder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(installed.data_dir))
    monkeypatch.setenv("ARTICLES_DIR", str(installed.articles_dir))

    def run(*options: str) -> tuple[int, dict[str, Any]]:
        status = command_line.main(["doctor", "--json", *options])
        return status, json.loads(capsys.readouterr().out)

    return run


def found(report: dict[str, Any], check: str) -> dict[str, Any]:
    """The worst that a check found."""
    order = ("ok", "warning", "trouble")
    rows: list[dict[str, Any]] = [row for row in report["findings"] if row["check"] == check]
    return max(rows, key=lambda row: order.index(row["level"]))


@pytest.mark.parametrize("name", CASES)
def test_it_is_told_and_mended_where_nothing_is_lost_by_it(name: str, installed: BotSettings, doctor: Doctor) -> None:
    case = CASES[name]
    case.inflict(installed)
    status, before = doctor()
    told = found(before, case.check)
    assert told["level"] == case.level
    assert case.says in f"{told['text']} {told['remedy']}"
    assert told["mendable"] is case.mendable
    assert status == {"warning": 1, "trouble": 2}[before["level"]]
    _, after = doctor("--repair")
    assert [row for row in after["mended"] if not row["done"]] == []
    assert bool(after["mended"]) is case.mendable
    left = found(after, case.check)
    assert left["level"] == case.after
    assert case.remedy in left["remedy"]
    assert left["mendable"] is False


@pytest.mark.parametrize("name", ["a vector is lost", "a passage is lost"])
def test_what_lost_something_is_read_anew_and_nothing_else_is(
    name: str, installed: BotSettings, doctor: Doctor, embedder: Embedder
) -> None:
    CASES[name].inflict(installed)
    doctor("--repair")
    settings = CorpusSettings(articles_dir=installed.articles_dir, data_dir=installed.data_dir)
    report = ingest(settings, lambda: embedder)
    assert (report.new, report.changed, report.removed) == (0, 1, 0)
    _, after = doctor()
    levels = {check: found(after, check) for check in ("index", "folder", "chroma", "passages")}
    assert [row for row in levels.values() if row["level"] != "ok"] == []


def test_a_migrated_database_keeps_what_it_held_and_a_copy_of_itself(installed: BotSettings, doctor: Doctor) -> None:
    _older_database(installed)
    doctor("--repair")
    (copy,) = installed.data_dir.glob("kilde.db.before-*")
    assert copy.stat().st_mode & 0o077 == 0
    versions = []
    for file in (copy, installed.data_dir / "kilde.db"):
        with contextlib.closing(sqlite3.connect(file)) as connection:
            versions.append(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
            assert connection.execute("SELECT id, role FROM people").fetchall() == [(7, "admin")]
    assert versions[0] == "0010" < versions[1]


def test_what_another_process_writes_is_left_to_it(installed: BotSettings, doctor: Doctor) -> None:
    CASES["words do not fit"].inflict(installed)
    with writing(installed.data_dir / "index"):
        status, after = doctor("--repair")
    assert [row["done"] for row in after["mended"]] == [False]
    assert status == 2


def test_with_settings_that_are_not_understood_nothing_is_mended(
    installed: BotSettings, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed.data_dir.chmod(0o755)
    monkeypatch.setenv("WEBHOOK_PORT", "none")
    _, after = doctor("--repair")
    assert after["mended"] == []
    assert installed.data_dir.stat().st_mode & 0o077 == 0o055


def test_in_words(installed: BotSettings, doctor: Doctor, capsys: pytest.CaptureFixture[str]) -> None:
    installed.data_dir.chmod(0o755)
    command_line.main(["doctor", "--repair"])
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("mended   disk:") for line in lines) == 1
    assert sum(line.startswith("ok       settings:") for line in lines) == 2
