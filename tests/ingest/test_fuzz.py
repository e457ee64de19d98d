"""Hostile files by the hundred: each one is in the index or in the report, and the run ends."""

import os
import time
from pathlib import Path

import pytest

from ingest import reader_process
from ingest.pipeline import ingest
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.hostile import make
from tests.ingest.index_state import contents

FILES = int(os.environ.get("KILDE_FUZZ_FILES", "150"))
"""Two thousand were tried when this was written; some guard it."""


@pytest.mark.slow
def test_each_hostile_file_is_indexed_or_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "SECONDS", 3.0)
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(20))
    make(settings.articles_dir, FILES, seed=FILES)
    there = {
        path.relative_to(settings.articles_dir).as_posix()
        for path in settings.articles_dir.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    began = time.process_time()
    report = ingest(settings, WordEmbedder)
    held = {article.source for article in contents(settings).articles}
    failed = {failure.source for failure in report.failed}
    assert held | failed == there
    assert not held & failed
    assert {f"{number:04}.txt" for number in range(20)} <= held
    reasons = sorted(failure.reason.split(" (")[0] for failure in report.failed)
    print(len(there), "files,", len(held), "indexed,", len(failed), "reported;", f"{time.process_time() - began:.0f} s")
    print({reason: reasons.count(reason) for reason in reasons})
    assert ingest(settings, WordEmbedder).new == 0
