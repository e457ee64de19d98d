"""What the container does before it becomes the bot: with stand-ins for the two programs, in a real shell."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent


def run(folder: Path, ingest: str, *, index: bool) -> "subprocess.Popen[str]":
    programs = folder / "programs"
    programs.mkdir()
    for name, body in {"kilde-ingest": ingest, "kilde": 'echo "the bot runs $*"'}.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)
    if index:
        (folder / "data" / "index").mkdir(parents=True)
        (folder / "data" / "index" / "current").write_text("edition-1")
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "DATA_DIR": str(folder / "data")}
    return subprocess.Popen(
        ["sh", REPO / ".ci" / "container", "ask", "x"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("status", "index", "runs", "said"),
    [(0, True, True, ""), (1, True, True, ""), (2, True, True, "as they were last time"), (2, False, False, "")],
)
def test_it_answers_from_what_there_is(tmp_path: Path, status: int, index: bool, runs: bool, said: str) -> None:
    with run(tmp_path, f"exit {status}", index=index) as process:
        out, err = process.communicate(timeout=60)
    assert (out == "the bot runs ask x\n") is runs
    assert process.returncode == (0 if runs else 2)
    assert said in err
    assert bool(err) is bool(said)


def test_it_can_be_stopped_while_it_ingests(tmp_path: Path) -> None:
    with run(tmp_path, f"echo begun > {tmp_path}/begun; exec sleep 60", index=True) as process:
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")


def test_it_reads_every_kind_of_file() -> None:
    """The image has no way to install an extra afterwards."""
    lines = (REPO / "Dockerfile").read_text("utf-8").splitlines()
    assert [line for line in lines if "'.[formats,postgres]'" in line and "requirements.lock" in line]
