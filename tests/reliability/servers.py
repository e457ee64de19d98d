"""A real PostgreSQL and a real Chroma server for one bot, to be stopped and started again while people ask.

Needs PostgreSQL's programs and `chroma` beside this Python; both servers listen on 127.0.0.1 or a socket of their own.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

_READY = 120.0


@dataclass
class Postgres:
    """A cluster in a folder."""

    programs: Path
    folder: Path

    @property
    def url(self) -> str:
        return f"postgresql://kilde@/postgres?host={self.folder}"

    def start(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "fast", "stop")

    def run(self, program: str, *arguments: str | Path) -> None:
        owner = {} if os.getuid() else {"user": pwd.getpwnam("nobody").pw_uid}
        call = [self.programs / program, *arguments]
        subprocess.run(call, check=True, capture_output=True, cwd=self.folder, **owner)  # type: ignore[call-overload]


@dataclass
class Chroma:
    """A server over a folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        program = Path(sys.executable).parent / "chroma"
        call = [str(program), "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = monotonic() + _READY
        while not _listens(self.port):
            if monotonic() > deadline:
                raise TimeoutError("Chroma does not listen.")
            sleep(0.2)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()


def missing() -> str:
    """Name what is not installed; "" if all is there."""
    chroma = Path(sys.executable).parent / "chroma"
    return "PostgreSQL" if _programs() is None else "" if chroma.exists() else "chroma"


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Run a new PostgreSQL, in a folder that its own user may enter: it refuses to run as root."""
    programs = _programs()
    if programs is None:
        raise FileNotFoundError("PostgreSQL's programs")
    folder = Path(tempfile.mkdtemp(prefix="kilde-postgres-"))
    folder.chmod(0o777)
    server = Postgres(programs, folder)
    server.run("initdb", "-D", folder / "data", "-U", "kilde", "-A", "trust", "-N")
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def chroma(folder: Path) -> Iterator[Chroma]:
    """Run a new Chroma server."""
    folder.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Chroma(folder, free.getsockname()[1])
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _programs() -> Path | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") or (str(installed[-1]) if installed else None)
    return Path(found).resolve().parent if found else None


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
