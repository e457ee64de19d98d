"""Other processes for tests: an Ingester obeys orders (see `tests.ingest.ingester`) and can be killed at any moment."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from ingest.settings import CorpusSettings

REPO = Path(__file__).parents[2]


class Ingester:
    """One process; run one order at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ingest.ingester"],
            cwd=REPO,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def start(self, settings: CorpusSettings, **order: object) -> int:
        """Give an order; returns the process id of the child that carries it out."""
        order |= {"corpus": str(settings.articles_dir), "data": str(settings.data_dir)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> int:
        """Wait for the child's end; returns its exit status, negative if a signal killed it."""
        return self._answer()

    def run(self, settings: CorpusSettings, **order: object) -> int:
        self.start(settings, **order)
        return self.end()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def kill(child: int) -> None:
    """End a process without giving it a chance; it may have ended already."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
