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


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """The address of an empty database."""
    if request.param == "sqlite":
        return URL.create("sqlite", database=str(tmp_path / "new" / "kilde.db"))
    server: URL = request.getfixturevalue("postgres")
    name = f"kilde_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.set(database=name)


@pytest.fixture
def memory(url: URL) -> Iterator[Memory]:
    memory = Memory(url)
    yield memory
    memory.close()
