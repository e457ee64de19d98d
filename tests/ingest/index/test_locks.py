import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.errors import IndexLocked
from ingest.index.locks import chroma_files, writing

HOLD = """
import sys, pathlib
from ingest.index import locks
with getattr(locks, sys.argv[1])(pathlib.Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(name: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, name, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_writer_learns_who_is_writing(tmp_path: Path) -> None:
    with held_elsewhere("writing", tmp_path) as process:
        with pytest.raises(IndexLocked) as refusal, writing(tmp_path):
            pass
        text = str(refusal.value)
    assert f"process {process.pid} on {socket.gethostname()} since 20" in text
    assert text.count(". ") == 0
    assert text.endswith("try again.")


def test_the_lock_of_a_killed_writer_is_free_at_once(tmp_path: Path) -> None:
    with held_elsewhere("writing", tmp_path) as process:
        process.kill()
        process.wait()
        with writing(tmp_path):
            assert str(os.getpid()) in (tmp_path / "writer.json").read_text()


def test_the_lock_is_let_go_when_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        raise ZeroDivisionError
    with writing(tmp_path):
        pass
    assert not (tmp_path / "writer.json").exists()


def test_a_holder_who_has_not_signed_yet_is_another_process(tmp_path: Path) -> None:
    with held_elsewhere("writing", tmp_path):
        (tmp_path / "writer.json").write_text("{", "utf-8")
        with pytest.raises(IndexLocked, match="written by another process; wait"), writing(tmp_path):
            pass


def test_patience_with_the_files_of_chroma_ends(tmp_path: Path) -> None:
    with held_elsewhere("chroma_files", tmp_path):
        start = time.monotonic()
        with pytest.raises(IndexLocked), chroma_files(tmp_path, 0.2):
            pass
        assert time.monotonic() - start >= 0.2
    with chroma_files(tmp_path, 0.2):
        pass
