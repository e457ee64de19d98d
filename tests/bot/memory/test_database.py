import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from bot.memory import DatabaseFailure, Memory, database_url, failure_of
from bot.memory.database import _turn_to_wal
from bot.memory.tables import Table
from ingest.errors import SettingsError


def test_the_migrations_give_exactly_the_tables_that_are_mapped(memory: Memory, url: URL) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
        assert {"people", "chats", "answers", "links"} < set(inspect(connection).get_table_names())
    engine.dispose()


def test_what_is_remembered_outlives_a_restart(url: URL) -> None:
    first = Memory(url)
    first.people.admit(7)
    first.close()
    second = Memory(url)
    assert second.people.get(7).role.value == "member"
    second.close()


def test_two_processes_may_start_at_once(url: URL) -> None:
    with ThreadPoolExecutor(4) as pool:
        for memory in pool.map(lambda _: Memory(url), range(4)):
            memory.people.admit(7)
            memory.close()


def test_a_new_file_that_another_turns_to_wal_is_tried_again() -> None:
    class Busy:
        """Is refused twice, as by SQLite where two turn a file to WAL at once."""

        tries = 0

        def execute(self, _: str) -> None:
            self.tries += 1
            if self.tries < 3:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = sqlite3.SQLITE_BUSY
                raise error

    cursor = Busy()
    _turn_to_wal(cursor)  # type: ignore[arg-type]
    assert cursor.tries == 3


def test_an_answer_id_is_never_given_twice(tmp_path: Path) -> None:
    from tests.bot.memory.test_answers import ANSWER

    url = URL.create("sqlite", database=str(tmp_path / "kilde.db"))
    memory = Memory(url)
    first = memory.answers.save(1, None, 1, ANSWER)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM answers"))
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    engine.dispose()
    assert memory.answers.save(1, None, 2, ANSWER) > first
    memory.close()


def test_the_default_is_a_file_under_the_data_folder(tmp_path: Path) -> None:
    assert database_url(None, tmp_path).render_as_string() == f"sqlite:///{tmp_path}/kilde.db"


def test_postgresql_is_reached_by_psycopg(tmp_path: Path) -> None:
    url = database_url(SecretStr("postgresql://kilde:secret@db/kilde"), tmp_path)
    assert url.drivername == "postgresql+psycopg"
    assert "secret" not in repr(url)


def test_a_database_that_cannot_be_opened_is_one_sentence_without_secrets(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="DATA_DIR"):
        Memory(URL.create("sqlite", database=str(tmp_path / "file" / "kilde.db")))
    (tmp_path / "kilde.db").write_bytes(b"this is not a database, but it is longer than a header of SQLite " * 20)
    with pytest.raises(SettingsError, match="is damaged"):
        Memory(URL.create("sqlite", database=str(tmp_path / "kilde.db")))
    with pytest.raises(SettingsError) as caught:
        Memory(database_url(SecretStr("postgresql+nodriver://kilde:hunter2@db/kilde"), tmp_path))
    assert "hunter2" not in str(caught.value)
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        database_url(SecretStr("nonsense"), tmp_path)


def test_a_database_of_a_newer_version_is_said_to_be_one(url: URL) -> None:
    Memory(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SettingsError, match="newer version"):
        Memory(url)


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    memory = Memory(database_url(None, tmp_path / "data"))
    memory.people.admit(7)
    made = [tmp_path / "data", *(tmp_path / "data").iterdir()]
    assert len(made) >= 2
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []
    memory.close()


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ("database is locked", DatabaseFailure.LOCKED),
        ("database or disk is full", DatabaseFailure.FULL),
        ("database disk image is malformed", DatabaseFailure.DAMAGED),
        ("unable to open database file", DatabaseFailure.GONE),
        ("connection to server at 10.0.0.1 failed", DatabaseFailure.GONE),
        ("something else", DatabaseFailure.OTHER),
    ],
)
def test_what_is_wrong_is_known_by_its_words(said: str, failure: DatabaseFailure) -> None:
    assert failure_of(OperationalError("SELECT 1", {}, Exception(said))) is failure
    assert failure_of(ValueError(said)) is None
