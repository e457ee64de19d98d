"""A fresh memory for each test, on SQLite and, where its programs and its driver are installed, on PostgreSQL."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from bot.memory import Memory
from tests.conftest import copy_fresh

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _as_somebody() -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    return {} if os.getuid() else {"user": pwd.getpwnam("nobody").pw_uid}


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    initdb = shutil.which("initdb") or (str(PROGRAMS[-1]) if PROGRAMS else None)
    if initdb is None or find_spec("psycopg") is None:
        pytest.skip("needs PostgreSQL's initdb and the package psycopg")
    programs = Path(initdb).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="kilde-pg"))
    folder.chmod(0o777)
    data = folder / "data"
    run = {"check": True, "capture_output": True, "cwd": folder, **_as_somebody()}
    subprocess.run([programs / "initdb", "-D", data, "-U", "kilde", "-A", "trust", "-N"], **run)  # type: ignore[call-overload]
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    subprocess.run([programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], **run)  # type: ignore[call-overload]
    yield make_url(f"postgresql+psycopg://kilde@/postgres?host={folder}")
    subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: URL) -> str:
    """The name of a database whose tables are up to date."""
    url = _new_database(postgres)
    Memory(url).close()
    assert url.database
    return url.database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """The address of an empty database, or, beside `memory`, of one whose tables are up to date."""
    whole = "memory" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "new" / "kilde.db"
        if whole:
            copy_fresh(request.getfixturevalue("fresh_database"), file)
        return URL.create("sqlite", database=str(file))
    template = request.getfixturevalue("migrated_postgres") if whole else ""
    return _new_database(request.getfixturevalue("postgres"), template)


def _new_database(server: URL, template: str = "") -> URL:
    name = f"kilde_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
    engine.dispose()
    return server.set(database=name)


@pytest.fixture
def memory(url: URL) -> Iterator[Memory]:
    memory = Memory(url)
    yield memory
    memory.close()
