"""`python -m bot doctor` on a whole installation and on broken ones: real index, real database, real model."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import __main__ as command_line
from bot.backup.rotation import make
from bot.doctor.backup_check import backups
from bot.doctor.examination import examine
from bot.doctor.finding import Finding, Level
from bot.doctor.index_checks import index
from bot.doctor.lenient_settings import settings_and_trouble
from bot.doctor.model_checks import language_model, models
from bot.doctor.telegram_check import telegram
from bot.memory import Memory, database_url
from bot.memory.ledger import BriefingState
from bot.settings import BotSettings
from ingest.settings import CorpusSettings

REPO = Path(__file__).parents[3]
TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture
def installed(seeds: CorpusSettings, tmp_path: Path) -> BotSettings:
    """An installation with the seeds, a database, and links to the unpacked model."""
    folder = tmp_path / "data"
    shutil.copytree(seeds.data_dir / "index", folder / "index")
    folder.chmod(0o700)
    (folder / "models").symlink_to(seeds.data_dir / "models")
    Memory(database_url(None, folder)).close()
    return BotSettings(articles_dir=REPO / "seeds", data_dir=folder)


def catalogue_of(settings: BotSettings) -> Path:
    (found,) = settings.data_dir.glob("index/edition-*/catalogue.sqlite")
    return found


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def worst_of(findings: list[Finding], check: str) -> Finding:
    return max((finding for finding in findings if finding.check == check), key=lambda finding: finding.level)


def test_a_whole_installation_is_well_and_stays_as_it_is(
    installed: BotSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(installed.data_dir))
    monkeypatch.setenv("ARTICLES_DIR", str(installed.articles_dir))
    database = (installed.data_dir / "kilde.db").read_bytes()
    status = command_line.main(["doctor", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [row for row in found["findings"] if row["level"] != "ok" and row["check"] != "disk"] == []
    assert (status, found["level"]) in {(0, "ok"), (1, "warning")}
    assert {"folder", "chroma", "passages", "database"} <= {row["check"] for row in found["findings"]}
    assert (installed.data_dir / "kilde.db").read_bytes() == database


def test_with_nothing_there_every_check_says_something_and_nothing_is_made(tmp_path: Path) -> None:
    settings = BotSettings(articles_dir=tmp_path / "none", data_dir=tmp_path / "nothing")
    findings = list(examine(settings, None))
    assert worst_of(findings, "articles").level is Level.TROUBLE
    assert worst_of(findings, "index").remedy == "Run `python -m ingest`."
    assert worst_of(findings, "database").level is Level.OK
    assert list(tmp_path.iterdir()) == []


INDEX_FAULTS: dict[str, tuple[Callable[[BotSettings], object], str, Level, str]] = {
    "garbled catalogue": (
        lambda settings: catalogue_of(settings).write_bytes(b"garbage " * 2000),
        "index",
        Level.TROUBLE,
        "--rebuild",
    ),
    "lost vector": (
        lambda settings: change(catalogue_of(settings), "DELETE FROM vector WHERE rowid = 3"),
        "index",
        Level.TROUBLE,
        "passages have no vector",
    ),
    "lost passage": (
        lambda settings: change(catalogue_of(settings), "DELETE FROM passage WHERE id = 2"),
        "index",
        Level.TROUBLE,
        "1 articles have lost passages",
    ),
    "other model": (
        lambda settings: change(catalogue_of(settings), "UPDATE state SET setting = 'some/model'"),
        "index",
        Level.TROUBLE,
        "some/model",
    ),
    "newer": (
        lambda settings: change(catalogue_of(settings), "PRAGMA user_version = 99"),
        "index",
        Level.TROUBLE,
        "newer version",
    ),
}


@pytest.mark.parametrize("fault", INDEX_FAULTS)
def test_a_broken_index_is_told_with_what_to_do(fault: str, installed: BotSettings) -> None:
    inflict, check, level, words = INDEX_FAULTS[fault]
    inflict(installed)
    finding = worst_of(list(index(installed)), check)
    assert finding.level is level
    assert words in f"{finding.text} {finding.remedy}"
    assert "ingest" in f"{finding.text} {finding.remedy}"


def test_changed_vectors_and_a_changed_folder_are_noticed(installed: BotSettings, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    shutil.copytree(installed.articles_dir, articles, copy_function=shutil.copy2)
    next(articles.glob("*.txt")).unlink()
    (articles / "more.txt").write_text("The ferry to Lyngsund was cancelled on Sunday.\n", encoding="utf-8")
    turned = "UPDATE vector SET vector = (SELECT vector FROM vector o WHERE o.rowid = 1)"
    change(catalogue_of(installed), turned)
    findings = list(index(installed.model_copy(update={"articles_dir": articles})))
    assert "1 not indexed, 1 gone" in worst_of(findings, "folder").text
    assert worst_of(findings, "passages").level is Level.TROUBLE
    assert "the model has changed" in worst_of(findings, "passages").text


def test_files_missing_from_chroma_are_a_warning(installed: BotSettings) -> None:
    for file in installed.data_dir.glob("index/edition-*/chroma-*/*/*.bin"):
        file.unlink()
    (sqlite,) = installed.data_dir.glob("index/edition-*/chroma-*/chroma.sqlite3")
    sqlite.write_bytes(sqlite.read_bytes()[:4096])
    finding = worst_of(list(index(installed)), "chroma")
    assert finding.level is Level.WARNING
    assert "python -m ingest" in finding.remedy


def test_a_damaged_unpacked_model_is_a_warning(seeds: CorpusSettings, tmp_path: Path) -> None:
    folder = tmp_path / "models" / "multilingual-e5-small"
    folder.mkdir(parents=True)
    shutil.copy(seeds.data_dir / "models" / "multilingual-e5-small" / "manifest.json", folder)
    assert worst_of(list(models(BotSettings(data_dir=tmp_path))), "models").level is Level.WARNING


DATABASE_FAULTS: dict[str, tuple[Callable[[Path], object], Level, str]] = {
    "garbage": (lambda file: file.write_bytes(b"no database at all " * 500), Level.TROUBLE, "cannot be read (damaged)"),
    "of a newer version": (
        lambda file: change(file, "UPDATE alembic_version SET version_num = '9999'"),
        Level.TROUBLE,
        "newer version",
    ),
    "of an older version": (
        lambda file: change(file, "UPDATE alembic_version SET version_num = '0009'"),
        Level.WARNING,
        "older version",
    ),
    "empty": (lambda file: file.write_bytes(b""), Level.WARNING, "older version"),
}


@pytest.mark.parametrize("fault", DATABASE_FAULTS)
def test_a_broken_database_is_told(fault: str, tmp_path: Path) -> None:
    Memory(database_url(None, tmp_path)).close()
    inflict, level, words = DATABASE_FAULTS[fault]
    inflict(tmp_path / "kilde.db")
    finding = worst_of(list(examine(BotSettings(data_dir=tmp_path, articles_dir=tmp_path), None)), "database")
    assert finding.level is level
    assert words in finding.text
    assert finding.remedy


def test_a_lost_briefing_and_a_missing_admin_are_told(tmp_path: Path) -> None:
    Memory(database_url(None, tmp_path)).close()
    change(
        tmp_path / "kilde.db",
        "INSERT INTO ledger (chat_id, topic, subject, occasion, state, claimed_at, covers_to, stories, content) VALUES "
        f"(5, 0, '', '2026-05-04', '{BriefingState.LOST.value}', '2026-05-04 06:00:00', '2026-05-04 06:00:00', "
        "'[]', '')",
    )
    settings = BotSettings(data_dir=tmp_path, articles_dir=tmp_path, telegram_bot_token=SecretStr(TOKEN))
    settings = settings.model_copy(update={"telegram_base_url": "http://127.0.0.1:9"})
    findings = list(examine(settings, None))
    assert worst_of(findings, "admins").level is Level.WARNING
    assert "2026-05-04 06:00 UTC: lost; 1 lost" in worst_of(findings, "briefings").text
    assert worst_of(findings, "briefings").level is Level.WARNING
    assert "cannot be reached (ConnectError)" in worst_of(findings, "telegram").text
    assert TOKEN not in repr(findings)


def test_wrong_keys_are_told_and_the_rest_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ["TELEGRAM_BOT_TOKEN=geheim", "DATABASE_URL=mysql://u:geheim@h/d", "WEBHOOK_PORT=0", "DATA_DIR=elsewhere"]
    (tmp_path / ".env").write_text("\n".join([*lines, f"ARTICLES_DIR={REPO / 'seeds'}", "ACESS=public", ""]), "utf-8")
    assert command_line.main(["doctor"]) == 2
    shown = capsys.readouterr()
    assert "TROUBLE  settings: ACESS in .env is not a setting; did you mean ACCESS?" in shown.out
    assert "ok       articles:" in shown.out
    assert "TROUBLE  index: Nothing was ingested yet." in shown.out
    assert "geheim" not in shown.out + shown.err
    assert settings_and_trouble()[0].data_dir == Path("elsewhere")
    assert not (tmp_path / "elsewhere").exists()


def test_an_env_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00A")
    settings, trouble = settings_and_trouble(tmp_path / ".env")
    assert settings == BotSettings()
    assert trouble is not None


def test_a_language_model_without_its_key_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    finding = worst_of(list(language_model(BotSettings(llm_model="openai:gpt-5-mini"))), "language model")
    assert finding.level is Level.TROUBLE
    assert "OPENAI_API_KEY" in finding.text


class BotApi:
    """A Bot API server of two methods; what it says is set by a test."""

    def __init__(self) -> None:
        self.status, self.off = 200, timedelta()
        self.me: dict[str, Any] = {"username": "kilde_bot", "can_join_groups": True}
        self.webhook: dict[str, Any] = {"url": "", "pending_update_count": 0}
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                result = api.me if self.path.endswith("/getMe") else api.webhook
                self.send_response_only(api.status)
                self.send_header("Date", format_datetime(datetime.now(UTC) + api.off, usegmt=True))
                self.end_headers()
                self.wfile.write(json.dumps({"ok": True, "result": result}).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def settings(self) -> BotSettings:
        address = f"http://127.0.0.1:{self.server.server_port}"
        return BotSettings(telegram_bot_token=SecretStr(TOKEN), telegram_base_url=address)


@pytest.fixture
def api() -> Iterator[BotApi]:
    api = BotApi()
    thread = threading.Thread(target=api.server.serve_forever)
    thread.start()
    yield api
    api.server.shutdown()
    api.server.server_close()
    thread.join()


def test_telegram_that_knows_the_bot_is_well(api: BotApi) -> None:
    findings = list(telegram(api.settings()))
    assert {finding.level for finding in findings} == {Level.OK}
    assert [finding.check for finding in findings] == ["telegram", "privacy mode", "clock", "updates"]


def test_what_telegram_says_is_weighed(api: BotApi) -> None:
    api.me["can_read_all_group_messages"] = True
    api.off, api.webhook["pending_update_count"] = timedelta(minutes=20), 5000
    findings = list(telegram(api.settings()))
    levels = {finding.check: finding.level for finding in findings}
    assert levels["privacy mode"] is Level.WARNING
    assert levels["clock"] is levels["updates"] is Level.TROUBLE
    assert all(finding.remedy for finding in findings if finding.level is not Level.OK)


@pytest.mark.parametrize(("here", "there", "said"), [("on", False, "INLINE is on"), ("off", True, "INLINE is off")])
def test_inline_mode_that_is_on_in_one_place_alone_is_told(api: BotApi, here: str, there: bool, said: str) -> None:
    api.me["supports_inline_queries"] = there
    finding = worst_of(list(telegram(api.settings().model_copy(update={"inline": here}))), "inline mode")
    assert finding.level is Level.WARNING
    assert said in finding.text
    api.me["supports_inline_queries"] = not there
    findings = telegram(api.settings().model_copy(update={"inline": here}))
    assert "inline mode" not in {finding.check for finding in findings}


def test_a_refused_token_is_trouble(api: BotApi) -> None:
    api.status = 401
    (finding,) = telegram(api.settings())
    assert finding.level is Level.TROUBLE
    assert "@BotFather" in finding.remedy


def test_the_last_backup_is_shown_and_one_that_is_late_missing_or_damaged_is_told(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "backups"
    Memory(database_url(None, data)).close()
    settings = BotSettings(data_dir=data, backup_dir=folder)
    assert [finding.level for finding in backups(BotSettings(data_dir=data))] == [Level.OK]
    assert [finding.level for finding in backups(settings)] == [Level.WARNING]
    made = make(settings, datetime.now(UTC) - timedelta(days=3), prune=False)
    assert made
    (late,) = backups(settings)
    assert (late.level, late.text.startswith("1 in ")) == (Level.WARNING, True)
    newest = make(settings, datetime.now(UTC), prune=False)
    assert newest
    (well,) = backups(settings)
    assert (well.level, well.text.startswith("2 in ")) == (Level.OK, True)
    newest.write_bytes(b"cut off")
    (damaged,) = backups(settings)
    assert (damaged.level, "is damaged" in damaged.text) == (Level.TROUBLE, True)
